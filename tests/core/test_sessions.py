from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.core.accounts import letters
from newsroom.core.models import StaffSession, User
from newsroom.core.models.access import IDLE
from tests import cast
from tests.core.door import FIREFOX, PAGE, is_in, nadia, row, sign_in

pytestmark = pytest.mark.django_db
NOON = "2026-03-03T12:00:00Z"


def writes(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return sum(query["sql"].startswith("UPDATE") for query in queries)


def test_a_session_names_its_account_device_and_network() -> None:
    client = nadia()
    found = row(client)
    assert (found.user, found.device, found.network) == (User.objects.get(), "Firefox · Linux", "127.0.0.0/24")


def test_being_seen_is_written_at_most_once_a_minute() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = nadia()
        clock.shift(59)
        assert writes(client) == 0
        clock.shift(2)
        assert writes(client) == 2  # the session and its account
        assert writes(client) == 0


def test_being_seen_moves_what_the_team_reads() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = nadia()
        clock.shift(600)
        client.get(PAGE)
        assert row(client).seen_at == User.objects.get().seen_at == timezone.now()


def test_a_device_that_says_nothing_is_not_written_anew_each_time() -> None:
    client = nadia("")
    assert writes(client) == 0


def test_a_session_that_is_used_goes_on() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = nadia()
        for _day in range(10):
            clock.shift(timedelta(days=1))
            assert is_in(client)


def test_a_session_that_is_not_used_ends() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = nadia()
        clock.shift(IDLE + timedelta(minutes=1))
        assert not is_in(client)


def test_a_session_ends_in_the_end_however_much_it_is_used() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = nadia()
        for _day in range(14):
            is_in(client)
            clock.shift(timedelta(days=1))
        assert not is_in(client)


def test_saving_a_session_keeps_when_it_began_and_where() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = nadia()
        before = row(client)
        clock.shift(600)
        session = client.session
        session["something"] = "new"
        session.save()
        after = row(client)
    assert (after.created_at, after.device, after.network) == (before.created_at, before.device, before.network)


def test_the_handle_is_not_the_key() -> None:
    found = row(nadia())
    assert found.session_key not in found.handle
    assert not found.is_named(found.session_key)
    assert found.is_named(found.handle)


def test_a_reader_gets_neither_a_session_nor_a_page_that_varies_by_one() -> None:
    response = Client().get("/")
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "a" * 32, "é" * 8, "a" * 5000, "'; --"])
def test_a_session_cookie_that_is_none_is_a_strangers(key: str) -> None:
    client = Client()
    client.cookies["newsroom_session"] = key
    assert client.get(PAGE).status_code == 302


def test_a_password_changed_elsewhere_ends_the_session_even_if_its_row_stayed() -> None:
    client = nadia()
    user = User.objects.get()
    user.set_password("une-autre-phrase-de-passe")
    user.save()
    assert not is_in(client)


def test_an_account_closed_by_other_means_ends_the_session_too() -> None:
    client = nadia()
    User.objects.update(is_active=False)
    assert not is_in(client)


def test_a_link_that_was_opened_leaves_a_session_of_an_hour_only(post: list[Any]) -> None:
    user = cast.member("journalist")
    client = Client(HTTP_USER_AGENT=FIREFOX)
    client.get(reset_link(user, post))
    lasts = StaffSession.objects.get().expire_date - timezone.now()
    assert lasts <= timedelta(hours=1)


def reset_link(user: User, post: list[Any]) -> str:
    letters.password_reset(user)
    return str(post[-1].path)


def test_the_session_after_a_link_is_as_long_as_any_other(post: list[Any]) -> None:
    user = cast.member("journalist")
    client = Client()
    step = client.get(reset_link(user, post)).headers["Location"]
    client.post(step, {"new_password": "une-autre-phrase", "again": "une-autre-phrase"})
    assert row(client).expire_date - timezone.now() > timedelta(days=13)


def test_two_people_at_one_browser_share_nothing() -> None:
    client = nadia()
    session = client.session
    session["draft"] = "Nadia’s"
    session.save()
    client.post("/admin/logout/")
    sign_in(client, cast.editor().email)
    assert "draft" not in client.session
