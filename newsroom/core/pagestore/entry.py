"""A stored page, as the front gets it and as the index keeps it."""

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import brotli

from newsroom.core.pagestore import keys
from newsroom.core.pagestore.files import Bodies, place
from newsroom.core.pagestore.index import NEVER
from newsroom.core.pagestore.recipe import Recipe

Headers = Sequence[tuple[str, str]]
COLUMNS = "path, token, fresh, stored_at, stale_at, gone_at, etag, headers, params"
_GZIP_LEVEL, _BROTLI_LEVEL = 9, 5


@dataclass(frozen=True)
class Entry:
    """A stored page. Instants are seconds since the epoch; infinite where there is none."""

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


@dataclass(frozen=True)
class Change:
    """What changed, or will `at` an instant; `pk` is its row in the database's outbox, 0 for none."""

    key: str
    at: float | None = None
    hides: bool = False
    pk: int = 0
    made_at: float = 0.0


@dataclass(frozen=True)
class Draft:
    """A page on its way into the store."""

    path: str
    token: str
    begun: int
    recipe: Recipe
    headers: Headers
    bodies: Bodies
    at: float
    keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        own = {keys.address(self.path), keys.address(self.path.partition("?")[0])}
        object.__setattr__(self, "keys", frozenset({*self.recipe.keys, *own}))

    @property
    def until(self) -> float:
        return self.recipe.until.timestamp() if self.recipe.until else NEVER

    @property
    def etag(self) -> str:
        return hashlib.sha256(self.bodies.body).hexdigest()[:24]

    @property
    def place(self) -> str | None:
        """Where nginx finds it, which knows one type of pages."""
        types = [value.partition(";")[0].strip().lower() for name, value in self.headers if _is_type(name)]
        return place(self.path) if types == ["text/html"] else None

    def entry(self, stale_at: float, gone_at: float, word: int) -> Entry:
        return Entry(
            path=self.path,
            token=self.token,
            stored_at=self.at,
            stale_at=stale_at,
            gone_at=gone_at,
            etag=self.etag,
            headers=tuple((name, value) for name, value in self.headers),
            params=self.recipe.params,
            body=self.bodies.body,
            gzip=self.bodies.gzip,
            brotli=self.bodies.brotli,
            word=word,
        )


def _is_type(name: str) -> bool:
    return name.lower() == "content-type"


def compress(body: bytes) -> Bodies:
    return Bodies(
        body,
        gzip.compress(body, _GZIP_LEVEL, mtime=0),
        brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_LEVEL),
    )


def entry(row: tuple[Any, ...], bodies: Bodies, word: int) -> Entry:
    """From the index's columns, as COLUMNS names them."""
    path, token, _fresh, stored_at, stale_at, gone_at, etag, headers, params = row
    return Entry(
        path=path,
        token=token,
        stored_at=stored_at,
        stale_at=stale_at,
        gone_at=gone_at,
        etag=etag,
        headers=tuple((name, value) for name, value in json.loads(headers)),
        params=tuple(json.loads(params)),
        body=bodies.body,
        gzip=bodies.gzip,
        brotli=bodies.brotli,
        word=word,
    )


@dataclass(frozen=True)
class Followed:
    """How far this store has followed the database's outbox."""

    epoch: int
    mark: int
    """Every row up to this one is known."""
    seen: dict[int, float]
    """Those from the mark on that are, and when they were written."""
    drained_at: float
    """Seconds since the epoch, at most a minute too early; 0 for a store that is new."""


@dataclass(frozen=True)
class Stats:
    pages: int
    fresh: int
    size: int
    limit: int
    oldest: datetime | None
    tally: dict[str, int]
    """What was counted in the last 24 hours, by name."""
