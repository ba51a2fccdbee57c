"""The archive, galleries, kinds of articles, passing on and paper, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.demo.house import HOUSE
from articles.ledger.document import PictureUse
from articles.models import Article, Category, PublishedVersion
from articles.pages import calendar
from articles.pages.words import day
from newsroom.core.pagestore import outage
from tests import pictures
from tests.articles import stories
from tests.articles.paper import figure
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
YESTERDAY = timedelta(days=1)


def put(**fields: object) -> Article:
    HOUSE.load()
    place = Category.objects.filter(texts__language="fr").order_by("pk")[0]
    facts = {"category": place.pk, "title": "L'eau monte: 12000 m³", "standfirst": "Quoi?", **fields}
    return stories.published(stories.text(**facts), now=timezone.now() - YESTERDAY)


def path(article: Article) -> str:
    return PublishedVersion.objects.get(article=article).get_absolute_url()


def gallery(number: int) -> str:
    found = (pictures.stored((900 + step, 500), name=f"Vue {step}", credit="Atelier") for step in range(number))
    return "<p>Avant.</p>" + "".join(map(figure, found)) + "<p>Après.</p>"


def test_somebody_finds_a_story_by_its_day(visitor: Visitor) -> None:
    here = day(PublishedVersion.objects.get(article=put()).first_published_at)
    page = visitor.look(width=1440).open("/").page
    page.locator(".foot a", has_text="Archives").click()
    page.locator("main .periods a").first.click()
    page.locator("main .months a").first.click()
    page.locator("main .month a").first.click()
    expect(page).to_have_url(re.compile(re.escape(calendar.of_day(here, "fr")) + "$"))
    page.locator("main h3 a").first.click()
    expect(page.locator("h1")).to_have_text("L’eau monte\u00a0: 12\u202f000 m³", use_inner_text=True)


def test_a_gallery_is_flawless_on_a_phone_and_on_a_desk(visitor: Visitor) -> None:
    use = PictureUse(pictures.stored((1600, 900), name="Quai").pk, "Un quai", "L'aube")
    article = put(body=f"<h2>Et vous?</h2><p><strong>Et après?</strong></p>{gallery(3)}", picture=use)
    for width, theme in ((360, "dark"), (1440, "light")):
        visitor.look(width=width, theme=theme).open(path(article)).flawless()


def test_a_gallery_is_walked_through_by_the_keyboard_and_without_a_script(visitor: Visitor) -> None:
    page = visitor.page
    page.route("**/*.js", lambda route: route.abort())
    visitor.open(path(put(body=gallery(3))))
    page.locator(".gallery .of a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#g1p2$"))
    page.wait_for_function("document.querySelector('#g1p2').getBoundingClientRect().top < innerHeight")


def test_where_the_device_can_pass_a_story_on_it_is_asked_to(visitor: Visitor) -> None:
    visitor.page.add_init_script("navigator.share = async what => { window.passed = what }")
    article = put()
    page = visitor.open(path(article)).page
    page.locator("[data-share] button").click()
    passed = page.evaluate("window.passed")
    assert passed["url"].endswith(path(article))
    assert passed["title"].startswith("L’eau monte")


def test_where_it_cannot_no_button_claims_so(visitor: Visitor) -> None:
    visitor.page.add_init_script("delete Navigator.prototype.share")
    assert visitor.open(path(put())).page.locator("[data-share]").is_hidden()


def test_paper_holds_the_story_and_its_address_and_nothing_to_click(visitor: Visitor) -> None:
    article = put(body=gallery(2))
    page = visitor.open(path(article)).page
    page.emulate_media(media="print")
    for gone in (".nav", ".foot", ".letter", ".related", ".talk", ".crumb", ".share button", ".share a"):
        assert not page.locator(gone).first.is_visible(), gone
    address = "getComputedStyle(document.querySelector('.share [data-copy]'), '::before').content"
    assert path(article) in page.evaluate(address)
    expect(page.locator(".gallery img").first).to_be_visible()


def test_paper_holds_the_address_where_nothing_can_be_copied(visitor: Visitor) -> None:
    visitor.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page = visitor.open(path(put())).page
    expect(page.locator("[data-copy]")).to_be_hidden()
    page.emulate_media(media="print")
    look = "getComputedStyle(document.querySelector('[data-copy]'), '::before').visibility"
    assert page.evaluate(look) == "visible"
    assert page.locator("[data-copy]").evaluate("one => one.getBoundingClientRect().height") > 10


def test_where_copying_is_refused_the_button_says_so_and_keeps_the_focus(visitor: Visitor) -> None:
    refused = "navigator.clipboard.writeText = async () => { throw new Error('refused') }"
    visitor.page.add_init_script(refused)
    page = visitor.open(path(put())).page
    button = page.locator("[data-copy] button")
    button.click()
    expect(button).to_have_text("Pas copié\u00a0: prenez-le dans la barre d’adresse", use_inner_text=True)
    expect(button).to_be_focused()


def test_a_page_of_last_resort_is_whole_by_itself(visitor: Visitor) -> None:
    answer = outage.sorry("ar", sent=False)
    visitor.page.route(
        "**/gone", lambda route: route.fulfill(status=503, headers=dict(answer.headers), body=answer.body)
    )
    visitor.page.route("**/static/**", lambda route: route.abort())
    visitor.look(width=360).open("/gone").flawless()
    assert visitor.page.evaluate("getComputedStyle(document.querySelector('header')).borderBottomWidth") == "5px"
