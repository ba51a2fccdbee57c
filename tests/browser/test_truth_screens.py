"""The screens of corrections, reports, withdrawal and translation: by day and by night, on a desk and on a phone."""

from collections.abc import Callable

import pytest

from articles.ledger import verbs as ledger
from articles.reports import receipts
from tests import cast
from tests.articles import stories
from tests.browser.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = ((1440, "light"), (390, "dark"))
Where = Callable[[World], str]
OFFICE: dict[str, Where] = {
    "reports": lambda world: "/admin/articles/report/?state=waiting",
    "no reports": lambda world: "/admin/articles/report/?state=done",
    "a report": lambda world: f"/admin/articles/report/{world.desk.report.pk}/change/",
    "its history": lambda world: f"/admin/articles/report/{world.desk.report.pk}/history/",
    "an article that is reported": lambda world: f"/admin/articles/article/{world.desk.live.pk}/change/",
    "withdrawing": lambda world: f"/admin/articles/article/{world.desk.live.pk}/withdraw/",
    "translating": lambda world: f"/admin/articles/article/{world.desk.live.pk}/translate/",
    "a translation": lambda world: f"/admin/articles/article/{world.desk.translation.pk}/change/",
    "its original": lambda world: f"/admin/articles/article/{world.desk.translation.pk}/original/",
    "those behind": lambda world: "/admin/articles/article/?translation=behind",
}
READERS: dict[str, Where] = {
    "corrections": lambda world: "corrections/",
    "a report": lambda world: f"signaler/{world.desk.live.pk}/?passage=Un+texte",
    "a closed report": lambda world: f"signaler/{world.desk.withdrawn.pk}/",
    "a receipt": lambda world: receipts.address(world.desk.report).removeprefix("/"),
}


def eventful() -> World:
    """Something was corrected and told since it was translated."""
    world = World()
    live = world.desk.live.versions.get()
    for article in (world.desk.live, world.live.article):
        ledger.correct(stories.revision(article, live.document), by=None, note="Douze, et non dix.")
    return world


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("name", OFFICE)
def test_a_screen_of_the_office_is_flawless(visitor: Visitor, name: str, language: str) -> None:
    world = eventful()
    visitor.sign_in(cast.member("chief", email="keeper@example.ma", name="Zineb Fassi"), language=language)
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).open(OFFICE[name](world)).flawless()
    assert visitor.page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("prefix", ["/", "/ar/", "/en/"])
@pytest.mark.parametrize("name", READERS)
def test_a_page_for_readers_is_flawless(visitor: Visitor, name: str, prefix: str) -> None:
    path = prefix + READERS[name](eventful())
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).open(path).flawless()
