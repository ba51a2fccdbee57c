"""One site for all tests of this folder, served as in production; whoever reads it, and what is judged of it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from benchmarks.paper import environment_of
from benchmarks.served import ROOT, free_port, served
from tests.browser.conftest import browser_type_launch_args as browser_type_launch_args
from tests.core.served import static_files


@dataclass(frozen=True)
class Site:
    url: str
    reference: str
    """The path of the article that the budgets are about."""
    pages: Mapping[str, Mapping[str, Any]]
    """By name and language ("article.fr"): path, status, headers, html, and the templates it was made from."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    environment = environment_of(folder, port)
    (folder / "static").symlink_to(static_files())
    subprocess.run([sys.executable, "-m", "tests.web.prepare"], cwd=ROOT, env=environment, check=True)
    kept = json.loads((folder / "pages.json").read_text())
    with served("newsroom.wsgi:application", environment, port=port):
        yield Site(f"http://127.0.0.1:{port}", kept["reference"], kept["pages"])


def open_kept(page: Page, site: Site, name: str) -> None:
    """A page of the table as the site answered it, wherever forms led to; what it names comes from the site."""
    kept = site.pages[name]
    address = site.url + kept["path"]

    def answer(route: Route) -> None:
        route.fulfill(status=kept["status"], headers=dict(kept["headers"]), body=kept["html"])

    page.route(address, answer, times=1)
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")


@pytest.fixture(scope="session")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """The telephone that the budgets are about."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, device_scale_factor=2, is_mobile=True, has_touch=True, locale="fr-FR"
    )
    yield context
    context.close()
