"""Footnotes: words that stand in a text where their number will, `<small data-note="">…</small>`.

A note travels with the words around it, so that nothing has to be numbered, and nothing can point nowhere, before the
text is rendered.
"""

import re
from collections.abc import Callable, Collection, Sequence

TAG, MARK = "small", "data-note"
_ELEMENT = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_WORDS = re.compile(r"[^\s\u00a0]")


def is_note(tag: str, attrs: Sequence[tuple[str, str | None]]) -> bool:
    return tag == TAG and any(name == MARK for name, _value in attrs)


def keep(html: str, *, besides: Collection[str]) -> str:
    """A cleaned text in which a note holds words, no other note and none of the elements `besides`.

    Of whatever else is said to be one, the words stay and the element goes.
    """
    if f"<{TAG}" not in html:
        return html
    open_: list[tuple[str, list[str], bool]] = []
    parts: list[str] = []
    end = 0
    for found in _ELEMENT.finditer(html):
        closing, tag, attributes = found.groups()
        parts.append(html[end : found.start()])
        end = found.end()
        if tag != TAG:
            parts.append(found.group())
            if tag in besides:
                open_ = [(raw, outer, False) for raw, outer, _good in open_]
        elif not closing:
            open_.append((found.group(), parts, MARK in attributes and not any(good for *_, good in open_)))
            parts = []
        elif open_:
            raw, outer, good = open_.pop()
            inner = "".join(parts)
            good = good and bool(_WORDS.search(_ELEMENT.sub("", inner)))
            outer.append(f"{raw}{inner}</{TAG}>" if good else inner)
            parts = outer
    return "".join([*parts, html[end:]])


def lift(html: str, refer: Callable[[int], str]) -> tuple[str, list[str]]:
    """A sanitised text with what `refer` answers to each number in the place of its note, and the notes in order.

    A link can't hold another: what refers to a note that stands in one comes after it.
    """
    notes: list[str] = []
    parts: list[str] = []
    late: list[str] = []
    start, end, linked = -1, 0, False
    for found in _ELEMENT.finditer(html):
        closing, tag, _attributes = found.groups()
        if tag == TAG and not closing:
            parts.append(html[end : found.start()])
            start = found.end()
        elif tag == TAG:
            notes.append(html[start : found.start()])
            (late if linked else parts).append(refer(len(notes)))
            start, end = -1, found.end()
        elif tag == "a" and start < 0:
            linked = not closing
            parts += [html[end : found.end()], *([] if linked else late)]
            late, end = late if linked else [], found.end()
    return "".join([*parts, html[end:]]), notes
