"""Readers at their pages in a real browser, and headlines that nobody planned for; tests/web judges every page."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from articles.demo.house import HOUSE
from articles.models import Category, PublishedVersion
from tests.articles import stories
from tests.articles.wholly import TITLES, document, full
from tests.browser.conftest import SHIFTS, Visitor
from tests.comments import people

pytestmark = pytest.mark.django_db(transaction=True)
HEADLINES = ("x" * 300, "Anticonstitutionnellement" * 3, "🌊" * 90, "Rabat و الرباط: 12 في 3", "Un mot " * 40)


@pytest.fixture
def paper() -> str:
    """A paper with a day's stories; answers the path of the one that has everything."""
    HOUSE.load()
    now = timezone.now()
    for number in range(6):
        other = stories.published(document("fr", number), now=now - timedelta(hours=30 - 2 * number))
    article = stories.published(full("fr", other), now=now - timedelta(hours=1))
    return PublishedVersion.objects.get(article=article).get_absolute_url()


@pytest.mark.parametrize("title", HEADLINES)
def test_no_headline_bursts_a_page(visitor: Visitor, title: str) -> None:
    HOUSE.load()
    text = document("fr", 0, title=title, slug="x", tags=(), standfirst="", authors=(stories.author("N" * 60).pk,))
    for _round in range(5):
        article = stories.published(text)
    place = Category.objects.get(pk=text.category or 0).text("fr").slug
    for path in (PublishedVersion.objects.get(article=article).get_absolute_url(), "/", f"/{place}/"):
        page = visitor.look(width=360).open(path).page
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def late(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


@pytest.mark.parametrize("is_touched", [False, True])
def test_what_a_script_shows_has_its_place_before(visitor: Visitor, is_touched: bool) -> None:
    page = visitor.look(width=360).page
    can = "Navigator.prototype.share = async () => {}" if is_touched else "delete Navigator.prototype.share"
    page.add_init_script(can)
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": is_touched})
    story = people.article("Un port sans image", body="<p>Le port attend sa carte, et le quai son nom.</p>" * 9)
    page.route("**/share*.js", late)
    visitor.open(story.get_absolute_url())
    expect(page.locator("[data-copy]")).to_be_visible()
    assert page.locator("[data-share]").is_visible() == is_touched
    assert page.evaluate(SHIFTS) < 0.002


def test_the_address_is_copied_at_a_click(visitor: Visitor, paper: str) -> None:
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open(paper)
    button = visitor.page.locator("[data-copy] button")
    words = button.inner_text()
    button.click()
    expect(button).not_to_have_text(words)
    assert paper in visitor.page.evaluate("navigator.clipboard.readText()")


@pytest.mark.usefixtures("paper")
def test_a_reader_goes_from_the_front_page_to_a_story_and_to_its_section(visitor: Visitor) -> None:
    visitor.look(width=1440).open("/")
    visitor.page.locator(".lead h3 a").click()
    assert visitor.page.locator("h1").inner_text() == TITLES["fr"]
    visitor.page.locator(".crumb a").last.click()
    assert visitor.page.locator("h1").count() == 1
    assert TITLES["fr"] in visitor.page.locator("main").inner_text()
