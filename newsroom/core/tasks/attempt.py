"""One attempt at a task: how a worker takes it, does it, and notes the outcome without treading on another worker.

Every note is an update of the row *as this attempt left it* (`BackgroundTaskQuerySet.held`). A worker that was taken
for dead meanwhile matches no row, raises `LostError`, and its transaction is rolled back.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from traceback import format_exception
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, reset_queries, transaction
from django.utils import timezone, translation

from newsroom.core.compat import TaskResultStatus
from newsroom.core.models import BackgroundTask, WorkerBeat
from newsroom.core.ops.masking import masked
from newsroom.core.tasks.policy import Policy, policy_of

logger = logging.getLogger(__name__)
LONGEST_TRACEBACK = 20_000


class LostError(Exception):
    """The task was given to another worker meanwhile: nothing of this attempt may be kept."""


class Attempt:
    def __init__(self, row: BackgroundTask) -> None:
        self.row = row
        self.done = False

    @property
    def policy(self) -> Policy:
        return policy_of(self.row.task_path)

    def run(self) -> None:
        """Call the task's function and note success. Raises what it raises, or LostError."""
        task, given = self.row.task, self.row.args_kwargs
        if self.policy.atomic:
            with transaction.atomic(durable=True):
                task.call(*given["args"], **given["kwargs"])
                self.succeed()
        else:
            task.call(*given["args"], **given["kwargs"])
            if not self.done:
                insist(self.succeed)

    def succeed(self) -> None:
        done = TaskResultStatus.SUCCESSFUL
        self._note(status=done, finished_at=timezone.now(), exception_class_path="", traceback="")
        self.done = True

    def fail(self, error: Exception, *, at: datetime) -> None:
        """Put the task back for another try after a pause, or note that it failed for good."""
        again = self.policy.allows_another(self.row.attempts)
        self._note(
            status=TaskResultStatus.READY if again else TaskResultStatus.FAILED,
            run_after=at + self.policy.pause(self.row.attempts) if again else self.row.run_after,
            finished_at=None if again else at,
            exception_class_path=f"{type(error).__module__}.{type(error).__qualname__}",
            traceback=masked("".join(format_exception(error)))[-LONGEST_TRACEBACK:],
        )
        if again:
            logger.warning("Task %s failed and will be tried again", self.row, extra=facts(self.row), exc_info=error)
        else:
            logger.error("Task %s failed for good", self.row, extra=facts(self.row), exc_info=error)

    def _note(self, **fields: Any) -> None:
        if not BackgroundTask.objects.held(self.row).update(**fields):
            raise LostError


_current: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


@contextmanager
def last_step() -> Iterator[None]:
    """What is written to the database in here commits together with the note that the running task is done.

    So it happens at most once, even under `kill -9` and with two workers at the same task. It must be the last thing
    the task does, once, and outside any transaction. Where no worker is running the task it is a plain transaction.
    """
    attempt = _current.get()
    with transaction.atomic(durable=attempt is not None):
        yield
        if attempt:
            attempt.succeed()


def claim(worker_id: str, *, at: datetime) -> Attempt | None:
    """Take the most urgent task that is due, if there is one. Reads without a lock; writes only to take.

    The beat is renewed in the same transaction: whoever is about to declare this worker lost deletes its beat first, so
    one of the two comes too late and sees it. Without a beat nothing is taken.
    """
    row = BackgroundTask.objects.due(at).first()
    if row is None:
        return None
    with transaction.atomic():
        if not WorkerBeat.objects.filter(pk=worker_id).update(seen_at=at):
            return None
        taken = BackgroundTask.objects.due(at).filter(pk=row.pk, worker_ids=row.worker_ids)
        row.worker_ids = [*row.worker_ids, worker_id]
        row.status, row.started_at = TaskResultStatus.RUNNING, at
        if not taken.update(status=row.status, started_at=at, worker_ids=row.worker_ids):
            return None
    return Attempt(row)


def perform(attempt: Attempt) -> None:
    """Run the attempt to an outcome that is noted in the row; a failure is noted, not raised."""
    started, token = time.monotonic(), _current.set(attempt)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            attempt.run()
        logger.info("Task %s is done", attempt.row, extra=facts(attempt.row, milliseconds=_since(started)))
    except LostError:
        logger.warning("Task %s was given to another worker meanwhile", attempt.row, extra=facts(attempt.row))
    except Exception as error:  # noqa: BLE001  # whatever a task raises, the worker lives on
        _note_failure(attempt, error)
    finally:
        _current.reset(token)
        reset_queries()


def _note_failure(attempt: Attempt, error: Exception) -> None:
    if attempt.done:
        logger.error("Task %s failed after its last step", attempt.row, extra=facts(attempt.row), exc_info=error)
        return
    try:
        insist(lambda: attempt.fail(error, at=timezone.now()))
    except LostError:
        logger.warning("Task %s failed; another worker has it", attempt.row, extra=facts(attempt.row), exc_info=error)


def insist(note: Callable[[], None]) -> None:
    """Call `note` until the database takes it: work that was done must not look undone because of a restart there."""
    pause = 0.25
    while True:
        try:
            return note()
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block:
                raise
            logger.warning("The database does not take the outcome of a task; trying again: %s", error)
            connection.close()
            time.sleep(pause)
            pause = min(pause * 2, 5)


def give_back(row: BackgroundTask, *, at: datetime) -> bool:
    """A task whose worker is gone waits again, or has failed where no attempt is left; False: it moved on."""
    again = policy_of(row.task_path).allows_another(row.attempts)
    words = f"Its worker stopped before the task was done, {row.attempts} times in a row." if not again else ""
    given = BackgroundTask.objects.held(row).update(
        status=TaskResultStatus.READY if again else TaskResultStatus.FAILED,
        run_after=at,
        finished_at=None if again else at,
        traceback=words,
    )
    if given and again:
        logger.warning("Task %s lost its worker and waits for another", row, extra=facts(row))
    elif given:
        logger.error("Task %s failed: its worker stopped every time", row, extra=facts(row))
    return bool(given)


def facts(row: BackgroundTask, **more: object) -> dict[str, object]:
    """What a log line says about a task. Never its arguments: they may name a reader."""
    return {"task": row.task_path, "task_id": str(row.pk), "attempt": row.attempts, **more}


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
