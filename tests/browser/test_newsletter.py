"""From the sign-up box to the story in the mailbox, through real pages."""

import re
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from newsletter.models import Edition, Subscription
from newsletter.models.edition import EditionState
from newsletter.models.subscription import State
from tests import cast
from tests.browser.conftest import Visitor
from tests.newsletter import letters

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"https?://\S+/newsletter/confirm/\S+")


def path_in(text: str) -> str:
    """Where the link in a mail leads, on the server of this test."""
    link = LINK.search(text)
    assert link
    return link[0].removeprefix(settings.SITE_URL)


def sign_up(visitor: Visitor, address: str, email: str) -> None:
    visitor.open(address)
    visitor.page.fill("#letter-email", email)
    visitor.page.click("#letter button[type=submit]")
    visitor.page.wait_for_url("**/newsletter/asked/")


def test_a_reader_signs_up_confirms_and_finds_the_story_in_their_mail(visitor: Visitor) -> None:
    letters.newsletter()
    article = letters.article("Le port de Dakhla se dessine")
    sign_up(visitor, article.versions.get().get_absolute_url(), "Lina@Example.ma")
    assert visitor.left_behind() == []
    letters.work()
    visitor.flawless().open(path_in(str(letters.mails()[-1].body))).flawless()
    visitor.page.click("main form button")
    expect(visitor.page.locator("main form button")).to_have_count(0)
    visitor.flawless()
    assert Subscription.objects.get().state == State.ACTIVE
    assert visitor.page.context.cookies() == []
    send_the_day(visitor)
    letters.work()
    assert letters.recipients()[-1] == "lina@example.ma"
    assert "Le port de Dakhla se dessine" in letters.html(letters.mails()[-1])


def send_the_day(visitor: Visitor) -> None:
    """The newsletter editor's part, from the dashboard on."""
    visitor.sign_in(cast.newsletter_editor()).open("/admin/").flawless()
    visitor.page.click("#panel-newsletter ~ a.btn")
    visitor.page.select_option("#id_newsletter", index=1)
    visitor.page.fill("#id_subject", "L’essentiel")
    visitor.page.click("[name=_save]")
    visitor.page.click("form[action$='/assemble/'] button")
    expect(visitor.page.locator("#composition + ol li")).to_have_count(1)
    visitor.flawless().page.click("a[href$='/send/']")
    visitor.flawless().page.click("main .btn.main")
    visitor.page.fill("[name=sudo-password]", cast.PASSWORD)
    visitor.page.click("main .btn.main")
    expect(visitor.page.locator("[data-sending]")).to_be_visible()


def test_the_numbers_follow_while_mails_leave(visitor: Visitor) -> None:
    letters.reader()
    edition = letters.sent(letters.article())
    visitor.sign_in(cast.newsletter_editor()).open(f"/admin/newsletter/edition/{edition.pk}/change/").flawless()
    expect(visitor.page.locator("[data-sending]")).to_be_visible()
    letters.work()
    expect(visitor.page.locator("[data-sending]")).to_have_count(0, timeout=8000)
    assert Edition.objects.get().state == EditionState.SENT


def test_the_preview_shows_the_mail_under_the_strict_policy(visitor: Visitor) -> None:
    edition = letters.edition(letters.article("Le port"))
    visitor.sign_in(cast.newsletter_editor()).open(f"/admin/newsletter/edition/{edition.pk}/preview/")
    frame = visitor.page.frame_locator("iframe")
    expect(frame.locator("h2")).to_have_text("Le port")
    visitor.flawless()


def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(visitor: Visitor) -> None:
    letters.newsletter()
    visitor.open("/newsletter/").page.fill("#letter-email", "lina.example.ma")
    visitor.page.evaluate("document.querySelector('#letter').noValidate = true")
    visitor.page.click("#letter button[type=submit]")
    expect(visitor.page.locator(".errs")).to_be_focused()
    assert visitor.page.input_value("#letter-email").startswith("lina.")
    visitor.flawless()


def test_it_all_works_without_a_script(browser: Browser, live_server: Any) -> None:
    letters.newsletter()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/newsletter/")
    page.fill("#letter-email", "lina@example.ma")
    page.click("#letter button[type=submit]")
    page.wait_for_url("**/newsletter/asked/")
    letters.work()
    page.goto(live_server.url + path_in(str(letters.mails()[-1].body)))
    page.click("main form button")
    assert Subscription.objects.get().state == State.ACTIVE
