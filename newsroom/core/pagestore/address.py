"""What a page may be made from besides the database and the clock: a path and the few parameters that its view reads.

Everything else that a request says is left out before Django is asked, so that no header, cookie or stray parameter of
one reader can show in what others get.
"""

import io
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

LONGEST_PATH, LONGEST_QUERY, LONGEST_VALUE = 800, 4000, 200
Environ = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """A page's place. `raw` is the path as WSGI writes it, `key` the path decoded and the canonical query."""

    raw: str
    query: str
    key: str
    params: tuple[str, ...]

    @property
    def slot(self) -> str:
        """Where this process keeps the page: what a request without a query has at hand already."""
        return f"{self.raw}?{self.query}" if self.query else self.raw


def canonical(query: str, params: tuple[str, ...]) -> str:
    """The parameters among `params`, each once (the last, as Django reads it) and in their order; nothing else."""
    if not params or len(query) > LONGEST_QUERY:
        return ""
    found: dict[str, str] = {}
    for item in query.split("&"):
        name, _equals, value = item.partition("=")
        if name in params and len(value) <= LONGEST_VALUE:
            found[name] = unquote_plus(value)
    return "&".join(f"{name}={quote(found[name], safe='')}" for name in params if name in found)


def address_of(raw: str, query: str) -> Address | None:
    """None where no stored page can be: the path is broken, or another kind of view answers there, or none."""
    path = decoded(raw)
    params = None if path is None else params_of(path)
    if path is None or params is None:
        return None
    chosen = canonical(query, params)
    return Address(raw, chosen, f"{path}?{chosen}" if chosen else path, params)


def decoded(raw: str) -> str | None:
    """The path of a WSGI environ as text; None for what no page of ours has in its path."""
    if len(raw) > LONGEST_PATH or "?" in raw or "#" in raw:
        return None
    try:
        path = raw.encode("latin-1").decode()
    except UnicodeError:
        return None
    return path if path.isprintable() else None


def params_of(path: str) -> tuple[str, ...] | None:
    """What the path's stored view reads from the query; None where no stored view stands."""
    # Addresses in another language than the default one are found only while that language is active.
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            view = resolve(path).func
        except Resolver404:
            return None
    params: tuple[str, ...] | None = getattr(view, "stored_params", None)
    return params


def environ_of(raw: str, query: str = "") -> Environ:
    """The request that a page is made from: by nobody, for the site's own address."""
    site = urlsplit(settings.SITE_URL)
    environ: Environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": raw,
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = secure if site.scheme == "https" else "http"
    return environ
