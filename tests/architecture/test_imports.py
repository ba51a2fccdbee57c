"""Imports go one way: wiring, then comments and newsletter side by side, then articles, then the floor."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import APPS, ROOT


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """The contract of our pyproject.toml, applied to the packages in `folder`."""
    tool = Path(sys.executable).with_name("lint-imports")
    command = [str(tool), "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Our packages, empty but for what the layers name."""
    for package in (*APPS, "newsroom/core"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for name in ("urls", "settings", "wsgi"):
        (tmp_path / "newsroom" / f"{name}.py").touch()
    return tmp_path


def test_every_arrow_of_ours_points_the_right_way() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 kept, 0 broken" in result.stdout


def test_an_empty_house_keeps_the_contract(house: Path) -> None:
    assert lint_imports(house).returncode == 0


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("newsroom/core/shortcut.py", "articles"),
        ("articles/shortcut.py", "comments"),
        ("comments/shortcut.py", "newsletter"),
        ("newsletter/shortcut.py", "newsroom.urls"),
    ],
)
def test_an_arrow_that_points_the_wrong_way_is_found(house: Path, module: str, imported: str) -> None:
    (house / module).write_text(f"import {imported}\n")
    result = lint_imports(house)
    assert result.returncode != 0
    assert "1 broken" in result.stdout
