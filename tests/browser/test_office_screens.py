"""Every screen of the office in French and Arabic, by day and by night, on a desk and on a phone: without a flaw."""

from collections.abc import Callable

import pytest

from tests import cast
from tests.browser.conftest import Visitor
from tests.world import MEMBERS, World

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = ((1440, "light"), (390, "dark"))
SCREENS: dict[str, Callable[[World], str]] = {
    "team": lambda world: "/admin/core/user/",
    "invitation": lambda world: "/admin/core/user/add/",
    "member": lambda world: f"/admin/core/user/{world.colleague.pk}/change/",
    "history of a member": lambda world: f"/admin/core/user/{world.colleague.pk}/history/",
    "publication": lambda world: "/admin/core/publication/1/change/",
    "audit trail": lambda world: "/admin/core/auditentry/",
    "background work": lambda world: "/admin/core/backgroundtask/",
    "failed task": lambda world: f"/admin/core/backgroundtask/{world.failed_task}/change/",
    "categories": lambda world: "/admin/articles/category/",
    "new category": lambda world: "/admin/articles/category/add/",
    "category": lambda world: f"/admin/articles/category/{world.chosen.pk}/change/",
    "delete a category": lambda world: f"/admin/articles/category/{world.below.pk}/delete/",
    "stored pages": lambda world: "/admin/pages/",
    "account": lambda world: "/admin/account/",
    "password": lambda world: "/admin/account/password/",
    "nothing here": lambda world: "/admin/nothing-here/",
}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("role", MEMBERS)
def test_the_dashboard_of_each_role_is_flawless(visitor: Visitor, role: str, language: str) -> None:
    visitor.sign_in(World().people[role], language=language)
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).open("/admin/").flawless()
    assert visitor.page.get_attribute("html", "lang") == language


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_the_office_is_flawless(visitor: Visitor, name: str, language: str) -> None:
    world = World()
    keeper = cast.member("chief", "administrator", email="keeper@example.ma", name="Zineb Fassi")
    visitor.sign_in(keeper, language=language)
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).open(SCREENS[name](world)).flawless()
    assert visitor.page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password/reset/", "/admin/password/reset/sent/"])
def test_the_door_is_flawless(visitor: Visitor, path: str, language: str) -> None:
    visitor.speak(language)
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).open(path).flawless()
    assert visitor.page.get_attribute("html", "lang") == language
