"""The process that does background work: `manage.py worker`."""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from newsroom.core.models import WorkerBeat
from newsroom.core.tasks import recovery, rhythm
from newsroom.core.tasks.attempt import Attempt, claim, give_back, perform

logger = logging.getLogger(__name__)
POLL = 0.25
"""Seconds between two looks at an empty queue."""
LONGEST_PAUSE = 5.0


class Interrupted(BaseException):
    """A second signal: leave the task in the middle."""


def new_worker_id() -> str:
    """Never used twice, so that a row's list of workers names one attempt."""
    return f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"


class Heart(threading.Thread):
    """Says every few seconds, on a connection of its own, that this worker lives, whatever its task is doing."""

    def __init__(self, worker_id: str, *, every: float) -> None:
        super().__init__(name="heart", daemon=True)
        self.worker_id, self.every = worker_id, every
        self.beaten_at = 0.0
        self._stop_it = threading.Event()

    def beat(self, at: datetime) -> None:
        # A beat that was taken away while this process was paused or cut off is made anew.
        WorkerBeat.objects.update_or_create(pk=self.worker_id, defaults={"seen_at": at})
        self.beaten_at = time.monotonic()

    def is_regular(self) -> bool:
        return time.monotonic() - self.beaten_at < 2.5 * self.every

    def run(self) -> None:
        while not self._stop_it.wait(self.every):
            try:
                close_old_connections()
                self.beat(timezone.now())
            except (DatabaseError, InterfaceError) as error:
                connection.close()
                logger.warning("The worker can't say that it lives: %s", error)
        connection.close()

    def stop(self) -> None:
        self._stop_it.set()
        if self.is_alive():
            self.join(timeout=5)


class Worker:
    """Takes one task after the other until it is told to stop; `run()` answers the process's exit code."""

    def __init__(self, worker_id: str = "", *, beat: float | None = None, lost_after: float | None = None) -> None:
        self.id = worker_id or new_worker_id()
        every = settings.TASK_BEAT_SECONDS if beat is None else beat
        patience = settings.TASK_LOST_SECONDS if lost_after is None else lost_after
        self.heart = Heart(self.id, every=every)
        self.watch = recovery.Watch(timedelta(seconds=patience))
        self.stopping = False
        self.attempt: Attempt | None = None
        self._pause = 0.0
        self._next_tick = self._next_recovery = 0.0

    def run(self, *, replaces: str = "") -> int:
        logger.info("The worker starts", extra={"worker": self.id})
        try:
            self._until_stopped(lambda: self._arrive(replaces))
            self._until_stopped(self._work)
        except Interrupted:
            logger.warning("The worker stops in the middle of a task", extra={"worker": self.id})
            self._leave()
            return 1
        self._leave()
        logger.info("The worker has stopped", extra={"worker": self.id})
        return 0

    def drain(self) -> int:
        """Do all that is due now, in this process, and answer how many attempts it took."""
        self.heart.beat(timezone.now())
        done = 0
        while self.step():
            done += 1
        WorkerBeat.objects.filter(pk=self.id).delete()
        return done

    def step(self) -> bool:
        """One attempt at one task; False when there was nothing to do."""
        attempt = claim(self.id, at=timezone.now())
        if attempt is None:
            return False
        self.attempt = attempt
        perform(attempt)
        self.attempt = None
        return True

    def keep_house(self) -> None:
        """Between tasks: periodic jobs every second, lost workers as often as hearts beat."""
        clock = time.monotonic()
        if clock >= self._next_tick:
            self._next_tick = clock + 1
            rhythm.tick(timezone.now())
        if clock >= self._next_recovery:
            self._next_recovery = clock + self.heart.every
            if not self.heart.is_regular():
                self.watch.start_over()
            recovery.recover(self.watch, self.id, at=timezone.now())

    def stop(self, _signum: int, _frame: FrameType | None = None) -> None:
        """Signal handler. The first time the current task is finished; the second time it is left, for another try."""
        if self.stopping and self.attempt:
            raise Interrupted
        self.stopping = True

    def _arrive(self, replaces: str) -> bool:
        self.heart.beat(timezone.now())
        if replaces:
            recovery.replace(replaces, at=timezone.now())
        self.heart.start()
        return True

    def _work(self) -> bool:
        close_old_connections()
        self.keep_house()
        if not self.step():
            self._sleep(POLL)
        return False

    def _until_stopped(self, step: Callable[[], bool]) -> None:
        """Repeat `step` until it answers True or we are stopped, with growing pauses while there is no database."""
        while not self.stopping:
            try:
                if step():
                    return
            except (DatabaseError, InterfaceError) as error:
                connection.close()
                self._wait_for_database(error)
            else:
                self._pause = 0.0

    def _wait_for_database(self, error: Exception) -> None:
        if not self._pause:
            logger.warning("The worker waits for the database: %s", error, extra={"worker": self.id})
        self._pause = min(self._pause * 2 or POLL, LONGEST_PAUSE)
        self._sleep(self._pause)

    def _sleep(self, seconds: float) -> None:
        # In short naps: a signal handler must not touch the lock of an Event that it interrupted.
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, POLL))

    def _leave(self) -> None:
        """Give back what is unfinished, then take the beat away; what can't be written now others find out later."""
        attempt, self.attempt = self.attempt, None
        try:
            self.heart.stop()
            if attempt:
                connection.close()
                give_back(attempt.row, at=timezone.now())
            WorkerBeat.objects.filter(pk=self.id).delete()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The worker could not sign off: %s", error, extra={"worker": self.id})


def run(*, worker_id: str = "", replaces: str = "") -> int:
    """Be a worker until SIGTERM or SIGINT; a second one leaves the current task to others. Answers the exit code."""
    worker = Worker(worker_id)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, worker.stop)
    return worker.run(replaces=replaces)
