"""What verbs say to the page store: `changed(...)`, in the transaction of the change itself."""

import logging
import threading
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from newsroom.core.models import ChangedKey
from newsroom.core.pagestore import cdn
from newsroom.core.pagestore.drain import drain

logger = logging.getLogger(__name__)
CHANNEL = "newsroom_pages"
"""On PostgreSQL, other machines listen here."""
BATCH = 500


class _Pending(threading.local):
    """Whether what this thread's last transaction changed was drained; a commit with many changes drains once."""

    def __init__(self) -> None:
        self.drained: list[bool] = [True]


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
    if _pending.drained[0]:
        _pending.drained = [False]
    done = _pending.drained
    transaction.on_commit(lambda: _drain_once(done), robust=True)


def _drain_once(done: list[bool]) -> None:
    """After a commit; by then all rows of its transaction are there, so the first call does for all."""
    if done[0]:
        return
    done[0] = True
    try:
        drain(timezone.now())
    except Exception:
        # The change itself is done. Every web process drains each second, so this one is made up for by them.
        logger.exception("The stored pages could not be brought up to date; the next beat tries again.")
