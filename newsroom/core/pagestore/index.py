"""What is known of the stored pages of this machine: a small SQLite file beside them.

It may be lost or damaged at any time; then everything is made anew. Writers hold the store's lock.
"""

import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from newsroom.core.pagestore.keys import EVERYTHING

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE page (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, pending TEXT, begun INTEGER NOT NULL,
    token TEXT, fresh INTEGER NOT NULL DEFAULT 0, stored_at REAL NOT NULL,
    stale_at REAL NOT NULL, gone_at REAL NOT NULL,
    size INTEGER NOT NULL DEFAULT 0, etag TEXT, headers TEXT, params TEXT
);
CREATE INDEX page_stored ON page (stored_at);
CREATE INDEX page_stale ON page (stale_at) WHERE fresh OR pending IS NOT NULL;
CREATE INDEX page_gone ON page (gone_at);
CREATE TABLE page_key (key TEXT, page INTEGER, PRIMARY KEY (key, page)) WITHOUT ROWID;
CREATE INDEX page_key_page ON page_key (page);
CREATE TABLE change (key TEXT, seq INTEGER, at REAL NOT NULL, PRIMARY KEY (key, seq)) WITHOUT ROWID;
CREATE TABLE due (key TEXT, at REAL, hides INTEGER, done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (key, at, hides))
    WITHOUT ROWID;
CREATE INDEX due_at ON due (at) WHERE NOT done;
CREATE TABLE seen (id INTEGER PRIMARY KEY, made_at REAL NOT NULL);
CREATE TABLE shown (path TEXT, second INTEGER, PRIMARY KEY (path, second)) WITHOUT ROWID;
CREATE TABLE tally (hour INTEGER, name TEXT, value INTEGER NOT NULL, PRIMARY KEY (hour, name)) WITHOUT ROWID;
CREATE TRIGGER page_added AFTER INSERT ON page BEGIN
    UPDATE meta SET value = value + new.size WHERE name = 'size'; END;
CREATE TRIGGER page_grown AFTER UPDATE OF size ON page BEGIN
    UPDATE meta SET value = value + new.size - old.size WHERE name = 'size'; END;
CREATE TRIGGER page_left AFTER DELETE ON page BEGIN
    UPDATE meta SET value = value - old.size WHERE name = 'size'; END;
"""
_BATCH = 500
NEVER = float("inf")


class AbsentError(Exception):
    """There is no index of this epoch, or it isn't finished."""


class Index:
    """Connections, one for each thread; a process that forks, and an epoch that ends, leave theirs behind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own = threading.local()

    def path(self, epoch: int) -> Path:
        return self.folder / f"index-{epoch}.sqlite3"

    def connection(self, epoch: int) -> sqlite3.Connection:
        """Raises AbsentError when there is no index to read."""
        mine = (os.getpid(), epoch)
        if getattr(self._own, "mine", None) != mine:
            self.leave()
            if not self.path(epoch).exists():
                raise AbsentError
            self._own.connection = self._connect(self.path(epoch))
            self._own.mine = mine
        connection: sqlite3.Connection = self._own.connection
        return connection

    def is_in_place(self, epoch: int) -> bool:
        return self.path(epoch).exists()

    def leave(self) -> None:
        """Close this thread's connection. One of a former process is left alone: its locks are that process's."""
        connection, mine = getattr(self._own, "connection", None), getattr(self._own, "mine", (0, 0))
        self._own.connection, self._own.mine = None, None
        if connection is not None and mine and mine[0] == os.getpid():
            with suppress(sqlite3.Error):
                connection.close()

    def create(self, epoch: int, **meta: object) -> None:
        """Begin anew; what was there under this epoch and former ones is deleted."""
        self.leave()
        for path in self.folder.glob("index-*.sqlite3*"):
            path.unlink(missing_ok=True)
        with closing(self._connect(self.path(epoch))) as connection:
            connection.executescript(f"BEGIN;{SCHEMA}")
            connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
            connection.execute("COMMIT")

    @staticmethod
    def _connect(path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, timeout=5)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator["Tables"]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield Tables(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


Row = tuple[Any, ...]


class Tables:
    """The index's questions and statements, within a transaction or by themselves."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def one(self, sql: str, *values: object) -> Row:
        row: Row | None = self._db.execute(sql, values).fetchone()
        return row or ()

    def all(self, sql: str, *values: object) -> list[Row]:
        return self._db.execute(sql, values).fetchall()

    def each(self, sql: str, *values: object) -> Iterator[Row]:
        yield from self._db.execute(sql, values)

    def run(self, sql: str, *values: object) -> int:
        return self._db.execute(sql, values).rowcount

    def meta(self, name: str) -> Any:
        row = self.one("SELECT value FROM meta WHERE name = ?", name)
        return row[0] if row else None

    def note(self, name: str, value: object) -> None:
        self.run("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value)

    def has_changed(self, keys: Collection[str], since: int) -> bool:
        """Also when it can't be told any more, because it was too long ago."""
        if since < self.meta("forgotten"):
            return True
        return any(
            self.one(f"SELECT 1 FROM change WHERE key IN ({marks}) AND seq > ? LIMIT 1", *batch, since)  # noqa: S608  # question marks
            for batch, marks in _batches([*keys, EVERYTHING])
        )

    def note_change(self, keys: Iterable[str], at: float) -> None:
        seq = self.meta("seq") + 1
        self.note("seq", seq)
        self._db.executemany("INSERT INTO change VALUES (?, ?, ?)", [(key, seq, at) for key in set(keys)])

    def next_due(self, keys: Collection[str], after: float, *, hides: bool) -> float:
        instants = [
            self.one(
                f"SELECT min(at) FROM due WHERE key IN ({marks}) AND at > ? AND hides >= ?",  # noqa: S608  # as above
                *batch,
                after,
                hides,
            )[0]
            for batch, marks in _batches([*keys, EVERYTHING])
        ]
        return min((instant for instant in instants if instant is not None), default=NEVER)

    def pages_of(self, keys: Collection[str]) -> list[Row]:
        """Id, path and token of every page that is made from one of them."""
        if EVERYTHING in keys:
            return self.all("SELECT id, path, token FROM page")
        found: set[Row] = set()
        for batch, marks in _batches(list(keys)):
            found.update(
                self.all(
                    "SELECT id, path, token FROM page WHERE id IN"  # noqa: S608  # as above
                    f" (SELECT page FROM page_key WHERE key IN ({marks}))",
                    *batch,
                )
            )
        return sorted(found)

    def announce(self, path: str, token: str, begun: int, at: float, stale_at: float, gone_at: float) -> None:
        """A page is coming. What is shown meanwhile goes when the first of both would."""
        self.run(
            "INSERT INTO page (path, pending, begun, stored_at, stale_at, gone_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET pending = excluded.pending, gone_at = min(gone_at, excluded.gone_at),"
            " stale_at = CASE WHEN fresh THEN min(stale_at, excluded.stale_at) ELSE excluded.stale_at END",
            path,
            token,
            begun,
            at,
            stale_at,
            gone_at,
        )

    def add_keys(self, path: str, keys: Iterable[str]) -> None:
        (page,) = self.one("SELECT id FROM page WHERE path = ?", path)
        self._db.executemany("INSERT OR IGNORE INTO page_key VALUES (?, ?)", [(key, page) for key in keys])

    def set_keys(self, page: int, keys: Collection[str]) -> None:
        """These and no others; all of them were added before."""
        former = {key for (key,) in self.all("SELECT key FROM page_key WHERE page = ?", page)}
        left = [(key, page) for key in former.difference(keys)]
        self._db.executemany("DELETE FROM page_key WHERE key = ? AND page = ?", left)

    def own_second(self, path: str, at: float) -> int:
        """The latest one until `at` that stands for no other version of the page; from now on it does for this one."""
        (second,) = self.one(
            "WITH used AS (SELECT second FROM shown WHERE path = ?)"
            " SELECT max(second) FROM (SELECT ? AS second UNION SELECT second - 1 FROM used WHERE second <= ?)"
            " WHERE second NOT IN used",
            *(path, int(at), int(at)),
        )
        self.run("INSERT INTO shown VALUES (?, ?)", path, second)
        return int(second)

    def make_stale(self, pages: Iterable[Row]) -> None:
        self._db.executemany("UPDATE page SET fresh = 0, pending = NULL WHERE id = ?", [row[:1] for row in pages])

    def delete(self, pages: Iterable[Row]) -> None:
        ids = [row[:1] for row in pages]
        self._db.executemany("DELETE FROM page_key WHERE page = ?", ids)
        self._db.executemany("DELETE FROM page WHERE id = ?", ids)

    def plan(self, key: str, at: float, *, hides: bool) -> None:
        self.run("INSERT OR IGNORE INTO due (key, at, hides) VALUES (?, ?, ?)", key, at, hides)
        pages = "TRUE" if key == EVERYTHING else "id IN (SELECT page FROM page_key WHERE key = ?)"
        named = [] if key == EVERYTHING else [key]
        self.run(f"UPDATE page SET stale_at = min(stale_at, ?) WHERE {pages}", at, *named)  # noqa: S608  # one of two
        if hides:
            self.run(f"UPDATE page SET gone_at = min(gone_at, ?) WHERE {pages}", at, *named)  # noqa: S608  # as above

    def forget_old(self, now: float, *, changes: int, plans: int) -> None:
        """Changes and plans of so many seconds ago."""
        (forgotten,) = self.one("SELECT max(seq) FROM change WHERE at < ?", now - changes)
        if forgotten is not None:
            self.note("forgotten", forgotten)
            self.run("DELETE FROM change WHERE seq <= ?", forgotten)
        self.run("DELETE FROM due WHERE done AND at < ?", now - plans)
        self.run("DELETE FROM shown WHERE second < ?", int(now) - plans)

    def count(self, hour: int, numbers: Mapping[str, int]) -> None:
        self._db.executemany(
            "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
            [(hour, name, number) for name, number in numbers.items()],
        )

    def mark_seen(self, rows: Iterable[tuple[int, float]]) -> None:
        """Rows of the outbox: their number, and when they were written."""
        self._db.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", rows)


def _batches(values: list[str]) -> Iterator[tuple[list[str], str]]:
    for start in range(0, len(values), _BATCH):
        batch = values[start : start + _BATCH]
        yield batch, ",".join("?" * len(batch))
