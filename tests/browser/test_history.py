"""What comes, the history and the page of then, in a real browser: flawless, in both directions."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.ledger import verbs
from articles.models import Article
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def chief() -> User:
    return cast.chief()


def article() -> Article:
    now = timezone.now()
    row = stories.published(stories.text(title="Avant"), now=now - 4 * HOUR)
    verbs.publish(stories.revision(row, stories.text(title="Après")), by=None, now=now - 3 * HOUR)
    verbs.withdraw(row, by=None, reason="x", words="Retiré à la demande.", now=now - 2 * HOUR)
    verbs.reinstate(row, by=None, now=now - HOUR)
    stories.plan(row, now + HOUR, now, title="Demain")
    verbs.end(row, by=None, at=now + 30 * HOUR, now=now)
    return row


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "fr"), (360, "dark", "ar")])
def test_what_comes_what_was_and_what_readers_saw(
    visitor: Visitor, chief: User, width: int, theme: str, language: str
) -> None:
    row, page = article(), visitor.page
    visitor.look(width=width, theme=theme).sign_in(chief, language=language)
    visitor.open("/admin/articles/article/coming/").flawless()
    expect(page.locator("main .work li, .work li").first).to_contain_text("Demain")
    visitor.open(f"/admin/articles/article/{row.pk}/history/").flawless()
    states = page.locator("#public-states li")
    expect(states).to_have_count(4)
    states.last.locator("a").click()
    expect(page.frame_locator("#preview").locator("h1")).to_have_text("Avant")
    visitor.flawless()
    page.go_back()
    states.nth(1).locator("a").click()
    expect(page.frame_locator("#preview").locator("body")).to_contain_text("Retiré à la demande.")
    visitor.flawless()
