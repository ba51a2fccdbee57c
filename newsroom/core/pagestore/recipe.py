"""What a page is made from, noted while it is made.

    @stored(params=("before",))
    def category(request: HttpRequest, ...) -> HttpResponse: ...

Loaders call `depends()` and `until()` wherever they run; outside of a stored view that does nothing.
"""

import functools
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers

from newsroom.core.pagestore.address import canonical
from newsroom.core.pagestore.labels import labels

KNOWN: set[str] = set()
"""Every query parameter that some stored view reads; all others make no difference to any page."""
IN_ENVIRON = "newsroom.recipe"
"""Under this name of the WSGI environ whoever renders a page finds its recipe."""
FOR_READERS = "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=300"
FOR_ABSENT = "public, max-age=0, s-maxage=0"
"""What isn't there may be in a second: no cache keeps that it wasn't."""
FOR_STAFF = "private, no-store"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass
class Recipe:
    """What a page was made from, and the instant at which it changes by the clock alone."""

    keys: set[str] = field(default_factory=set)
    until: datetime | None = None
    params: tuple[str, ...] = ()
    storable: bool = False


_open: ContextVar[Recipe | None] = ContextVar("recipe", default=None)


@contextmanager
def collecting() -> Iterator[Recipe]:
    """Notes what is named inside; within another one, into that one's recipe."""
    outer = _open.get()
    if outer is not None:
        yield outer
        return
    token = _open.set(recipe := Recipe())
    try:
        yield recipe
    finally:
        _open.reset(token)


def depends(*keys: str) -> None:
    """What is being made shows what these keys stand for."""
    if recipe := _open.get():
        recipe.keys.update(keys)


def until(instant: datetime | None) -> None:
    """What is being made holds until then at most; None says nothing."""
    recipe = _open.get()
    if recipe and instant and (recipe.until is None or instant < recipe.until):
        recipe.until = instant


def stored(params: Collection[str] = ()) -> Callable[[View[P]], View[P]]:
    """A page that is the same for all readers: made of the database, the clock, its path and `params`, nothing else.

    The view sees no other query parameter. Its template is rendered here, so that what the template loads is noted.
    """
    known = tuple(sorted(params))
    KNOWN.update(known)

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            _narrow(request, known)
            with collecting() as recipe:
                recipe.params = known
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response = response.render()
            _finish(request, response, recipe)
            return response

        wrapped.stored_params = known  # type: ignore[attr-defined]  # how the front knows such a view before it runs
        return wrapped

    return decorate


def _narrow(request: HttpRequest, known: tuple[str, ...]) -> None:
    """One value for each known parameter, the last, as `QueryDict[...]` answers it."""
    query = request.GET.copy()
    for name in request.GET:
        if name in known:
            query[name] = request.GET[name]
        else:
            del query[name]
    query._mutable = False
    request.GET = query  # type: ignore[assignment]  # immutable again


def _finish(request: HttpRequest, response: HttpResponseBase, recipe: Recipe) -> None:
    staff = settings.SESSION_COOKIE_NAME in request.COOKIES
    found = response.status_code == HTTPStatus.OK and not response.streaming
    recipe.storable = found and not staff and not response.cookies and request.method in {"GET", "HEAD"}
    response.recipe = recipe  # type: ignore[attr-defined]  # for tests and whoever has the response at hand
    request.META[IN_ENVIRON] = recipe
    if staff:
        response["Cache-Control"] = FOR_STAFF
        if request.user.is_authenticated:
            response["X-Page-Keys"] = " ".join(sorted(recipe.keys))
        return
    if found and settings.PAGE_CDN_KEYS:
        query = canonical(request.META.get("QUERY_STRING", ""), recipe.params)
        for name, value in labels(recipe.keys, request.path, query).items():
            response[name] = value
    response["Cache-Control"] = FOR_READERS if found else FOR_ABSENT
    patch_vary_headers(response, ["Accept-Encoding"])
