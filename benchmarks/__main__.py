"""`make bench`: runs the benchmarks, keeps their results in docs/performance/ and writes docs/performance.md.

`make bench ONLY="start"` runs the named ones; the page keeps the last results of the others. The exit code is 1 when
a requirement was missed.
"""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import django

from benchmarks.report import number, page, plot
from benchmarks.result import Result

FOLDER = Path(__file__).resolve().parent
DOCS = FOLDER.parent / "docs"


def names() -> list[str]:
    """The modules of this folder that are benchmarks."""
    paths = sorted(FOLDER.glob("[a-z]*.py"))
    return [path.stem for path in paths if "\ndef run() -> Result:" in path.read_text(encoding="utf-8")]


def machine() -> str:
    """What a reader needs to judge the numbers, and nothing that tells whose machine it is."""
    information = Path("/proc/cpuinfo")
    text = information.read_text(encoding="utf-8") if information.exists() else ""
    models = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    processor = models[0] if models else platform.machine()
    versions = f"Python {platform.python_version()}, Django {django.get_version()}"
    return f"{os.cpu_count()} × {processor}, {platform.system()}, {versions}"


def run(name: str) -> Result:
    print(f"── {name}", flush=True)
    result: Result = import_module(f"benchmarks.{name}").run()
    for row in result.rows:
        print(f"   {row.what:<40} {number(row.value, row.unit):>12}  {row.verdict}")
    return replace(result, machine=machine())


def keep(results: Sequence[Result], docs: Path) -> None:
    """Writes the given results, and the page and its plots from all that are kept."""
    folder = docs / "performance"
    folder.mkdir(parents=True, exist_ok=True)
    for result in results:
        (folder / f"{result.name}.json").write_text(result.dumps(), encoding="utf-8")
        (folder / f"{result.name}.svg").write_text(plot(result), encoding="utf-8")
    kept = [Result.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    (docs / "performance.md").write_text(page(kept), encoding="utf-8")


def main(wanted: Sequence[str]) -> int:
    known = names()
    if unknown := sorted(set(wanted) - set(known)):
        sys.exit(f"bench: no benchmark is called {', '.join(unknown)}; there are {', '.join(known)}.")
    results = [run(name) for name in wanted or known]
    keep(results, DOCS)
    print("written: docs/performance.md")
    return int(any(row.verdict == "missed" for result in results for row in result.rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
