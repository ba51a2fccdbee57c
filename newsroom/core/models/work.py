from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult, get_date_max

from newsroom.core.compat import TaskResultStatus


class WorkerBeat(models.Model):
    """A task worker says here that it lives; one that stops saying so loses its tasks to the others."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        permissions = [
            ("view_tasks", _("Can see background work")),
            ("retry_tasks", _("Can run failed background work again")),
        ]

    def __str__(self) -> str:
        return self.worker_id


class PeriodicRun(models.Model):
    """When a periodic job is due next. The row is moved in the transaction that enqueues it, so that it runs once."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class BackgroundTaskQuerySet(models.QuerySet["BackgroundTask"]):
    def waiting(self) -> Self:
        return self.filter(status=TaskResultStatus.READY)

    def running(self) -> Self:
        return self.filter(status=TaskResultStatus.RUNNING)

    def failed(self) -> Self:
        return self.filter(status=TaskResultStatus.FAILED)

    def succeeded(self) -> Self:
        return self.filter(status=TaskResultStatus.SUCCESSFUL)

    def unfinished(self) -> Self:
        """What somebody may have to look at: everything but what succeeded."""
        return self.exclude(status=TaskResultStatus.SUCCESSFUL)

    def due(self, at: datetime) -> Self:
        """Waiting and allowed to start, the most urgent first."""
        return self.waiting().filter(Q(run_after=get_date_max()) | Q(run_after__lte=at))

    def held(self, task: "BackgroundTask") -> Self:
        """The row of `task` if it is still in the attempt that `task` was loaded in; nothing once another has it.

        A worker's id is used once and every attempt adds one, so the whole list names one attempt.
        """
        return self.running().filter(pk=task.pk, worker_ids=task.worker_ids)


class BackgroundTask(DBTaskResult[Any, Any]):
    """A row of the task queue, in this house's words."""

    objects: ClassVar[models.Manager["BackgroundTask"]] = BackgroundTaskQuerySet.as_manager()  # type: ignore[assignment]  # narrower than the parent's

    class Meta:
        proxy = True
        default_permissions = ()  # WorkerBeat declares them: seeing and running again is all there is
        verbose_name = _("background task")
        verbose_name_plural = _("background work")

    def __str__(self) -> str:
        return self.task_path.rpartition(".")[2]

    @property
    def attempts(self) -> int:
        return len(self.worker_ids)

    @property
    def worker(self) -> str:
        """Who made the last attempt, or makes it now."""
        return self.worker_ids[-1] if self.worker_ids else ""
