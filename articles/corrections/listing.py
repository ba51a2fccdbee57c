"""All notes to readers in one language, the newest first, while the article that each belongs to is live."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from articles.corrections.markup import entry
from articles.models import Change, Correction, PublishedVersion
from articles.pages.cards import UNSEEN, Cursor
from articles.pages.lists import cursor
from newsroom.core.markup import joined
from newsroom.core.pagestore import depends, keys, until

PAGE = 20


@dataclass(frozen=True)
class Entry:
    """A note, and the article as readers have it now."""

    text: str
    at: datetime
    change: Change
    version: PublishedVersion


@dataclass(frozen=True)
class Page:
    """A part of the list. `older` is the cursor of the next part, empty on the last."""

    entries: list[Entry]
    older: str

    def as_html(self) -> SafeString:
        return joined(entry(e.text, at=e.at, change=e.change, version=e.version) for e in self.entries)


def page(language: str, *, at: datetime, after: Cursor | None) -> Page:
    """Two queries. A part that begins behind no note of the list isn't kept: there are endless."""
    depends(keys.corrections(language))
    rows = list(_notes(language, at, after)[: PAGE + 2])
    if after and rows and _place(rows[0]) == after:
        rows = rows[1:]
    elif after:
        until(at)
    older = cursor(*_place(rows[PAGE - 1])) if len(rows) > PAGE else ""
    return Page(_entries(rows[:PAGE], at), older)


def _notes(language: str, at: datetime, after: Cursor | None) -> QuerySet[Correction]:
    """From the cursor on, its own note first: the instant of the version that bears it, and its number."""
    here = PublishedVersion.objects.live(at).filter(language=language)
    rows = Correction.objects.filter(version__live_from__lte=at, version__article__in=here.values("article"))
    if after:
        moment, pk = after
        rows = rows.filter(version__live_from__lte=moment).exclude(version__live_from=moment, pk__gt=pk)
    rows = rows.select_related("version").only("text", "version__article", "version__live_from", "version__change")
    return rows.order_by("-version__live_from", "-pk")


def _place(row: Correction) -> Cursor:
    return row.version.live_from, row.pk


def _entries(rows: Iterable[Correction], at: datetime) -> list[Entry]:
    rows = list(rows)
    articles = {row.version.article_id for row in rows}
    live = PublishedVersion.objects.live(at).filter(article__in=articles).with_addresses().defer(*HIDDEN)
    versions = {version.article_id: version for version in live}
    for version in versions.values():
        depends(keys.article(version.article_id))
        until(version.live_until)
    return [
        Entry(row.text, row.version.live_from, Change(row.version.change), versions[row.version.article_id])
        for row in rows
        if row.version.article_id in versions
    ]


HIDDEN = [name for name in UNSEEN if not name.startswith("picture__")]
