"""The front page: a lead, seconds, everything as it came in, and each section with its latest."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery

from articles.categories.tree import Index, Section
from articles.models import Category, Kind, Listing, PublishedVersion, Target
from articles.pages.cards import Card, cards, listed, lists, live
from newsroom.core.pagestore import depends

LATEST, SECONDS, IN_SECTION, SECTIONS = 10, 3, 5, 12
FOR_LEAD = 6
"""The lead is the newest with a picture among so many; what somebody paid for and what somebody thinks never leads."""
WIRE = 4
"""Fewer stories than that make no column beside the others."""
NIGHT = 2
"""Where the one dark band stands, counted from 0."""
_SPARE = 1 + SECONDS
"""So many of a section may stand at the top of the page already."""


@dataclass(frozen=True)
class Band:
    """A section with its latest. `layout` is plate, night, text or solo: each band has another rhythm than the next."""

    section: Section
    layout: str
    cards: list[Card]


@dataclass(frozen=True)
class Front:
    lead: Card
    seconds: list[Card]
    latest: list[Card]
    bands: list[Band]


def load(index: Index, *, at: datetime) -> Front | None:
    """Five queries, whatever there is; None while nothing is published in this language."""
    latest = list(listed(Target.PAPER, [0], index.language, at=at, most=1 + SECONDS + LATEST))
    if not latest:
        return None
    sections = _sections(index.tops[:SECTIONS], index.language, at=at)
    rows = {row.pk: row for row in latest} | {row.pk: row for found in sections.values() for row in found}
    by_version = dict(zip(rows, cards(rows.values(), index, at=at, signed=True), strict=True))
    news = [by_version[row.pk] for row in latest]
    lead = _lead(news)
    rest = [card for card in news if card is not lead]
    shown = [lead, *rest[:SECONDS]]
    bands: list[Band] = []
    for section in index.tops[:SECTIONS]:
        found = [by_version[row.pk] for row in sections[section.pk]]
        found = [card for card in found if card not in shown][:IN_SECTION]
        bands += [_band(section, found, len(bands))] if found else []
        shown += found
    wire = rest[SECONDS:][:LATEST]
    return Front(lead, rest[:SECONDS], wire if len(wire) >= WIRE else [], bands)


def _band(section: Section, cards: list[Card], position: int) -> Band:
    """Every other band opens with a picture, where one of its stories has one; the third band is the dark one.

    A story that is alone has the whole band. What somebody paid for opens none.
    """
    if len(cards) == 1:
        return Band(section, "solo", cards)
    news = [card for card in cards if not card.is_paid]
    first = next((card for card in news if card.picture), None)
    if position % 2 or first is None:
        return Band(section, "text", _opened(cards, news[0] if news else cards[0]))
    return Band(section, "night" if position == NIGHT else "plate", _opened(cards, first))


def _opened(cards: list[Card], first: Card) -> list[Card]:
    return [first, *(card for card in cards if card is not first)]


def _lead(news: list[Card]) -> Card:
    worthy = [card for card in news[:FOR_LEAD] if card.version.kind not in {Kind.SPONSORED, Kind.OPINION}]
    pictured = [card for card in worthy if card.picture]
    return next(iter([*pictured, *worthy, *news]))


def _sections(tops: list[Section], language: str, *, at: datetime) -> dict[int, list[PublishedVersion]]:
    """The latest of each section: where each one's last begins, then the ids of all from there on, then the rows."""
    ids = [section.pk for section in tops]
    if not ids:
        return {}
    depends(*lists(Target.CATEGORY, ids, language))
    most = IN_SECTION + _SPARE
    own = Listing.objects.live(at).filter(target=Target.CATEGORY, target_id=OuterRef("pk"), language=language)
    last = own.latest_first().values("published_at")[most - 1 : most]
    edges = Category.objects.filter(pk__in=ids).annotate(last=Subquery(last)).values_list("pk", "last")
    parts = [Q(target_id=pk, published_at__gte=last) if last else Q(target_id=pk) for pk, last in edges]
    listings = Listing.objects.live(at).filter(reduce(or_, parts), target=Target.CATEGORY, language=language)
    pairs = list(listings.latest_first().values_list("target_id", "version"))
    rows = live(at).in_bulk({version for _section, version in pairs})
    found: dict[int, list[PublishedVersion]] = {pk: [] for pk in ids}
    for section, version in pairs:
        if version in rows and len(found[section]) < most:
            found[section].append(rows[version])
    return found
