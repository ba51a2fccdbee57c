"""What we commit works on any machine: no address of a package index, no path of somebody's computer."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, committed_texts

ADDRESS = re.compile(r'"resolved"|"link"|://|"(?:file|git|github):')
LOCKS = ("run", "dev", "next")
LOCK_LINE = re.compile(r"[a-z0-9-]+(\[[a-z,]+\])?==[\w.+!]+( ; [^/\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:(?:home|Users)/\w|(?:root|work)/)|\b[A-Z]:\\\\?Users")
PACKAGE_INDEX = re.compile(
    r"pypi\.org/simple|pythonhosted\.org|registry\.npmjs|--(?:extra-)?index-url|--find-links[ =]"
)


def lock(name: str) -> list[str]:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def pins(name: str) -> dict[str, str]:
    found = (re.match(r"([a-z0-9-]+)==([^ ]+)", line) for line in lock(name))
    return {match[1]: match[2] for match in found if match}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_names_versions_markers_and_hashes_only(name: str) -> None:
    assert [line for line in lock(name) if not LOCK_LINE.fullmatch(line)] == []
    assert "django" in pins(name)


def test_the_lock_of_the_web_tools_has_names_versions_and_integrity_only() -> None:
    text = (ROOT / "tests/web-tools/package-lock.json").read_text(encoding="utf-8")
    assert not ADDRESS.search(text)
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if not {"version", "integrity"} <= entry.keys()] == []


@pytest.mark.parametrize(
    "line", ['"resolved": "https://registry.example/a.tgz"', '"a": "git+ssh://git@x/y"', '"a": "file:../a"']
)
def test_an_address_in_the_lock_of_the_web_tools_is_found(line: str) -> None:
    assert ADDRESS.search(line)


def test_what_tests_run_on_is_what_the_site_runs_on() -> None:
    assert pins("run").items() <= pins("dev").items()


def test_the_newer_django_is_all_that_differs_in_its_lock() -> None:
    assert {name for name, _ in pins("next").items() ^ pins("dev").items()} == {"django"}
    assert pins("dev")["django"].startswith("5.2.")
    assert pins("next")["django"].startswith("6.1.")


@pytest.mark.parametrize(
    "line",
    [
        "--extra-index-url https://example.org/simple",
        "django @ file:///wheels/django.whl \\",
        "django==5.2 ; python_version > '3' \\  # via -r /somewhere/run.in",
    ],
)
def test_an_address_or_a_path_in_a_lock_is_found(line: str) -> None:
    assert not LOCK_LINE.fullmatch(line)


def test_no_committed_file_names_a_machine_or_a_package_index() -> None:
    texts = committed_texts()
    assert {"Makefile", "manage.py"} <= texts.keys()
    here = f"{ROOT}/"
    found = [
        f"{name}: {match[0] if match else here}"
        for name, text in texts.items()
        if (match := MACHINE_PATH.search(text) or PACKAGE_INDEX.search(text)) or here in text
        if name != Path(__file__).relative_to(ROOT).as_posix()
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["home/someone", "Users/someone", "root/x", "work/x"])
def test_the_path_of_a_machine_is_seen(folder: str) -> None:
    assert MACHINE_PATH.search(f"see /{folder}")
    assert not MACHINE_PATH.search(f"see docs/{folder}")


def test_what_is_said_to_keep_an_accessibility_criterion_is_there() -> None:
    text = (ROOT / "docs/accessibility.md").read_text(encoding="utf-8")
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/web").glob("test_*.py"))
    paths = set(re.findall(r"`((?:tests|articles|comments|newsroom)/[\w./]+\.py)`", text))
    names = set(re.findall(r"`(test_\w+)`", text))
    assert paths
    assert names
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []
    assert sorted(name for name in names if f"def {name}(" not in tests) == []
