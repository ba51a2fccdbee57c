from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsroom.core.accounts.network import client_network, device_summary
from newsroom.core.models import StaffSession, User

STEP = timedelta(minutes=1)
"""How exactly "last seen" is kept: one write a minute for each browser, not one for each request."""


class StaffSessionMiddleware:
    """Notes on the session's row, and on its account, when and from what kind of device it was used.

    A request without a session cookie is left untouched: asking for its session would make public pages vary by cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            before = request.session.session_key
            note(request)
        response = self.get_response(request)
        if request.session.session_key not in {None, before} and request.user.is_authenticated:
            note(request)  # signed in just now, or under a new session id
        return response


def note(request: HttpRequest) -> None:
    at, key = timezone.now(), request.session.session_key
    row = getattr(request.session, "row", None)
    if row and row.session_key == key and row.device and row.seen_at > at - STEP:
        return
    seen = {"seen_at": at, "network": client_network(request), "device": device_summary(request) or "?"}
    if StaffSession.objects.filter(session_key=key).update(**seen):
        User.objects.filter(pk=request.user.pk).update(seen_at=at)
