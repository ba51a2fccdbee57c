"""Guessing is slow for whoever guesses, and the owner gets in."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from newsroom.core.accounts import devices
from newsroom.core.models import Attempt
from tests import cast
from tests.core.door import essence, sign_in

pytestmark = pytest.mark.django_db
NADIA = "journalist@example.ma"


def guess(times: int, email: str = NADIA, network: str = "192.0.2", client: Client | None = None) -> Any:
    """So many wrong passwords; answers the last response."""
    client = client or Client()
    for _ in range(times):
        response = client.post("/admin/login/", {"username": email, "password": "faux"}, REMOTE_ADDR=f"{network}.1")
    return response


def knock(client: Client | None = None, network: str = "192.0.2") -> int:
    """The owner, with the right password."""
    data = {"username": NADIA, "password": cast.PASSWORD}
    return (client or Client()).post("/admin/login/", data, REMOTE_ADDR=f"{network}.1").status_code


def from_many_networks(count: int) -> None:
    for number in range(count):
        guess(5, network=f"10.0.{number}")


def known_browser() -> Client:
    """A browser that Nadia signed in with before, and out again."""
    client = Client()
    knock(client, "198.51.100")
    client.post("/admin/logout/")
    return client


def test_five_wrong_passwords_are_allowed_and_the_sixth_waits() -> None:
    cast.reporter()
    assert guess(5).status_code == 200
    assert guess(1).status_code == 429


def test_who_waits_is_told_for_how_long() -> None:
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False):
        response = guess(6)
    assert response.headers["Retry-After"] == "900"
    assert re.search(r"\b15\b", response.content.decode().partition("errornote")[2][:200])


def test_who_waits_finds_the_address_that_was_typed() -> None:
    assert f'value="{NADIA}"' in guess(6).content.decode()


def test_the_right_password_has_to_wait_too() -> None:
    cast.reporter()
    guess(6)
    assert knock() == 429


def test_after_a_quarter_of_an_hour_the_owner_gets_in() -> None:
    cast.reporter()
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False) as clock:
        guess(6)
        clock.shift(15 * 60)
        assert knock() == 302


def test_the_same_words_are_given_for_an_account_that_does_not_exist() -> None:
    cast.member("journalist", email="known@example.ma")
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False):
        answers = [essence(guess(6, email, network)) for email, network in PAIRS]
    (status, page, headers), other = answers
    assert (status, page.replace("known@", "never@"), headers) == other


PAIRS = [("known@example.ma", "192.0.2"), ("never@example.ma", "198.51.100")]


def test_another_network_is_counted_apart() -> None:
    cast.reporter()
    guess(6)
    assert knock(network="198.51.100") == 302


def test_another_machine_of_the_same_network_is_not() -> None:
    cast.reporter()
    guess(6)
    data = {"username": NADIA, "password": cast.PASSWORD}
    assert Client().post("/admin/login/", data, REMOTE_ADDR="192.0.2.200").status_code == 429


def test_one_network_gets_thirty_tries_over_all_accounts() -> None:
    for number in range(30):
        assert guess(1, f"n{number}@example.ma").status_code == 200
    assert guess(1, "n31@example.ma").status_code == 429


def test_rightful_sign_ins_of_a_whole_newsroom_fill_no_counter() -> None:
    cast.reporter()
    assert {knock() for _ in range(40)} == {302}


def test_an_account_gets_a_hundred_tries_an_hour_from_all_networks_together() -> None:
    cast.reporter()
    from_many_networks(20)
    assert knock(network="198.51.100") == 429


def test_a_browser_that_signed_in_before_gets_in_all_the_same() -> None:
    cast.reporter()
    browser = known_browser()
    from_many_networks(21)
    assert knock(browser, network="198.51.100") == 302


def test_a_known_browser_gets_in_from_the_network_that_the_guesses_come_from() -> None:
    cast.reporter()
    browser = known_browser()
    guess(6)
    assert knock(browser) == 302


def test_a_known_browser_has_a_limit_of_its_own() -> None:
    cast.reporter()
    browser = known_browser()
    assert guess(10, client=browser).status_code == 200
    assert guess(1, client=browser).status_code == 429


def test_a_known_browser_is_known_for_its_own_account_only() -> None:
    cast.reporter()
    browser = known_browser()
    assert guess(6, "editor@example.ma", client=browser).status_code == 429


@pytest.mark.parametrize("change", [lambda value: value + "x", lambda value: "x" + value, lambda _value: "null"])
def test_a_forged_device_is_an_unknown_one(change: Any) -> None:
    cast.reporter()
    browser = known_browser()
    browser.cookies[devices.cookie_name()] = change(browser.cookies[devices.cookie_name()].value)
    guess(6)
    assert knock(browser) == 429


def test_the_device_cookie_is_signed_and_out_of_the_reach_of_scripts() -> None:
    cast.reporter()
    cookie = known_browser().cookies[devices.cookie_name()]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/admin/")
    assert "journalist" not in cookie.value


def test_a_shared_browser_is_known_for_several_accounts() -> None:
    cast.reporter()
    cast.editor()
    browser = known_browser()
    sign_in(browser, "editor@example.ma")
    browser.post("/admin/logout/")
    guess(6)
    assert knock(browser) == 302


def test_who_is_held_up_on_one_network_does_not_fill_the_accounts_own_counter() -> None:
    cast.reporter()
    guess(200)
    assert knock(network="198.51.100") == 302


def test_no_counter_names_whom_it_counts() -> None:
    guess(3)
    assert {len(row.key) for row in Attempt.objects.all()} == {64}
