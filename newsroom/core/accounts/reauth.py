"""A fresh password before what can't be taken back lightly.

A POST that comes more than `FRESH` after the password was last given is answered by a page that asks for it and holds
the whole form in hidden fields; sent with the right password, the same address gets the same data and goes on. An open
browser that somebody left at their desk invites nobody and deactivates nobody.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from newsroom.core.accounts import throttle
from newsroom.core.accounts.pages import page, safe_path
from newsroom.core.accounts.sessions import PASSWORD_GIVEN
from newsroom.core.accounts.throttle import Throttle
from newsroom.core.models import User

FRESH = timedelta(minutes=15)
FIELD = "sudo-password"
AFRESH = "sudo-afresh"
"""Sent along where the form held a file, which no hidden field can: the person is led back to choose it again."""
TRIES = Throttle("reauth", 5, FRESH)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def sudo_required(view: View) -> View:
    """For views of signed-in people, inside of whatever checks that they may: who may not is asked for no password."""

    @sensitive_post_parameters(FIELD)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = demand(request)
        return answer if answer is not None else view(request, *args, **kwargs)

    return cast(View, guarded)


def demand(request: HttpRequest, *, at: datetime | None = None) -> HttpResponse | None:
    """None where a POST may go on – `request.POST` is then as it was first sent – else the page that asks."""
    at = at or timezone.now()
    if request.method != "POST":
        return None
    if FIELD not in request.POST:
        return None if is_fresh(request, at) else _ask(request)
    wait, right = verify(request, request.POST[FIELD], at=at)
    if wait:
        response = _ask(request, throttle.wait_in_words(wait), status=429)
        response["Retry-After"] = throttle.retry_after(wait)
        return response
    if not right:
        return _ask(request, _("The password isn't right. Try again."))
    request.session[PASSWORD_GIVEN] = at.timestamp()
    if AFRESH in request.POST:
        return HttpResponseRedirect(request.get_full_path())
    request.POST = _without_ours(request.POST)  # type: ignore[assignment]  # WSGIRequest.POST has a setter
    return None


@sensitive_variables("password")
def verify(request: HttpRequest, password: str, *, at: datetime | None = None) -> tuple[timedelta | None, bool]:
    """How long to wait, if at all, and whether this is the password of whoever is signed in.

    Not `User.check_password`: that may store the hash anew, which would end the person's own sessions.
    """
    user = request.user
    if not isinstance(user, User):
        return None, False
    if wait := TRIES.hit(str(user.pk), at=at):
        return wait, False
    right = check_password(password[:1000], user.password)
    if right:
        TRIES.clear(str(user.pk))
    return None, right


def is_fresh(request: HttpRequest, at: datetime) -> bool:
    given = request.session.get(PASSWORD_GIVEN, 0)
    return timedelta(0) <= timedelta(seconds=at.timestamp() - given) < FRESH


def _ask(request: HttpRequest, error: str = "", *, status: int = 200) -> HttpResponse:
    sent = [(name, value) for name, values in _without_ours(request.POST).lists() for value in values]
    if request.FILES or AFRESH in request.POST:
        sent = [(AFRESH, "1")]
    context: dict[str, Any] = {
        "title": _("Confirm with your password"),
        "sent": sent,
        "field": FIELD,
        "error": error,
        "afresh": sent == [(AFRESH, "1")],
        "back": safe_path(_came_from(request)),
    }
    response = page(request, "accounts/confirm.html", status=status, **context)
    response["Cache-Control"] = "no-store, private"
    return response


def _came_from(request: HttpRequest) -> str:
    origin = f"{request.scheme}://{request.get_host()}"
    referrer = request.headers.get("Referer", "")
    return referrer.removeprefix(origin) if referrer.startswith(origin + "/") else ""


def _without_ours(sent: QueryDict) -> QueryDict:
    rest = sent.copy()
    for name in (FIELD, AFRESH, "csrfmiddlewaretoken"):
        rest.pop(name, None)
    rest._mutable = False
    return rest
