"""With ten thousand pages, a change costs what it changes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsroom.core.pagestore.store import Store
from tests.core.shelves import AT, SECOND, put, served

FILE_EVENTS = frozenset({"open", "os.remove", "os.rename", "os.link", "os.mkdir", "os.rmdir", "os.scandir"})
_listening: list[list[str]] = []


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _listening and event in FILE_EVENTS:
        _listening[-1].append(f"{event} {arguments[:1]}")


@contextmanager
def file_operations() -> Iterator[list[str]]:
    if not hasattr(_hear, "added"):
        sys.addaudithook(_hear)  # for the rest of the process, silent outside of here
        _hear.added = True  # type: ignore[attr-defined]  # once
    _listening.append([])
    try:
        yield _listening[-1]
    finally:
        _listening.pop()


@pytest.mark.slow
def test_among_ten_thousand_pages_a_change_touches_its_own_only(tmp_path: Path) -> None:
    store = Store(tmp_path / "pages")
    put(store, "/changes/", "article:1", until=AT + SECOND)
    with store.writing() as tables:  # a page's row without its files, which are not what is counted here
        for number in range(10_000):
            tables.announce(f"/{number}/", "", 0, AT.timestamp(), 1e12, 1e12)
            tables.add_keys(f"/{number}/", [f"article:{number + 10}", f"list:{number % 50}", "shell"])
        tables.run("UPDATE page SET pending = NULL, fresh = 1")
        plan = tables.all("EXPLAIN QUERY PLAN SELECT page FROM page_key WHERE key = ?", "article:1")
    with file_operations() as done:
        store.remove({"article:1"}, AT)
    assert 3 <= len(done) < 30, done
    assert "SEARCH" in plan[0][3]
    with file_operations() as done:
        store.tick(AT + 2 * SECOND)
    assert len(done) < 30, done
    assert served(store) == {}
