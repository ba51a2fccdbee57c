"""Texts as readers get them at an instant: what they point at is looked up, and what isn't public isn't there."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.ledger.document import Document
from articles.models import Article, Image, PublishedVersion, Revision, StaticPage
from newsroom.core import footnotes, html
from newsroom.core.nodes import Node, Use
from newsroom.core.pagestore import depends, keys, until

Row = PublishedVersion | Revision | Article | StaticPage

# In sanitised texts: attributes of these hold neither < nor >, so that patterns may say where a tag ends.
_ATTRIBUTES = r"(?: [^<>]*)?"
_EMPTY = re.compile(rf"<(p|h2|h3|figcaption){_ATTRIBUTES}>(?:\s|<br>)*</\1>")
_QUOTE = re.compile(rf"<figure({_ATTRIBUTES})>(?=\s*<blockquote)")
_TABLE = re.compile(rf"<table{_ATTRIBUTES}>")


class Bodies(dict[Any, SafeString]):
    """By the rows' primary keys."""

    until: datetime | None = None
    """The next instant at which one of them changes by itself: an article goes live or leaves, a licence ends."""


@dataclass(frozen=True)
class Resolved:
    articles: Mapping[int, PublishedVersion]
    images: Mapping[int, Image]
    at: datetime
    changes: list[datetime] = field(default_factory=list)

    def show(self, use: Use, *, language: str, besides: int | None) -> str:
        if use.node is html.ARTICLE:
            version = self.articles.get(use.id)
            return "" if version is None or use.id == besides else _also(version, language)
        if use.node is html.EMBED:
            return _card(use, self.images)
        image = self.images.get(use.id)
        return _figure(image, use.words) if image else ""


def articles_in(row: Row) -> set[int]:
    """The ids of the articles that a text points at."""
    return {use.id for use in html.uses(_text(row)[0]) if use.node is html.ARTICLE}


def render(rows: Iterable[Row], at: datetime, *, known: Iterable[PublishedVersion] | None = None) -> Bodies:
    """The texts of many rows, in one query for all articles they point at and one for all pictures.

    `known` saves the first: the versions of all those articles that aren't over, and of whatever others.
    """
    texts = {row.pk: _text(row) for row in rows}
    found = _resolve([use for body, _language, _own in texts.values() for use in html.uses(body)], at, known)
    bodies = Bodies((pk, _render(text, found)) for pk, text in texts.items())
    bodies.until = min(found.changes, default=None)
    until(bodies.until)
    return bodies


def _text(row: Row) -> tuple[str, str, int | None]:
    """Its text, the text's language and the article it belongs to, which doesn't lead to itself."""
    if isinstance(row, StaticPage):
        return row.body, row.language, None
    if isinstance(row, Article):
        return row.body, row.language, row.pk
    document: Document = row.document
    return document.body, document.language, row.article_id


def _resolve(uses: Iterable[Use], at: datetime, known: Iterable[PublishedVersion] | None) -> Resolved:
    wanted: dict[Node, set[int]] = {html.ARTICLE: set(), html.PICTURE: set()}
    for use in uses:
        for node, pk in use.points:
            wanted[node].add(pk)
    found = Resolved({}, {}, at)
    articles, images = wanted[html.ARTICLE], wanted[html.PICTURE]
    depends(*map(keys.article, articles), *map(keys.image, images))
    if known is None:
        known = _coming(articles, at) if articles else []
    return Resolved(
        articles=_live((row for row in known if row.article_id in articles), found),
        images=_licensed(images, found) if images else {},
        at=at,
        changes=found.changes,
    )


def _coming(articles: set[int], at: datetime) -> Iterable[PublishedVersion]:
    return PublishedVersion.objects.not_over(at).filter(article__in=articles).with_addresses().defer("data")


def _live(rows: Iterable[PublishedVersion], found: Resolved) -> dict[int, PublishedVersion]:
    live = {}
    for row in rows:
        if row.live_from <= found.at:
            live[row.article_id] = row
        found.changes.extend([end for end in (row.live_from, row.live_until) if end and end > found.at])
    return live


def _licensed(images: set[int], found: Resolved) -> dict[int, Image]:
    shown = {}
    for image in Image.objects.filter(pk__in=images):
        over = image.licence_over_at
        if over is None or over > found.at:
            shown[image.pk] = image
            found.changes.extend([over] if over else [])
    return shown


def _render(text: tuple[str, str, int | None], found: Resolved) -> SafeString:
    body, language, own = text
    with translation.override(language):
        body, noted = footnotes.lift(body, _refer)
        shown = _dressed(html.render(body, lambda use: found.show(use, language=language, besides=own)))
        return SafeString(shown + _footnotes(noted)) if noted else shown


# An id that people write holds a hyphen: these are none of theirs.
def _refer(number: int) -> str:
    label = _("Note %(number)s") % {"number": number}
    markup = '<sup class="ref"><a id="ref{0}" href="#note{0}" role="doc-noteref" aria-label="{1}">{0}</a></sup>'
    return format_html(markup, number, label)


def _footnotes(found: Iterable[str]) -> str:
    """Sanitised notes below their text."""
    return render_to_string("articles/body/footnotes.html", {"notes": [SafeString(note) for note in found]}).strip()


def _also(version: PublishedVersion, language: str) -> str:
    words = format_html('<a href="{}">{}</a>', version.get_absolute_url(), version.title)
    if version.language != language:
        way = "rtl" if translation.get_language_info(version.language)["bidi"] else "ltr"
        words = format_html(
            '<a href="{}" hreflang="{}" lang="{}" dir="{}">{}</a>',
            *(version.get_absolute_url(), version.language, version.language, way, version.title),
        )
    return format_html('<aside class="also"><b>{}</b> {}</aside>', _("Also read"), words)


def _figure(image: Image, words: Mapping[str, str]) -> str:
    context = {"image": image, "alt": words["data-alt"], "caption": words["data-caption"]}
    return render_to_string("articles/body/figure.html", context).strip()


def _card(use: Use, images: Mapping[int, Image]) -> str:
    host = (urlsplit(use.key).hostname or "").removeprefix("www.")
    image = images.get(use.refs.get("data-image", 0))
    context = {"url": use.key, "title": use.words["data-title"] or host, "host": host, "image": image}
    return render_to_string("articles/body/card.html", context).strip()


def _dressed(body: SafeString) -> SafeString:
    """What a stylesheet needs to see and what only looks empty; nothing that people wrote changes."""
    wide = format_html('<div class="wide" role="group" aria-label="{}" tabindex="0">', _("Table"))
    steps: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
        (_EMPTY, ""),
        (_QUOTE, r'<figure class="pull"\1>'),
        (_TABLE, lambda found: wide + found.group()),
    )
    for pattern, written in steps:
        body = SafeString(pattern.sub(written, body))
    return SafeString(body.replace("</table>", "</table></div>"))
