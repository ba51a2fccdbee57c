"""The frame of `make bench`: medians taken in turn, verdicts, and a page that keeps what was measured before."""

from importlib import import_module
from pathlib import Path

import defusedxml.ElementTree as ElementTree
import pytest

from benchmarks.__main__ import keep, names
from benchmarks.measure import interleaved
from benchmarks.report import number, plot
from benchmarks.result import Result, Row


def result(name: str = "start", **row: float) -> Result:
    rows = (Row(what="a < b", value=row.pop("value", 1.0), **row),)  # type: ignore[arg-type]  # floats are all it takes
    return Result(name=name, what="Something.", rows=rows, machine="a machine")


def test_every_benchmark_can_be_run() -> None:
    assert "start" in names()
    assert all(callable(import_module(f"benchmarks.{name}").run) for name in names())


def test_subjects_take_turns_and_the_first_round_does_not_count() -> None:
    order: list[str] = []
    values = {"a": iter([99.0, 1, 5, 3]), "b": iter([99.0, 2, 2, 2])}

    def measure(name: str) -> float:
        order.append(name)
        return next(values[name])

    medians = interleaved({"a": lambda: measure("a"), "b": lambda: measure("b")}, rounds=3)
    assert medians == {"a": 3, "b": 2}
    assert order == ["a", "b"] * 4


@pytest.mark.parametrize(
    ("value", "less_is_better", "verdict"),
    [
        (0.9, False, "missed"),
        (1.5, False, "required reached"),
        (2.0, False, "aim reached"),
        (2.5, True, "missed"),
        (0.5, True, "aim reached"),
    ],
)
def test_a_row_is_judged_by_its_bounds(value: float, less_is_better: bool, verdict: str) -> None:
    aim = 1.0 if less_is_better else 2.0
    required = 2.0 if less_is_better else 1.0
    assert Row(what="", value=value, required=required, aim=aim, less_is_better=less_is_better).verdict == verdict


def test_a_plot_is_well_formed_whatever_the_names() -> None:
    picture = ElementTree.fromstring(plot(result(required=0.5)))
    assert picture.tag.endswith("svg")
    assert any(element.text == "a < b" for element in picture.iter())


def test_a_run_of_one_benchmark_keeps_the_results_of_the_others(tmp_path: Path) -> None:
    keep([result("one"), result("two")], tmp_path)
    keep([result("two", value=7.0)], tmp_path)
    page = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert page.index("## one") < page.index("## two")
    assert "| 7 × |" in page


def test_numbers_are_short_and_thousands_are_grouped() -> None:
    assert number(12345.6, "/s") == "12\u202f346 /s"
    assert number(0.33333, "×") == "0.333 ×"
