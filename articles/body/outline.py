"""The order of a text's headings; while somebody writes, static/articles/editor/headings.js says the same."""

import re

from newsroom.core.html import text_of

_HEADING = re.compile(r"<h([23])(?: [^<>]*)?>(.*?)</h\1>", re.DOTALL)


def misplaced(body: str) -> list[str]:
    """The words of the smaller headings of a sanitised text that no heading stands above."""
    found = []
    for level, inner in _HEADING.findall(body):
        words = text_of(inner)
        if words and level == "2":
            break
        if words:
            found.append(words)
    return found
