"""An editor's day in French, and a short one in Arabic: told, taken, returned, approved, planned, published."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.desk import verbs
from articles.models import Article, Category, CategoryText, PublishedVersion, Stage
from newsroom.core.models import User
from newsroom.core.tasks.worker import Worker
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import LIST, address, draft
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = ((1440, "light"), (390, "dark"))


@pytest.fixture
def section() -> Category:
    found = stories.section()
    CategoryText.objects.create(category=found, language="ar", name="المغرب", slug="المغرب")
    return found


@pytest.fixture
def nadia() -> User:
    return cast.reporter()


@pytest.fixture
def salma(section: Category) -> User:
    return cast.editor(section)


def handed_in(by: User, **fields: Any) -> Article:
    article = draft(by, **fields)
    verbs.submit(Article.objects.filter(pk=article.pk), by=by)
    return Article.objects.get(pk=article.pk)


def mails_to(user: User) -> list[str]:
    """The subjects of what the worker has sent this person since the last time."""
    Worker().drain()
    found = [str(one.subject) for one in django_mail.outbox if one.to == [user.email]]
    django_mail.outbox.clear()
    return found


def flawless(visitor: Visitor) -> None:
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).flawless()
    visitor.look(width=1440)


def press(page: Page, deed: str) -> None:
    with page.expect_navigation():
        page.locator(f"button[name=deed][value^='{deed}']").click()


def unfold(page: Page, deed: str) -> None:
    page.locator("details.when", has=page.locator(f"button[value^='{deed}']")).locator("summary").click()


def local(hours: int) -> str:
    return (timezone.localtime() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def look_and_return(visitor: Visitor, article: Article) -> None:
    """From the dashboard to the text, which is taken, and returned for what the checks say."""
    page = visitor.open("/admin/").page
    flawless(visitor)
    page.locator("#panel-review ~ .work .work-title").first.click()
    press(page, "claim")
    expect(page.locator(".seen-to")).to_contain_text("Vous vous en occupez")
    expect(page.locator(".checks a[href='#id_standfirst']")).to_be_visible()
    flawless(visitor)
    unfold(page, "request_changes")
    page.locator("#id_wanted").fill("Il manque un chapeau.")
    press(page, "request_changes")
    article.refresh_from_db()
    assert article.stage == Stage.CHANGES_REQUESTED


def put_right(visitor: Visitor, article: Article) -> None:
    page = visitor.open("/admin/").page
    expect(page.locator("#panel-news ~ .work")).to_contain_text("Salma Bennis")
    flawless(visitor)
    page.locator("#panel-news ~ .work .work-title").first.click()
    expect(page.locator(".note.wanted")).to_contain_text("Il manque un chapeau.")
    page.locator("#id_standfirst").fill("Ce qui change au port.")
    press(page, "submit")
    article.refresh_from_db()
    assert article.stage == Stage.IN_REVIEW


def approve_plan_and_publish(visitor: Visitor, article: Article) -> None:
    page = visitor.open(f"{LIST}?todo=mine").page
    flawless(visitor)
    page.locator("#result_list a").first.click()
    press(page, "approve")
    unfold(page, "plan")
    page.locator("#id_at").fill(local(3))
    press(page, "plan")
    assert article.versions.count() == 1
    press(page, "publish")
    assert article.versions.live().count() == 1


def plan_many(visitor: Visitor, rows: list[Article]) -> None:
    page = visitor.open(LIST).page
    for row in rows:
        page.locator(f"input[name=_selected_action][value='{row.pk}']").check()
    page.locator("select[name=action]").select_option("plan_chosen")
    with page.expect_navigation():
        page.locator(".actions button[type=submit]").click()
    flawless(visitor)
    page.locator("#id_at").fill(local(5))
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    flawless(visitor)
    assert PublishedVersion.objects.filter(article__in=rows, live_from__gt=timezone.now()).count() == len(rows)


def test_the_editors_day_in_french(visitor: Visitor, nadia: User, salma: User) -> None:
    article = handed_in(nadia, title="Le port ouvre", standfirst="")
    others = [handed_in(nadia, title=title) for title in ("La gare ferme", "Un pont de plus")]
    assert min(mails_to(salma)) == "À relire : « La gare ferme »"
    visitor.look(width=1440).sign_in(salma, language="fr")
    look_and_return(visitor, article)
    assert mails_to(nadia) == ["Modifications demandées : « Le port ouvre »"]
    visitor.page.goto("about:blank")
    visitor.sign_in(nadia, language="fr")
    put_right(visitor, article)
    assert mails_to(salma) == ["À relire : « Le port ouvre »"]
    visitor.page.goto("about:blank")
    visitor.sign_in(salma, language="fr")
    approve_plan_and_publish(visitor, article)
    assert len(mails_to(nadia)) == 3
    plan_many(visitor, others)
    assert mails_to(nadia) == ["Publication programmée : 2 articles"]


def test_a_short_day_in_arabic(visitor: Visitor, nadia: User, salma: User) -> None:
    User.objects.update(language="ar")
    article = handed_in(nadia, title="الميناء يفتح رصيفين", language="ar", body="<p>دخلت السفن عند الفجر.</p>")
    assert mails_to(salma) == ["للمراجعة: «الميناء يفتح رصيفين»"]
    page = visitor.look(width=1440).sign_in(salma, language="ar").open(address(article)).page
    press(page, "claim")
    unfold(page, "assign")
    page.locator("#id_assignee").select_option(str(salma.pk))
    page.locator("#id_due").fill(local(2))
    press(page, "assign")
    expect(page.locator(".seen-to")).to_be_visible()
    flawless(visitor)
    press(page, "approve")
    press(page, "publish")
    assert article.versions.live().count() == 1
    assert len(mails_to(nadia)) == 2
    visitor.open(f"{LIST}?todo=overdue")
    flawless(visitor)


@pytest.mark.parametrize(("language", "width", "theme"), [("fr", 1440, "light"), ("ar", 390, "dark")])
def test_the_pages_that_ask_about_many_are_flawless(
    visitor: Visitor, nadia: User, salma: User, language: str, width: int, theme: str
) -> None:
    handed_in(nadia)
    page = visitor.sign_in(salma, language=language).page
    for action in ("move_chosen", "tag_chosen", "withdraw_chosen"):
        visitor.look(width=width, theme=theme).open(LIST)
        page.locator("input[name=_selected_action]").check()
        page.locator("select[name=action]").select_option(action)
        with page.expect_navigation():
            page.locator(".actions button[type=submit]").click()
        visitor.flawless()
        with page.expect_navigation():
            page.locator("main form button[type=submit]").click()
        expect(page.locator(".errorlist").first).to_be_visible()
        visitor.flawless()
