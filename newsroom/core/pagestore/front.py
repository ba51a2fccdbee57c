"""What stands between the web server and Django: stored pages are answered before Django is entered.

    PageFront(get_wsgi_application(), store)

Django itself works in two small pools of threads, one for pages and one for everything else, so that neither a database
that hangs nor a form that waits for a lock keeps anybody from a page that is there.
"""

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from time import time
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from newsroom.core.pagestore import outage
from newsroom.core.pagestore.address import Address, Environ, address_of
from newsroom.core.pagestore.django_side import Application, Reply, ask
from newsroom.core.pagestore.here import here
from newsroom.core.pagestore.maintenance import fingerprint, sweep
from newsroom.core.pagestore.making import Maker, attempt, awaited
from newsroom.core.pagestore.page import Page, Shelf, Start, answer, answer_in_outage, codings
from newsroom.core.pagestore.pool import Pool
from newsroom.core.pagestore.pulse import Pulse
from newsroom.core.pagestore.store import Store

MEMORY = 64 * 2**20
"""Bytes of pages that one process has at hand."""
RENDERERS, OTHERS, FILES = 4, 4, 2
"""Threads that make pages, that do everything else, and that open static files, for which no database is needed."""
STUCK_SECONDS = 4.0
"""When all threads that make pages have been at one for so long, no more are to be had: something is locked."""
ROOM, FULL_SECONDS = 8, 1.0
"""So many of the server's threads may wait for Django when all of its own have been at one thing for that long: the
others are for readers of stored pages."""
TICKS_TO_COUNT, TICKS_TO_SWEEP = 2, 1200
SAFE = frozenset({"GET", "HEAD"})


class PageFront:
    """`starts`: the clock and the database are watched from the first request on, or from `start()`."""

    def __init__(self, application: Application, store: Store, *, starts: bool = False, memory: int = MEMORY) -> None:
        self._application, self._store, self._starts = application, store, starts
        self._pages = Shelf(memory)
        self._word = store.word.value
        self._hosts = own_hosts()
        self._scheme, self._schemes = own_scheme()
        self._session = settings.SESSION_COOKIE_NAME
        self._direct, self._static = ("/healthz", "/readyz"), settings.STATIC_URL
        self._elsewhere = (self._static, reverse("admin:index"))
        self._pool, self._others, self._files = Pool("pages", RENDERERS), Pool("requests", OTHERS), Pool("files", FILES)
        self._maker = Maker(application, store, self._pool, keep=self._keep, is_hopeless=self._is_hopeless)
        self.pulse = Pulse(self._tick, self._recovered)
        self._line, self._waiting = threading.Lock(), 0
        self._starting, self._started = threading.Lock(), False
        self.hits, self.misses = 0, 0
        self._told, self._ticks = (0, 0), 0
        self._deleting: Future[None] | None = None

    def start(self) -> None:
        """Show what this program makes and nothing else, and begin to watch the clock and the database.

        Once, in the process that serves; whoever asks meanwhile waits.
        """
        with self._starting:
            if not self._started:
                outage.prepare(self._store.folder / "sorry")
                self._store.serve(fingerprint(), timezone.now())
                self.pulse.start()
                self._started = True

    def stop(self) -> None:
        if self._started:
            self.pulse.stop()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        page = self._pages.get(environ["PATH_INFO"])
        if (
            page is None
            or page.word != self._word()
            or time() >= page.until
            or environ.get("HTTP_HOST") not in self._hosts
            or environ.get(self._scheme) not in self._schemes
            or (page.params and environ["QUERY_STRING"])
            or self._session in environ.get("HTTP_COOKIE", "")
            or environ["REQUEST_METHOD"] != "GET"
            or "HTTP_IF_NONE_MATCH" in environ
            or "HTTP_RANGE" in environ
        ):
            return self._look(environ, start_response)
        self.hits += 1
        variant = page.variants[codings[environ.get("HTTP_ACCEPT_ENCODING", "")]]
        # A copy: a server may add to what it is given.
        start_response("200 OK", variant.headers.copy())
        return variant.body

    def _look(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Whatever isn't the plainest request for a page at hand."""
        if environ["PATH_INFO"] in self._direct:
            return self._application(environ, start)
        if self._starts and not self._started:
            self.start()
        address = self._address(environ)
        if address is None:
            return self._ask(environ, start)
        page = self._fresh(address)
        if page:
            self.hits += 1
            return answer(page, environ, start, time())
        self.misses += 1
        made = None if self._is_hopeless() else self._maker.made(address, lambda: self._fresh(address))
        if isinstance(made, Page):
            return answer(made, environ, start, time())
        if made is not None:
            return made.send(start, head=environ["REQUEST_METHOD"] == "HEAD")
        return self._in_outage(address, environ, start)

    def _address(self, environ: Environ) -> Address | None:
        """Where to look for what is asked; None when it isn't a stored page, or not for this reader.

        Somebody with a session gets pages made for them alone, unless none can be made.
        """
        if environ["REQUEST_METHOD"] not in SAFE or environ["PATH_INFO"].startswith(self._elsewhere):
            return None
        if environ.get("HTTP_HOST") not in self._hosts or environ.get(self._scheme) not in self._schemes:
            return None
        if self._session in environ.get("HTTP_COOKIE", "") and not self.pulse.is_out():
            return None
        return address_of(environ["PATH_INFO"], environ.get("QUERY_STRING", ""))

    def _fresh(self, address: Address) -> Page | None:
        """The page as it would be made now: at hand, or in the store."""
        page = self._pages.get(address.slot)
        if page and page.word == self._word() and time() < page.entry.stale_at:
            return page
        entry = attempt(lambda: self._store.get(address.key, timezone.now()))
        if entry is None:
            self._pages.take(address.slot)
            return None
        if page and page.entry.token == entry.token:
            page.confirm(entry)
            return page
        page = Page(entry, address.params)
        self._pages.lay(address.slot, page)
        return page

    def _ask(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Everything that isn't a stored page: the office, forms, what isn't there."""
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        is_file = path.startswith(self._static)
        if not is_file and (self.pulse.is_out() or (method not in SAFE and self.pulse.is_locked())):
            return sorry(path, method, start)
        if is_file:
            reply = awaited(self._files.submit(lambda: ask(self._application, environ)), self._is_out)
        else:
            reply = self._in_line(environ)
        if reply is None or reply.failed:
            return sorry(path, method, start)
        return reply.send(start)

    def _in_line(self, environ: Environ) -> Reply | None:
        """Django's answer; None where it can't be had, or too many wait for theirs."""
        if self._is_full(ROOM):
            return None
        writes = environ["REQUEST_METHOD"] not in SAFE
        future = self._others.submit(lambda: ask(self._application, environ))

        def is_hopeless() -> bool:
            stays_locked = (writes and self.pulse.is_locked()) or self._others.is_stuck(STUCK_SECONDS)
            # What waits for its turn behind a lock may be taken back; what has begun may be about to succeed.
            return self._is_out() or ((stays_locked or self._is_full(ROOM + 1)) and future.cancel())

        with self._counted():
            return awaited(future, is_hopeless)

    def _is_full(self, room: int) -> bool:
        return self._waiting >= room and self._others.is_stuck(FULL_SECONDS)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._line:
            self._waiting += 1
        try:
            yield
        finally:
            with self._line:
                self._waiting -= 1

    def _is_out(self) -> bool:
        self.pulse.hurry()
        return self.pulse.is_out()

    def _in_outage(self, address: Address, environ: Environ, start: Start) -> Iterable[bytes]:
        entry = attempt(lambda: self._store.last(address.key, timezone.now()))
        if entry is None:
            return sorry(address.raw, environ["REQUEST_METHOD"], start)
        return answer_in_outage(Page(entry, address.params), environ, start, time())

    def _keep(self, address: Address, page: Page) -> None:
        self._pages.lay(address.slot, page)

    def _is_hopeless(self) -> bool:
        """Whether no new page can be had now."""
        return self._is_out() or self._pool.is_stuck(STUCK_SECONDS)

    def _recovered(self) -> None:
        for pool in (self._pool, self._others, self._files):
            if pool.is_stuck(STUCK_SECONDS):
                pool.renew()

    def _tick(self) -> None:
        at = timezone.now()
        self._store.tick(at)
        self._delete_gone()
        counted, self._ticks = (self.hits, self.misses), self._ticks + 1
        if self._ticks % TICKS_TO_COUNT == 0 and counted != self._told:
            hits, misses = (now - told for now, told in zip(counted, self._told, strict=True))
            self._store.count(at, hits=hits, misses=misses)
            self._told = counted
        # What takes long is for another thread: the next page may end in half a second.
        if self._ticks % TICKS_TO_SWEEP == 1 and self._store.is_to_be_swept(at):
            self._pool.submit(lambda: attempt(lambda: sweep(self._store, at)))

    def _delete_gone(self) -> None:
        if (self._deleting is None or self._deleting.done()) and self._store.files.has_gone():
            self._deleting = self._pool.submit(lambda: attempt(self._store.files.delete_gone))


def fronted(application: Application, *, serves: bool) -> Application:
    """Behind a front, where pages are stored. `serves`: this process is the server's, and begins its watch at once."""
    store = here()
    if store is None:
        return application
    front = PageFront(application, store, starts=True)
    if serves:
        front.start()
    return front


def own_hosts() -> frozenset[str]:
    """As browsers write them for the site's own address; in the demo for this machine's other names as well."""
    site = urlsplit(settings.SITE_URL)
    port = f":{site.port}" if site.port else ""
    return frozenset({site.netloc, *(f"{name}{port}" for name in settings.ALLOWED_HOSTS if settings.DEMO)})


def own_scheme() -> tuple[str, frozenset[str | None]]:
    """What in the environ says how the request came, and its values for the site's own scheme."""
    scheme = urlsplit(settings.SITE_URL).scheme
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return "wsgi.url_scheme", frozenset({scheme})
    name, secure = settings.SECURE_PROXY_SSL_HEADER
    return name, frozenset({secure}) if scheme == "https" else frozenset({None, "http"})


def sorry(raw: str, method: str, start: Start) -> list[bytes]:
    page = outage.sorry_at(raw, method)
    start(outage.STATUS, page.headers.copy())
    return [] if method == "HEAD" else [page.body]
