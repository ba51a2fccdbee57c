"""One article's line of versions: inserting, removing, and recomputing what follows. Callers hold the lock."""

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.db.models import QuerySet

from articles.ledger.document import Document, changed, merge
from articles.ledger.listings import rebuild_listings, write_references
from articles.models import (
    Article,
    Change,
    Correction,
    HeldChange,
    PublishedVersion,
    Revision,
)
from newsroom.core import audit
from newsroom.core.models import User


@dataclass(frozen=True)
class Plan:
    """A version that is about to be."""

    article: Article
    revision: Revision
    live_from: datetime
    change: Change
    planned: bool
    by: User | None
    corrections: tuple[str, ...] = ()


def lock(article_id: int) -> Article:
    """The article, ours until the transaction ends. (SQLite locks as a whole, when the transaction begins.)"""
    return Article.objects.select_for_update().get(pk=article_id)


def planned(article: Article, now: datetime) -> QuerySet[PublishedVersion]:
    """Versions decided for a time that hasn't come, in order."""
    return PublishedVersion.objects.filter(article=article, planned=True).to_come(now)


def latest_decided(article: Article, now: datetime) -> PublishedVersion | None:
    """The version after which a new one has to come: the last that isn't still to come by plan.

    Where the clock stepped back, a version of "now" lies ahead of it and counts all the same.
    """
    return article.versions.exclude(planned=True, live_from__gt=now).order_by("-live_from").first()


def before(article: Article, instant: datetime) -> PublishedVersion | None:
    """The version that begins last before an instant."""
    return article.versions.filter(live_from__lt=instant).order_by("-live_from").first()


def insert(plan: Plan, *, now: datetime) -> PublishedVersion:
    """Put a version into its place: the one before ends where it begins. `settle()` has to follow."""
    rows = PublishedVersion.objects.filter(article=plan.article)
    previous = before(plan.article, plan.live_from)
    after = rows.filter(live_from__gt=plan.live_from).order_by("live_from").first()
    if previous and (previous.live_until is None or previous.live_until > plan.live_from):
        PublishedVersion.objects.filter(pk=previous.pk).update(live_until=plan.live_from)
    version = PublishedVersion.objects.create(
        article=plan.article,
        revision=plan.revision,
        base=previous.revision if previous else None,
        data=plan.revision.data,
        change=plan.change,
        planned=plan.planned,
        decided_at=now,
        decided_by=plan.by,
        live_from=plan.live_from,
        live_until=after.live_from if after else None,
        first_published_at=plan.live_from,
        updated_at=plan.live_from,
    )
    Correction.objects.bulk_create(Correction(version=version, text=text) for text in plan.corrections)
    write_references(version)
    return version


def remove(version: PublishedVersion) -> None:
    """Take out a version that never went live. `settle()` has to follow."""
    PublishedVersion.objects.filter(pk=version.pk).delete()


def take_out(article: Article, version: PublishedVersion, *, now: datetime) -> None:
    """Take out a version to come, and what it brought from those that are planned after it."""
    previous = before(article, version.live_from)
    remove(version)
    if previous:
        rebase_planned(article, previous, now=now)
    settle(article, now=now)


def settle(article: Article, *, now: datetime) -> None:
    """Recompute what follows from the line, for all that isn't past: ends, dates of publication and update, lists.

    A version ends at the earliest of the next one's beginning, the article's end and a withdrawal.
    """
    rows = list(PublishedVersion.objects.filter(article=article).order_by("live_from"))
    stops = list(article.withdrawals.values_list("since", flat=True))
    stops += [article.ends_at] if article.ends_at else []
    first, updated = None, None
    for row, following in zip_longest(rows, rows[1:]):
        first = first or row.live_from
        updated = row.live_from if updated is None or Change(row.change).is_significant else updated
        candidates = [stop for stop in stops if stop > row.live_from] + ([following.live_from] if following else [])
        until = min(candidates, default=None)
        over = row.live_until is not None and row.live_until <= now
        facts = {"live_until": row.live_until if over else until, "first_published_at": first, "updated_at": updated}
        if any(getattr(row, name) != value for name, value in facts.items()):
            PublishedVersion.objects.filter(pk=row.pk).update(**facts)
    rebuild_listings([article.pk], at=now)


def rebase_planned(article: Article, version: PublishedVersion, *, now: datetime) -> None:
    """What is planned for after `version` was made without it: merge where nothing collides, else hold and tell."""
    theirs = version.revision
    for row in PublishedVersion.objects.filter(article=article, planned=True, live_from__gt=version.live_from).order_by(
        "live_from"
    ):
        if row.base_id == theirs.pk:
            theirs = row.revision
            continue
        base = row.base.document if row.base else theirs.document
        merged, collisions = merge(base, row.document, theirs.document)
        if row.base is None:
            # Nothing was public when it was planned, so there is no common ground to merge on.
            collisions = changed(theirs.document, row.document)
        notes = tuple(row.corrections.values_list("text", flat=True))
        remove(row)
        if collisions:
            _hold(row, against=theirs, collisions=collisions, now=now)
        elif merged != theirs.document or notes:
            theirs = _replace(row, merged, notes, now=now)


def _hold(row: PublishedVersion, *, against: Revision, collisions: list[str], now: datetime) -> None:
    HeldChange.objects.create(
        article=row.article,
        revision=row.revision,
        against=against,
        wished_for=row.live_from,
        fields=collisions,
        held_at=now,
    )
    audit.record("article.held", row.article, by=None, revision=row.revision_id, fields=collisions)


def _replace(row: PublishedVersion, merged: Document, notes: tuple[str, ...], *, now: datetime) -> Revision:
    revision = row.revision
    if merged != row.document:
        revision = Revision.objects.create(
            article=row.article, data=merged.to_json(), made_at=now, made_by=row.decided_by, frozen=True
        )
    plan = Plan(
        row.article, revision, row.live_from, Change(row.change), planned=True, by=row.decided_by, corrections=notes
    )
    insert(plan, now=now)
    return revision
