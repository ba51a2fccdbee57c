"""The stored pages of this machine, shared by all its processes.

A page comes in two steps: first the index says that it is coming and by which keys it will be found, then its files get
their names. It goes the other way round: files first, then the index. So whoever dies in between, no file is served
that a change would not find.
"""

import json
import logging
import secrets
import sqlite3
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsroom.core.pagestore import altering, keys
from newsroom.core.pagestore.entry import COLUMNS, Change, Draft, Entry, Followed, Headers, Stats, compress, entry
from newsroom.core.pagestore.files import is_storable, place
from newsroom.core.pagestore.ground import Ground
from newsroom.core.pagestore.index import AbsentError, Tables
from newsroom.core.pagestore.lock import BusyError
from newsroom.core.pagestore.recipe import Recipe

logger = logging.getLogger(__name__)
SHORT = 1.0
"""Seconds that a page waits to be stored; it is answered anyway."""
LARGEST = 0.1
"""A page that takes more of the room than this isn't stored."""
_HOUR = 3600
KEPT_CHANGES, KEPT_PLANS, KEPT_TALLY = 600, _HOUR, 48
"""Seconds, seconds, hours. A render that takes longer than the first doesn't store; clocks step back by less than the
second."""


class Store(Ground):
    fingerprint = ""

    def __init__(self, folder: Path, *, megabytes: int = 512) -> None:
        super().__init__(folder)
        self.limit = megabytes * 1_000_000
        with self.changing():
            pass  # what somebody left who died is put right

    def serve(self, fingerprint: str, at: datetime) -> None:
        """This process makes pages, with this; what was made with something else is not shown any more."""
        self.fingerprint = fingerprint
        with self.changing() as tables:
            if tables.meta("fingerprint") != fingerprint:
                altering.alter(tables, self.files, [Change(keys.EVERYTHING)], at.timestamp())
                tables.note("fingerprint", fingerprint)

    def begin(self) -> int:
        """What has changed so far; ask before a render reads anything. -1, which never stores, if it can't be told."""
        with suppress(AbsentError), self.reading() as tables:
            return int(tables.meta("seq"))
        return -1

    def holds(self, begun: int, at: datetime) -> bool:
        """Whether nothing at all has changed since `begin()` said this, and no plan is due."""
        with suppress(AbsentError), self.reading() as tables:
            return begun == int(tables.meta("seq")) and not altering.is_due(tables, at.timestamp())[0]
        return False

    def get(self, path: str, at: datetime) -> Entry | None:
        """The page if it is as good as a new one."""
        found = self._read(path, "fresh")
        return found if found and at.timestamp() < found.stale_at else None

    def last(self, path: str, at: datetime) -> Entry | None:
        """The last good copy, for when nothing newer can be made. Never what was hidden."""
        found = self._read(path, "token IS NOT NULL")
        return found if found and at.timestamp() < found.gone_at else None

    def _read(self, path: str, kind: str) -> Entry | None:
        if not is_storable(path):
            return None
        for _attempt in range(2):  # between index and files the page may have been replaced
            word = self.word.value()
            with suppress(AbsentError, FileNotFoundError), self.reading() as tables:
                row = tables.one(f"SELECT {COLUMNS} FROM page WHERE path = ? AND {kind}", path)  # noqa: S608  # ours
                if not row:
                    return None
                return entry(row, self.files.read(row[1]), -1 if word & 1 else word)
        return None

    def put(self, path: str, begun: int, recipe: Recipe, headers: Headers, body: bytes, at: datetime) -> Entry | None:
        """Store a page; None when what it was made from has changed since `begun`, or it can't be stored.

        `path` is the decoded path, with `?` and the canonical query behind it if there is one. A path that holds a
        question mark itself must not be given.
        """
        if not recipe.storable or not is_storable(path):
            return None
        bodies = compress(body)
        if bodies.size > self.limit * LARGEST:
            return None
        token = secrets.token_hex(12)
        draft = Draft(path, token, begun, recipe, headers, bodies, at.timestamp())
        stored = None
        try:
            self.tick(at)
            if self._is_welcome(draft):
                self.files.write(token, bodies)
                stored = self._show(draft) if self._announce(draft) else None
        except (AbsentError, BusyError, OSError, sqlite3.Error) as problem:
            logger.warning("A page could not be stored: %s", problem or "others have been writing for too long")
        if stored is None:
            with suppress(OSError):
                self.files.discard(token)
        return stored

    def _is_welcome(self, draft: Draft) -> bool:
        """A first look that costs no lock."""
        with self.reading() as tables:
            return self._still_holds(tables, draft)

    def _still_holds(self, tables: Tables, draft: Draft) -> bool:
        """Nothing it was made from has changed since, and it was made with what pages are made with now."""
        made_alike = tables.meta("fingerprint") in {self.fingerprint, ""}
        return made_alike and not tables.has_changed(draft.keys, draft.begun)

    def _instants(self, tables: Tables, draft: Draft) -> tuple[float, float]:
        """From when on it is stale, from when on gone."""
        stale_at = tables.next_due(draft.keys, draft.at, hides=False)
        return min(draft.until, stale_at), tables.next_due(draft.keys, draft.at, hides=True)

    def _announce(self, draft: Draft) -> bool:
        """From here on a change of its keys finds it. What is shown in its place until it comes keeps its own keys."""
        with self.writing(seconds=SHORT) as tables:
            stale_at, gone_at = self._instants(tables, draft)
            row = tables.one("SELECT id, fresh, begun FROM page WHERE path = ?", draft.path)
            is_late = bool(row and row[1] and row[2] > draft.begun)
            if is_late or stale_at <= draft.at or not self._still_holds(tables, draft):
                return False
            if row and not row[1] and (where := place(draft.path)) is not None:
                self.files.hide(where)  # of somebody who died before the index said that it was there
            tables.note("fingerprint", self.fingerprint)
            tables.announce(draft.path, draft.token, draft.begun, draft.at, stale_at, gone_at)
            tables.add_keys(draft.path, draft.keys)
        return True

    def _show(self, draft: Draft) -> Entry | None:
        with self.writing(seconds=SHORT) as tables:
            row = tables.one("SELECT id, token FROM page WHERE path = ? AND pending = ?", draft.path, draft.token)
            if not row:
                return None
            stale_at, gone_at = self._instants(tables, draft)
            self._place(tables, draft)
            tables.run(
                "UPDATE page SET pending = NULL, fresh = 1, token = ?, begun = ?, stored_at = ?, stale_at = ?,"
                " gone_at = ?, size = ?, etag = ?, headers = ?, params = ? WHERE id = ?",
                draft.token,
                draft.begun,
                draft.at,
                stale_at,
                gone_at,
                draft.bodies.size,
                draft.etag,
                json.dumps(list(draft.headers)),
                json.dumps(draft.recipe.params),
                row[0],
            )
            tables.set_keys(row[0], draft.keys)
            altering.evict(tables, self.files, self.limit, draft.path)
            stored = draft.entry(stale_at, gone_at, self.word.value())
        if row[1]:
            self.files.discard(row[1])
        return stored

    def _place(self, tables: Tables, draft: Draft) -> None:
        if draft.place is not None:
            self.files.show(draft.token, draft.place, tables.own_second(draft.path, draft.at))
        elif (former := place(draft.path)) is not None:
            self.files.forget(former)

    def remove(self, changed: Collection[str], at: datetime, *, hides: bool = False) -> None:
        """Nothing that was made from these keys is shown any more; `hides`: not even as a last good copy."""
        self.apply([Change(key, hides=hides) for key in changed], at)

    def plan(self, key: str, due_at: datetime, at: datetime, *, hides: bool = False) -> None:
        """`remove` at that instant; at once when it has passed."""
        self.apply([Change(key, due_at.timestamp(), hides)], at)

    def purge(self, path: str, at: datetime) -> None:
        """Forget this page wherever it is on this machine."""
        self.remove([keys.address(path)], at, hides=True)

    def clear(self, at: datetime, *, keep_last: bool) -> None:
        """Without `keep_last`, everything that is known is forgotten: the next drain reads the whole outbox."""
        if keep_last:
            self.remove([keys.EVERYTHING], at)
        else:
            self.begin_anew()

    def apply(self, changes: Collection[Change], at: datetime, *, epoch: int | None = None) -> None:
        """Several changes at once, seen with them. `epoch`: only if the store hasn't begun anew since."""
        with self.changing() as tables:
            if epoch in (None, self.word.epoch()):
                altering.alter(tables, self.files, changes, at.timestamp())
                tables.mark_seen((change.pk, change.made_at) for change in changes if change.pk)

    def tick(self, at: datetime) -> None:
        """What is due by the clock, never early."""
        now = at.timestamp()
        plans, pages = True, True
        if self.word.is_in_place() and self.word.is_settled():
            with suppress(AbsentError), self.reading() as tables:
                plans, pages = altering.is_due(tables, now)
        if plans:
            with self.changing() as tables:
                altering.carry_out(tables, self.files, now)
        if pages:
            with self.writing() as tables:
                altering.expire(tables, self.files, now)

    def followed(self) -> Followed:
        """How far the outbox of the database was followed. Raises AbsentError while nothing can be read."""
        with self.reading() as tables:
            epoch = self.word.epoch()
            mark = tables.meta("mark")
            seen: dict[int, float] = dict(tables.all("SELECT id, made_at FROM seen WHERE id >= ?", mark))
            return Followed(epoch, mark, seen, tables.meta("drained_at"))

    def note_drained(self, epoch: int, at: datetime, *, mark: int) -> None:
        """Every row of the outbox up to `mark` is known, and none can come any more."""
        with self.writing() as tables:
            if epoch != self.word.epoch():
                return
            tables.note("drained_at", at.timestamp())
            tables.note("mark", mark)
            tables.run("DELETE FROM seen WHERE id < ?", mark)
            tables.forget_old(at.timestamp(), changes=KEPT_CHANGES, plans=KEPT_PLANS)

    def is_to_be_swept(self, at: datetime) -> bool:
        """Answers yes to one process of the machine, once an hour."""
        with self.writing(seconds=SHORT) as tables:
            if abs(at.timestamp() - tables.meta("swept_at")) < _HOUR:
                return False
            tables.note("swept_at", at.timestamp())
        return True

    def count(self, at: datetime, **numbers: int) -> None:
        """Add to what is counted of this hour. Raises BusyError, OSError or sqlite3.Error: nothing was added."""
        hour = int(at.timestamp()) // _HOUR
        with self.writing(seconds=SHORT) as tables:
            tables.count(hour, numbers)
            tables.run("DELETE FROM tally WHERE hour < ?", hour - KEPT_TALLY)

    def stats(self, at: datetime) -> Stats:
        """Raises AbsentError while nothing can be read."""
        since = int((at - timedelta(hours=24)).timestamp()) // _HOUR
        with self.reading() as tables:
            pages, fresh, oldest = tables.one(
                "SELECT count(*), coalesce(sum(fresh), 0), min(stored_at) FROM page WHERE token IS NOT NULL"
            )
            counted = tables.all("SELECT name, sum(value) FROM tally WHERE hour > ? GROUP BY name", since)
            size = tables.meta("size")
        since_when = datetime.fromtimestamp(oldest, UTC) if oldest else None
        return Stats(pages, fresh, size, self.limit, since_when, dict(counted))
