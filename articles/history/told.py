"""Every public state that an article had, and what an entry of the trail is about, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, Change, PublishedVersion, Withdrawal
from newsroom.core.models import AuditEntry


@dataclass(frozen=True)
class State:
    """What readers were answered from one instant to another; `until` is empty for what still holds."""

    since: datetime
    until: datetime | None
    version: PublishedVersion | None
    withdrawal: Withdrawal | None
    is_first: bool = False

    @property
    def words(self) -> str:
        if self.version is None:
            return _("Withdrawn") if self.withdrawal else _("Ended by its date")
        if self.is_first:
            return _("Published")
        return str(Change(self.version.change).label)


def states(article: Article, *, at: datetime) -> list[State]:
    """The latest first, up to an instant. Three queries."""
    versions = list(article.versions.filter(live_from__lte=at).order_by("live_from").defer("data"))
    withdrawals = list(article.withdrawals.filter(since__lte=at).order_by("since"))
    edges = {row.live_from for row in versions} | {row.live_until for row in versions if row.live_until}
    edges |= {edge for row in withdrawals for edge in (row.since, row.until) if edge}
    steps = sorted(edge for edge in edges if versions and versions[0].live_from <= edge <= at)
    found: list[State] = []
    for since in steps:
        version = next((row for row in versions if _covers(row.live_from, row.live_until, since)), None)
        away = next((row for row in withdrawals if _covers(row.since, row.until, since)), None)
        state = State(since, None, version, None if version else away, is_first=version is versions[0])
        if found and (found[-1].version, found[-1].withdrawal) == (state.version, state.withdrawal):
            continue
        if found:
            found[-1] = State(found[-1].since, since, found[-1].version, found[-1].withdrawal, found[-1].is_first)
        found.append(state)
    return found[::-1]


def _covers(start: datetime, end: datetime | None, at: datetime) -> bool:
    return start <= at and (end is None or at < end)


def detail(entry: AuditEntry) -> str:
    """When what was decided takes effect; empty where there is nothing to add."""
    known = {name: _moment(entry.detail.get(name)) for name in ("at", "was", "until")}
    if entry.verb == "article.rescheduled":
        return _("From %(was)s to %(at)s") % known
    if entry.verb in {"article.planned", "article.revised", "article.cancelled", "article.absorbed"}:
        return _("For %(at)s") % known if known["at"] else ""
    if entry.verb == "article.end":
        return _("Ends on %(at)s") % known if known["at"] else _("No end date any more")
    if entry.verb == "article.embargo":
        return _("Not before %(until)s") % known if known["until"] else _("No embargo any more")
    if entry.verb == "review.linked":
        return _("Good until %(day)s.") % {"day": known["until"]}
    return ""


def _moment(value: object) -> str:
    found = parse_datetime(value) if isinstance(value, str) and value else None
    return str(date_format(timezone.localtime(found), "SHORT_DATETIME_FORMAT")) if found else ""
