"""On a fresh machine, whatever is missing gets one clear sentence and no traceback."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

Setup = Callable[..., subprocess.CompletedProcess[str]]

OLD = """#!/bin/sh
case $1 in -V) echo "Python 3.9.2" ;; esac
"""  # says nothing when asked whether it is new enough
BARE = f"""#!/bin/sh
case "$*" in *ensurepip*) exit 1 ;; *) exec {sys.executable} "$@" ;; esac
"""
GOOD = f"""#!/bin/sh
exec {sys.executable} "$@"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The script and a lock of nothing, so that no network is asked."""
    (tmp_path / "scripts").mkdir()
    shutil.copy2(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    (tmp_path / "requirements").mkdir()
    for name in ("run", "dev", "next"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    return tmp_path


@pytest.fixture
def setup(checkout: Path) -> Setup:
    """Runs the script where the only Python is the one that the test puts there."""
    bin_folder = checkout / "bin"
    bin_folder.mkdir()
    for tool in ("cat", "cksum", "cut", "dirname", "flock", "grep", "head", "ls", "mv", "rm", "sh", "tail", "tr"):
        if found := shutil.which(tool):
            (bin_folder / tool).symlink_to(found)

    def run(lock: str = "run", *, python3: str = GOOD, **environment: str) -> subprocess.CompletedProcess[str]:
        if python3:
            (bin_folder / "python3").write_text(python3)
            (bin_folder / "python3").chmod(0o755)
        command = ["sh", str(checkout / "scripts" / "setup.sh"), lock]
        full = {"PATH": str(bin_folder), "HOME": os.environ.get("HOME", "/"), **environment}
        return subprocess.run(command, env=full, check=False, capture_output=True, text=True, timeout=120)

    return run


def one_sentence(result: subprocess.CompletedProcess[str]) -> str:
    lines = (result.stdout + result.stderr).splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_a_too_old_python_is_named_with_what_is_needed(setup: Setup) -> None:
    result = setup(python3=OLD)
    assert result.returncode == 3
    assert one_sentence(result).startswith("setup: Python 3.9.2 is too old: Python 3.11 or newer is needed")


def test_no_python_at_all_names_the_packages(setup: Setup) -> None:
    result = setup(python3="")
    assert result.returncode == 3
    assert "apt-get install python3 python3-venv" in one_sentence(result)


def test_a_missing_venv_module_names_the_package_of_that_python(setup: Setup) -> None:
    result = setup(python3=BARE)
    assert result.returncode == 3
    assert "apt-get install python{}.{}-venv".format(*sys.version_info) in one_sentence(result)


@pytest.mark.parametrize("python", ["nowhere/python9", "python-old"])
def test_a_python_asked_for_and_unfit_is_named(setup: Setup, checkout: Path, python: str) -> None:
    old = checkout / "bin" / "python-old"
    old.write_text(OLD)
    old.chmod(0o755)
    result = setup(PYTHON=python)
    assert result.returncode == 3
    assert f"PYTHON={python}" in one_sentence(result)


def test_without_a_network_the_sentence_says_so(setup: Setup, checkout: Path) -> None:
    pin = f"django==5.2.0 --hash=sha256:{'0' * 64}\n"
    (checkout / "requirements" / "run.txt").write_text(pin)
    # A closed port of this machine stands for the index: refused at once, as by a machine without a network.
    result = setup(PIP_INDEX_URL="http://127.0.0.1:9/", PIP_CONFIG_FILE=os.devnull, PIP_NO_CACHE_DIR="1")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "no network" in result.stderr
    assert "Traceback" not in result.stdout + result.stderr


def test_what_is_up_to_date_is_left_alone(setup: Setup, checkout: Path) -> None:
    assert setup("dev").returncode == 0
    assert setup("run").stdout == ""  # dev holds all that run needs
    (checkout / "requirements" / "run.txt").write_text("# newer\n")
    assert setup("run").stdout == "setup: installing requirements/run.txt\n"


def test_a_half_made_environment_is_made_again(setup: Setup, checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    result = setup()
    assert result.returncode == 0
    assert "setup: .venv is half-made or its Python is gone; making it again." in result.stdout
    assert (checkout / ".venv" / "bin" / "python").exists()
    assert setup().stdout == ""


def test_the_newer_django_has_an_environment_of_its_own(setup: Setup, checkout: Path) -> None:
    result = setup("next")
    if sys.version_info >= (3, 12):
        assert (checkout / ".venv-next" / "bin" / "python").exists()
    else:
        assert result.returncode == 3
        assert "Python 3.12 or newer is needed" in one_sentence(result)
    assert not (checkout / ".venv").exists()
