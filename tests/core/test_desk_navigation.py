"""The places of the office: by right, one of them current, the same on every page."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from newsroom.core.desk.navigation import BAR, current_url
from newsroom.core.models import User
from newsroom.core.registry import Place, places
from tests import cast

pytestmark = pytest.mark.django_db
EVERYBODY = {"admin:index", "admin:articles_category_changelist"}
WRITING = {
    *(f"admin:articles_{model}_changelist" for model in ("article", "image", "author", "tag", "report")),
    "admin:articles_article_coming",
}
EDITING = {*WRITING, *(f"admin:articles_{model}_changelist" for model in ("staticpage", "piecetemplate"))}
MODERATING = {"admin:comments_comment_changelist"}
LETTERS = {"admin:newsletter_edition_changelist", "admin:newsletter_subscription_changelist"}
HOUSE = {"admin:core_publication_changelist", "admin:core_auditentry_changelist", "admin:core_pages"}
CHECKS = {"admin:articles_checks"}
KEEPING = {*HOUSE, "admin:core_user_changelist", "admin:core_backgroundtask_changelist"}


def urls(user: User, path: str = "/admin/") -> dict[str, bool]:
    """The addresses in the navigation, and whether each is marked as the current one."""
    nav = cast.signed_in(user).get(path).context["desk_nav"]
    return {link.url: link.current for group in nav.values() for link in group}


@pytest.mark.parametrize(
    ("who", "views"),
    [
        (cast.reporter, EVERYBODY | WRITING),
        (cast.editor, EVERYBODY | EDITING),
        (cast.moderator, EVERYBODY | MODERATING),
        (cast.newsletter_editor, EVERYBODY | LETTERS),
        (cast.chief, EVERYBODY | EDITING | MODERATING | LETTERS | HOUSE | CHECKS),
        (cast.administrator, EVERYBODY | KEEPING),
    ],
)
def test_each_role_sees_its_places_and_no_others(who: Callable[[], User], views: set[str]) -> None:
    assert set(urls(who())) == {reverse(view) for view in views}


def test_every_place_shown_opens() -> None:
    administrator = cast.administrator()
    client = cast.signed_in(administrator)
    assert {client.get(url, follow=True).status_code for url in urls(administrator)} == {200}


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/admin/", "/admin/"),
        ("/admin/core/user/", "/admin/core/user/"),
        ("/admin/core/user/add/", "/admin/core/user/"),
        ("/admin/account/", ""),
    ],
)
def test_one_place_at_most_is_current(path: str, current: str) -> None:
    found = urls(cast.administrator(), path)
    assert [url for url, is_current in found.items() if is_current] == ([current] if current else [])


def test_the_nearest_place_is_the_current_one() -> None:
    assert current_url("/admin/a/b/c/", ["/admin/", "/admin/a/", "/admin/a/b/"]) == "/admin/a/b/"


def test_a_place_tells_how_much_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def seven(request: HttpRequest) -> int:
        return 7

    place = Place("waiting", "Waiting", "home", "admin:account", count=seven)
    monkeypatch.setitem(places._entries, "waiting", place)
    response = cast.signed_in(cast.reporter()).get("/admin/")
    assert '<b class="count">7</b>' in response.content.decode()


def test_strangers_see_no_places() -> None:
    assert "desk-nav" not in Client().get("/admin/login/").content.decode()


def test_a_phone_has_five_places_at_hand_and_the_rest_under_more() -> None:
    nav = cast.signed_in(cast.chief()).get("/admin/").context["desk_nav"]
    at_hand, more = nav["main"][:BAR], nav["more"]
    assert len(at_hand) == BAR
    assert {link.url for link in [*at_hand, *more]} == {link.url for link in [*nav["main"], *nav["second"]]}
    assert not {link.url for link in at_hand} & {link.url for link in more}
