"""The two threads of a web process that keep its pages right: one watches the clock, one the database.

They are apart because a database that hangs, hangs whoever asks it, and pages end on time all the same.
"""

import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from newsroom.core.pagestore.changes import CHANNEL
from newsroom.core.pagestore.drain import drain

logger = logging.getLogger(__name__)
BEAT_SECONDS, TICK_SECONDS = 1.0, 0.5
HURRY_SECONDS = 0.25
PATIENCE_SECONDS = 1.5
"""A database that takes longer to answer a question without work is out."""
WRITE_SECONDS, LOCK_MILLISECONDS = 5.0, 800
"""SQLite has one writer. One that keeps all others waiting for so long keeps readers' forms waiting too."""


class Pulse:
    """`tick` is done twice a second whatever happens; `recovered` is called when the database is back."""

    def __init__(self, tick: Callable[[], None], recovered: Callable[[], None]) -> None:
        self._tick, self._recovered = tick, recovered
        self._asked_at: float | None = None
        self._answered_at = 0.0
        self._failed = False
        self._wrote_at = float("inf")
        self._raw: Any = None
        """The connection that PostgreSQL tells of changes on other machines."""
        self._ear: socket.socket | None = None
        self._voice: socket.socket | None = None
        self._stopping, self._asked_once = threading.Event(), threading.Event()
        self._threads = [
            threading.Thread(target=self._watch_clock, name="pages-clock", daemon=True),
            threading.Thread(target=self._watch_database, name="pages-database", daemon=True),
        ]

    def start(self) -> None:
        """Returns when the database was asked once, or can't be: what changed meanwhile is known by then."""
        self._ear, self._voice = socket.socketpair()
        for thread in self._threads:
            thread.start()
        self._asked_once.wait(PATIENCE_SECONDS + TICK_SECONDS)

    def stop(self) -> None:
        self._stopping.set()
        if self._voice:
            with suppress(OSError):
                self._voice.send(b"!", socket.MSG_DONTWAIT)
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout=5)
        for end in (self._ear, self._voice):
            if end:
                end.close()

    def is_out(self) -> bool:
        """Whether the database failed, or has been asked and doesn't answer.

        Not that it wasn't asked lately: a process that slept for an hour knows nothing about the database.
        """
        asked = self._asked_at
        return self._failed or (asked is not None and time.monotonic() - asked > PATIENCE_SECONDS)

    def is_locked(self) -> bool:
        """Whether nobody has been able to write for some time."""
        return time.monotonic() - self._wrote_at > WRITE_SECONDS

    def hurry(self) -> None:
        """Ask the database now, unless it has just answered: somebody waits for it."""
        if self._voice and self._asked_at is None and time.monotonic() - self._answered_at > HURRY_SECONDS:
            with suppress(OSError):  # said already, and not heard yet
                self._voice.send(b"!", socket.MSG_DONTWAIT)

    def _watch_clock(self) -> None:
        while not self._stopping.wait(TICK_SECONDS):
            try:
                self._tick()
            except Exception:
                logger.exception("What is due by the clock could not be taken out of the page store; it is tried again")

    def _watch_database(self) -> None:
        while not self._stopping.is_set():
            self._beat()
            self._wait()
        connection.close()

    def _beat(self) -> None:
        self._asked_at = time.monotonic()
        was_out = False
        try:
            self._listen()
            drain(timezone.now())
            was_out, self._failed = self.is_out(), False
            self._asked_at = self._answered_at = time.monotonic()
            self._try_to_write()
        except Error as error:
            self._fail(error)
        except Exception:
            logger.exception("The stored pages could not be brought up to date; the next beat tries again")
            was_out = self._answers_all_the_same()
        finally:
            self._asked_at = None
            self._asked_once.set()
        if was_out:
            logger.warning("The database answers again")
            self._recovered()

    def _answers_all_the_same(self) -> bool:
        """Whether the database is back, though the store fails: forms need the one and not the other."""
        was_out = self.is_out()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error as error:
            self._fail(error)
            return False
        self._failed = False
        self._answered_at = time.monotonic()
        return was_out

    def _fail(self, error: Error) -> None:
        if not self._failed:
            logger.error("The database fails, so the last good copies of pages are shown: %s", error)
        self._failed, self._raw = True, None
        with suppress(Exception):  # it is broken, and goes with what broke it
            connection.close()

    def _listen(self) -> None:
        """Each connection to PostgreSQL anew."""
        connection.ensure_connection()
        if connection.vendor == "postgresql" and connection.connection is not self._raw:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._raw = connection.connection

    def _try_to_write(self) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout={LOCK_MILLISECONDS}")
                try:
                    cursor.execute("BEGIN IMMEDIATE")
                    cursor.execute("ROLLBACK")
                except Error:  # somebody else writes; for how long is what we ask
                    self._wrote_at = min(self._wrote_at, time.monotonic())
                    return
        self._wrote_at = time.monotonic()

    def _wait(self) -> None:
        """Until the next beat, somebody in a hurry, or a word from another machine."""
        try:
            with selectors.DefaultSelector() as selector:
                if self._ear:
                    selector.register(self._ear, selectors.EVENT_READ)
                if self._raw is not None:
                    if any(self._raw.notifies(timeout=0)):  # heard while something else was asked
                        return
                    selector.register(self._raw.fileno(), selectors.EVENT_READ)
                for key, _events in selector.select(BEAT_SECONDS):
                    if self._ear and key.fileobj is self._ear:
                        self._ear.recv(4096)
                    else:
                        list(self._raw.notifies(timeout=0))
        except Exception:  # noqa: BLE001  # closed from the other side, in one of many ways: the next beat will tell
            self._raw = None
            self._stopping.wait(TICK_SECONDS)
