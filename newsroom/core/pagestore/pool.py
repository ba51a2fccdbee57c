"""Threads in which Django works, so that those that answer readers never hang with the database."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
Job = tuple["Future[Any]", Callable[[], Any]]


class Pool:
    """A few threads and what waits for them. Unlike an executor's they are no reason for a process not to end, and
    those that hang can be replaced.

    Each holds a database connection of its own while it lives.
    """

    def __init__(self, name: str, size: int) -> None:
        self.name, self.size = name, size
        self._lock = threading.Lock()
        self._threads: list[_Thread] = []
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def submit(self, job: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        with self._lock:
            if not self._threads:  # made late: a process that forks has no use for its parent's threads
                self._start()
            self._jobs.put((future, job))
        return future

    def is_stuck(self, seconds: float) -> bool:
        """Whether no thread is free and each has been at its job for longer than that."""
        clock, threads = time.monotonic(), self._threads
        return bool(threads) and all(clock - thread.since > seconds for thread in threads)

    def renew(self) -> None:
        """Other threads take over what waits; those there are end with what they are doing."""
        with self._lock:
            before, self._jobs = self._jobs, queue.SimpleQueue()
            try:
                while True:
                    self._jobs.put(before.get_nowait())
            except queue.Empty:
                for _thread in self._threads:
                    before.put(None)
            self._start()

    def _start(self) -> None:
        self._threads = [_Thread(f"{self.name}-{number}", self._jobs) for number in range(self.size)]
        for thread in self._threads:
            thread.start()


class _Thread(threading.Thread):
    def __init__(self, name: str, jobs: "queue.SimpleQueue[Job | None]") -> None:
        super().__init__(name=name, daemon=True)
        self.jobs = jobs
        self.since = float("inf")
        """When it began what it is doing; never, while it waits."""

    def run(self) -> None:
        while (job := self.jobs.get()) is not None:
            self.since = time.monotonic()
            self._do(*job)
            self.since = float("inf")
            del job  # what it answered may be large

    def _do(self, future: "Future[Any]", job: Callable[[], Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = job()
        except BaseException as error:  # noqa: BLE001  # whoever waits for the future gets it
            future.set_exception(error)
        else:
            future.set_result(result)
