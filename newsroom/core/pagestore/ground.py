"""What the store stands on: its folder, its lock, its word, its index; and how it begins anew when that is damaged."""

import hashlib
import logging
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newsroom.core.pagestore.files import Files
from newsroom.core.pagestore.index import SCHEMA, AbsentError, Index, Tables, transaction
from newsroom.core.pagestore.lock import BusyError, locked
from newsroom.core.pagestore.word import Word

logger = logging.getLogger(__name__)
PATIENCE = 5.0
"""Seconds that a change waits for another writer; writing takes milliseconds."""
_PER_EPOCH = 1 << 20
"""Numbers of changes that an epoch has for itself: a render that began in a former one never stores."""
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})


def _boot() -> str:
    """Another one after each start of the machine: what the index wrote last may be lost then."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return ""


def _is_damage(problem: sqlite3.Error) -> bool:
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF in _BROKEN


class Ground:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files, self.index = Files(folder), Index(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.word = Word(folder / "word")
        self._stamp = f"{_boot()} {hashlib.sha256(SCHEMA.encode()).hexdigest()}"

    def begin_anew(self) -> None:
        """Forget everything: no page, no plan, and nothing known of what changed."""
        with self._locked(PATIENCE):
            self._begin_anew()

    def _tables(self) -> Tables:
        """Raises AbsentError or sqlite3.Error."""
        return Tables(self.index.connection(self.word.epoch()))

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        """What is damaged is begun anew, and then as good as AbsentError."""
        try:
            yield self._tables()
        except sqlite3.Error as problem:
            if _is_damage(problem):
                self._replace_damaged(self.word.epoch())
            else:
                logger.warning("The index of the stored pages can't be read: %s", problem)
            raise AbsentError from problem

    @contextmanager
    def writing(self, *, seconds: float = PATIENCE) -> Iterator[Tables]:
        """A transaction, one at a time for the whole machine. Not reentrant.

        Raises BusyError, OSError or sqlite3.Error; then nothing was written.
        """
        with self._locked(seconds):
            self._make_ready()
            try:
                with transaction(self.index.connection(self.word.epoch())) as tables:
                    yield tables
            except sqlite3.Error as problem:
                if _is_damage(problem):
                    self._begin_anew()
                raise

    @contextmanager
    def changing(self) -> Iterator[Tables]:
        """Like `writing`, for what makes copies in memory wrong: nobody believes theirs meanwhile, nor afterwards.

        When the index can't take it – it is damaged, the disk is full – all pages are forgotten instead: slow is
        better than stale.
        """
        with self._locked(PATIENCE):
            self._make_ready()
            self.word.unsettle()
            try:
                with transaction(self.index.connection(self.word.epoch())) as tables:
                    yield tables
            except sqlite3.Error as problem:
                logger.warning("The index of the stored pages can't be written, all pages are made anew: %s", problem)
                self._begin_anew()
            finally:
                self.word.settle()

    @contextmanager
    def _locked(self, seconds: float) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / "lock", seconds=seconds):
            yield

    def _make_ready(self) -> None:
        """Under the lock: put right what somebody left who died in it, or who emptied the folder."""
        if not self.word.is_in_place():
            self.word.open()
        if not self.word.is_settled():
            self.word.settle()
        try:
            ready = self.index.is_in_place(self.word.epoch()) and self._tables().meta("stamp") == self._stamp
        except (AbsentError, sqlite3.DatabaseError):
            ready = False
        if not ready:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Under the lock. Files go first: those that are left when this dies are known to the index that is left."""
        self.word.unsettle()
        try:
            self.files.put_aside((self.files.site, self.files.last, self.files.body), secrets.token_hex(8))
            epoch = self.word.advance()
            first = epoch * _PER_EPOCH
            self.index.create(
                epoch,
                stamp=self._stamp,
                fingerprint="",
                seq=first,
                forgotten=first,
                size=0,
                mark=0,
                drained_at=0.0,
                swept_at=0.0,
            )
        finally:
            self.word.settle()

    def _replace_damaged(self, epoch: int) -> None:
        with suppress(BusyError, OSError, sqlite3.Error), self._locked(PATIENCE):
            if self.word.epoch() == epoch:
                logger.warning("The index of the stored pages is damaged; all pages are made anew.")
                self._begin_anew()
