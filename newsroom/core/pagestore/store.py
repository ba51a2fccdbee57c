"""The stored pages of this machine."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsroom.core.pagestore.recipe import Recipe

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Entry:
    """A stored page. Instants are seconds since the epoch; infinite when there is none."""

    path: str
    token: str
    """Another one for each time the page was stored."""
    stored_at: float
    stale_at: float
    """From then on it is made anew; in an outage it may go on."""
    gone_at: float
    """From then on it is never shown."""
    etag: str
    """The same for the same body, without quotes."""
    headers: Headers
    params: tuple[str, ...]
    body: bytes
    gzip: bytes
    brotli: bytes
    word: int
    """`Store.word.value()` that it was read under. Equal still: it may be shown until `stale_at`. -1: read again."""


class Store:
    def __init__(self, folder: Path, *, megabytes: int = 512, fingerprint: str = "") -> None:
        self.folder = folder

    def begin(self) -> int:
        """What has changed so far; asked before a render reads anything."""
        raise NotImplementedError

    def put(self, path: str, begun: int, recipe: Recipe, headers: Headers, body: bytes, at: datetime) -> Entry | None:
        """Store a page; None when what it was made from has changed since `begun`, or it can't be stored.

        `path` is the decoded path, with `?` and the canonical query behind it if there is one: see `address()`.
        """
        raise NotImplementedError

    def get(self, path: str, at: datetime) -> Entry | None:
        """The page if it is as good as a new one."""
        raise NotImplementedError

    def last(self, path: str, at: datetime) -> Entry | None:
        """The last good copy, for when nothing newer can be made. Never what was hidden."""
        raise NotImplementedError

    def remove(self, keys: set[str], *, hides: bool = False) -> None:
        raise NotImplementedError

    def plan(self, key: str, at: datetime, *, hides: bool = False) -> None:
        raise NotImplementedError

    def tick(self, at: datetime) -> None:
        """What is due by the clock."""
        raise NotImplementedError

    def purge(self, path: str) -> bool:
        """Forget this page wherever it is; answers whether there was one."""
        raise NotImplementedError

    def clear(self, *, keep_last: bool) -> None:
        raise NotImplementedError


def here() -> Store | None:
    """The store of this machine, as the settings say; None when it is off."""
    return None
