"""Texts with nodes: how they are written in the office and how readers get them.

`newsroom.core.html` says what a text may hold, for the sanitiser, the editor and this. `forms` is the editor's field,
`pickers` answers what it searches for, `render` resolves what a text points at.
"""

from articles.body.rendering import Bodies, render

__all__ = ["Bodies", "render"]
