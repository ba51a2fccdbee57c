"""The chief’s day: an error is reported, put right and told; an article goes and comes back; one is translated."""

import pytest
from playwright.sync_api import Page, expect

from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.models import Article, Change, Report
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.paper import also
from tests.articles.test_office_writing import address
from tests.browser.conftest import Visitor
from tests.browser.test_sittings import TEXT
from tests.newsletter import letters

pytestmark = pytest.mark.django_db(transaction=True)
CHOOSE = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".art"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return;
  }
}"""


def online(title: str, body: str, *, language: str = "fr") -> Article:
    place = stories.section(f"maroc-{language}", language=language)
    article = Article(title=title, standfirst=f"{title}.", body=body, category=place, language=language)
    desk.save(article, by=None, authors=[stories.author().pk])
    desk.publish(Article.objects.filter(pk=article.pk), by=None)
    return article


def public(article: Article) -> str:
    version = article.versions.order_by("-live_from").first()
    assert version is not None
    return version.get_absolute_url()


def reported(visitor: Visitor, article: Article, passage: str, words: str, *, link: str, button: str) -> str:
    """By somebody who has no account; answers the address at which they see what becomes of it."""
    page = visitor.open(public(article)).flawless().page
    page.evaluate(CHOOSE, passage)
    page.get_by_role("link", name=link).click()
    expect(page.locator("#report-form-passage")).to_have_value(passage)
    visitor.flawless()
    page.locator("#report-form-text").fill(words)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".mine")).to_contain_text(words)
    visitor.flawless()
    return page.url.removeprefix(visitor.url)


def take_up(visitor: Visitor, words: str, button: str) -> None:
    page = visitor.open("/admin/").flawless().page
    page.get_by_role("link", name=words).click()
    visitor.flawless()
    page.get_by_role("button", name=button).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def put_right(page: Page, article: Article, text: str, note: str) -> None:
    """On the writing page, with a note to readers."""
    page.locator(f"a[href='{address(article)}']").first.click()
    expect(page.locator(TEXT)).to_be_visible()
    page.locator(f"{TEXT} > p").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.locator("summary", has_text="Rectifier…").click()
    page.locator("#id_change").select_option("correction")
    page.locator("#id_note").fill(note)
    page.get_by_role("button", name="Publier le rectificatif").click()
    expect(page.locator(".messagelist .success")).to_contain_text("publié")


def settle(visitor: Visitor, receipt: str, note: str) -> None:
    report = Report.objects.get()
    page = visitor.open(f"/admin/articles/report/{report.pk}/change/").flawless().page
    page.locator("#id_correction").select_option(index=1)
    page.get_by_role("button", name="C’est corrigé").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    visitor.flawless()
    expect(visitor.open(receipt).page.locator(".what")).to_contain_text(note)
    visitor.flawless()
    expect(visitor.open("/corrections/").page.locator(".told-list")).to_contain_text(note)
    visitor.flawless()


def take_off_and_give_back(visitor: Visitor, article: Article, pointing: Article) -> None:
    page = visitor.open(address(article)).page
    page.get_by_role("link", name="Retirer…").click()
    expect(page.locator(".pointers")).to_contain_text(str(pointing))
    expect(page.locator(".pointers")).to_contain_text("La lettre de demain")
    visitor.flawless()
    page.locator("#id_reason").fill("La source s’est rétractée.")
    page.locator("#id_words").fill("Cet article se fondait sur un document faux.")
    page.get_by_role("button", name="Retirer").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    gone = visitor.open(public(article)).flawless().page
    expect(gone.locator("main")).to_contain_text("Cet article se fondait sur un document faux.")
    expect(visitor.open("/corrections/").page.locator(".told-none")).to_be_visible()
    visitor.open(address(article)).page.locator("button[value=reinstate]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(visitor.open("/corrections/").page.locator(".told-list")).to_contain_text("Douze")


def translate(visitor: Visitor, article: Article) -> Article:
    page = visitor.open(address(article)).page
    page.get_by_role("link", name="Traduire…").click()
    visitor.flawless()
    page.locator("input[name=language][value=ar]").check()
    page.get_by_role("button", name="Commencer la traduction").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    visitor.flawless()
    return Article.objects.get(language="ar")


def bring_up_to_date(visitor: Visitor, made: Article) -> None:
    page = visitor.open("/admin/").flawless().page
    page.get_by_role("heading", name="Traductions en retard").locator("xpath=..").locator(".work-title").click()
    expect(page.locator("ins").last).to_be_visible()
    visitor.flawless()
    page.get_by_role("button", name="À jour maintenant").click()
    expect(page).to_have_url(visitor.url + address(made))
    assert visitor.open("/admin/").page.locator("#panel-behind").count() == 0


@pytest.fixture
def chief() -> User:
    return cast.chief()


def test_a_day_of_the_chief(visitor: Visitor, chief: User) -> None:
    article = online("Le port", "<p>Dix bateaux sont entrés.</p>")
    pointing = online("Le marché", f"<p>Mot.</p>{also(article)}")
    letters.edition(article, subject="La lettre de demain")
    link, button = "Signaler une erreur", "Envoyer à la rédaction"
    receipt = reported(visitor, article, "Dix bateaux", "C’est douze.", link=link, button=button)
    visitor.sign_in(chief, language="fr")
    take_up(visitor, "C’est douze.", "Prendre en charge")
    put_right(visitor.page, article, "Douze bateaux sont entrés.", "Douze bateaux, et non dix.")
    settle(visitor, receipt, "Douze bateaux, et non dix.")
    take_off_and_give_back(visitor, article, pointing)
    made = translate(visitor, article)
    row = Article.objects.get(pk=article.pk)
    row.body = "<p>Treize bateaux sont entrés.</p>"
    ledger.publish(desk.save(row, by=None), by=None, change=Change.UPDATE, note="Un de plus.")
    bring_up_to_date(visitor, made)


def test_a_morning_of_the_chief_in_arabic(visitor: Visitor, chief: User) -> None:
    article = online("الميناء", "<p>دخلت عشر سفن.</p>", language="ar")
    link, button = "الإبلاغ عن خطأ", "إرسال إلى هيئة التحرير"
    receipt = reported(visitor, article, "عشر سفن", "العدد اثنتا عشرة.", link=link, button=button)
    assert receipt.startswith("/ar/")
    ledger.correct(stories.revision(article, article.versions.get().document), by=None, note="اثنتا عشرة لا عشر.")
    visitor.sign_in(chief, language="ar")
    take_up(visitor, "العدد اثنتا عشرة.", "التكفّل به")
    page = visitor.page
    page.locator("#id_correction").select_option(index=1)
    page.get_by_role("button", name="صُحّح").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    visitor.flawless()
    expect(visitor.open("/ar/corrections/").page.locator(".told-list")).to_contain_text("اثنتا عشرة لا عشر.")
    visitor.flawless()
    assert page.get_attribute("html", "dir") == "rtl"
