"""A view says that its page may be stored; what it loads says what the page is made from."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.test import RequestFactory

from newsroom.core.pagestore import Recipe, collecting, depends, keys, stored, until

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@stored(params=("before", "after"))
def page(request: HttpRequest) -> HttpResponse:
    depends("article:1", "shell")
    until(NOON.replace(hour=14))
    until(NOON)
    until(None)
    until(NOON.replace(hour=13))
    return HttpResponse(request.GET.urlencode())


@stored()
def absent(request: HttpRequest) -> HttpResponseBase:
    return HttpResponseNotFound("no")


def recipe_of(response: HttpResponseBase) -> Recipe:
    found = response.recipe  # type: ignore[attr-defined]  # set by stored()
    assert isinstance(found, Recipe)
    return found


def test_a_page_knows_what_it_was_made_from_and_until_when_it_holds() -> None:
    found = recipe_of(page(RequestFactory().get("/")))
    assert found == Recipe({"article:1", "shell"}, NOON, ("after", "before"), storable=True)


def test_a_view_sees_its_own_parameters_only_each_once() -> None:
    response = page(RequestFactory().get("/?utm_source=x&before=1&before=2&fbclid=y"))
    assert response.content == b"before=2"  # type: ignore[attr-defined]  # it is an HttpResponse


def test_its_template_is_rendered_while_it_is_noted() -> None:
    class Loads:
        def __str__(self) -> str:
            depends("tag:7")
            return "loaded"

    @stored()
    def late(request: HttpRequest) -> HttpResponseBase:
        template: Any = engines["django"].from_string("{{ loads }}")
        return SimpleTemplateResponse(template, {"loads": Loads()})

    response = late(RequestFactory().get("/"))
    assert recipe_of(response).keys == {"tag:7"}
    assert response.content == b"loaded"  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize(("method", "is_storable"), [("get", True), ("head", True), ("post", False)])
def test_only_what_was_asked_for_reading_is_stored(method: str, is_storable: bool) -> None:
    assert recipe_of(page(getattr(RequestFactory(), method)("/"))).storable is is_storable


def test_what_is_not_there_is_not_stored_and_kept_by_no_cache() -> None:
    response = absent(RequestFactory().get("/"))
    assert not recipe_of(response).storable
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=0"


def test_a_page_with_a_cookie_is_not_stored() -> None:
    @stored()
    def with_cookie(request: HttpRequest) -> HttpResponseBase:
        response = HttpResponse("x")
        response.set_cookie("a", "b")
        return response

    assert not recipe_of(with_cookie(RequestFactory().get("/"))).storable


def test_inside_another_one_it_all_goes_into_that_one_s_recipe() -> None:
    with collecting() as outer:
        depends("a")
        with collecting() as inner:
            depends("b")
        depends("c")
    assert outer is inner
    assert outer.keys == {"a", "b", "c"}


def test_outside_of_a_stored_view_nothing_is_noted() -> None:
    depends("a")
    until(NOON)
    with collecting() as recipe:
        pass
    assert recipe == Recipe()


def test_what_one_page_is_made_from_does_not_stick_to_the_next() -> None:
    page(RequestFactory().get("/"))
    assert recipe_of(absent(RequestFactory().get("/"))).keys == set()


def test_whoever_has_a_session_gets_the_keys_and_no_cache_keeps_their_page(settings: Any) -> None:
    class Somebody:
        is_authenticated = True

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "anything"
    request.user = Somebody()  # type: ignore[assignment]  # all that is asked of it
    response = page(request)
    assert (response["Cache-Control"], response["X-Page-Keys"]) == ("private, no-store", "article:1 shell")
    assert not recipe_of(response).storable


def test_caches_in_front_are_told_the_keys_where_there_are_any(settings: Any) -> None:
    assert "Cache-Tag" not in page(RequestFactory().get("/"))
    settings.PAGE_CDN_KEYS = True
    response = page(RequestFactory().get("/"))
    named = f"{keys.address('/')},article:1,everything,shell"
    assert (response["Cache-Tag"], response["Surrogate-Key"]) == (named, named.replace(",", " "))
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=300"
