from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.test import Client

from newsroom.core.models import StaffSession, User
from tests import cast
from tests.core.door import DOOR, essence, sign_in

pytestmark = pytest.mark.django_db


def test_the_right_password_leads_to_the_desk() -> None:
    cast.reporter()
    assert sign_in(Client()).headers["Location"] == "/admin/"


@pytest.mark.parametrize("typed", ["Journalist@Example.MA", "  journalist@example.ma  "])
def test_the_address_may_be_typed_in_any_case_and_with_blanks_around(typed: str) -> None:
    cast.reporter()
    assert sign_in(Client(), typed).status_code == 302


def test_a_wrong_password_keeps_the_address_that_was_typed() -> None:
    cast.reporter()
    page = sign_in(Client(), password="faux").content.decode()
    assert 'value="journalist@example.ma"' in page


def test_a_wrong_password_signs_nobody_in() -> None:
    cast.reporter()
    client = Client()
    sign_in(client, password="faux")
    assert "_auth_user_id" not in client.session


def test_nobody_learns_whether_an_account_exists_or_is_open() -> None:
    cast.member("journalist", email="known@example.ma")
    cast.member("journalist", email="close@example.ma", is_active=False)
    invited = cast.member("journalist", email="await@example.ma")
    invited.set_unusable_password()
    invited.save()
    answers = []
    for email in ("known@example.ma", "close@example.ma", "await@example.ma", "never@example.ma"):
        status, page, headers = essence(sign_in(Client(), email, "faux"))
        answers.append((status, page.replace(email, ""), headers))
    assert answers == [answers[0]] * 4


@pytest.mark.parametrize("state", ["none", "open", "closed", "invited"])
def test_the_password_is_hashed_once_whatever_the_account(state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if state != "none":
        password = make_password(None if state == "invited" else cast.PASSWORD)
        User.objects.create(email="journalist@example.ma", name="N", password=password, is_active=state != "closed")
    hashed = mock.Mock(return_value="md5$salt$hash")
    monkeypatch.setattr(MD5PasswordHasher, "encode", hashed)
    sign_in(Client(), password="faux")
    assert hashed.call_count == 1


def test_a_deactivated_account_stays_outside_even_with_its_password() -> None:
    cast.member("journalist", is_active=False)
    assert sign_in(Client()).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "journalist@example.ma\nBcc: x@example.net",
        "journalist\0@example.ma",
        "jоurnalist@example.ma",  # a Cyrillic о
        "journalist",
        "",
        "a" * 300 + "@example.ma",
    ],
)
def test_what_is_no_address_of_an_account_is_refused_in_peace(typed: str) -> None:
    cast.reporter()
    assert sign_in(Client(), typed).status_code == 200


@pytest.mark.parametrize("password", ["\0", "x" * 5000, " " + cast.PASSWORD, "كلمة السر", ""])
def test_a_strange_password_is_refused_in_peace(password: str) -> None:
    cast.reporter()
    assert sign_in(Client(), password=password).status_code == 200


@pytest.mark.parametrize("path", ["/admin/account/", "/admin/core/user/?q=%C3%A9&role=editor", "/"])
def test_the_page_that_was_wanted_comes_next(path: str) -> None:
    cast.reporter()
    assert sign_in(Client(), next=path).headers["Location"] == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "/\t/evil.example",
        "admin/../..//evil.example",
        " https://evil.example",
        "https:evil.example",
        "@evil.example",
        "http://testserver@evil.example/",
    ],
)
def test_a_link_to_the_sign_in_page_leads_nobody_away(elsewhere: str) -> None:
    cast.reporter()
    assert sign_in(Client(), next=elsewhere).headers["Location"] == "/admin/"


def test_who_is_signed_in_already_goes_to_the_desk() -> None:
    response = cast.signed_in(cast.reporter()).get(DOOR + "?next=/admin/account/")
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")


def test_signing_in_gives_the_session_a_new_id() -> None:
    cast.reporter()
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["newsroom_session"] = session.session_key or ""
    sign_in(client)
    assert client.cookies["newsroom_session"].value != session.session_key
    assert "planted" not in client.session
    assert not StaffSession.objects.filter(session_key=session.session_key).exists()


def test_an_id_that_somebody_else_chose_is_not_taken_over() -> None:
    cast.reporter()
    client = Client()
    client.cookies["newsroom_session"] = "chosen0by0somebody0else000000000"
    sign_in(client)
    assert client.cookies["newsroom_session"].value != "chosen0by0somebody0else000000000"


def test_the_form_takes_no_post_from_another_site() -> None:
    cast.reporter()
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_the_session_cookie_is_out_of_the_reach_of_scripts() -> None:
    cast.reporter()
    client = Client()
    sign_in(client)
    cookie = client.cookies["newsroom_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_door_is_never_kept_in_a_cache() -> None:
    assert "no-store" in Client().get(DOOR).headers["Cache-Control"]


def test_the_fields_tell_password_managers_what_they_are() -> None:
    page = Client().get(DOOR).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_signing_out_ends_the_session() -> None:
    client = cast.signed_in(cast.reporter())
    client.post("/admin/logout/")
    assert not StaffSession.objects.exists()
    assert client.get("/admin/account/").status_code == 302


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mere_link_signs_nobody_out(method: str) -> None:
    client = cast.signed_in(cast.reporter())
    assert getattr(client, method)("/admin/logout/").status_code == 405
    assert client.get("/admin/account/").status_code == 200


def test_signing_out_twice_leads_to_the_door_both_times() -> None:
    client = cast.signed_in(cast.reporter())
    assert [client.post("/admin/logout/").status_code for _ in range(2)] == [302, 302]
