"""Two people at one article in a browser: the second is shown both texts, chooses, and nothing is lost."""

import pytest
from playwright.sync_api import expect

from articles.desk import verbs
from articles.models import Article
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "<p>Le premier alinéa.</p><p>Le deuxième alinéa.</p><p>Le troisième alinéa.</p>"


@pytest.fixture
def chief() -> User:
    return cast.chief()


@pytest.fixture
def article(chief: User) -> Article:
    row = Article(title="Le port ouvre", body=TEXT, category=stories.section())
    verbs.save(row, by=chief)
    return row


def others_save(article: Article) -> None:
    row = Article.objects.get(pk=article.pk)
    row.title, row.body = "Le port ferme", TEXT.replace("troisième", "<strong>dernier</strong>")
    verbs.save(row, by=cast.member("editor", name="Salma Bennis"))


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (360, "dark", "ar")])
def test_the_second_to_save_chooses(
    visitor: Visitor, chief: User, article: Article, width: int, theme: str, language: str
) -> None:
    page = visitor.page
    visitor.look(width=width, theme=theme).sign_in(chief, language=language)
    visitor.open(f"/admin/articles/article/{article.pk}/change/")
    page.locator("#id_title").fill("Le port rouvre")
    page.locator(".ProseMirror[role=textbox] p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" Une phrase.")
    others_save(article)
    page.keyboard.press("Control+s")
    expect(page.locator("#conflict")).to_be_visible()
    visitor.flawless()
    page.locator("#collision-title input[value=theirs]").check()
    page.locator("#conflict button[type=submit]").click()
    expect(page.locator("#conflict")).to_have_count(0)
    expect(page.locator("#id_title")).to_have_value("Le port ferme")
    found = Article.objects.get(pk=article.pk)
    assert "<p>Le premier alinéa. Une phrase.</p>" in found.body
    assert "<strong>dernier</strong>" in found.body


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "dark", "fr"), (360, "light", "ar")])
def test_states_are_compared_and_put_back(
    visitor: Visitor, chief: User, article: Article, width: int, theme: str, language: str
) -> None:
    others_save(article)
    page = visitor.page
    visitor.look(width=width, theme=theme).sign_in(chief, language=language)
    visitor.open(f"/admin/articles/article/{article.pk}/revisions/").flawless()
    page.locator("button[form=compare]").click()
    expect(page.locator("ins", has_text="dernier").or_(page.locator("ins", has_text="ferme")).first).to_be_visible()
    visitor.flawless()
    page.locator("form.restore button").click()
    expect(page.locator("#id_title")).to_have_value("Le port ouvre")
