"""Where readers find things. The path alone says what and in which language."""

from functools import cache, lru_cache
from urllib.parse import quote

from django.urls import reverse
from django.utils import translation

NOWHERE = "articles"
"""Stands for the section in the address of an article whose category has no name in its language any more."""
AS_THEY_ARE = "!$&'()*+,;=:@~"
"""What Django leaves unquoted in a part of a path (`pchar` of RFC 3986)."""


def in_language(language: str, name: str, /, **parts: object) -> str:
    """The path of a page of the readers' site in a language, whichever is active."""
    quoted = {part: _quoted(str(value)) for part, value in parts.items()}
    return _pattern(language, name, tuple(parts)).format(**quoted)


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    return quote(value, safe=AS_THEY_ARE)


@cache
def _pattern(language: str, name: str, parts: tuple[str, ...]) -> str:
    """Such a path with its parts in braces, which no quoted path holds: reversing takes long, and a page has many."""
    marks = {part: f"{part}-0" for part in parts}
    with translation.override(language):
        path = reverse(f"articles:{name}", kwargs=marks)
    for part, mark in marks.items():
        path = path.replace(mark, f"{{{part}}}")
    return path


def of_article(pk: int, *, language: str, section: str, slug: str) -> str:
    """`/{section}/{slug}-{id}/`: the id finds the article, whatever the words before it say."""
    return in_language(language, "article", section=section or NOWHERE, name=f"{slug}-{pk}" if slug else str(pk))
