from datetime import datetime

from django.db import transaction
from django.utils import timezone

from newsroom.core import audit
from newsroom.core.compat import TaskResultStatus
from newsroom.core.models import BackgroundTask, User
from newsroom.core.models.work import BackgroundTaskQuerySet


def run_again(tasks: BackgroundTaskQuerySet, *, by: User, at: datetime | None = None) -> int:
    """Put what failed for good back into the queue, with all its attempts anew; answers how many that were.

    What has not failed, or was put back by somebody else a moment ago, is left alone.
    """
    done = 0
    for task in tasks.failed():
        with transaction.atomic():
            failed = BackgroundTask.objects.failed().filter(pk=task.pk)
            if failed.update(
                status=TaskResultStatus.READY, worker_ids=[], run_after=at or timezone.now(), finished_at=None
            ):
                audit.record("task.retried", task, by=by)
                done += 1
    return done
