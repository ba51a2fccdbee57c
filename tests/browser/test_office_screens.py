"""Every screen of the office in French and Arabic, by day and by night, on a desk and on a phone: without a flaw.

Which screens there are is read from the table of addresses, so that none can be left out.
"""

from typing import Any

import pytest

from newsroom.core.models import User
from tests.browser.conftest import Visitor
from tests.matrix import CASES, Case
from tests.world import MEMBERS, World

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = ((1440, "light"), (390, "dark"))
FIRST_TO_LOOK = ("chief", "administrator", *MEMBERS)


def screens() -> dict[str, tuple[Case, str]]:
    """An address of the office that shows something to somebody, in the first state that the table has of it."""
    found: dict[str, tuple[Case, str]] = {}
    for case in CASES:
        seen = [role for role in FIRST_TO_LOOK if case.get[role] == 200]
        if case.route.startswith("admin/") and seen:
            found.setdefault(case.route, (case, seen[0]))
    return found


SCREENS = screens()
AT_ONCE = 8
"""A world is made for so many screens, none of which changes it."""
GROUPS = [list(SCREENS)[start : start + AT_ONCE] for start in range(0, len(SCREENS), AT_ONCE)]


def look_in_both_languages(visitor: Visitor, person: User, path: str) -> None:
    for language, (width, theme) in zip(("fr", "ar"), LOOKS, strict=True):
        visitor.sign_in(person, language=language).look(width=width, theme=theme).open(path).flawless()
        if visitor.page.locator("#desk-nav").count():  # a preview speaks its article's language
            assert visitor.page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")


def test_the_dashboard_of_each_role_is_flawless(visitor: Visitor) -> None:
    world = World()
    for role in MEMBERS:
        look_in_both_languages(visitor, world.people[role], "/admin/")


def is_screen(answer: Any) -> bool:
    """Not what scripts ask for, nor what a frame shows in which nothing may run, a test's questions neither."""
    boxed = "sandbox" in answer.get("Content-Security-Policy", "")
    return answer["Content-Type"].startswith("text/html") and b"<html" in answer.content and not boxed


@pytest.mark.parametrize("routes", GROUPS, ids=lambda routes: routes[0])
def test_screens_of_the_office_are_flawless(visitor: Visitor, routes: list[str]) -> None:
    world = World()
    for case, role in (SCREENS[route] for route in routes):
        path = case.path(world)
        if is_screen(world.client(role).get(path)):
            look_in_both_languages(visitor, world.people[role], path)


def test_a_text_that_one_only_reads_is_flawless(visitor: Visitor) -> None:
    world = World()
    path = f"/admin/articles/article/{world.desk.waiting.pk}/change/"
    look_in_both_languages(visitor, world.people["journalist"], path)
    assert visitor.page.locator(".reading").is_visible()


def test_what_isn_t_there_is_flawless(visitor: Visitor) -> None:
    look_in_both_languages(visitor, World().people["chief"], "/admin/nothing-here/")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password/reset/", "/admin/password/reset/sent/"])
def test_the_door_is_flawless(visitor: Visitor, path: str, language: str) -> None:
    visitor.speak(language)
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).open(path).flawless()
    assert visitor.page.get_attribute("html", "lang") == language
