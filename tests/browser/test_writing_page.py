"""What the writing page says and does while somebody writes: lengths, reading time, keys, focus."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from articles import reading
from articles.models import Revision
from newsroom.core.html import text_of
from tests import cast
from tests.browser.conftest import Visitor
from tests.browser.test_body_editor import TEXT, markup, opened
from tests.pictures import stored

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Le prix du gaz butane augmente de dix pour cent au premier janvier dans toutes les provinces du pays"


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.sign_in(cast.chief(), language="en").look(width=1280)
    return visitor.page


def test_it_shows_where_headline_and_standfirst_are_cut(page: Page, visitor: Visitor) -> None:
    opened(visitor, "<p>Un</p>")
    measure = page.locator("#id_title_measure")
    expect(measure).to_have_text("8 characters")
    page.get_by_label("Headline").fill(LONG)
    expect(measure.locator(".count")).to_have_text(f"{len(LONG)} characters")
    assert measure.locator(".where").all_inner_texts() == ["in search engines up to", "on phones up to"]
    shown = [words.strip("… ") for words in measure.locator(".kept").all_inner_texts()]
    kept = [LONG.index(words) + len(words) for words in shown]
    assert {LONG[end] for end in kept} == {" "}, "cut between two words"
    assert 40 < kept[0] < 75, "whatever the letters of this machine are like"
    assert 20 < kept[1] < kept[0]
    page.get_by_label("Standfirst").fill(LONG)
    expect(page.locator("#id_standfirst_measure .cut")).to_have_count(0)
    visitor.flawless()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_text_is_not_written_in_the_letters_of_its_headline(page: Page, visitor: Visitor, language: str) -> None:
    """Those have one weight: bold words would look like all others."""
    opened(visitor, "<h2>Deux</h2><p>Un <strong>mot</strong></p>", language=language)
    family = "one => getComputedStyle(one).fontFamily.split(',')[0].replaceAll('\"', '')"
    assert page.locator("#id_title").evaluate(family) == "Masthead"
    assert page.locator(".ProseMirror h2").evaluate(family) == "Masthead"
    for text in ("#id_standfirst", ".ProseMirror p", ".ProseMirror strong"):
        assert page.locator(text).first.evaluate(family) != "Masthead"


BODY = (
    "<p>L’eau coûte 12,5 dirhams – c’est-à-dire trop… dit-il/elle.</p><ul><li><p>Un</p></li></ul>" + "<p>mot</p>" * 300
)


def test_it_counts_words_and_minutes_as_readers_get_them(page: Page, visitor: Visitor) -> None:
    opened(visitor, BODY)
    number, minutes = reading.words(text_of(BODY)), reading.minutes(text_of(BODY), language="fr")
    expect(page.locator(".body-words")).to_have_text(f"{number} words · {minutes} minutes to read")
    page.locator(TEXT).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" encore")
    expect(page.locator(".body-words")).to_contain_text(f"{number + 1} words")


def test_its_keys_are_listed_and_do_what_the_list_says(page: Page, visitor: Visitor) -> None:
    opened(visitor, "<p>Un</p>")
    page.locator("body").press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Focus: nothing but the text")
    visitor.flawless()
    page.keyboard.press("Escape")
    page.locator(TEXT).click()
    page.keyboard.type("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Alt+Shift+Digit2")
    assert markup(page) in {"<h2>Un?</h2>", "<h2>?Un</h2>", "<h2>U?n</h2>"}
    for keys, name in [("n", "Footnote"), ("e", "Link card"), ("r", "Choose an article"), ("m", "Choose a picture")]:
        page.keyboard.press(f"Alt+Shift+{keys}")
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator(TEXT)).to_be_focused()
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_focus_leaves_nothing_but_the_text_and_what_is_said_about_it(page: Page, visitor: Visitor) -> None:
    opened(visitor, "<p>Un</p>")
    page.locator(TEXT).click()
    page.keyboard.press("Alt+Shift+f")
    expect(page.locator("#desk-nav")).to_be_hidden()
    expect(page.get_by_role("button", name="Preview")).to_have_count(0)
    page.keyboard.type("x")
    expect(page.locator("#kept")).to_have_text(re.compile("."))
    visitor.flawless()
    page.locator(TEXT).press("Escape")
    expect(page.locator("#desk-nav")).to_be_visible()
    page.get_by_role("button", name="Focus").click()
    page.get_by_role("button", name="Leave the focus").click()
    expect(page.locator("#desk-nav")).to_be_visible()


LONG_TEXT = "<p>Une phrase.</p>" * 120


@pytest.mark.parametrize(("width", "focus"), [(1280, False), (1280, True), (360, False), (360, True)])
def test_from_the_last_paragraph_one_sees_that_the_server_is_away(
    page: Page, visitor: Visitor, width: int, focus: bool
) -> None:
    visitor.look(width=width)
    opened(visitor, LONG_TEXT)
    page.locator(TEXT).locator("p").last.click()
    if focus:
        page.keyboard.press("Alt+Shift+f")
    page.route("**/keep/", lambda route: route.abort())
    page.keyboard.type("!")
    trouble = page.locator("#trouble")
    expect(trouble).to_contain_text("The server can’t be reached", timeout=10_000)
    expect(trouble).to_be_in_viewport(ratio=1)
    visitor.complaints.clear()
    visitor.flawless()


def test_ten_thousand_words_and_two_hundred_pictures_stay_writable(page: Page, visitor: Visitor) -> None:
    image = stored(name="Le port")
    figure = f'<figure data-image="{image.pk}" data-alt="A" data-caption=""></figure>'
    opened(visitor, (f"<p>{' '.join(['mot'] * 50)}.</p>{figure}") * 200)
    expect(page.locator(".body-words")).to_contain_text("10,000 words")
    page.locator(TEXT).locator(":scope > p").nth(199).click()
    page.keyboard.press("End")
    begun = time.monotonic()
    page.keyboard.type("Dix lettres ")
    assert time.monotonic() - begun < 6, "half a second a letter, on the slowest of machines"
    with page.expect_response(lambda answer: answer.url.endswith("/keep/") and answer.ok and "said" in answer.text()):
        page.keyboard.type("encore")
    kept = Revision.objects.autosaved()[0].document.body
    assert ("Dix lettres encore" in kept, kept.count("<figure"), kept.count("mot")) == (True, 200, 10_000)


def test_of_names_and_points_there_is_always_one_more(page: Page, visitor: Visitor) -> None:
    opened(visitor, "<p>Un</p>")
    points = page.locator("textarea[name=points]:visible")
    expect(points).to_have_count(1)
    page.locator("#id_points_0").fill("Un fait.")
    expect(points).to_have_count(2)
    page.locator("#id_points_1").fill("Un autre.")
    page.locator("#id_points_1").fill("")
    expect(points).to_have_count(2)


def test_submitting_and_saving_need_no_mouse(page: Page, visitor: Visitor) -> None:
    article = opened(visitor, "<p>Un</p>")
    page.locator(TEXT).click()
    page.keyboard.type("!")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.keyboard.press("Alt+Shift+s")
    expect(page.get_by_text("Choose a category.").first).to_be_visible()
    article.refresh_from_db()
    assert "!" in article.body
    assert article.stage == "draft"


def test_a_phone_is_enough_for_a_brief(page: Page, visitor: Visitor) -> None:
    visitor.look(width=360)
    opened(visitor, "<p>Un</p>")
    page.get_by_label("Headline").fill("Une brève")
    page.locator(TEXT).click()
    page.keyboard.type("Deux phrases. ")
    visitor.flawless()
    for name in ("Save", "Footnote", "Focus"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["height"] >= 44
