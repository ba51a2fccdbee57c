"""Jobs that come round: `periodic(...)` declares one, every worker's `tick()` enqueues what is due, once."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from newsroom.core import compat
from newsroom.core.models import PeriodicRun


@dataclass(frozen=True)
class Job:
    name: str
    task: "compat.Task[Any, Any]"
    every: timedelta | None = None
    daily: time | None = None

    def next(self, at: datetime) -> datetime:
        """The first time after `at`, which may be long after the last run: what was missed is not made up for."""
        if self.every:
            return at + self.every
        return next_daily(self.daily or time(), at, zone=timezone.get_default_timezone())


_jobs: dict[str, Job] = {}


def periodic(
    *, name: str, task: "compat.Task[Any, Any]", every: timedelta | None = None, daily: time | None = None
) -> None:
    """Run `task`, which takes no arguments, `every` so often or `daily` at a time of the newsroom's clock.

    Apps call this in `ready()`. Raises ImproperlyConfigured for a name that is taken or a rhythm that is none.
    """
    if (every is None) == (daily is None) or (every is not None and every < timedelta(seconds=1)):
        raise ImproperlyConfigured(f"Give the periodic job {name!r} either every=, a second or more, or daily=.")
    job = Job(name, task, every, daily)
    if _jobs.setdefault(name, job) != job:
        raise ImproperlyConfigured(f"There are two periodic jobs named {name!r}; rename one of them.")


def next_daily(wanted: time, at: datetime, *, zone: tzinfo) -> datetime:
    """The next time the clocks of `zone` show `wanted`, in UTC; exactly one for each day of the calendar.

    A time that a day skips comes as much later as clocks jump; of one that it has twice the first counts.
    """
    day = at.astimezone(zone).date()
    for ahead in range(3):
        due = datetime.combine(day + timedelta(days=ahead), wanted, tzinfo=zone).astimezone(UTC)
        if due > at:
            return due
    raise AssertionError("A clock that never shows a time of day.")


def tick(at: datetime) -> list[str]:
    """Enqueue what is due; answers the names. Whichever worker moves a job's row enqueues it, in one transaction."""
    rows = {row.name: row for row in PeriodicRun.objects.filter(name__in=_jobs)}
    started = []
    for job in list(_jobs.values()):
        row = rows.get(job.name)
        if row is None:
            # Another worker may do the same now: the row that came first stays.
            PeriodicRun.objects.bulk_create([PeriodicRun(name=job.name, due_at=job.next(at))], ignore_conflicts=True)
        elif row.due_at <= at:
            started += [job.name] if _start(job, row, at) else []
        elif row.due_at > job.next(at):
            # The rhythm was changed, or the clock was ahead when the row was moved.
            PeriodicRun.objects.filter(pk=row.pk, due_at=row.due_at).update(due_at=job.next(at))
    return started


def _start(job: Job, row: PeriodicRun, at: datetime) -> bool:
    with transaction.atomic():
        moved = PeriodicRun.objects.filter(pk=row.pk, due_at=row.due_at).update(due_at=job.next(at), last_at=at)
        if moved:
            job.task.enqueue()
    return bool(moved)
