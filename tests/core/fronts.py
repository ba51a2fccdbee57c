"""A front over the real Django and a store of its own, and readers who ask it by WSGI, without a socket."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from newsroom.core.pagestore import Store
from newsroom.core.pagestore.front import PageFront


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def environ(target: str, method: str = "GET", body: bytes = b"", /, **headers: str) -> dict[str, Any]:
    """As granian writes it; `Accept_Encoding="br"` is a header."""
    path, _question, query = target.partition("?")
    found = {
        "SCRIPT_NAME": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "203.0.113.9",
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": urlsplit(settings.SITE_URL).netloc,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
    }
    return found | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


class Readers:
    """`get("/path/")` is what a reader gets."""

    def __init__(self, store: Store, **options: Any) -> None:
        self.store = store
        self.front = PageFront(WSGIHandler(), store, **options)

    def ask(self, target: str, method: str = "GET", body: bytes = b"", **headers: str) -> Got:
        return self.send(environ(target, method, body, **headers))

    def send(self, asked: dict[str, Any]) -> Got:
        said: list[Any] = []
        answer: Iterable[bytes] = self.front(asked, lambda *words: said.append(words))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        status, headers = said[0][:2]
        assert len({name.lower() for name, _value in headers}) == len(headers), "a header is there twice"
        return Got(int(status[:3]), dict(headers), body)

    def get(self, target: str, **headers: str) -> Got:
        return self.send(environ(target, **headers))
