"""Tables and plots: Markdown, and SVG written by hand that reads in light and dark."""

from collections.abc import Sequence
from html import escape

from benchmarks.result import Result, Row

HEAD = """# Performance

Written by `make bench`; numbers of different machines don't compare, ratios nearly do. *Required* is what a change may
not fall below, *aim* what we work towards; `≤` marks a row where less is better.
"""

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #222 } .unit { fill: #666 } .track { fill: #e6e6e6 }
  .bar { fill: #00614a } .missed { fill: #b3261e } .bound { stroke: #c77700; stroke-width: 2 }
  .aim { stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #eee } .unit { fill: #aaa } .track { fill: #3a3a3a } .bar { fill: #4fc3a1 } .missed { fill: #ff8a80 }
  }
"""
WIDTH, LABEL, BAR, STEP = 720, 220, 380, 34


def number(value: float | None, unit: str = "") -> str:
    """Three significant digits, thousands with a thin space."""
    if value is None:
        return ""
    text = f"{value:,.0f}".replace(",", "\u202f") if abs(value) >= 100 else f"{value:.3g}"
    return f"{text} {unit}".strip()


def table(rows: Sequence[Row]) -> str:
    lines = ["| measured | value | required | aim | |", "|---|--:|--:|--:|---|"]
    for row in rows:
        mark = "≤ " if row.less_is_better else ""
        bounds = [f"{mark}{number(bound)}" if bound is not None else "" for bound in (row.required, row.aim)]
        lines.append(f"| {row.what} | {number(row.value, row.unit)} | {bounds[0]} | {bounds[1]} | {row.verdict} |")
    return "\n".join(lines)


def page(results: Sequence[Result]) -> str:
    """The whole of docs/performance.md."""
    return "\n".join([HEAD, *map(section, results)])


def section(result: Result) -> str:
    picture = f"![{result.name}](performance/{result.name}.svg)"
    parts = [f"## {result.name}", result.what, table(result.rows), picture, f"Measured on {result.machine}."]
    return "\n\n".join(parts) + "\n"


def bar(row: Row, top: int, scale: float) -> str:
    """One row of a plot: its name, its bar on a track, its bounds as lines across."""
    kind = "missed" if row.verdict == "missed" else "bar"
    marks = "".join(
        f'<line class="bound{extra}" x1="{x:.0f}" x2="{x:.0f}" y1="{top - 2}" y2="{top + 20}"/>'
        for bound, extra in ((row.required, ""), (row.aim, " aim"))
        if bound is not None and (x := LABEL + bound * scale)
    )
    return (
        f'<text x="{LABEL - 12}" y="{top + 14}" text-anchor="end">{escape(row.what)}</text>'
        f'<rect class="track" x="{LABEL}" y="{top}" width="{BAR}" height="18" rx="3"/>'
        f'<rect class="{kind}" x="{LABEL}" y="{top}" width="{row.value * scale:.0f}" height="18" rx="3"/>{marks}'
        f'<text class="unit" x="{LABEL + BAR + 12}" y="{top + 14}">{escape(number(row.value, row.unit))}</text>'
    )


def plot(result: Result) -> str:
    """Horizontal bars; rows of one unit share a scale."""
    largest: dict[str, float] = {}
    for row in result.rows:
        largest[row.unit] = max(largest.get(row.unit, 0), row.value, row.required or 0, row.aim or 0)
    height = STEP * len(result.rows) + 16
    bars = "\n".join(
        bar(row, 12 + STEP * index, BAR / (largest[row.unit] or 1)) for index, row in enumerate(result.rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">\n'
        f"<title>{escape(result.name)}</title>\n<style>{STYLE}</style>\n{bars}\n</svg>\n"
    )
