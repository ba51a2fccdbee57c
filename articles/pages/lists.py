"""Long lists, part by part: older stories lie behind a cursor, so that no number ever comes to mean another page."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from articles.categories.tree import Index
from articles.models import Listing, PublishedVersion, Target
from articles.pages.cards import Card, Cursor, cards, latest, listed
from articles.pages.words import day, today
from newsroom.core.pagestore import depends, keys, until

PAGE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Day:
    date: date
    cards: list[Card]
    is_today: bool


@dataclass(frozen=True)
class Page:
    """A part of a list. `older` is the cursor of the next part, empty on the last."""

    cards: list[Card]
    older: str
    today: date

    def byday(self, cards: list[Card]) -> list[Day]:
        days = groupby(cards, key=lambda card: day(card.version.first_published_at))
        return [Day(date, list(found), date == self.today) for date, found in days]

    @property
    def days(self) -> list[Day]:
        return self.byday(self.cards)

    @property
    def leading(self) -> list[Card]:
        """Up to three that open a section's page, where enough of them is left for the list."""
        return self.cards[:3] if len(self.cards) > 5 else self.cards[:1]

    @property
    def days_after(self) -> list[Day]:
        return self.byday(self.cards[len(self.leading) :])


def page(target: Target, ids: Collection[int], index: Index, *, at: datetime, after: Cursor | None) -> Page:
    """One query."""
    return part(
        listed(target, ids, index.language, at=at, most=PAGE + 2, after=_from(after)), index, at=at, after=after
    )


def of_day(day: date, index: Index, *, at: datetime, after: Cursor | None) -> Page:
    """`page` of what came out on one day in the newsroom's zone; where `after` is of another day, of nothing."""
    start, end = span(day, day + timedelta(days=1))
    depends(keys.archive(index.language, day.isoformat()))
    rows = latest(Target.PAPER, [0], index.language, at=at, most=PAGE + 2, after=_from(after) or (end, 0))
    rows = rows.filter(first_published_at__gte=start, first_published_at__lt=end)
    return part(rows, index, at=at, after=after)


def span(first: date, next_one: date) -> tuple[datetime, datetime]:
    """From the first midnight to the second one, in the newsroom's zone."""
    zone = timezone.get_default_timezone()
    start, end = (timezone.make_aware(datetime.combine(edge, time.min), zone) for edge in (first, next_one))
    return start, end


def languages(target: Target, ids: Collection[int], *, at: datetime) -> list[str]:
    """Those in which a list holds anything, in the site's order. One query."""
    codes = [code for code, _name in settings.LANGUAGES]
    depends(*(keys.listing(target, pk, code) for pk in ids for code in codes))
    rows = Listing.objects.live(at).filter(target=target, target_id__in=ids)
    found = set(rows.order_by().values_list("language", flat=True).distinct())
    return [code for code in codes if code in found]


def part(found: Iterable[PublishedVersion], index: Index, *, at: datetime, after: Cursor | None) -> Page:
    """A part that begins where nobody leads, behind no story of the list, isn't kept: there are endless of those."""
    rows = list(found)
    if after and rows and _place(rows[0]) == after:
        rows = rows[1:]
    elif after:
        until(at)
    older = written(rows[PAGE - 1]) if len(rows) > PAGE else ""
    return Page(cards(rows[:PAGE], index, at=at), older, today(at))


def _from(after: Cursor | None) -> Cursor | None:
    """With the story that the cursor names, as the first one."""
    return (after[0], after[1] + 1) if after else None


def _place(row: PublishedVersion) -> Cursor:
    return row.first_published_at, row.article_id


def written(row: PublishedVersion) -> str:
    return cursor(*_place(row))


def cursor(at: datetime, pk: int) -> str:
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{pk}"


def read(cursor: str) -> Cursor | None:
    """The cursor that an address names; None where it names none. What isn't one leads nowhere: raises Http404."""
    if not cursor:
        return None
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise Http404
    return _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
