"""The declared table of addresses against the URL resolver and against real answers."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.plugin import DjangoDbBlocker

from tests import matrix
from tests.matrix import CASES, HIDDEN, Case
from tests.world import ROLES, STRANGER, World

pytestmark = pytest.mark.django_db  # so that pytest-django makes the database; `world` holds it open
Essence = tuple[int, int, dict[str, str]]
Nothing = dict[tuple[str, str, bool], Essence]
NOWHERE = {True: "/admin/nothing-here/", False: "/nothing/here/at/all/"}
TOUCHED = {"x-request-id", "content-security-policy", "expires"}  # an id, a nonce and the clock, new with every answer


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for the whole table; what a question changes in it is taken back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        for role in ROLES:
            made.client(role)
        yield made
        transaction.set_rollback(True)


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def ask(client: Client, case: Case, path: str, method: str) -> Any:
    """The answer, with whatever it changed in the database taken back."""
    with transaction.atomic():
        response = client.post(path, case.data) if method == "POST" else client.generic(method, path)
        transaction.set_rollback(True)
    return response


def essence(response: HttpResponse) -> Essence:
    headers = {name: value for name, value in response.headers.items() if name.lower() not in TOUCHED}
    return response.status_code, len(response.content), headers


def test_every_address_is_declared_and_every_declared_address_exists() -> None:
    declared, known = {case.route for case in CASES}, set(routes(get_resolver()))
    assert (known - declared, declared - known) == (set(), set())


@pytest.fixture(scope="module")
def nothing(world: World) -> Nothing:
    """What an address answers that doesn't exist: by role, method and whether it would be in the office."""
    return {
        (role, method, office): essence(ask(world.client(role), CASES[0], path, method))
        for role in ROLES
        for method in ("GET", "POST")
        for office, path in NOWHERE.items()
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_table_holds_and_what_it_hides_looks_like_nothing(
    world: World, nothing: Nothing, case: Case, method: str
) -> None:
    path, expected = case.path(world), case.post if method == "POST" else case.get
    found = {role: ask(world.client(role), case, path, method) for role in ROLES}
    assert {role: answer.status_code for role, answer in found.items()} == expected
    for role in [role for role in ROLES if expected[role] == HIDDEN]:
        assert essence(found[role]) == nothing[role, method, case.route.startswith("admin/")], role


@pytest.mark.once
@pytest.mark.parametrize("case", CASES, ids=str)
def test_head_is_answered_like_get(world: World, case: Case) -> None:
    for role in (STRANGER, "chief"):
        assert ask(world.client(role), case, case.path(world), "HEAD").status_code == case.get[role]


@pytest.mark.once
@pytest.mark.parametrize("case", CASES, ids=str)
def test_other_methods_are_refused_everywhere(world: World, case: Case) -> None:
    refused = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_FOUND}
    methods = ("PUT", "PATCH", "DELETE", "TRACE")
    assert {ask(world.client("chief"), case, case.path(world), method).status_code for method in methods} <= refused


@pytest.mark.once
@pytest.mark.parametrize("case", [case for case in CASES if case.route.startswith("admin/")], ids=str)
def test_a_deactivated_account_is_a_stranger(world: World, case: Case) -> None:
    with transaction.atomic():
        type(world.superuser).objects.filter(pk=world.people["administrator"].pk).update(is_active=False)
        answer = ask(world.client("administrator"), case, case.path(world), "GET")
        transaction.set_rollback(True)
    assert answer.status_code == case.get[STRANGER]


def test_the_table_names_no_case_twice() -> None:
    assert len({str(case) for case in CASES}) == len(matrix.CASES)
