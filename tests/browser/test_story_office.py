"""One story through the office in a browser: written, submitted, published, read; every screen without a flaw."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles.models import Article, Image, ImageText, Stage
from tests import cast, pictures
from tests.articles import stories
from tests.browser.conftest import Visitor
from tests.browser.test_sittings import COPIES

pytestmark = pytest.mark.django_db(transaction=True)
HEADLINE = "Rabat et Rome parlent de sécurité"


@pytest.fixture
def _house() -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    stories.section()
    stories.author("Nadia Chraïbi")
    pictures.stored(name="Le port", credit="Nadia Chraïbi")


def write(visitor: Visitor, *, headline: str = HEADLINE, language: str = "fr") -> None:
    """The manuscript and the rail, by hand, as a draft."""
    page = visitor.page
    visitor.open("/admin/articles/article/add/")
    page.locator("#id_language").select_option(language)
    page.locator("#id_title").fill(headline)
    page.locator("#id_standfirst").fill("Une rencontre, et ce qui en reste.")
    page.locator("#id_points_0").fill("Une réunion à Rabat.")
    page.locator(".ProseMirror[role=textbox]").click()
    page.keyboard.type("Les deux ministres se sont vus.")
    page.locator("#id_category").select_option(index=1)
    page.locator("#id_authors_0").select_option(index=1)
    page.locator(".picture-choose summary").click()
    page.locator("#id_picture_1").check()
    page.locator("#id_picture_alt").fill("Le port au matin")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the draft").click()


@pytest.mark.usefixtures("_house")
def test_a_story_is_written_submitted_published_and_read(visitor: Visitor) -> None:
    reporter, chief = cast.reporter(), cast.chief()
    visitor.look(width=1440).sign_in(reporter, language="en")
    write(visitor)
    visitor.flawless()
    visitor.page.get_by_role("button", name="Submit").click()
    visitor.page.wait_for_load_state("networkidle")
    visitor.flawless()
    article = Article.objects.get()
    assert article.stage == Stage.IN_REVIEW
    visitor.sign_in(chief, language="en").open(f"/admin/articles/article/{article.pk}/change/").flawless()
    visitor.page.get_by_role("button", name="Publish now").click()
    visitor.page.get_by_role("link", name="Look at the page").click()
    expect(visitor.page.locator("h1")).to_have_text(HEADLINE)
    expect(visitor.page.locator("body")).to_contain_text("Les deux ministres se sont vus.")
    expect(visitor.page.locator("body")).to_contain_text("Une réunion à Rabat.")


@pytest.mark.usefixtures("_house")
def test_a_missing_headline_leads_to_the_headline(visitor: Visitor) -> None:
    visitor.look(width=1440).sign_in(cast.reporter(), language="en")
    write(visitor, headline="")
    visitor.page.get_by_role("button", name="Submit").click()
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.page.locator(".faults")).to_contain_text("What you wrote is saved.")
    visitor.page.locator(".faults a").first.click()
    expect(visitor.page.locator("#id_title")).to_be_focused()
    assert visitor.page.evaluate(COPIES) == 0, "nothing is left to be kept: it is saved"
    expect(visitor.page.locator("#kept")).to_be_empty()
    expect(visitor.page.locator(".ProseMirror[role=textbox]")).to_contain_text("Les deux ministres")
    visitor.flawless()


@pytest.mark.usefixtures("_house")
def test_a_picture_brings_its_words_and_ctrl_s_saves(visitor: Visitor) -> None:
    picture = Image.objects.get(name="Le port")
    ImageText.objects.create(
        image=picture, language="en", alt="Des grues au lever du jour", caption="Le port s’éveille."
    )
    visitor.look(width=1440).sign_in(cast.reporter(), language="en").open("/admin/articles/article/add/")
    page = visitor.page
    page.locator(".picture-choose summary").click()
    page.locator("#id_picture_1").check()
    expect(page.locator("#id_picture_alt")).to_have_value("Des grues au lever du jour")
    expect(page.locator("#id_picture_caption")).to_have_value("Le port s’éveille.")
    page.locator("#id_title").fill(HEADLINE)
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert Article.objects.get().title == HEADLINE
    visitor.flawless()
