"""What verbs say to the page store: `changed(...)`, in the transaction of the change itself."""

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from newsroom.core.models import ChangedKey
from newsroom.core.pagestore import cdn
from newsroom.core.pagestore.drain import drain
from newsroom.core.pagestore.entry import Change
from newsroom.core.pagestore.here import here

logger = logging.getLogger(__name__)
CHANNEL = "newsroom_pages"
"""On PostgreSQL, other machines listen here."""
BATCH = 500


@dataclass
class _Drain:
    is_done: bool = False
    failed: bool = False


class _Pending(threading.local):
    """What became of the drain of this thread's last transaction; a commit with many changes drains once."""

    def __init__(self) -> None:
        self.drain = _Drain(is_done=True)


_pending = _Pending()


def changed(*keys: str, at: datetime | None = None, hides: bool = False) -> None:
    """What these keys stand for is another now, or will be `at` that instant; every page made from it is made anew.

    `hides`: it may not be shown any more, not even while the database is away. Call it in the transaction of the
    change: without its commit nothing has changed. When the commit returns, this machine answers no older page.
    """
    if not keys:
        return
    made_at = timezone.now()
    rows = [ChangedKey(key=key, due_at=at, hides=hides, made_at=made_at) for key in dict.fromkeys(keys)]
    ChangedKey.objects.bulk_create(rows, batch_size=BATCH)
    cdn.follow(made_at, at)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    if _pending.drain.is_done:
        _pending.drain = _Drain()
    draining = _pending.drain
    transaction.on_commit(lambda: _drain_once(draining, rows), robust=True)


def _drain_once(draining: _Drain, rows: Sequence[ChangedKey]) -> None:
    """After a commit; by then all rows of its transaction are there, so the first call does for all."""
    if not draining.is_done:
        draining.is_done = True
        try:
            drain(timezone.now())
        except Exception:
            # The change itself is done. Every web process drains each second, so this one is made up for by them.
            logger.exception("The stored pages could not be brought up to date; the next beat tries again.")
            draining.failed = True
    if draining.failed:
        _tell_here(rows)


def _tell_here(rows: Iterable[ChangedKey]) -> None:
    """The database that took the change died before it could be asked for it: this machine knows all the same."""
    if (store := here()) is None:
        return
    changes = [Change(row.key, row.due_at.timestamp() if row.due_at else None, row.hides) for row in rows]
    try:
        store.apply(changes, timezone.now())
    except Exception:
        logger.exception("The page store failed")
