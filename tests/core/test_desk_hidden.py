"""What a person may not see looks like what doesn't exist; and every page of the office is shut tight."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from articles.models import Category
from newsroom.core.models import AuditEntry, User
from tests import cast

pytestmark = pytest.mark.django_db
NOWHERE = "/admin/nothing/of/the/sort/that/has/a/long/address/"
OWN = {"X-Request-ID", "Content-Security-Policy", "Expires"}  # an id, a nonce and the clock


@pytest.fixture
def reporter() -> Client:
    return cast.signed_in(cast.reporter())


def essence(response: Any) -> tuple[int, int, dict[str, str]]:
    return (
        response.status_code,
        len(response.content),
        {name: value for name, value in response.headers.items() if name not in OWN},
    )


@pytest.mark.parametrize(
    "path",
    [
        "/admin/core/user/",
        "/admin/core/user/add/",
        "/admin/core/publication/",
        "/admin/core/publication/1/change/",
        "/admin/core/publication/1/delete/",
        "/admin/core/auditentry/",
        "/admin/articles/category/999999/change/",
        "/admin/articles/category/999999/history/",
        "/admin/articles/category/add/",
        "/admin/core/",
        "/admin/auth/group/",
    ],
)
def test_hidden_and_inexistent_are_the_same_answer(reporter: Client, path: str) -> None:
    cast.category("Sport")
    reporter.get("/admin/")
    nowhere = essence(reporter.get(NOWHERE))
    assert nowhere[0] == 404
    assert essence(reporter.get(path)) == nowhere


def test_no_page_about_nothing_repeats_the_address(reporter: Client) -> None:
    assert "long/address" not in reporter.get(NOWHERE).content.decode()


def test_a_stranger_is_led_to_the_door_from_everywhere(client: Client) -> None:
    for path in (NOWHERE, "/admin/core/user/", "/admin/articles/category/1/change/"):
        assert client.get(path)["Location"].startswith("/admin/login/?next=")


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/login/", "/admin/account/", NOWHERE, "/admin/core/publication/1/change/"]
)
def test_the_offices_policy_stands_on_every_page(path: str) -> None:
    response = cast.signed_in(cast.chief()).get(path)
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["script-src"].split()[0] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]


def test_public_pages_keep_their_own_policy(client: Client) -> None:
    assert "nonce" not in client.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/jsi18n/", NOWHERE])
def test_no_page_of_the_office_is_kept_by_a_cache(path: str) -> None:
    assert "no-store" in cast.signed_in(cast.reporter()).get(path)["Cache-Control"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"])
def test_other_methods_are_refused(reporter: Client, method: str) -> None:
    assert reporter.generic(method, "/admin/").status_code == 405


def test_a_form_without_its_stamp_is_explained_and_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.member("chief", language="en"))
    response = client.post("/admin/core/publication/1/change/", {"phone": "<script>0612</script>"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "Go back with your browser" in html
    assert "0612" not in html


def test_a_stock_page_that_we_replaced_is_gone(reporter: Client) -> None:
    assert {reporter.get(path).status_code for path in ("/admin/password_change/", "/admin/password_change/done/")} == {
        404
    }


def see_on_site(client: Client, row: Any) -> int:
    kind = ContentType.objects.get_for_model(row).pk
    return client.get(reverse("admin:view_on_site", args=[kind, row.pk])).status_code


def test_viewing_on_the_site_takes_the_right_to_see_the_row(reporter: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for model in (User, Category):
        monkeypatch.setattr(model, "get_absolute_url", lambda row: f"/{row.pk}/", raising=False)
    assert see_on_site(reporter, cast.category("Sport")) == 302
    assert see_on_site(reporter, cast.chief()) == 404
    entry = AuditEntry(verb="user.joined")
    entry.save()
    assert see_on_site(reporter, entry) == 404


def test_viewing_on_the_site_something_of_no_kind_is_nothing(reporter: Client) -> None:
    assert reporter.get("/admin/r/999999/1/").status_code == 404


def test_an_app_lists_what_the_person_sees_of_it(reporter: Client) -> None:
    assert "/admin/articles/category/" in reporter.get("/admin/articles/").content.decode()


def test_groups_are_edited_by_nobody() -> None:
    root = User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine")
    assert cast.signed_in(root).get("/admin/auth/group/").status_code == 404
