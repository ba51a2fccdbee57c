"""The nightly sweep: what the registry says is kept long enough is forgotten."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.core import registry
from newsroom.core.models import BackgroundTask
from newsroom.core.tasks.policy import task
from newsroom.core.tasks.queue import enqueue_on_commit

logger = logging.getLogger(__name__)
KEEP_DONE, KEEP_FAILED = timedelta(days=7), timedelta(days=90)


@task(atomic=True, label=_("Start the nightly sweep"))
def sweep() -> None:
    """A task for each kind of rows: one that fails is tried again by itself and stops no other."""
    for kept in registry.retention:
        enqueue_on_commit(forget, kept.name)


@task(backoff=timedelta(minutes=5), label=_("Forget what was kept long enough"))
def forget(name: str) -> None:
    for kept in registry.retention:
        if kept.name == name:
            gone = kept.forget(timezone.now() - kept.period)
            logger.info("Swept %s: %s rows", name, gone, extra={"retention": name, "rows": gone})


def forget_done(before: datetime) -> int:
    return BackgroundTask.objects.succeeded().filter(finished_at__lt=before).delete()[0]


def forget_failed(before: datetime) -> int:
    return BackgroundTask.objects.failed().filter(finished_at__lt=before).delete()[0]
