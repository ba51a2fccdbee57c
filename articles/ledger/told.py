"""What a verb alters for readers, told to the page store: an article's places before and after, now and at each
instant to come. Only what differs is told, so that a corrected comma leaves lists alone.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from articles.models import Article, Correction, Listing, Target
from newsroom.core.pagestore import changed, keys

TICK = timedelta(microseconds=1)


class Span(NamedTuple):
    """What a key stands for between two instants; two that stand for the same look the same on every page."""

    value: Hashable
    start: datetime
    end: datetime | None


Spans = Mapping[str, list[Span]]
Notes = Mapping[int, list[tuple[datetime, int]]]
"""When readers get each note to them, and its number, by article."""
Steps = dict[datetime, bool]
"""Instants at which something changes by itself, and whether it is hidden from then on."""


def siblings(group: UUID) -> str:
    """Whatever leads from an article to those that tell the same in other languages."""
    return f"siblings:{group}"


def archives(at: datetime, language: str) -> list[str]:
    """The pages by date on which a story of that instant counts: of its day in the newsroom's zone, and above."""
    day = timezone.localtime(at, timezone.get_default_timezone()).date().isoformat()
    return [keys.archive(language, day[:length]) for length in (10, 7, 4, 0)]


def tell(before: Iterable[Listing], after: Iterable[Listing], *, at: datetime) -> None:
    """Compares the lists' rows of some articles as they were with what they are from `at` on."""
    was, will = _by_article(before), _by_article(after)
    ids = was.keys() | will.keys()
    groups = dict(Article.objects.filter(pk__in=ids).values_list("pk", "translation_group"))
    notes = _notes(ids)
    for pk in sorted(ids):
        group = groups[pk]
        _tell_one(_spans(was.get(pk, ()), group, notes), _spans(will.get(pk, ()), group, notes), at=at)


def _notes(articles: Iterable[int]) -> Notes:
    found: defaultdict[int, list[tuple[datetime, int]]] = defaultdict(list)
    rows = Correction.objects.filter(version__article__in=articles).order_by("pk")
    for article, at, pk in rows.values_list("version__article", "version__live_from", "pk"):
        found[article].append((at, pk))
    return found


def _by_article(rows: Iterable[Listing]) -> dict[int, list[Listing]]:
    found: defaultdict[int, list[Listing]] = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _spans(rows: Iterable[Listing], group: UUID, notes: Notes) -> Spans:
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for row in rows:
        values: dict[str, Hashable] = {keys.listing(row.target, row.target_id, row.language): row.published_at}
        if row.target == Target.PAPER:
            values |= {keys.article(row.article_id): (row.version_id, row.published_at), siblings(group): True}
            values |= dict.fromkeys(archives(row.published_at, row.language), row.published_at)
            if said := tuple(pk for at, pk in notes.get(row.article_id, ()) if at <= row.live_from):
                values[keys.corrections(row.language)] = said
        for key, value in values.items():
            found[key].append(Span(value, row.live_from, row.live_until))
    return found


def _tell_one(was: Spans, will: Spans, *, at: datetime) -> None:
    now: dict[bool, set[str]] = {False: set(), True: set()}
    coming: defaultdict[tuple[datetime, bool], set[str]] = defaultdict(set)
    for key in was.keys() | will.keys():
        old, new = was.get(key, []), will.get(key, [])
        known, here = _steps(key, old, at), _value(new, at)
        fresh = {instant: hides for instant, hides in _steps(key, new, at).items() if hides > known.get(instant, -1)}
        for instant, hides in fresh.items():
            coming[instant, hides].add(key)
        if at not in fresh and _value(old, at) != here:
            now[_hides(key, here)].add(key)
    for hides, names in now.items():
        changed(*sorted(names), hides=hides)
    for (instant, hides), names in sorted(coming.items()):
        changed(*sorted(names), at=instant, hides=hides)


def _steps(key: str, spans: list[Span], at: datetime) -> Steps:
    """What begins or ends right now is a step too: a machine whose clock is behind may render once more what was."""
    edges = {edge for span in spans for edge in (span.start, span.end) if edge and edge >= at}
    steps = {edge: _value(spans, edge) for edge in edges if _value(spans, edge) != _value(spans, edge - TICK)}
    return {edge: _hides(key, value) for edge, value in steps.items()}


def _value(spans: list[Span], at: datetime) -> Hashable:
    return next((value for value, start, end in spans if start <= at and (end is None or at < end)), None)


def _hides(key: str, value: Hashable) -> bool:
    """What shows an article that has gone must not be shown any more, not even while the database is away."""
    return value is None and key.startswith("article:")
