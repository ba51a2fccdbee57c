"""Stored pages for tests: a few words each."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsroom.core.pagestore import Entry, Recipe
from newsroom.core.pagestore.store import Store

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HTML = [("Content-Type", "text/html; charset=utf-8"), ("Content-Language", "fr")]


def put(
    store: Store,
    path: str,
    *keys: str,
    body: bytes = b"a page",
    begun: int | None = None,
    until: datetime | None = None,
    at: datetime = AT,
) -> Entry | None:
    recipe = Recipe(set(keys), until, (), storable=True)
    return store.put(path, store.begin() if begun is None else begun, recipe, HTML, body, at)


def served(store: Store) -> dict[str, bytes]:
    """What nginx would answer from the files alone, by path."""
    return _below(store.files.site)


def kept(store: Store) -> dict[str, bytes]:
    """What nginx would answer while nobody else is there."""
    return _below(store.files.last)


def _below(root: Path) -> dict[str, bytes]:
    found = {}
    for file in root.rglob("index.html"):
        where = file.parent.relative_to(root).as_posix()
        with suppress(FileNotFoundError):  # removed by another process meanwhile
            found["/" if where == "." else f"/{where}/"] = file.read_bytes()
    return found


def files_without_a_page(store: Store) -> list[str]:
    """Served files that no change would find."""
    with store.reading() as tables:
        known = {path for (path,) in tables.all("SELECT path FROM page")}
    return sorted((served(store).keys() | kept(store).keys()) - known)
