"""Footnotes, link cards, passages in another language and the order of headings, written in the office."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.body import render
from tests import cast
from tests.articles import stories
from tests.browser.conftest import Visitor
from tests.browser.test_body_editor import TEXT, choose, markup, opened, saved, tool
from tests.pictures import stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(visitor: Visitor) -> Page:
    visitor.sign_in(cast.chief(), language="en").look(width=1280)
    return visitor.page


def test_a_footnote_is_written_changed_and_read(desk: Page, visitor: Visitor) -> None:
    article = opened(visitor, "<p>Un mot</p>")
    desk.locator(TEXT).click()
    desk.keyboard.press("End")
    tool(desk, "Footnote").click()
    expect(desk.get_by_role("textbox", name="What the note says")).to_be_focused()
    visitor.flawless()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog").get_by_role("alert")).to_have_text("Write what the note says.")
    desk.keyboard.type("Selon le ")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("HCP")
    desk.keyboard.press("Enter")
    expect(desk.locator(TEXT)).to_be_focused()
    desk.keyboard.type(" juste.")
    assert markup(desk) == '<p>Un mot<small data-note="">Selon le <strong>HCP</strong></small> juste.</p>'
    desk.get_by_role("button", name="Footnote: Selon le HCP").click()
    desk.keyboard.type(" de mai")
    desk.get_by_role("button", name="Set the note").click()
    assert saved(desk, article) == (
        '<p>Un mot<small data-note="">Selon le <strong>HCP de mai</strong></small> juste.</p>'
    )
    expect(desk.get_by_role("button", name="Footnote: Selon le HCP de mai")).to_be_visible()
    visitor.flawless()


def test_a_footnote_is_reached_and_taken_away_by_the_keyboard(desk: Page, visitor: Visitor) -> None:
    opened(visitor, '<p>Un<small data-note="">A</small> deux<small data-note="">B</small></p>')
    desk.locator(TEXT).click()
    desk.keyboard.press("End")
    desk.wait_for_timeout(60)  # the editor reads where the cursor is a moment after the key
    desk.keyboard.press("ArrowLeft")
    expect(desk.locator(".ProseMirror-selectednode")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("textbox", name="What the note says")).to_be_focused()
    desk.get_by_role("button", name="Remove the note").press("Enter")
    expect(desk.locator(TEXT)).to_be_focused()
    desk.keyboard.type("!")
    assert markup(desk) == '<p>Un<small data-note="">A</small> deux!</p>'


def test_a_link_card_asks_where_it_leads_and_what_readers_see(desk: Page, visitor: Visitor) -> None:
    image = stored(name="Le quai")
    article = opened(visitor)
    desk.locator(TEXT).click()
    tool(desk, "Link card").click()
    desk.get_by_label("Address", exact=True).fill("mailto:a@b.ma")
    desk.get_by_label("Title", exact=True).press("Enter")
    expect(desk.get_by_role("dialog").get_by_role("alert")).to_contain_text("Enter a web address")
    desk.get_by_label("Address", exact=True).fill("www.films.ma/film?v=1&t=2")
    desk.get_by_label("Title", exact=True).press("Enter")
    expect(desk.get_by_role("dialog").get_by_role("alert")).to_contain_text("Write a title")
    visitor.flawless()
    desk.get_by_label("Title", exact=True).fill("Le film")
    desk.get_by_label("Title", exact=True).press("Enter")
    expect(desk.locator(TEXT)).to_be_focused()
    desk.keyboard.type("Après.")
    card = desk.get_by_role("group", name="Link card")
    expect(card).to_contain_text("films.ma")
    card.get_by_role("button", name="Choose a picture").click()
    choose(desk, "quai")
    body = '<section data-link="https://www.films.ma/film?v=1&amp;t=2" data-title="Le film"'
    assert saved(desk, article) == f'{body} data-image="{image.pk}"></section><p>Après.</p>'
    expect(card.locator("img")).to_be_visible()
    visitor.flawless()
    assert ">Le film</a>" in render([article], timezone.now())[article.pk]


def test_words_and_paragraphs_of_another_language_say_so(desk: Page, visitor: Visitor) -> None:
    article = opened(visitor, "<p>Un mot</p><p>نص</p>")
    desk.locator(TEXT).get_by_text("نص").click()
    tool(desk, "Language and direction").click()
    desk.get_by_role("dialog").get_by_label("Language", exact=True).select_option("ar")
    desk.get_by_role("button", name="Set the language").click()
    desk.locator(TEXT).get_by_text("Un mot").click()
    desk.keyboard.press("End")
    desk.keyboard.press("Shift+Control+ArrowLeft")
    tool(desk, "Language and direction").click()
    expect(desk.get_by_role("dialog")).to_contain_text("Language of these words")
    desk.get_by_role("dialog").get_by_label("Language", exact=True).select_option("rtl")
    desk.get_by_role("button", name="Set the language").click()
    expect(tool(desk, "Language and direction")).to_have_attribute("aria-pressed", "true")
    assert saved(desk, article) == '<p>Un <span dir="rtl">mot</span></p><p lang="ar" dir="rtl">نص</p>'
    visitor.flawless()


def test_a_smaller_heading_without_one_above_is_told_and_put_right(desk: Page, visitor: Visitor) -> None:
    opened(visitor, "<p>Un</p><h3>Le port</h3><p>Deux</p><h3>La mer</h3>")
    expect(desk.locator(".body-hint")).to_contain_text("“Le port” is a smaller heading")
    expect(desk.locator(f"{TEXT} .misplaced")).to_have_count(2)
    desk.get_by_role("button", name="Make it a heading").click()
    expect(desk.locator(".body-hint")).to_be_hidden()
    assert markup(desk) == "<p>Un</p><h2>Le port</h2><p>Deux</p><h3>La mer</h3>"
    visitor.flawless()


NOTED = (
    '<p>Le prix monte<small data-note="">Selon le <a href="https://hcp.ma/">HCP</a>.</small> encore '
    '<span lang="en" dir="ltr">(OPEC+)</span>.</p>'
    '<section data-link="https://www.films.ma/film" data-title="Le film du port"></section>'
    '<h2>Suite</h2><p>Fin<small data-note="">Deux.</small></p>'
)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_readers_go_from_a_number_to_its_note_and_back(visitor: Visitor, language: str) -> None:
    category = stories.section("maroc", language=language)
    text = stories.text(body=NOTED, language=language, slug="gaz", category=category.pk)
    article = stories.published(text, now=timezone.now())
    visitor.look(width=390).open(article.versions.live().with_addresses().get().get_absolute_url())
    page = visitor.page
    page.locator("#ref2").click()
    expect(page.locator("#note2")).to_be_in_viewport()
    page.locator("#note2 [role=doc-backlink]").click()
    expect(page.locator("#ref2")).to_be_in_viewport()
    card = page.get_by_role("link", name="Le film du port")
    expect(card).to_have_attribute("href", "https://www.films.ma/film")
    visitor.flawless()
