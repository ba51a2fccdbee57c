"""Budgets sit on the worst file: when one is exceeded, the room that is missing is found; the budget stays."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import FOLDERS, ROOT, modules, templates, tree

MODULE, CLASS, FUNCTION, TEST, TEMPLATE = 400, 250, 40, 25, 140

Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def budget(node: Named, path: Path) -> int:
    if isinstance(node, ast.ClassDef):
        return CLASS
    return TEST if node.name.startswith("test_") and path.name.startswith("test_") else FUNCTION


def over_budget(path: Path) -> list[str]:
    """The classes and functions of a module that are too long, counted from `def` or `class` to their last line."""
    found = []
    for node in ast.walk(tree(path)):
        if not isinstance(node, Named):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > budget(node, path):
            found.append(f"{path.name}:{node.lineno} {node.name}: {length} lines, {budget(node, path)} allowed")
    return found


def complexity(*paths: str) -> subprocess.CompletedProcess[str]:
    """Ruff's complexity rule with our limit; an exemption in a comment doesn't count."""
    command = [sys.executable, "-m", "ruff", "check", "--select", "C901", "--ignore-noqa", "--no-cache"]
    command += ["--config", str(ROOT / "pyproject.toml"), "--output-format", "concise", *paths]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_no_module_is_too_long() -> None:
    assert [f"{path}: {lines(path)}" for path in modules(*FOLDERS) if lines(path) > MODULE] == []


def test_no_class_or_function_is_too_long() -> None:
    assert [finding for path in modules(*FOLDERS) for finding in over_budget(path)] == []


def test_no_function_is_too_complex() -> None:
    result = complexity(*FOLDERS, "manage.py")
    assert result.returncode == 0, result.stdout


def test_no_template_is_too_long() -> None:
    assert [f"{name}: {lines(path)}" for name, path in templates().items() if lines(path) > TEMPLATE] == []


@pytest.mark.parametrize(
    ("name", "head", "allowed"),
    [("a.py", "def f():", FUNCTION), ("test_a.py", "def test_f():", TEST), ("a.py", "class C:", CLASS)],
)
def test_one_line_more_than_the_budget_is_seen(tmp_path: Path, name: str, head: str, allowed: int) -> None:
    path = tmp_path / name
    path.write_text("\n".join([head, *["    x = 1"] * (allowed - 1)]))
    assert over_budget(path) == []
    path.write_text("\n".join([head, *["    x = 1"] * allowed]))
    assert len(over_budget(path)) == 1


def test_an_exemption_from_complexity_does_not_help(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    branches = "\n".join(f"    if x == {number}:\n        return {number}" for number in range(11))
    path.write_text(f"def f(x):  # noqa: C901\n{branches}\n")
    result = complexity(str(path))
    assert "C901" in result.stdout
