"""What the commands promise: help names them all, and a run of the suite says what it left out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT


def closing_lines(folder: Path, *arguments: str, code: int = 0, database: str = "") -> list[str]:
    """What scripts/test.sh says when pytest ends with `code`; no browser is on the PATH."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f'#!/bin/sh\ncase $1 in -m) exit {code} ;; *) exec {sys.executable} "$@" ;; esac\n')
    python.chmod(0o755)
    (folder / "scripts").mkdir(exist_ok=True)
    shutil.copy2(ROOT / "scripts" / "test.sh", folder / "scripts")
    (folder / "bin").mkdir(exist_ok=True)
    for tool in ("sh", "dirname"):
        (folder / "bin" / tool).unlink(missing_ok=True)
        (folder / "bin" / tool).symlink_to(str(shutil.which(tool)))
    command = ["sh", str(folder / "scripts" / "test.sh"), ".venv", *arguments]
    environment = {"PATH": str(folder / "bin"), "DATABASE_URL": database}
    result = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert result.returncode == code
    return result.stdout.splitlines()


def test_the_suite_names_what_it_left_out_and_how_to_bring_it_in(tmp_path: Path) -> None:
    verdict, *left_out = closing_lines(tmp_path)[1:]
    assert verdict.startswith("passed: Python ")
    assert [line.split("  ")[-1].strip() for line in left_out] == [
        "apt-get install chromium && make test-browser",
        "make test-postgres",
        "make test-next",
    ]


@pytest.mark.parametrize("code", [1, 2, 5])  # failures, an interrupt, no test at all
def test_a_run_that_proves_nothing_fails(tmp_path: Path, code: int) -> None:
    assert closing_lines(tmp_path, code=code)[1].startswith("FAILED: ")


def test_on_postgresql_it_is_sqlite_that_is_left_out(tmp_path: Path) -> None:
    text = "\n".join(closing_lines(tmp_path, database="postgres://localhost/x"))
    assert "make test-postgres" not in text
    assert "SQLite" in text


def test_help_names_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = makefile.partition(".PHONY: ")[2].partition("\n")[0].split()
    # As if typed by a person, even when the suite itself was started by make.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert {line.split()[1] for line in shown.splitlines()} == {name for name in phony if not name.startswith("setup-")}
