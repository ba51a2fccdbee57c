"""Addresses made from words, and the first path segments that no such address may take."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

LONGEST = 60
RESERVED = frozenset(
    {
        *(code for code, _name in settings.LANGUAGES),
        *("admin", "outbox", "static", "media", "healthz", "readyz"),
        *("archives", "colophon", "favicon.ico", "robots.txt", ".well-known"),
        # Not taken yet; a newspaper will want them for what they say, and a rubric there would be in the way.
        *("api", "auteurs", "authors", "commentaires", "comments", "feed", "feeds", "newsletter", "recherche", "rss"),
        *("relecture", "search", "sitemap", "sitemaps", "tags", "corrections", "signaler"),
    }
)
"""First path segments that are not for what people name; a system check keeps the resolver's own among them."""

_SPELT_OUT = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
_TATWEEL = "\u0640"
_LETTER_MARKS = "\u0653\u0654\u0655"  # madda and hamza: with their letter they are another letter, not an accent
_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROLS = dict.fromkeys(code for code in [*range(32), *range(0x7F, 0xA0)] if not chr(code).isspace())
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_LITERAL = re.compile(r"\^?([\w.\-]*)")


def tidy(words: str) -> str:
    """One line, single blanks, NFC, without control characters and the marks that turn what follows them around.

    No-break spaces stay: French writes them before a colon.
    """
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", words).translate(_DIRECTIONS | _CONTROLS)).strip()


def slugify(words: str, *, longest: int = LONGEST) -> str:
    """Lower-case words joined by hyphens, for an address; empty when `words` holds no letter and no digit.

    Latin loses accents and ligatures, an apostrophe parts two words; Arabic keeps its letters and loses harakat and
    tatweel. NFC, so that an address compares equal however it was typed. Too long a slug ends at a whole word.
    """
    text = unicodedata.normalize("NFKC", words).lower().translate(_SPELT_OUT)
    text = "".join(letter for letter in unicodedata.normalize("NFD", text) if not _is_dropped(letter))
    text = "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Mn")
    slug = "-".join(re.findall(r"[^\W_]+", text))
    if len(slug) > longest:
        slug = slug[: longest + 1].rpartition("-")[0] or slug[:longest]
    return slug


def _is_dropped(letter: str) -> bool:
    if letter in _LETTER_MARKS:
        return False
    return letter == _TATWEEL or unicodedata.category(letter) in {"Mn", "Cf"}


def numbered(slug: str) -> Iterator[str]:
    """`sport`, `sport-2`, `sport-3`… each within the length that a slug may have."""
    yield slug
    for number in range(2, 100_000):
        tail = f"-{number}"
        yield slug[: LONGEST - len(tail)].rstrip("-") + tail


def first_segments(patterns: Iterable[URLPattern | URLResolver] | None = None) -> set[str]:
    """The literal first path segments of every address of the site; those that begin with a parameter have none."""
    wanted = get_resolver().url_patterns if patterns is None else patterns
    found = {segment for pattern in wanted for segment in _segments(pattern, "")}
    served = (settings.STATIC_URL or "", settings.MEDIA_URL or "")
    return found | {url.strip("/").partition("/")[0] for url in served if url.startswith("/")} - {""}


def _segments(pattern: URLPattern | URLResolver, before: str) -> Iterator[str]:
    if isinstance(pattern.pattern, LocalePrefixPattern):
        yield from (code for code, _name in settings.LANGUAGES)
        route = before
    else:
        route = before + str(pattern.pattern).removeprefix("^")
    head, slash, _rest = route.partition("/")
    if isinstance(pattern, URLResolver) and not slash:
        for inner in pattern.url_patterns:
            yield from _segments(inner, route)
    elif literal := _whole_literal(head):
        yield literal


def _whole_literal(head: str) -> str:
    """`head` when a path can only begin with exactly that; empty for `<slug:slug>` and for regular expressions."""
    text = head.removesuffix("$").removesuffix("\\Z").replace("\\.", ".").replace("\\-", "-")
    match = _LITERAL.fullmatch(text)
    return match.group(1) if match else ""
