"""One request put to Django, from a thread of the pool."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

from newsroom.core.pagestore.address import Environ
from newsroom.core.pagestore.page import Headers, Start

Application = Callable[[Environ, Any], Iterable[bytes]]
FAILED = "newsroom.database_failed"


@dataclass(frozen=True)
class Reply:
    status: str
    headers: Headers
    body: Iterable[bytes]
    failed: bool
    """The database was the reason: the words of this answer are not for readers."""
    begun: int = -1
    """What had changed so far when it was begun, as the store counts; -1 where nobody asked."""

    def send(self, start: Start, *, head: bool = False) -> Iterable[bytes]:
        start(self.status, self.headers.copy())
        return [] if head else self.body

    @property
    def is_for_others(self) -> bool:
        """Whether others who ask at the same time can have it too: nothing is there, for anybody."""
        return not self.is_found and not self.failed and self.begun >= 0 and isinstance(self.body, list)

    @property
    def is_found(self) -> bool:
        return self.status.startswith("200")


def ask(application: Application, environ: Environ) -> Reply:
    """Django's whole answer. What it streams is left to whoever sends it, and closed by them."""
    said: list[tuple[str, Headers]] = []
    response = application(environ, lambda status, headers, exc_info=None: said.append((status, headers)))
    if not getattr(response, "streaming", False):
        try:
            body: Iterable[bytes] = [b"".join(response)]
        finally:
            close = getattr(response, "close", None)
            if close:
                close()
    else:
        body = response
    return Reply(*said[0], body, bool(environ.get(FAILED)))


def _note(sender: object, request: HttpRequest | None = None, **_others: object) -> None:
    """Django turns an exception into a page; this remembers whether the database was its reason."""
    if request is not None and isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        request.META[FAILED] = True


got_request_exception.connect(_note, dispatch_uid="newsroom.pagestore")
