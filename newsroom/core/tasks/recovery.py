"""Tasks whose worker is gone return to the queue.

Whether a worker lives is judged by whether its beat *moves*, measured on the observer's own steady clock: machines
whose clocks disagree, or a clock that is set, make nobody look dead.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from newsroom.core.models import BackgroundTask, WorkerBeat
from newsroom.core.tasks.attempt import give_back


@dataclass
class Watch:
    """What one worker has seen of the others' beats, and for how long each has stood still."""

    patience: timedelta
    _seen: dict[str, tuple[datetime, float]] = field(default_factory=dict)

    def still(self, beats: dict[str, datetime], *, clock: float) -> dict[str, datetime]:
        """Of these beats those that have not moved for longer than our patience; `clock` is `time.monotonic()`."""
        known, self._seen = self._seen, {}
        for worker_id, seen_at in beats.items():
            last, since = known.get(worker_id, (None, clock))
            self._seen[worker_id] = (seen_at, since if last == seen_at else clock)
        limit = self.patience.total_seconds()
        return {worker_id: at for worker_id, (at, since) in self._seen.items() if clock - since > limit}

    def start_over(self) -> None:
        """Who could not beat itself must not judge others by the same time."""
        self._seen.clear()


def recover(watch: Watch, worker_id: str, *, at: datetime, clock: float | None = None) -> int:
    """Give back what lost workers left, and what `worker_id` itself left, since it runs nothing now; answers how many.

    The rows are read before the beats: a worker that takes a task has a beat by then.
    """
    rows = list(BackgroundTask.objects.running())
    beats = dict(WorkerBeat.objects.exclude(pk=worker_id).values_list("pk", "seen_at"))
    given = 0
    for lost, seen_at in watch.still(beats, clock=time.monotonic() if clock is None else clock).items():
        given += _bury(lost, seen_at, rows, at=at)
    for row in rows:
        if row.worker not in beats and give_back(row, at=at):
            given += 1
    return given


def replace(worker_id: str, *, at: datetime) -> int:
    """Take over at once from a worker that is known to have ended; answers how many tasks it left."""
    beat = WorkerBeat.objects.filter(pk=worker_id).first()
    return _bury(worker_id, beat.seen_at, list(BackgroundTask.objects.running()), at=at) if beat else 0


def _bury(worker_id: str, seen_at: datetime, rows: list[BackgroundTask], *, at: datetime) -> int:
    """Deletes the beat as it was seen; a worker that has moved since, or takes a task now, keeps it and its tasks."""
    with transaction.atomic():
        if not WorkerBeat.objects.filter(pk=worker_id, seen_at=seen_at).delete()[0]:
            return 0
        return sum(give_back(row, at=at) for row in rows if row.worker == worker_id)
