"""What is checked before publication, in a browser: seen, followed, confirmed; and what the chief chooses."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, PublishedVersion
from tests import cast
from tests.articles.test_office_writing import address, draft
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = ((1440, "light"), (390, "dark"))
CHECKS = "/admin/articles/article/checks/"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_warning_is_seen_followed_confirmed_and_published(visitor: Visitor, language: str) -> None:
    chief = cast.chief()
    article = draft(chief, standfirst="", title="Tanger : 12 trains « de plus", points=["Le 3 mai"])
    visitor.sign_in(chief, language=language).look(width=1440).open(address(article)).flawless()
    page = visitor.page
    panel = page.locator(".panel.checks")
    expect(panel.locator("li")).to_have_count(5)
    panel.locator("a[href='#id_standfirst']").click()
    expect(page.locator("#id_standfirst")).to_be_focused()
    page.locator("button[name=deed][value=publish]").click()
    expect(page.locator(".faults a[href='#id_confirmed']")).to_be_visible()
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).flawless()
    page.locator(".faults a").click()
    page.locator("#id_confirmed").check()
    page.locator("button[name=deed][value=publish]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert PublishedVersion.objects.filter(article=article).count() == 1


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_chief_chooses_what_holds_back(visitor: Visitor, language: str) -> None:
    chief = cast.chief()
    visitor.sign_in(chief, language=language)
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).open(CHECKS).flawless()
    visitor.page.locator("input[value=standfirst]").check()
    with visitor.page.expect_navigation():
        visitor.page.locator("main button[type=submit]").click()
    expect(visitor.page.locator(".messagelist .success")).to_be_visible()
    article = draft(chief, standfirst="")
    visitor.open(address(article)).flawless()
    expect(visitor.page.locator(".held-back a[href='#id_standfirst']")).to_be_visible()
    assert Article.objects.get().stage == "draft"
