"""The Nu HTML checker finds neither errors nor anything to warn of on any page."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import TOOLS
from tests.web.conftest import Site

VNU = TOOLS / "vnu-jar/build/dist/vnu.jar"


@pytest.mark.nu
def test_the_nu_checker_finds_nothing(site: Site, tmp_path: Path) -> None:
    for name, page in site.pages.items():
        (tmp_path / f"{name}.html").write_text(page["html"], encoding="utf-8")
    command = ["java", "-Xss1m", "-jar", str(VNU), "--format", "json", "--exit-zero-always", str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stderr)["messages"]
    lines = sorted(
        f"{Path(one.get('url', '')).stem} {one['type']}: {one['message']} {one.get('extract', '')}" for one in found
    )
    assert lines == []
