"""Lighthouse on a telephone: 100 for what a page is. What it takes in time is measured by `make bench`, never here."""

import json
import subprocess
from typing import Any

import pytest

from tests.conftest import CHROMIUM, TOOLS
from tests.web.conftest import Site

CATEGORIES = ["accessibility", "best-practices", "seo"]


@pytest.mark.lighthouse
def test_lighthouse_gives_full_marks(site: Site) -> None:
    paths = [site.pages[name]["path"] for name in ("front.fr", "category.fr", "article.ar")]
    urls = [site.url + path for path in (*paths, site.reference)]
    wanted = {"chrome": CHROMIUM, "urls": urls, "categories": CATEGORIES, "rounds": 1}
    command = ["node", str(TOOLS.parent / "judge.mjs"), json.dumps(wanted)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    found: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert {one["url"]: one["lacking"] for one in found} == {url: [] for url in urls}
    assert [one["scores"] for one in found] == [dict.fromkeys(CATEGORIES, 100)] * len(urls)
