from django.db import models
from django.utils import timezone


class WorkerBeat(models.Model):
    """A task worker says here that it lives; one that stops saying so loses its tasks to the others."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.worker_id


class PeriodicRun(models.Model):
    """When a periodic job is due next. The row is moved in the transaction that enqueues it, so that it runs once."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
