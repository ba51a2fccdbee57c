"""Texts as readers get them at an instant: what they point at is looked up, and what isn't public isn't there."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.ledger.document import Document
from articles.models import Article, Image, Kind, PublishedVersion, Revision, StaticPage
from articles.pictures.markup import figcaption, picture
from newsroom.core import footnotes, html
from newsroom.core.digits import figures as digits
from newsroom.core.markup import NOTHING, Markup, joined
from newsroom.core.nodes import Node, Use
from newsroom.core.pagestore import depends, keys, until
from newsroom.core.typography import set_words, typeset

Row = PublishedVersion | Revision | Article | StaticPage

# In sanitised texts: attributes of these hold neither < nor >, so that patterns may say where a tag ends.
_ATTRIBUTES = r"(?: [^<>]*)?"
_EMPTY = re.compile(rf"<(p|h2|h3|figcaption){_ATTRIBUTES}>(?:\s|<br>)*</\1>")
_QUOTE = re.compile(rf"<figure({_ATTRIBUTES})>(?=\s*<blockquote)")
_ASKED = re.compile(rf"<p({_ATTRIBUTES})><strong>((?:(?!</strong>|</p>).)+)</strong></p>", re.DOTALL)
_TABLE = re.compile(rf"<table{_ATTRIBUTES}>")
FIGURE = Markup('<figure class="figure">{picture}{caption}</figure>')
PAIR = 2
"""Two pictures stand beside each other, more of them below each other, with their numbers."""
GALLERY = Markup('<section class="{kind}" aria-label="{label}"><ol>{figures}</ol></section>')
SEEN = Markup('<li id="{id}">{figure}<p class="of"><bdi>{number}</bdi>{next}</p></li>')
ONWARD = Markup(' <a href="#{to}">{words}</a>')
CARD = Markup(
    '<aside class="card">{picture}<p><a href="{url}" rel="external noopener" dir="auto">{title}</a>'
    " <small><bdi>{host}</bdi>{credit}</small></p></aside>"
)
CREDIT = Markup(' <span class="credit">{credit}</span>')
REFERENCE = Markup(
    '<sup class="ref"><a id="ref{number}" href="#note{number}" role="doc-noteref" aria-label="{label}">'
    "{shown}</a></sup>"
)
NOTES = Markup(
    '<section class="notes" role="doc-endnotes" aria-labelledby="notes">'
    '<h2 class="vh" id="notes">{heading}</h2><ol>{notes}</ol></section>'
)
NOTE = Markup('<li id="note{number}">{note} <a href="#ref{number}" role="doc-backlink" aria-label="{label}">↑</a></li>')


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

    def figure(self, use: Use) -> SafeString:
        image = self.images.get(use.id)
        return _figure(image, use.words) if image else NOTHING

    def show(self, use: Use, *, language: str, besides: int | None) -> str:
        """What stands for one that is no picture of the library."""
        if use.node is html.ARTICLE:
            version = self.articles.get(use.id)
            return "" if version is None or use.id == besides else _also(version, language)
        return _card(use, self.images)


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
        shown = _shown(body, found, language=language, besides=own)
        return _dressed(SafeString(shown + _footnotes(noted)) if noted else shown, _("Table"), language)


def _shown(body: str, found: Resolved, *, language: str, besides: int | None) -> SafeString:
    """The text with its nodes. Pictures that stand one after the other, with nothing between them, are a gallery."""
    done: list[str] = []
    run: list[SafeString] = []
    numbers = count(1)
    for part in html.parts(body):
        if isinstance(part, Use) and part.node is html.PICTURE:
            run += [shown] if (shown := found.figure(part)) else []
        elif isinstance(part, Use) or part.strip():
            done += [_together(run, numbers)] if run else []
            run = []
            done.append(part if isinstance(part, str) else found.show(part, language=language, besides=besides))
    return SafeString("".join([*done, _together(run, numbers) if run else ""]))


def _together(figures: list[SafeString], numbers: Iterator[int]) -> str:
    if len(figures) == 1:
        return figures[0]
    own, total = next(numbers), len(figures)
    seen = (
        SEEN(
            id=f"g{own}p{number}", figure=figure, number=_number(f"{number}/{total}"), next=_onward(own, number, total)
        )
        for number, figure in enumerate(figures, 1)
    )
    label = ngettext("%(number)s picture", "%(number)s pictures", total) % {"number": _number(total)}
    return GALLERY(kind="gallery" if total > PAIR else "gallery pair", label=label, figures=joined(seen))


def _onward(gallery: int, number: int, total: int) -> SafeString:
    if number == total:
        return NOTHING
    return ONWARD(to=f"g{gallery}p{number + 1}", words=_("Next picture"))


# An id that people write holds a hyphen: these are none of theirs.
def _refer(number: int) -> str:
    shown = _number(number)
    return REFERENCE(number=number, shown=shown, label=_("Note %(number)s") % {"number": shown})


def _number(value: object) -> str:
    """In the active language's digits: the text's."""
    return digits(str(value), translation.get_language() or "")


def _footnotes(found: Iterable[str]) -> SafeString:
    """Sanitised notes below their text."""
    notes = (
        NOTE(
            number=number,
            note=SafeString(note),
            label=_("Back to note %(number)s in the text") % {"number": _number(number)},
        )
        for number, note in enumerate(found, 1)
    )
    # Translators: the heading of an article's footnotes, for screen readers; in French "Notes"
    return NOTES(heading=pgettext("of a text", "Notes"), notes=joined(notes))


def _also(version: PublishedVersion, language: str) -> str:
    title = set_words(version.title, version.language)
    words = format_html('<a href="{}">{}</a>', version.get_absolute_url(), title)
    if version.language != language:
        way = "rtl" if translation.get_language_info(version.language)["bidi"] else "ltr"
        words = format_html(
            '<a href="{}" hreflang="{}" lang="{}" dir="{}">{}</a>',
            *(version.get_absolute_url(), version.language, version.language, way, title),
        )
    paid = Kind(version.kind).label_for_readers if version.kind == Kind.SPONSORED else ""
    label = f"{_('Also read')} · {paid}" if paid else _("Also read")
    return format_html('<aside class="also"><b>{}</b> {}</aside>', label, words)


def _figure(image: Image, words: Mapping[str, str]) -> SafeString:
    shown = picture(image, words["data-alt"], sizes="(min-width: 64rem) 42rem, 100vw")
    return FIGURE(picture=shown, caption=figcaption(words["data-caption"], image.credit))


def _card(use: Use, images: Mapping[int, Image]) -> SafeString:
    """Elsewhere: a title, a picture of ours, and where the link leads. Nothing is loaded from there."""
    host = (urlsplit(use.key).hostname or "").removeprefix("www.")
    image = images.get(use.refs.get("data-image", 0))
    return CARD(
        picture=picture(image, sizes="(min-width: 40rem) 10rem, 30vw", crop="4x3") if image else NOTHING,
        url=use.key,
        title=use.words["data-title"] or host,
        host=host,
        credit=CREDIT(credit=image.credit) if image and image.credit else NOTHING,
    )


@lru_cache(maxsize=html.TEXTS_AT_HAND)
def _dressed(body: SafeString, table: str, language: str) -> SafeString:
    """What a stylesheet needs to see, without what only looks empty, and set as a printer would; no word changes.

    Made of its arguments alone, so that the finished text is kept for as long as it stays the same. `table`: the name
    of what readers move sideways.
    """
    wide = format_html('<div class="wide" role="group" aria-label="{}" tabindex="0">', table)
    steps: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
        (_EMPTY, ""),
        (_QUOTE, r'<figure class="pull"\1>'),
        (_ASKED, r'<p class="asked"\1><strong>\2</strong></p>'),
        (_TABLE, lambda found: wide + found.group()),
    )
    for pattern, written in steps:
        body = SafeString(pattern.sub(written, body))
    return typeset(body.replace("</table>", "</table></div>"), language)
