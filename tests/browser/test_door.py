"""Coming in: sign-in, forgotten password, invitation – at a real browser, with the mails that were really sent."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from newsroom.core.accounts import verbs
from newsroom.core.models import User
from newsroom.core.tasks.worker import Worker
from tests import cast
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "une-autre-phrase-bien-solide"


def link_in_the_last_mail(visitor: Visitor) -> str:
    """What the worker has sent holds one address of ours; answers its path."""
    Worker().drain()
    found = re.search(r"https?://[^/\s]+(/admin/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_signing_in_leads_to_the_dashboard_and_signing_out_away_from_it(visitor: Visitor) -> None:
    reporter = cast.reporter()
    page = visitor.open("/admin/").page
    page.fill("input[name=username]", reporter.email)
    page.fill("input[name=password]", cast.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(visitor.url + "/admin/")
    page.locator("details.menu:has(#logout-form) > summary").click()
    page.locator("#logout-form button").click()
    expect(page).not_to_have_url(visitor.url + "/admin/")
    visitor.open("/admin/")
    expect(page.locator("input[name=password]")).to_be_visible()


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.open("/admin/login/").page
    page.fill("input[name=username]", "nadia@example.ma")
    page.fill("input[name=password]", "faux")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=username]")).to_have_value("nadia@example.ma")
    expect(page.locator("[role=alert], .errornote").first).to_be_visible()
    visitor.flawless()


def test_a_forgotten_password_is_chosen_anew_by_mail(visitor: Visitor) -> None:
    reporter = cast.reporter()
    page = visitor.open("/admin/password/reset/").page
    page.fill("input[type=email]", reporter.email)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/admin/password/reset/sent/$"))
    visitor.open(link_in_the_last_mail(visitor)).flawless()
    for field in page.locator("input[type=password]").all():
        field.fill(NEW)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/password/reset/"))
    assert User.objects.get(pk=reporter.pk).check_password(NEW)


def test_an_invitation_leads_from_the_mail_into_the_office(visitor: Visitor) -> None:
    verbs.invite("amal@example.ma", name="Amal Idrissi", roles=["journalist"], by=cast.administrator())
    page = visitor.open(link_in_the_last_mail(visitor)).flawless().page
    for field in page.locator("input[type=password]").all():
        field.fill(NEW)
    page.keyboard.press("Enter")
    expect(page).to_have_url(visitor.url + "/admin/")
    visitor.flawless()


def test_a_deactivated_person_is_out_at_the_next_click(visitor: Visitor) -> None:
    reporter = cast.reporter()
    page = visitor.sign_in(reporter).open("/admin/").page
    verbs.deactivate(reporter, by=cast.administrator())
    visitor.open("/admin/account/")
    expect(page.locator("input[name=password]")).to_be_visible()
