"""Every named address can be written, in every language, and leads back to the name it was written from."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, path, re_path, resolve, reverse
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.translation import override

SAMPLES = {
    "IntConverter": 1,
    "StringConverter": "a",
    "SlugConverter": "a-b",
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "PathConverter": "a/b",
}
"""A value for each kind of converter; one of our own needs a line here if no guess below fits it."""

GUESSES = ("1", "a", "a-b", "fr", "a/b", "00614a", "00614a00614a")


class Named(NamedTuple):
    name: str
    kwargs: dict[str, object]


def samples(pattern: object) -> dict[str, object]:
    """Values that a pattern accepts, by the name of its parameter."""
    if isinstance(pattern, RoutePattern):
        return {name: sample(converter) for name, converter in pattern.converters.items()}
    if isinstance(pattern, RegexPattern):
        groups = re.findall(r"\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)", str(pattern))
        return {name: fitting(expression) for name, expression in groups}
    return {}  # the language prefix takes no parameter


def sample(converter: Any) -> object:
    value = SAMPLES.get(type(converter).__name__)
    return converter.to_python(fitting(converter.regex)) if value is None else value


def fitting(expression: str) -> str:
    """The first alternative or guess that the expression of a group matches."""
    for value in (*expression.split("|"), *GUESSES):
        if re.fullmatch(expression, value):
            return value
    raise AssertionError(f"Add a value that fits {expression} to GUESSES.")


def walk(
    patterns: list[URLPattern | URLResolver], namespace: str = "", above: dict[str, object] | None = None
) -> Iterator[Named]:
    for pattern in patterns:
        kwargs = {**(above or {}), **samples(pattern.pattern)}
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner, kwargs)
        elif pattern.name:
            yield Named(namespace + pattern.name, kwargs)


def broken(names: list[Named]) -> list[str]:
    """The names that can't be written, and those whose address belongs to another name."""
    found = []
    for name, kwargs in names:
        try:
            match = resolve(reverse(name, kwargs=kwargs))
        except NoReverseMatch as error:
            found.append(str(error))
            continue
        if match.view_name != name:
            found.append(f"the address of {name} leads to {match.view_name}")
    return found


def test_the_walk_finds_the_addresses_of_every_room() -> None:
    names = {named.name for named in walk(get_resolver().url_patterns)}
    assert {"healthz", "readyz", "admin:index", "articles:front"} <= names


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_named_address_leads_back_to_its_name(language: str) -> None:
    with override(language):
        assert broken(list(walk(get_resolver().url_patterns))) == []


def answer(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("<path:rest>", answer, name="greedy"),
    path("late", answer, name="late"),
    re_path(r"^(?P<year>[0-9]{4})/$", answer, name="year"),
]


@override_settings(ROOT_URLCONF=__name__)
def test_an_address_behind_a_greedy_one_is_found() -> None:
    assert broken([Named("late", {})]) == ["the address of late leads to greedy"]


@override_settings(ROOT_URLCONF=__name__)
def test_an_address_that_cannot_be_written_is_found() -> None:
    assert len(broken([Named("year", {"year": "soon"})])) == 1


def test_a_group_that_nothing_fits_asks_for_a_sample() -> None:
    with pytest.raises(AssertionError, match="GUESSES"):
        fitting("[0-9]{4}")
