"""Texts with nodes: how they are written in the office and how readers get them.

`newsroom.core.html` says what a text may hold, for the sanitiser, the editor and this. `forms` is the editor's field,
`pickers` answers what it searches for, `render` resolves what a text points at; who looks up other articles of the page
anyway asks `articles_in` for these and hands them on.
"""

from articles.body.rendering import Bodies, articles_in, render

__all__ = ["Bodies", "articles_in", "render"]
