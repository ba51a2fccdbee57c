"""What readers get, loaded plural first: each loader costs a fixed number of queries, however many rows there are.

Each answers its rows and the next instant at which its answer changes by itself (None: it doesn't), so that a page
made from it can expire then. What a verb changes is told by the verb, not by the clock.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from django.db.models import Min
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    AuthorText,
    Category,
    CategoryText,
    Image,
    Listing,
    PublishedVersion,
    Tag,
    Target,
)
from articles.models.ledger import PublishedVersionQuerySet

Row = TypeVar("Row")
Cursor = tuple[datetime, int]
"""Publication time and article: what comes behind it is older."""
PAGE = 20


@dataclass(frozen=True)
class Answer(Generic[Row]):
    rows: Sequence[Row]
    changes_at: datetime | None


@dataclass(frozen=True)
class Page(Answer[Row]):
    following: Cursor | None = None
    """From where the next page goes on; None on the last one."""


@dataclass(frozen=True)
class Label:
    """The primary category in the article's language."""

    category: Category
    name: str
    slug: str


@dataclass(frozen=True)
class Name:
    """Who signs, in the article's language if they are written in it; an alias shows whom it was merged into."""

    author: Author
    text: AuthorText


@dataclass(frozen=True)
class Card:
    """A live article as it stands in a list. `version` comes without its document."""

    version: PublishedVersion
    label: Label | None
    authors: tuple[Name, ...]
    picture: Image | None
    """Of the lead, while its licence lasts."""


def live(ids: Collection[int], *, at: datetime | None = None) -> Answer[Card]:
    """The cards of these articles, in their order; those that aren't live are left out."""
    at = at or timezone.now()
    rows = {row.article_id: row for row in _versions(at).filter(article__in=ids)}
    coming = PublishedVersion.objects.filter(article__in=ids).to_come(at).order_by()
    cards = _cards([rows[pk] for pk in dict.fromkeys(ids) if pk in rows], at)
    return Answer(cards, _soonest(at, cards, coming.aggregate(soonest=Min("live_from"))["soonest"]))


def front(language: str, *, at: datetime | None = None, size: int = PAGE, after: Cursor | None = None) -> Page[Card]:
    """Everything in one language, the latest first."""
    return _listed(Target.PAPER, [0], language, at=at, size=size, after=after)


def in_category(
    category: Category, language: str, *, at: datetime | None = None, size: int = PAGE, after: Cursor | None = None
) -> Page[Card]:
    """What is listed in a category and below it, the latest first."""
    return _listed(Target.CATEGORY, [category.pk], language, at=at, size=size, after=after)


def by_author(
    author: Author, language: str, *, at: datetime | None = None, size: int = PAGE, after: Cursor | None = None
) -> Page[Card]:
    """What they signed, also under by-lines that were merged into theirs."""
    ids = [author.pk, *author.merged.values_list("pk", flat=True)]
    return _listed(Target.AUTHOR, ids, language, at=at, size=size, after=after)


def with_tag(tag: Tag, *, at: datetime | None = None, size: int = PAGE, after: Cursor | None = None) -> Page[Card]:
    """What bears the tag, or one that was merged into it."""
    ids = [tag.pk, *tag.merged.values_list("pk", flat=True)]
    return _listed(Target.TAG, ids, tag.language, at=at, size=size, after=after)


def _listed(
    target: Target, ids: Collection[int], language: str, *, at: datetime | None, size: int, after: Cursor | None
) -> Page[Card]:
    at = at or timezone.now()
    places = Listing.objects.filter(target=target, target_id__in=ids, language=language)
    # One more than is shown: it tells whether there is a next page. An article that bears both a tag and its alias is
    # in the list twice.
    found = places.live(at).latest_first(after=after).values_list("article", "version").distinct()
    versions = dict.fromkeys(version for _article, version in found[: size + 1])
    rows = _versions(at).filter(pk__in=list(versions)).order_by("-first_published_at", "-article_id")
    cards = _cards(list(rows), at)
    coming = places.filter(live_from__gt=at).aggregate(soonest=Min("live_from"))["soonest"]
    shown = cards[:size]
    last = shown[-1].version if len(cards) > size else None
    return Page(
        shown,
        _soonest(at, cards, coming),
        following=(last.first_published_at, last.article_id) if last else None,
    )


def _versions(at: datetime) -> PublishedVersionQuerySet:
    return PublishedVersion.objects.live(at).with_addresses().select_related("category", "picture").defer("data")


def _cards(rows: Sequence[PublishedVersion], at: datetime) -> list[Card]:
    labels = _labels(rows)
    names = _names({pk for row in rows for pk in row.author_ids})
    return [
        Card(
            version=row,
            label=labels.get((row.category_id, row.language)),
            authors=tuple(
                dict.fromkeys(_name(author, row.language) for pk in row.author_ids if (author := names.get(pk)))
            ),
            picture=row.picture if row.picture and not _over(row.picture, at) else None,
        )
        for row in rows
    ]


def _labels(rows: Iterable[PublishedVersion]) -> dict[tuple[int | None, str], Label]:
    categories = {row.category_id: row.category for row in rows if row.category}
    texts = CategoryText.objects.filter(category__in=[pk for pk in categories if pk])
    found: dict[tuple[int | None, str], Label] = {}
    for text in texts:
        if category := categories.get(text.category_id):
            found[text.category_id, text.language] = Label(category, text.name, text.slug)
    return found


def _names(ids: Collection[int]) -> dict[int, Author]:
    rows = Author.objects.filter(pk__in=ids).select_related("merged_into")
    return {row.pk: row.merged_into or row for row in rows.prefetch_related("texts", "merged_into__texts")}


def _name(author: Author, language: str) -> Name:
    return Name(author, author.text(language))


def _over(picture: Image, at: datetime) -> bool:
    return picture.licence_over_at is not None and picture.licence_over_at <= at


def _soonest(at: datetime, cards: Iterable[Card], coming: datetime | None) -> datetime | None:
    """The least of: a version that comes, one that ends, a licence that ends."""
    instants = [coming]
    for card in cards:
        instants += [card.version.live_until, card.picture.licence_over_at if card.picture else None]
    return min((instant for instant in instants if instant and instant > at), default=None)


class Fate(Enum):
    """What an article's address answers at an instant."""

    LIVE = "live"
    NEVER = "never"
    """Not there, as far as readers know: 404."""
    ENDED = "ended"
    """Its end date has passed: 410."""
    WITHDRAWN = "withdrawn"
    """410, with the withdrawal's words and without a headline."""


def fates(ids: Collection[int], *, at: datetime | None = None) -> dict[int, Fate]:
    """What has become of articles; ids that nobody gave out are left out."""
    at = at or timezone.now()
    rows = Article.objects.filter(pk__in=ids).with_standing(at)
    return {row.pk: _fate(row) for row in rows}


def _fate(row: Article) -> Fate:
    standing = {name: getattr(row, name) for name in ("is_live", "was_live", "is_withdrawn")}
    if standing["is_live"]:
        return Fate.LIVE
    if not standing["was_live"]:
        return Fate.NEVER
    return Fate.WITHDRAWN if standing["is_withdrawn"] else Fate.ENDED
