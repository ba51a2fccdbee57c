"""Nothing that was typed is lost: a closed tab, a lost connection, an expired session; and who else is here."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, Revision
from articles.sittings import presence
from newsroom.core.models import StaffSession, User
from tests import cast
from tests.articles.test_office_writing import ADD, address, draft
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
COPIES = "Object.keys(localStorage).filter(name => name.startsWith('newsroom.kept.')).length"
TEXT = ".ProseMirror[role=textbox]"


def write(page: Page, words: str) -> None:
    """At the end of the text, by hand."""
    page.locator(TEXT).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def sent(page: Page, deed: Any) -> None:
    """Do it, and wait until the server has what was written."""
    with page.expect_response(lambda answer: answer.url.endswith("/keep/") and answer.ok and "said" in answer.text()):
        deed()


def latest() -> Revision:
    return Revision.objects.autosaved()[0]


def test_a_new_article_survives_its_tab_and_is_saved_once(visitor: Visitor) -> None:
    visitor.look(width=1440).sign_in(cast.reporter(), language="fr").open(ADD)
    page = visitor.page
    page.locator("#id_title").fill("Le port de Tanger")
    sent(page, lambda: write(page, "Les grues se lèvent."))
    article = Article.objects.get()
    expect(page).to_have_url(visitor.url + address(article))
    visitor.flawless().open("/admin/")
    visitor.open(address(article))
    expect(page.locator("#took")).to_be_visible()
    expect(page.locator(TEXT)).to_contain_text("Les grues se lèvent.")
    expect(page.locator("#id_title")).to_have_value("Le port de Tanger")
    with page.expect_navigation():
        page.locator("[name=_continue]").click()
    visitor.flawless()
    article.refresh_from_db()
    assert (article.title, article.body) == ("Le port de Tanger", "<p>Les grues se lèvent.</p>")
    assert not Revision.objects.autosaved().filter(settled_at=None).exists()
    assert page.evaluate(COPIES) == 0


def test_what_was_left_is_offered_and_can_be_taken_up(visitor: Visitor) -> None:
    nadia = cast.reporter()
    article = draft(nadia)
    visitor.look(width=390).sign_in(nadia, language="ar").open(address(article))
    page = visitor.page
    sent(page, lambda: write(page, " Et une suite."))
    page.reload()
    expect(page.locator("#offer")).to_be_visible()
    visitor.flawless()
    page.locator("#offer-take").click()
    expect(page.locator(TEXT)).to_contain_text("Un texte. Et une suite.")
    visitor.flawless()
    article.refresh_from_db()
    assert article.body == "<p>Un texte.</p>"


def test_a_lost_connection_costs_no_word_and_comes_back_by_itself(visitor: Visitor) -> None:
    nadia = cast.reporter()
    article = draft(nadia)
    visitor.look(width=1440).sign_in(nadia, language="en").open(address(article))
    page = visitor.page
    page.context.set_offline(True)
    write(page, " Sans réseau.")
    expect(page.locator("#trouble")).to_contain_text("The server can’t be reached", timeout=10_000)
    assert page.evaluate(COPIES) == 1
    page.locator("[name=_continue]").click()
    expect(page.locator(TEXT)).to_contain_text("Sans réseau.")
    sent(page, lambda: page.context.set_offline(False))
    expect(page.locator("#trouble")).to_contain_text("The server answers again")
    assert "Sans réseau." in latest().document.body
    assert page.evaluate(COPIES) == 0


def test_a_tab_closed_without_a_connection_leaves_its_words_to_the_next_one(visitor: Visitor) -> None:
    nadia = cast.reporter()
    article = draft(nadia)
    visitor.look(width=1440).sign_in(nadia, language="en").open(address(article))
    context = visitor.page.context
    first = visitor.page
    first.route("**/keep/", lambda route: route.abort())
    write(first, " Jamais arrivé.")
    expect(first.locator("#trouble")).not_to_be_empty(timeout=10_000)
    first.close()
    page = context.new_page()
    page.goto(visitor.url + address(article))
    expect(page.locator("#offer")).to_be_visible()
    page.locator("#offer-take").click()
    expect(page.locator(TEXT)).to_contain_text("Jamais arrivé.")


def sign_in_elsewhere(page: Page, user: User) -> None:
    with page.context.expect_page() as opened:
        page.locator("#sign-in a").click()
    door = opened.value
    door.locator("#id_username").fill(user.email)
    door.locator("#id_password").fill(cast.PASSWORD)
    with door.expect_navigation():
        door.locator("#id_password").press("Enter")
    door.close()


def test_an_expired_session_is_told_and_after_signing_in_elsewhere_the_page_goes_on(visitor: Visitor) -> None:
    nadia = cast.reporter()
    article = draft(nadia)
    visitor.look(width=1440).sign_in(nadia, language="en").open(address(article))
    page = visitor.page
    StaffSession.objects.all().delete()
    write(page, " Dehors.")
    expect(page.locator("#trouble")).to_contain_text("You are signed out", timeout=10_000)
    visitor.complaints.clear()
    visitor.flawless()
    assert not Revision.objects.autosaved().exists()
    sent(page, lambda: sign_in_elsewhere(page, nadia))
    assert "Dehors." in latest().document.body
    with page.expect_navigation():
        page.locator("[name=_continue]").click()
    article.refresh_from_db()
    assert article.body == "<p>Un texte. Dehors.</p>"


def test_two_people_see_each_other_come_and_go(
    visitor: Visitor, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Five times as fast as it is for people, who are forgotten within 45 seconds.
    monkeypatch.setattr(presence, "BEAT", presence.BEAT / 5)
    monkeypatch.setattr(presence, "GONE", presence.GONE / 5)
    nadia, driss = cast.reporter(), cast.chief()
    article = draft(nadia)
    visitor.look(width=1440).sign_in(nadia, language="en").open(address(article))
    context = browser.new_context()
    other = Visitor(context.new_page(), visitor)  # type: ignore[arg-type]  # all it needs is the address
    other.sign_in(driss, language="en").open(address(article))
    expect(other.page.locator("#here")).to_contain_text("Nadia Chraïbi")
    expect(visitor.page.locator("#here")).to_contain_text("Driss Alaoui has this article open", timeout=15_000)
    sent(other.page, lambda: write(other.page, " À deux."))
    expect(visitor.page.locator("#here")).to_contain_text("Driss Alaoui is editing", timeout=15_000)
    visitor.flawless()
    context.close()
    expect(visitor.page.locator("#here")).not_to_contain_text("Driss Alaoui", timeout=9_000)
