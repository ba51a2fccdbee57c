"""The screens of reports and translations when there is something to tell, by day and by night, wide and narrow.

In their plainest state the table of addresses has them all: test_office_screens.
"""

from collections.abc import Callable

import pytest

from articles.ledger import verbs as ledger
from tests import cast
from tests.articles import stories
from tests.browser.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
Where = Callable[[World], str]
OFFICE: dict[str, Where] = {
    "no reports": lambda world: "/admin/articles/report/?state=done",
    "an article that is reported": lambda world: f"/admin/articles/article/{world.desk.live.pk}/change/",
    "a translation": lambda world: f"/admin/articles/article/{world.desk.translation.pk}/change/",
    "its original": lambda world: f"/admin/articles/article/{world.desk.translation.pk}/original/",
    "those behind": lambda world: "/admin/articles/article/?translation=behind",
}


def eventful() -> World:
    """Something was corrected and told since it was translated."""
    world = World()
    live = world.desk.live.versions.get()
    for article in (world.desk.live, world.live.article):
        ledger.correct(stories.revision(article, live.document), by=None, note="Douze, et non dix.")
    return world


@pytest.mark.parametrize(("language", "width", "theme"), [("fr", 1440, "light"), ("ar", 390, "dark")])
def test_what_was_told_and_changed_is_shown_flawlessly(visitor: Visitor, language: str, width: int, theme: str) -> None:
    world = eventful()
    visitor.look(width=width, theme=theme)
    visitor.sign_in(cast.member("chief", email="keeper@example.ma", name="Zineb Fassi"), language=language)
    for path in (where(world) for where in OFFICE.values()):
        visitor.open(path).flawless()
        assert visitor.page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
