"""The site with a few pages more, which count how often they are made and say what they were made from."""

import json
import threading
from dataclasses import dataclass, field

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from newsroom.core.pagestore import depends, stored
from newsroom.urls import urlpatterns as ours


@dataclass
class State:
    """What the tests turn and read."""

    made: list[str] = field(default_factory=list)
    broken: bool = False
    going: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)


state = State()
WORDS = "Une page, lue mille fois. " * 200


def _page(request: HttpRequest) -> HttpResponse:
    state.made.append(request.get_full_path())
    if state.broken:
        raise OperationalError("server closed the connection unexpectedly")
    depends("words")
    return HttpResponse(f"<p>{len(state.made)}</p>{WORDS}")


@csrf_exempt
@require_safe
@stored()
def page(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_safe
@stored(params=("before",))
def listing(request: HttpRequest) -> HttpResponse:
    depends("words")
    state.made.append(request.get_full_path())
    return HttpResponse(f"<p>before {request.GET.get('before', 'nothing')}, {len(state.made)}</p>")


@require_safe
@stored()
def slow(request: HttpRequest) -> HttpResponse:
    state.begun.set()
    assert state.going.wait(20)
    return _page(request)


@require_safe
@stored()
def mirror(request: HttpRequest) -> HttpResponse:
    """Everything that a view could get to see of whoever asks."""
    depends("mirror")
    seen = {
        "headers": dict(request.headers),
        "cookies": request.COOKIES,
        "address": request.build_absolute_uri(),
        "secure": request.is_secure(),
        "remote": request.META["REMOTE_ADDR"],
        "query": request.META["QUERY_STRING"],
        "method": request.method,
    }
    return HttpResponse(json.dumps(seen, sort_keys=True))


@require_safe
@stored()
def careless(request: HttpRequest) -> HttpResponse:
    """A view that shouldn't be stored: it says of itself that it isn't the same for everybody."""
    response = _page(request)
    response["Vary"] = "User-Agent"
    return response


@require_safe
@stored()
def absent(request: HttpRequest) -> HttpResponse:
    state.made.append(request.get_full_path())
    return HttpResponse("nothing here", status=404)


@require_safe
@stored()
def slowly_absent(request: HttpRequest) -> HttpResponse:
    state.made.append(request.get_full_path())
    state.begun.set()
    assert state.going.wait(20)
    return HttpResponse("nothing here", status=404)


@csrf_exempt
def form(request: HttpRequest) -> HttpResponse:
    if state.broken:
        raise OperationalError("database is locked")
    return HttpResponse(f"thanks for {request.body.decode()}")


@csrf_exempt
def waiting(request: HttpRequest) -> HttpResponse:
    """A form behind a lock."""
    assert state.going.wait(20)
    return HttpResponse("thanks")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"one ", b"two"]))


urlpatterns = [
    path("t/page/", page),
    path("t/list/", listing),
    path("t/slow/", slow),
    path("t/mirror/", mirror),
    path("t/careless/", careless),
    path("t/absent/", absent),
    path("t/slowly-absent/", slowly_absent),
    path("t/form/", form),
    path("t/waiting/", waiting),
    path("t/stream/", stream),
    path("t/société/", page),
    *ours,
]
