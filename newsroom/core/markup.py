"""HTML written in Python, for what stands on a page by the dozen: a card, a comment, a picture.

    HEADLINE = Markup('<h3><a href="{url}">{title}</a></h3>')
    HEADLINE(url=card.url, title=card.title)

Django's template language takes a microsecond for each of its steps, and a page of news has thousands. What is put in
is escaped, always: only what was made here, or by `format_html`, goes in as it is.
"""

from collections.abc import Iterable
from string import Formatter

from django.utils.safestring import SafeString

NOTHING = SafeString("")


def escaped(value: object) -> str:
    """`value` as text between tags or quotes: `<`, `>`, `&` and both quotes are escaped, unless it is HTML already."""
    if type(value) is SafeString:
        return value
    if type(value) is not str:
        own = getattr(value, "__html__", None)
        if own:
            return str(own())
        value = str(value)
    # As `html.escape` does, without a call for each of hundreds on a page.
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")


class Markup:
    """HTML with places for values, each by its name in braces. Called with exactly these, it answers HTML.

    Raises ValueError for a place that isn't a plain name: what formats or looks into a value would come after it
    was escaped.
    """

    def __init__(self, text: str) -> None:
        parts = list(Formatter().parse(text))
        self.names = tuple(dict.fromkeys(name for _words, name, _format, _as in parts if name is not None))
        if not all(name.isidentifier() for name in self.names) or any(how or kind for _w, _n, how, kind in parts):
            raise ValueError(f"Only plain names may stand in braces: {text!r}")
        # Twice as fast as `str.format`.
        places = ((words.replace("%", "%%"), "" if name is None else f"%({name})s") for words, name, _f, _a in parts)
        self._text = "".join(words + place for words, place in places)

    def __call__(self, **values: object) -> SafeString:
        if len(values) != len(self.names):
            raise TypeError(f"Expected {self.names}, got {tuple(values)}.")
        for name, value in values.items():
            if type(value) is not SafeString:
                values[name] = escaped(value)
        return SafeString(self._text % values)


def said(sentence: str, /, **values: object) -> SafeString:
    """A translated sentence of ours, which may hold tags, with values in its `%(name)s` places."""
    return SafeString(sentence % {name: escaped(value) for name, value in values.items()})


def joined(parts: Iterable[object], between: str = "") -> SafeString:
    return SafeString(between.join(map(escaped, parts)))
