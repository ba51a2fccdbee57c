"""The known device: a browser that signed in before keeps its own counter, so that nobody can lock its owner out.

The cookie says nothing but "an account once signed in here": it opens nothing, and it is worth the few tries that
`signin.DEVICE` allows. It holds hashes of addresses, for the few people who share a machine.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

SALT = "newsroom.device"
KEPT = 180 * 24 * 3600
PEOPLE = 8
"""How many accounts one browser is remembered for; the one that signed in longest ago goes first."""


@dataclass(frozen=True)
class Device:
    id: str
    accounts: tuple[str, ...]

    def knows(self, email: str) -> bool:
        return _account(email) in self.accounts


def cookie_name() -> str:
    return "__Secure-device" if settings.HTTPS else "newsroom_device"


def read(request: HttpRequest) -> Device | None:
    try:
        found = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=KEPT)
        return Device(str(found["id"]), tuple(map(str, found["accounts"])))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Tell the browser that this account signed in with it."""
    known = read(request)
    account = _account(email)
    others = [other for other in known.accounts if other != account] if known else []
    value = {"id": known.id if known else secrets.token_urlsafe(12), "accounts": [account, *others][:PEOPLE]}
    response.set_cookie(
        cookie_name(),
        signing.dumps(value, salt=SALT),
        max_age=KEPT,
        path=reverse("admin:index"),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _account(email: str) -> str:
    return salted_hmac(SALT, email, algorithm="sha256").hexdigest()[:24]
