"""The office's language: the person's own; the browser's at the door; never the reader's prefix."""

import pytest
from django.test import Client

from newsroom.core.models import AuditEntry, User
from tests import cast

pytestmark = pytest.mark.django_db
CHOOSE = "/admin/language/"


@pytest.fixture
def reporter() -> User:
    return cast.reporter()


def test_choosing_works_and_is_kept_on_the_account(reporter: User) -> None:
    client = cast.signed_in(reporter)
    response = client.post(CHOOSE, {"language": "ar"}, headers={"referer": "http://testserver/admin/account/?x=1"})
    assert (response.status_code, response["Location"]) == (302, "/admin/account/?x=1")
    reporter.refresh_from_db()
    assert reporter.language == "ar"
    assert '<html lang="ar" dir="rtl">' in client.get("/admin/").content.decode()


def test_reading_the_address_changes_nothing(reporter: User) -> None:
    assert cast.signed_in(reporter).get(CHOOSE, {"language": "ar"}).status_code == 405
    reporter.refresh_from_db()
    assert reporter.language == "fr"


def test_choosing_twice_is_choosing_once(reporter: User) -> None:
    client = cast.signed_in(reporter)
    assert {client.post(CHOOSE, {"language": "en"}).status_code for _ in range(2)} == {302}
    reporter.refresh_from_db()
    assert reporter.language == "en"


def test_a_stranger_chooses_for_their_browser(client: Client) -> None:
    client.post(CHOOSE, {"language": "ar"})
    cookie = client.cookies["django_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("ar", True, "Lax")
    assert '<html lang="ar" dir="rtl">' in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize("wrong", ["", "de", "../fr", "fr\r\nX: y", "ar" * 500])
def test_a_language_that_is_none_of_ours_is_refused(reporter: User, wrong: str) -> None:
    response = cast.signed_in(reporter).post(CHOOSE, {"language": wrong})
    reporter.refresh_from_db()
    assert (response.status_code, reporter.language, "django_language" in response.cookies) == (400, "fr", False)


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/admin/",
        "http://testserver/",
        "http://testserver/ar/",
        "http://testserver//evil.example/admin/",
        "javascript:alert(1)",
        "http://testserver@evil.example/admin/",
        "",
    ],
)
def test_it_leads_back_into_the_office_and_nowhere_else(client: Client, referer: str) -> None:
    response = client.post(CHOOSE, {"language": "fr"}, headers={"referer": referer})
    assert response["Location"] == "/admin/"


def test_it_is_nobodys_business(reporter: User) -> None:
    cast.signed_in(reporter).post(CHOOSE, {"language": "ar"})
    assert not AuditEntry.objects.exists()


def test_it_takes_the_forms_stamp(reporter: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    assert client.post(CHOOSE, {"language": "ar"}).status_code == 403


def test_a_strangers_browser_is_asked_which_language_it_speaks(client: Client) -> None:
    html = client.get("/admin/login/", headers={"accept-language": "en-GB,en;q=0.9"}).content.decode()
    assert '<html lang="en" dir="ltr">' in html


def test_the_persons_language_goes_before_the_browsers() -> None:
    client = cast.signed_in(cast.member("journalist", language="en"))
    client.cookies["django_language"] = "ar"
    response = client.get("/admin/", headers={"accept-language": "fr"})
    assert (response["Content-Language"], '<html lang="en"' in response.content.decode()) == ("en", True)


def test_readers_keep_the_language_of_the_address() -> None:
    client = cast.signed_in(cast.member("journalist", language="ar"))
    assert client.get("/")["Content-Language"] == "fr"
