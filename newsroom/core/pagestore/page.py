"""A stored page as a process sends it: every usual answer is ready before somebody asks."""

import threading
from collections.abc import Callable
from typing import Any

from newsroom.core.pagestore.address import Environ
from newsroom.core.pagestore.entry import Entry
from newsroom.core.pagestore.negotiation import Codings, has, part

Headers = list[tuple[str, str]]
Start = Callable[[str, Headers], Any]
SHARED, RENEWING, ERRING = 60, 60, 300
"""Seconds for which shared caches may keep a page unasked, show it while they ask, and show it when they get an error.
Where less is left until the page changes by the clock, the page's last answers say so."""
OWN = frozenset({"content-length", "content-encoding", "etag", "last-modified", "accept-ranges", "age", "date"})
"""What belongs to one answer or variant and not to the page."""
KEPT_BY_304 = frozenset({"cache-control", "vary", "etag", "age", "cache-tag", "surrogate-key"})
OUTAGE_CONTROL = "public, max-age=0, s-maxage=5"
"""For last good copies: no cache shall hold one for longer than the trouble lasts."""
codings = Codings()


class Variant:
    """The page in one coding. Nobody may change these lists: all answers share them."""

    __slots__ = ("body", "etag", "headers", "part")

    def __init__(self, etag: str, headers: Headers, body: bytes, name: str) -> None:
        self.etag = f'"{etag}-{name}"' if name else f'"{etag}"'
        own = [("ETag", self.etag), ("Content-Length", str(len(body)))]
        own.append(("Content-Encoding", name) if name else ("Accept-Ranges", "bytes"))
        self.headers, self.body = headers + own, [body]
        self.part = not name
        """Whether parts of it are sent: of a coded page nobody asks for any."""


class Page:
    __slots__ = ("entry", "params", "size", "until", "variants", "word")

    def __init__(self, entry: Entry, params: tuple[str, ...]) -> None:
        self.entry, self.params = entry, params
        self.confirm(entry)
        headers = [(name, value) for name, value in entry.headers if name.lower() not in OWN]
        plain = Variant(entry.etag, headers, entry.body, "")
        gzip = Variant(entry.etag, headers, entry.gzip, "gzip") if entry.gzip else plain
        brotli = Variant(entry.etag, headers, entry.brotli, "br") if entry.brotli else plain
        self.variants = (plain, gzip, brotli)
        """By `Coding`."""
        self.size = len(entry.body) + len(entry.gzip) + len(entry.brotli) + 4000

    def confirm(self, entry: Entry) -> None:
        """The same page, read again: what may have moved is how long it holds."""
        self.entry = entry
        self.until = min(entry.stale_at - SHARED, entry.gone_at - SHARED - max(RENEWING, ERRING))
        """Until then, ready answers are true to the letter; after that what they tell shared caches is worked out."""
        self.word = entry.word  # last: from now on other threads take the page for good

    def control(self, now: float) -> str:
        """Cache-Control near the end: nothing may outlast what it says about the page."""
        left = int(max(0.0, min(SHARED, self.entry.stale_at - now)))
        life = max(0.0, self.entry.gone_at - now - left)
        renewing, erring = int(min(RENEWING, life)), int(min(ERRING, life))
        return f"public, max-age=0, s-maxage={left}, stale-while-revalidate={renewing}, stale-if-error={erring}"


def answer(page: Page, environ: Environ, start: Start, now: float) -> list[bytes]:
    """To GET or HEAD, with whatever conditions."""
    changes = {"Cache-Control": page.control(now)} if now >= page.until else {}
    return _send(page, environ, start, changes)


def answer_in_outage(page: Page, environ: Environ, start: Start, now: float) -> list[bytes]:
    """With its age, which also says that it may be out of date."""
    age = str(max(0, int(now - page.entry.stored_at)))
    return _send(page, environ, start, {"Cache-Control": OUTAGE_CONTROL, "Age": age})


def _send(page: Page, environ: Environ, start: Start, changes: dict[str, str]) -> list[bytes]:
    variant = page.variants[codings[environ.get("HTTP_ACCEPT_ENCODING", "")]]
    headers = _with(variant.headers, changes)
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is not None and has(wanted, variant.etag):
        start("304 Not Modified", [each for each in headers if each[0].lower() in KEPT_BY_304])
        return []
    if environ["REQUEST_METHOD"] == "HEAD":
        start("200 OK", headers)
        return []
    if variant.part and "HTTP_RANGE" in environ and environ.get("HTTP_IF_RANGE", variant.etag) == variant.etag:
        found = part(environ["HTTP_RANGE"], len(variant.body[0]))
        if found is not None:
            return _send_part(variant.body[0], headers, start, *found)
    start("200 OK", headers)
    return variant.body


def _send_part(body: bytes, headers: Headers, start: Start, first: int, end: int) -> list[bytes]:
    if first >= len(body):
        nothing = {"Content-Range": f"bytes */{len(body)}", "Content-Length": "0", "Cache-Control": "no-store"}
        start("416 Range Not Satisfiable", _with(headers, nothing))
        return []
    shown = f"bytes {first}-{end - 1}/{len(body)}"
    start("206 Partial Content", _with(headers, {"Content-Range": shown, "Content-Length": str(end - first)}))
    return [body[first:end]]


def _with(headers: Headers, changes: dict[str, str]) -> Headers:
    """A list of its own, with these in place of what has their names."""
    return [each for each in headers if each[0] not in changes] + list(changes.items())


class Shelf(dict[str, Page]):
    """The pages that a process has at hand, bounded in size; those that came first leave first."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.size = most, 0
        self._lock = threading.Lock()

    def lay(self, slot: str, page: Page) -> None:
        with self._lock:
            self._take(slot)
            if page.size > self.most // 4:
                return
            while self and self.size + page.size > self.most:
                self._take(next(iter(self)))
            self[slot] = page
            self.size += page.size

    def take(self, slot: str) -> None:
        with self._lock:
            self._take(slot)

    def _take(self, slot: str) -> None:
        if page := self.pop(slot, None):
            self.size -= page.size
