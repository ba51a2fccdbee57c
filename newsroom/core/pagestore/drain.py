"""Tells this machine's store what has changed in the database."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Max, QuerySet, Sum

from newsroom.core.models import ChangedKey
from newsroom.core.pagestore.entry import Change, Followed
from newsroom.core.pagestore.here import here
from newsroom.core.pagestore.store import Store

LATE = timedelta(seconds=120)
"""How much clocks of machines may differ, with room to spare."""
RARELY = timedelta(seconds=60)
TOO_LONG = timedelta(hours=12)
"""Half of what the outbox is kept for. Who was away for longer may have missed something."""


def drain(at: datetime) -> int:
    """Remove and plan what the outbox holds that the store doesn't know; answers how many rows. Any process may.

    When it returns, nothing older than what was committed before is shown. Not for use within a transaction: what is
    rolled back would count as known.
    """
    store = here()
    return follow(store, at) if store else 0


def follow(store: Store, at: datetime) -> int:
    known = store.followed()
    if (known.drained_at and abs(at.timestamp() - known.drained_at) > TOO_LONG.total_seconds()) or not _is_same(known):
        store.begin_anew()
        known = store.followed()
    mark = _mark(known, at)
    changes = _unknown(known)
    if changes:
        store.apply(changes, at, epoch=known.epoch)
    if mark is not None:
        store.note_drained(known.epoch, at, mark=mark)
    return len(changes)


def _from(known: Followed) -> QuerySet[ChangedKey]:
    return ChangedKey.objects.filter(pk__gte=known.mark).order_by("pk")


def _is_same(known: Followed) -> bool:
    """Whether this is the outbox that was followed so far, and not another one, of a backup for example.

    Its newest row is never forgotten, so from the mark on there always is one.
    """
    first = _from(known).values_list("pk", "made_at").first() if known.mark else None
    if first is None:
        return not known.mark
    pk, made_at = first
    return known.seen.get(pk, made_at.timestamp()) == made_at.timestamp()


def _unknown(known: Followed) -> list[Change]:
    state = _from(known).order_by().aggregate(number=Count("pk"), sum=Sum("pk"), latest=Max("made_at"))
    latest = state["latest"].timestamp() if state["latest"] else 0.0
    expected = (len(known.seen), sum(known.seen), max(known.seen.values(), default=0.0))
    if (state["number"], state["sum"] or 0, latest) == expected:
        return []
    rows = _from(known).values_list("pk", "key", "due_at", "hides", "made_at")
    return [
        Change(key, due_at.timestamp() if due_at else None, hides, pk, made_at.timestamp())
        for pk, key, due_at, hides, made_at in rows
        if known.seen.get(pk) != made_at.timestamp()
    ]


def _mark(known: Followed, at: datetime) -> int | None:
    """Now and then: from where to ask next time. Asked before the rows are, so that none can slip in between."""
    if abs(at.timestamp() - known.drained_at) < RARELY.total_seconds():
        return None
    settled = _from(known).filter(made_at__lt=_horizon(at))
    return settled.order_by().aggregate(mark=Max("pk"))["mark"] or known.mark


def _horizon(at: datetime) -> datetime:
    """No row that was written before this can still become visible.

    PostgreSQL numbers a row when it is written and shows it when its transaction commits, which may be after rows
    with higher numbers: so nothing counts as settled that is younger than the oldest transaction that writes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT min(xact_start) FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_xid IS NOT NULL"
            )
            (oldest,) = cursor.fetchone()
        at = min(at, oldest) if oldest else at
    return at - LATE
