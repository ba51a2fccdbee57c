"""A live article as it stands in a list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString

from articles.categories import tree
from articles.categories.tree import Index, Section
from articles.models import Image, Kind, Listing, PublishedVersion, Target
from articles.models.ledger import PublishedVersionQuerySet
from articles.pages.people import Signature, signatures
from articles.pages.words import direction
from newsroom.core.html import shorten
from newsroom.core.pagestore import depends, keys, until
from newsroom.core.typography import set_words

SHORT = 110
"""Characters of the excerpt on a related card."""
UNSEEN = (
    *("data", "revision", "base", "change", "planned", "decided_at", "decided_by", "updated_at"),
    *(f"picture__{name}" for name in ("name", "bytes", "sha256", "licence", "recipe", "uploaded_at", "uploaded_by")),
)
"""Columns of a version, and of its picture, that no list shows."""
Cursor = tuple[datetime, int]
"""Publication time and article: what comes after it is older."""


@dataclass(frozen=True)
class Card:
    version: PublishedVersion
    section: Section | None
    """Of the primary category: its label and colour."""
    picture: Image | None
    authors: tuple[Signature, ...] = ()

    @property
    def url(self) -> str:
        return self.version.get_absolute_url()

    @property
    def direction(self) -> str:
        return direction(self.version.language)

    @cached_property
    def kind(self) -> str:
        return Kind(self.version.kind).label_for_readers

    @property
    def is_paid(self) -> bool:
        return self.version.kind == Kind.SPONSORED

    @property
    def is_view(self) -> bool:
        """Somebody’s opinion, which its headline shows."""
        return self.version.kind == Kind.OPINION

    @cached_property
    def title(self) -> SafeString:
        return set_words(self.version.title, self.version.language)

    @cached_property
    def excerpt(self) -> SafeString:
        return set_words(self.version.excerpt, self.version.language)

    @cached_property
    def short(self) -> SafeString:
        """The excerpt, shortened and visibly so: the text goes on in the article."""
        words = shorten(self.version.excerpt, SHORT)
        cut = f"{words.rstrip(' .…')}…" if words else ""
        return set_words(cut, self.version.language)


def live(at: datetime) -> PublishedVersionQuerySet:
    """Live versions with what cards need of them, without their texts."""
    return PublishedVersion.objects.live(at).with_addresses().select_related("picture").defer(*UNSEEN)


def listed(
    target: Target, ids: Collection[int], language: str, *, at: datetime, most: int, after: Cursor | None = None
) -> PublishedVersionQuerySet:
    """The latest of one list, or those behind a cursor: an index range at any depth.

    More ids than one are those of one thing: a tag, and what was merged into it.
    """
    depends(*lists(target, ids, language))
    return latest(target, ids, language, at=at, most=most, after=after)


def lists(target: Target, ids: Iterable[int], language: str) -> list[str]:
    """The keys of the pages that are made from them."""
    return [keys.listing(target, pk, language) for pk in ids]


def latest(
    target: Target, ids: Collection[int], language: str, *, at: datetime, most: int, after: Cursor | None = None
) -> PublishedVersionQuerySet:
    """`listed` for who says themselves whether the page is made from the list."""
    rows = Listing.objects.live(at).filter(target=target, target_id__in=ids, language=language)
    rows = rows.latest_first(after=after)[:most]
    return live(at).filter(pk__in=rows.values("version")).order_by("-first_published_at", "-article_id")


def cards(rows: Iterable[PublishedVersion], index: Index, *, at: datetime, signed: bool = False) -> list[Card]:
    """One query for the by-lines where `signed` asks for them, and one for the sections of each other language."""
    rows = list(rows)
    indexes = {index.language: index} | {code: tree.index(code) for code in _others(rows, index.language)}
    for row in rows:
        depends(keys.article(row.article_id))
        until(row.live_until)
    people = signatures(_signing(rows), index.language) if signed else {}
    return [
        Card(
            version=row,
            section=indexes[row.language].nearest(row.category_id),
            picture=shown(row.picture, at),
            authors=tuple(people[pk] for pk in row.author_ids if pk in people),
        )
        for row in rows
    ]


def _others(rows: Iterable[PublishedVersion], language: str) -> set[str]:
    return {row.language for row in rows} - {language}


def _signing(rows: Collection[PublishedVersion]) -> set[int]:
    return {pk for row in rows for pk in row.author_ids}


def shown(picture: Image | None, at: datetime) -> Image | None:
    """The picture while its licence lasts."""
    if picture is None:
        return None
    depends(keys.image(picture.pk))
    over = picture.licence_over_at
    if over and over <= at:
        return None
    until(over)
    return picture
