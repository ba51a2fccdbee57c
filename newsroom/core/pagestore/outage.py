"""What readers get when there is no database and no good copy either: a polite 503 in their page's language.

The pages are made when the process starts, while everything works, and need nothing afterwards.
"""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.utils import translation

from newsroom.core.fault import allowed
from newsroom.core.pagestore.address import environ_of

RETRY_SECONDS = 30
STATUS = "503 Service Unavailable"


@dataclass(frozen=True)
class Sorry:
    headers: list[tuple[str, str]]
    body: bytes


def dressed(response: HttpResponse) -> HttpResponse:
    """With the security headers that every page of the site has."""
    wear = SecurityMiddleware(XFrameOptionsMiddleware(CSPMiddleware(lambda request: response)))
    dressed: HttpResponse = wear(WSGIRequest(environ_of("/")))  # type: ignore[assignment]  # none of them is async here
    return dressed


@cache
def sorry(language: str, *, sent: bool) -> Sorry:
    """The page in one language; `sent` is for somebody who sent us something."""
    with translation.override(language):
        response = dressed(allowed(HttpResponse(render_to_string("503.html", {"sent": sent}))))
    response["Content-Language"] = language
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(RETRY_SECONDS)
    return Sorry(list(response.items()), response.content)


def sorry_at(path: str, method: str) -> Sorry:
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    return sorry(language, sent=method not in {"GET", "HEAD"})


def prepare(folder: Path) -> None:
    """Make all of them now: the templates and what they load may be out of reach later.

    nginx finds them in `folder`, for when the site itself is gone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for language, _name in settings.LANGUAGES:
        sorry(language, sent=True)
        hand = folder / f".{language}.{os.getpid()}"
        hand.write_bytes(sorry(language, sent=False).body)
        hand.replace((folder / language).with_suffix(".html"))
