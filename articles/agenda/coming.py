"""What is going to happen to the articles that a person may open, in order; a fixed number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, HeldChange, Image, PublishedVersion, Reference, Target
from newsroom.core.models import User

MOST = 100
"""So many of each kind, the nearest first."""


class What(models.TextChoices):
    PUBLICATION = "publication", _("Publication")
    CHANGE = "change", _("Change of what is live")
    END = "end", _("End")
    EMBARGO = "embargo", _("Embargo lifts")
    LICENCE = "licence", _("A picture’s licence ends")
    HELD = "held", _("Held change: decide")

    @property
    def status(self) -> str:
        """The drawing beside its words."""
        return {What.HELD: "warn", What.END: "stop", What.LICENCE: "warn"}.get(self, "scheduled")


@dataclass(frozen=True)
class Event:
    at: datetime
    what: What
    article: int
    title: str
    language: str
    note: str = ""

    @property
    def label(self) -> str:
        return str(self.what.label)

    @property
    def status(self) -> str:
        return self.what.status


def coming(user: User, *, now: datetime, until: datetime) -> list[Event]:
    """Up to an instant; held changes stand at the time they were meant for, which may have passed."""
    rows = Article.objects.visible_to(user)
    mine: QuerySet[Article, Any] = rows.values("pk")
    found = [*_versions(mine, now, until), *_edges(rows, now, until), *_held(mine), *_licences(mine, now, until)]
    return sorted(found, key=lambda event: (event.at, event.article, event.what))


def _versions(mine: Any, now: datetime, until: datetime) -> Iterator[Event]:
    rows = PublishedVersion.objects.to_come(now).filter(article__in=mine, live_from__lte=until).defer("data")
    for row in rows[:MOST]:
        what = What.PUBLICATION if row.first_published_at == row.live_from else What.CHANGE
        yield Event(row.live_from, what, row.article_id, row.title, row.language)


def _edges(rows: QuerySet[Article], now: datetime, until: datetime) -> Iterator[Event]:
    """Ends of what is live or to come, and embargoes."""
    ends = Q(ends_at__gt=now, ends_at__lte=until, versions__live_until__gt=now)
    lifts = Q(embargo_until__gt=now, embargo_until__lte=until)
    names = ("pk", "title", "language", "ends_at", "embargo_until")
    for pk, title, language, ends_at, embargo in rows.filter(ends | lifts).distinct().values_list(*names)[: 2 * MOST]:
        if ends_at and now < ends_at <= until:
            yield Event(ends_at, What.END, pk, title, language)
        if embargo and now < embargo <= until:
            yield Event(embargo, What.EMBARGO, pk, title, language)


def _held(mine: Any) -> Iterator[Event]:
    rows = HeldChange.objects.waiting().filter(article__in=mine).select_related("revision")
    for row in rows.order_by("wished_for")[:MOST]:
        document = row.revision.document
        yield Event(row.wished_for, What.HELD, row.article_id, document.title, document.language)


def _licences(mine: Any, now: datetime, until: datetime) -> Iterator[Event]:
    """Of pictures in what is live or to come, once for each article."""
    first = timezone.localtime(now, timezone.get_default_timezone()).date()
    last = timezone.localtime(until, timezone.get_default_timezone()).date()
    pictures = Image.objects.filter(licence_ends_on__gte=first, licence_ends_on__lte=last).in_bulk()
    if not pictures:
        return
    uses = Reference.objects.filter(target=Target.IMAGE, target_id__in=pictures, version__article__in=mine)
    uses = uses.filter(Q(version__live_until=None) | Q(version__live_until__gt=now))
    names = ("target_id", "version__article", "version__title", "version__language")
    seen: set[tuple[int, int]] = set()
    for pk, article, title, language in uses.order_by("-version__live_from").values_list(*names)[: 4 * MOST]:
        over = pictures[pk].licence_over_at
        if over and now < over <= until and (pk, article) not in seen:
            seen.add((pk, article))
            yield Event(over, What.LICENCE, article, title, language, note=pictures[pk].name)
