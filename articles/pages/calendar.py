"""How much came out when: years, months and days in the newsroom's zone, each in one query."""

from calendar import Calendar, monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Q

from articles import addresses
from articles.models import Listing, Target
from articles.models.ledger import ListingQuerySet
from articles.pages.lists import span
from articles.pages.words import day as day_of
from newsroom.core.pagestore import depends, keys

MONDAY = 0
FIRST_YEAR, LAST_YEAR = 1800, 2200
"""What lies outside is no date of a newspaper."""


@dataclass(frozen=True)
class Period:
    """A year, a month or a day, and how many stories came out in it."""

    first: date
    number: int
    url: str


def _listings(language: str, at: datetime) -> ListingQuerySet:
    return Listing.objects.live(at).of(Target.PAPER, 0, language)


def years(language: str, *, at: datetime) -> list[int]:
    """Those in which something came out, the latest first. Two queries, and an index range for each year."""
    depends(keys.archive(language))
    rows = _listings(language, at)
    times = rows.order_by("published_at").values_list("published_at", flat=True)
    first, last = times.first(), times.last()
    if first is None or last is None:
        return []
    wanted = range(day_of(first).year, day_of(last).year + 1)
    found = {f"in_{year}": Exists(rows.filter(_within(date(year, 1, 1), date(year + 1, 1, 1)))) for year in wanted}
    known = rows.order_by("-published_at").annotate(**found).values(*found).first() or {}
    return [year for year in reversed(wanted) if known.get(f"in_{year}")]


def months(year: int, language: str, *, at: datetime) -> list[Period]:
    """All twelve, those without a story too."""
    depends(keys.archive(language, f"{year}"))
    firsts = [date(year, month, 1) for month in range(1, 13)]
    numbers = _counts([*firsts, date(year + 1, 1, 1)], language, at)
    return [Period(first, number, of_month(first, language)) for first, number in zip(firsts, numbers, strict=True)]


def days(month: date, language: str, *, at: datetime) -> list[Period]:
    """All of a month, those without a story too. `month`: its first day."""
    depends(keys.archive(language, f"{month:%Y-%m}"))
    firsts = [month + timedelta(days=number) for number in range(monthrange(month.year, month.month)[1] + 1)]
    numbers = _counts(firsts, language, at)
    return [Period(first, number, of_day(first, language)) for first, number in zip(firsts, numbers, strict=False)]


def weeks(found: Sequence[Period]) -> list[list[Period | None]]:
    """The days of a month by weeks from Monday to Sunday, None where a day is of another month."""
    first = found[0].first
    grid = Calendar(MONDAY).monthdayscalendar(first.year, first.month)
    return [[found[number - 1] if number else None for number in week] for week in grid]


def has(edges: Sequence[tuple[date, date]], language: str, *, at: datetime) -> list[bool]:
    """Whether anything came out in each of some spans. One query."""
    rows = _listings(language, at)
    counts = {f"span_{number}": Count("pk", filter=_within(*edge)) for number, edge in enumerate(edges)}
    found = rows.filter(_within(min(edges)[0], max(edges)[1])).aggregate(**counts)
    return [bool(found[name]) for name in counts]


def languages(first: date, next_one: date, *, at: datetime) -> set[str]:
    """In which languages something came out within a span."""
    rows = Listing.objects.live(at).filter(_within(first, next_one), target=Target.PAPER, target_id=0)
    return set(rows.order_by().values_list("language", flat=True).distinct())


def _within(first: date, next_one: date) -> Q:
    start, end = span(first, next_one)
    return Q(published_at__gte=start, published_at__lt=end)


def _counts(edges: Sequence[date], language: str, at: datetime) -> list[int]:
    counts = {
        f"span_{number}": Count("pk", filter=_within(edge, edges[number + 1])) for number, edge in enumerate(edges[:-1])
    }
    found = _listings(language, at).filter(_within(edges[0], edges[-1])).aggregate(**counts)
    return [found[name] for name in counts]


def of_month(first: date, language: str) -> str:
    return addresses.in_language(language, "archive_month", year=f"{first:%Y}", month=f"{first:%m}")


def of_day(day: date, language: str) -> str:
    parts = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
    return addresses.in_language(language, "archive_day", **parts)
