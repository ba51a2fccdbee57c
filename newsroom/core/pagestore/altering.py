"""What a change does to pages: files first, then the index. All of it runs under the store's lock."""

import secrets
from collections.abc import Collection, Sequence

from newsroom.core.pagestore.entry import Change
from newsroom.core.pagestore.files import Files, place
from newsroom.core.pagestore.index import Row, Tables
from newsroom.core.pagestore.keys import EVERYTHING

MANY = 500
"""From so many pages on the whole site is put aside at once: that is quicker, and what is too much is made anew."""
_FULL = 0.95


def alter(tables: Tables, files: Files, changes: Collection[Change], now: float) -> None:
    """Apply what has changed by `now`, plan what will."""
    past = [change for change in changes if change.at is None or change.at <= now]
    keys = {change.key for change in past}
    hidden = {change.key for change in past if change.hides}
    if keys:
        if hidden:
            forget(tables, files, tables.pages_of(hidden))
        make_stale(tables, files, tables.pages_of(keys - hidden))
        tables.note_change(keys, now)
    for change in changes:
        if change.at is not None and change.at > now:
            tables.plan(change.key, change.at, hides=change.hides)


def make_stale(tables: Tables, files: Files, pages: Sequence[Row]) -> None:
    """They are made anew; their last good copies stay."""
    if len(pages) >= MANY:
        files.put_aside([files.site], secrets.token_hex(8))
        pages = tables.pages_of([EVERYTHING])
    else:
        for _id, path, _token in pages:
            if (where := place(path)) is not None:
                files.hide(where)
    tables.make_stale(pages)


def forget(tables: Tables, files: Files, pages: Sequence[Row]) -> None:
    """They are gone, their last good copies too."""
    for _id, path, token in pages:
        if (where := place(path)) is not None:
            files.forget(where)
        if token:
            files.discard(token)
    tables.delete(pages)


def is_due(tables: Tables, now: float) -> tuple[bool, bool]:
    """Whether a plan is, whether a page's own time has come."""
    plan, stale, gone = tables.one(
        "SELECT EXISTS (SELECT 1 FROM due WHERE NOT done AND at <= ?),"
        " EXISTS (SELECT 1 FROM page WHERE (fresh OR pending IS NOT NULL) AND stale_at <= ?),"
        " EXISTS (SELECT 1 FROM page WHERE gone_at <= ?)",
        now,
        now,
        now,
    )
    return bool(plan), bool(stale or gone)


def carry_out(tables: Tables, files: Files, now: float) -> None:
    """The plans that are due."""
    due = tables.all("SELECT key, hides FROM due WHERE NOT done AND at <= ?", now)
    alter(tables, files, [Change(key, hides=bool(hides)) for key, hides in due], now)
    tables.run("UPDATE due SET done = 1 WHERE NOT done AND at <= ?", now)


def expire(tables: Tables, files: Files, now: float) -> None:
    """The pages whose own time has come."""
    forget(tables, files, tables.all("SELECT id, path, token FROM page WHERE gone_at <= ?", now))
    stale = "SELECT id, path, token FROM page WHERE (fresh OR pending IS NOT NULL) AND stale_at <= ?"
    make_stale(tables, files, tables.all(stale, now))


def evict(tables: Tables, files: Files, limit: int, spare: str) -> None:
    """The pages that were written first leave, but `spare`, until there is room again."""
    excess = tables.meta("size") - limit
    if excess <= 0:
        return
    excess += int(limit * (1 - _FULL))
    leaving = []
    for page, path, token, size in tables.each("SELECT id, path, token, size FROM page ORDER BY stored_at, id"):
        if excess <= 0:
            break
        if path != spare:
            leaving.append((page, path, token))
            excess -= size
    forget(tables, files, leaving)
