"""The CDN in front forgets what has changed: a task, written in the transaction of the change itself.

It runs two seconds after the change, or after the instant that was planned: by then every machine makes the page anew,
and what changed meanwhile goes along. Telling it twice does no harm, so whoever dies in between is repeated.
"""

import logging
import threading
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from newsroom.core import mail
from newsroom.core.env_cdn import Cdn
from newsroom.core.links import absolute
from newsroom.core.models import BackgroundTask, CdnState, ChangedKey, Problem, User
from newsroom.core.pagestore import vendors
from newsroom.core.pagestore.keys import EVERYTHING, MANY
from newsroom.core.pagestore.labels import SAYABLE
from newsroom.core.tasks import task

logger = logging.getLogger(__name__)
SOON = timedelta(seconds=2)
LATER = timedelta(minutes=1)
"""What is planned for later than this, one task does for all that was planned for the same instant."""
MOST_BATCHES = 4
"""From more changes than so many requests can name, all pages are forgotten at once."""
PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
PATIENCE = 5
"""So many failures in a row that may pass by themselves are told to nobody: about a minute."""
BETWEEN_ALARMS = timedelta(hours=1)
AGAIN = timedelta(minutes=5)
"""So often it is looked after whether something was never forgotten."""


class _Enqueued(threading.local):
    """The task that this thread's transaction has written already."""

    task: Any = None


_enqueued = _Enqueued()


def follow(made_at: datetime, at: datetime | None) -> None:
    """Have what was changed forgotten, in the transaction that changed it; `at`: what will change by then."""
    if settings.PAGE_CDN is None:
        return
    if at is not None and at > made_at:
        if at - made_at <= LATER or not _waiting().filter(run_after=at + SOON).exists():
            _enqueue(at + SOON)
    # A savepoint that was rolled back took its task along.
    elif _enqueued.task is None or not _waiting().filter(pk=_enqueued.task).exists():
        _enqueued.task = _enqueue(made_at + SOON)
        transaction.on_commit(_forget_enqueued, robust=True)


def _forget_enqueued() -> None:
    _enqueued.task = None


def _enqueue(at: datetime) -> Any:
    return purge_changed.using(run_after=at).enqueue().id


def _waiting() -> Any:
    return BackgroundTask.objects.waiting().filter(task_path=purge_changed.module_path)


@task(retries=5, backoff=timedelta(seconds=10), label=_("Have the CDN forget what has changed"))
def purge_changed() -> None:
    """Everything that has changed by now and wasn't purged. Raises PurgeError, and is tried again."""
    cdn: Cdn | None = settings.PAGE_CDN
    if cdn is None:
        return
    at = timezone.now()
    paused_until = CdnState.objects.current().paused_until
    if paused_until and paused_until > at:
        _put_off(paused_until)
        return
    rows = [(pk, in_words(key)) for pk, key in ChangedKey.objects.unpurged(at - SOON).values_list("pk", "key")]
    try:
        for keys in requests(cdn, {key for _pk, key in rows}):
            vendors.forget(cdn, keys)
            _succeeded([pk for pk, key in rows if EVERYTHING in keys or key in keys])
    except vendors.PurgeError as error:
        _failed(error)
        raise
    young = ChangedKey.objects.unpurged(at).values_list("made_at", "due_at")
    if instants := [max(made_at, due_at or made_at) for made_at, due_at in young]:
        _put_off(max(instants) + SOON)


@task(retries=0, label=_("See that the CDN has forgotten what has changed"))
def purge_left() -> None:
    """What a CDN refused for so long that nobody asks it any more is asked for again."""
    at = timezone.now()
    if settings.PAGE_CDN and ChangedKey.objects.unpurged(at - LATER).exists() and not _waiting().exists():
        _enqueue(at)


@task(retries=5, backoff=timedelta(seconds=10), label=_("Have the CDN forget everything"))
def purge_everything() -> None:
    """Pages, pictures, whatever it holds of this site. Raises PurgeError, and is tried again."""
    cdn: Cdn | None = settings.PAGE_CDN
    if cdn is None:
        return
    rows = list(ChangedKey.objects.unpurged(timezone.now() - SOON).values_list("pk", flat=True))
    try:
        vendors.forget_everything(cdn)
    except vendors.PurgeError as error:
        _failed(error)
        raise
    _succeeded(rows)


def in_words(key: str) -> str:
    """As pages say it to the CDN."""
    return key if SAYABLE.fullmatch(key) else MANY


def requests(cdn: Cdn, changed: Collection[str]) -> list[Sequence[str]]:
    """The keys of each request that it takes. Pages that could not name all of theirs go with every change."""
    if not changed:
        return []
    keys = sorted({MANY, *changed})
    if EVERYTHING in keys or len(keys) > MOST_BATCHES * vendors.BATCHES[cdn.kind]:
        return [[EVERYTHING]]
    return list(vendors.batches(cdn, keys))


def _put_off(until: datetime) -> None:
    """Unless somebody comes then anyway."""
    if not _waiting().filter(run_after__gte=until, run_after__lte=until + LATER).exists():
        _enqueue(until)


def _succeeded(rows: Sequence[int]) -> None:
    at, state = timezone.now(), CdnState.objects.current()
    with transaction.atomic():
        for start in range(0, len(rows), 500):
            ChangedKey.objects.filter(pk__in=rows[start : start + 500]).update(purged_at=at)
        CdnState.objects.filter(pk=state.pk).update(
            succeeded_at=at, problem="", status=0, failures=0, paused_until=None
        )


def _failed(error: vendors.PurgeError) -> None:
    """Remember it, leave the CDN alone for a while, and tell people where it won't pass by itself or hasn't."""
    at = timezone.now()
    failures = CdnState.objects.current().failures + 1
    pause = max(min(PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE), timedelta(seconds=error.wait))
    CdnState.objects.filter(pk=1).update(
        failed_at=at, problem=error.problem, status=error.status, failures=F("failures") + 1, paused_until=at + pause
    )
    logger.error("The CDN was not told what to forget", extra={"problem": error.problem.value, "status": error.status})
    if error.problem.is_final or failures >= PATIENCE:
        alarm(error.problem, error.status, at=at)


def alarm(problem: Problem, status: int, *, at: datetime) -> None:
    """A mail to those who keep the house, at most one an hour."""
    is_due = Q(alarmed_at=None) | Q(alarmed_at__lte=at - BETWEEN_ALARMS)
    with transaction.atomic():
        if not CdnState.objects.filter(is_due, pk=1).update(alarmed_at=at):
            return
        for keeper in User.objects.keepers():
            with translation.override(keeper.language):
                words = {"problem": str(problem.label), "remedy": problem.remedy, "status": status}
            context = {**words, "url": absolute(reverse("admin:core_pages"))}
            mail.send("cdn_failed", to=keeper.email, language=keeper.language, context=context)
