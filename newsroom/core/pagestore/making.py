"""Making a page that isn't there: once, however many ask for it meanwhile."""

import fcntl
import logging
import os
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from django.utils import timezone

from newsroom.core.pagestore.address import Address, environ_of
from newsroom.core.pagestore.django_side import Application, Reply, ask
from newsroom.core.pagestore.entry import Entry
from newsroom.core.pagestore.page import Page
from newsroom.core.pagestore.pool import Pool
from newsroom.core.pagestore.recipe import IN_ENVIRON
from newsroom.core.pagestore.store import Store

logger = logging.getLogger(__name__)
T = TypeVar("T")
ROUNDS = 3
"""So often somebody waits for another one's render; when changes overtook them all, they render themselves."""
LOCKS, LOCK_SECONDS, POLL_SECONDS = 256, 10.0, 0.004
WATCH_SECONDS = 0.1
"""Whoever waits looks so often whether the database is still there."""
ONE_ANSWER = frozenset({"content-length", "x-request-id", "date", "server", "connection"})
NOT_STORED = "public, max-age=0, s-maxage=0"


def attempt(does: Callable[[], T]) -> T | None:
    """The store's answer, or None when it fails: a full disk or a broken file must not cost readers their page."""
    try:
        return does()
    except Exception:
        logger.exception("The page store failed")
        return None


def awaited(future: "Future[T]", given_up: Callable[[], bool]) -> T | None:
    """The result; None once there's no hope of one. What hasn't begun by then never begins."""
    while True:
        try:
            return future.result(timeout=WATCH_SECONDS)
        except TimeoutError:
            if not future.done() and given_up():
                future.cancel()
                return None


@dataclass(frozen=True)
class Landed:
    """What became of a render for those who waited for it."""

    is_stored: bool = True
    """There may be a page in the store now; what was overtaken by a change is tried again."""
    absent: Reply | None = None
    """The answer where there is none; good for others while nothing has changed since it was begun."""


class Maker:
    """`keep` gets every page that was made, before anybody who waits for it looks for it."""

    def __init__(
        self,
        application: Application,
        store: Store,
        pool: Pool,
        *,
        keep: Callable[[Address, Page], None],
        is_hopeless: Callable[[], bool],
    ) -> None:
        self.application, self.store, self.pool = application, store, pool
        self.keep, self.is_hopeless = keep, is_hopeless
        self._lock = threading.Lock()
        self._flights: dict[str, Future[Landed]] = {}
        """Who waits for a page waits for its flight."""

    def made(self, address: Address, look: Callable[[], Page | None]) -> Page | Reply | None:
        """The page; Django's answer where there is none (moved, gone, never was); None while nothing can be made."""
        for _round in range(ROUNDS):
            flight, leads = self._board(address)
            if leads:
                return self._lead(address, look, flight)
            landed = awaited(flight, self.is_hopeless)
            if landed is None:
                return None
            if page := look():
                return page
            if landed.absent and attempt(partial(self.store.holds, landed.absent.begun, timezone.now())):
                return landed.absent
            if not landed.is_stored:
                break
        return self._render(address)

    def _board(self, address: Address) -> "tuple[Future[Landed], bool]":
        with self._lock:
            if flight := self._flights.get(address.key):
                return flight, False
            flight = self._flights[address.key] = Future()
            return flight, True

    def _lead(self, address: Address, look: Callable[[], Page | None], flight: "Future[Landed]") -> Page | Reply | None:
        landed = Landed()
        try:
            with self._alone_on_this_machine(address):
                found = look() or self._render(address)
            if isinstance(found, Reply) and not found.is_found:
                landed = Landed(is_stored=False, absent=found if found.is_for_others else None)
            return found
        finally:
            with self._lock:
                del self._flights[address.key]
            flight.set_result(landed)

    @contextmanager
    def _alone_on_this_machine(self, address: Address) -> Iterator[None]:
        """Not for ever: a process that is stopped must not stop the others."""
        file = attempt(lambda: self._lock_file(address))
        if file is None:
            yield
            return
        try:
            until = time.monotonic() + LOCK_SECONDS
            while not _locked(file) and time.monotonic() < until and not self.is_hopeless():
                time.sleep(POLL_SECONDS)
            yield
        finally:
            os.close(file)

    def _lock_file(self, address: Address) -> int:
        folder = self.store.folder / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{zlib.crc32(address.key.encode()) % LOCKS:02x}"
        return os.open(folder / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)

    def _render(self, address: Address) -> Page | Reply | None:
        return awaited(self.pool.submit(lambda: self._rendered(address)), self.is_hopeless)

    def _rendered(self, address: Address) -> Page | Reply | None:
        """In a thread of the pool, and stored even if nobody waits for it any more."""
        begun = attempt(self.store.begin)
        environ = environ_of(address.raw, address.query)
        reply = ask(self.application, environ)
        if reply.failed:
            return None
        recipe = environ.get(IN_ENVIRON)
        if not (reply.is_found and recipe is not None and recipe.storable):
            return replace(reply, begun=-1 if begun is None else begun)
        entry = self._put(address, begun, recipe, reply) if begun is not None else None
        if entry is None:
            return unshared(reply)
        self.keep(address, page := Page(entry, address.params))
        return page

    def _put(self, address: Address, begun: int, recipe: Any, reply: Reply) -> Entry | None:
        headers = [(name, value) for name, value in reply.headers if name.lower() not in ONE_ANSWER]
        if not all(_is_for_all(name.lower(), value.lower()) for name, value in headers):
            logger.error(
                "The page %s isn't the same for all readers, by its own headers; it wasn't stored", address.key
            )
            return None
        body = b"".join(reply.body)
        at = timezone.now()
        return attempt(lambda: self.store.put(address.key, begun, recipe, headers, body, at))


def unshared(reply: Reply) -> Reply:
    """For the one who asked: it was overtaken by a change, and a shared cache would keep it."""
    headers = [each for each in reply.headers if each[0].lower() != "cache-control"]
    return Reply(reply.status, [*headers, ("Cache-Control", NOT_STORED)], reply.body, reply.failed)


def _is_for_all(name: str, value: str) -> bool:
    if name == "vary":
        return {word.strip() for word in value.split(",")} <= {"accept-encoding"}
    if name == "cache-control":
        return "private" not in value and "no-store" not in value
    return name != "set-cookie"


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
