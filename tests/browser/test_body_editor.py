"""Writing a text in the office, with everything that it may hold."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from articles.body import render
from articles.models import Article, ImageText
from newsroom.core.html import sanitise
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.browser.conftest import Visitor
from tests.pictures import stored

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = ".ProseMirror[role=textbox]"


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.sign_in(cast.chief(), language="en").look(width=1280)
    return visitor.page


def opened(visitor: Visitor, body: str = "", language: str = "fr") -> Article:
    article = Article.objects.create(title="Un titre", body=body, language=language)
    visitor.open(f"/admin/articles/article/{article.pk}/change/")
    expect(visitor.page.locator(TEXT)).to_be_visible()
    return article


def tool(page: Page, name: str) -> Locator:
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def picker(page: Page) -> Locator:
    return page.get_by_role("dialog").last


def choose(page: Page, words: str) -> None:
    """In the open picker: type, wait for what is found, take the first with Enter."""
    box = picker(page).get_by_role("combobox")
    box.fill(words)
    expect(picker(page).get_by_role("option")).to_have_count(1)
    expect(picker(page).get_by_role("option")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def saved(page: Page, article: Article) -> str:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    article.refresh_from_db()
    return str(article.body)


def markup(page: Page) -> str:
    return page.locator("textarea[data-body]").input_value()


def paste(page: Page, html: str) -> None:
    page.locator(TEXT).evaluate(
        """(dom, html) => { const data = new DataTransfer(); data.setData('text/html', html);
        dom.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }""",
        html,
    )


def test_a_text_with_all_its_nodes_is_written_saved_and_read(page: Page, visitor: Visitor) -> None:
    other = stories.published(stories.text(title="Le gaz au Maroc"), now=timezone.now())
    image = stored(name="Le quai")
    ImageText.objects.create(image=image, language="fr", alt="Un quai")
    article = opened(visitor)
    page.locator(TEXT).click()
    tool(page, "Heading").click()
    page.keyboard.type("Le titre")
    page.keyboard.press("Enter")
    tool(page, "Also read").click()
    choose(page, "GAZ")
    page.keyboard.type("Après.")
    tool(page, "Picture").click()
    choose(page, "quai")
    expect(page.locator(".body-picture").get_by_label("Alternative text")).to_be_focused()
    page.locator(".body-picture").get_by_label("Caption").fill("À l’aube")
    page.keyboard.press("Escape")
    assert saved(page, article) == (
        f'<h2>Le titre</h2><aside data-article="{other.pk}"></aside><p>Après.</p>'
        f'<figure data-image="{image.pk}" data-alt="Un quai" data-caption="À l’aube"></figure><p></p>'
    )
    expect(page.get_by_role("group", name="Also read")).to_contain_text("Le gaz au Maroc")
    read = render([article], timezone.now())[article.pk]
    assert all(words in read for words in ("Le gaz au Maroc</a>", "À l’aube"))
    visitor.flawless()


AFTER_A_PICTURE = [
    ("Heading", "<h2>Ici</h2>"),
    ("Strong", "<p><strong>Ici</strong></p>"),
    ("List", "<ul><li><p>Ici</p></li></ul>"),
    ("Pull quote", "<figure><blockquote><p>Ici</p></blockquote>"),
    ("Table", "<table><tbody><tr><th><p>Ici</p></th>"),
]


def test_a_pull_quote_and_a_table_are_written(page: Page, visitor: Visitor) -> None:
    article = opened(visitor)
    page.locator(TEXT).click()
    tool(page, "Pull quote").click()
    page.keyboard.type("« Oui »")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Elle")
    page.keyboard.press("Enter")
    tool(page, "Table").click()
    page.keyboard.type("Année")
    page.keyboard.press("Tab")
    page.keyboard.type("Prix")
    tool(page, "Delete column").click()
    tool(page, "Delete row").click()
    page.get_by_label("Caption of the table").fill("Les prix")
    body = saved(page, article)
    assert body.startswith(
        "<figure><blockquote><p>« Oui »</p></blockquote><figcaption>Elle</figcaption></figure><table>"
    )
    assert (body.count("<tr>"), body.count("<td"), "Année" in body) == (2, 4, False)
    visitor.flawless()


@pytest.mark.parametrize(("name", "written"), AFTER_A_PICTURE)
def test_a_tool_taken_in_a_picture_s_fields_acts_on_the_text_behind_it(
    page: Page, visitor: Visitor, name: str, written: str
) -> None:
    stored(name="Le quai")
    opened(visitor)
    page.locator(TEXT).click()
    tool(page, "Picture").click()
    choose(page, "quai")
    alt = page.locator(".body-picture").get_by_label("Alternative text")
    expect(alt).to_be_focused()
    page.keyboard.type("Un quai")
    tool(page, name).click()
    expect(page.locator(TEXT)).to_be_focused()
    page.keyboard.type("Ici")
    expect(alt).to_have_value("Un quai")
    assert re.sub("<figure data-image.*?</figure>", "", markup(page)).startswith(written)


def test_an_article_chosen_in_a_picture_s_fields_goes_behind_it(page: Page, visitor: Visitor) -> None:
    other = stories.published(stories.text(title="Le gaz"), now=timezone.now())
    image = stored(name="Le quai")
    opened(visitor, f'<p>Un.</p><figure data-image="{image.pk}"></figure><p>Deux.</p><p>Trois.</p>')
    page.locator(TEXT).get_by_text("Un.").click()
    page.locator(".body-picture").get_by_label("Caption").click()
    tool(page, "Also read").click()
    choose(page, "gaz")
    page.keyboard.type("Ici ")
    assert markup(page).endswith(f'<p>Deux.</p><aside data-article="{other.pk}"></aside><p>Ici Trois.</p>')
    visitor.flawless()


def test_a_tool_taken_in_the_fields_of_the_last_picture_leads_below_it(page: Page, visitor: Visitor) -> None:
    opened(visitor, f'<p>Un.</p><figure data-image="{stored().pk}"></figure>')
    page.locator(".body-picture").get_by_label("Caption").click()
    tool(page, "Pull quote").click()
    page.keyboard.type("Ici")
    assert "</figure><figure><blockquote><p>Ici</p>" in markup(page)


def test_the_whole_form_is_flawless_in_arabic_and_on_a_phone(page: Page, visitor: Visitor) -> None:
    other = stories.published(stories.text(title="غاز"), now=timezone.now())
    body = f'<p>نص</p><aside data-article="{other.pk}"></aside><figure data-image="{stored().pk}"></figure>'
    visitor.sign_in(User.objects.get(), language="ar").look(width=390, theme="dark")
    opened(visitor, sanitise(body), language="ar")
    assert page.locator(TEXT).get_attribute("dir") == "rtl"
    visitor.flawless()


def test_the_picker_is_flawless_and_left_with_escape(page: Page, visitor: Visitor) -> None:
    stories.published(stories.text(title="Le gaz"), now=timezone.now())
    opened(visitor, "<p>Un.</p>")
    page.locator(TEXT).click()
    page.keyboard.press("Alt+F10")
    for _step in range(10):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(picker(page).get_by_role("option")).to_have_count(1)
    visitor.flawless()
    page.keyboard.type("nulle part")
    expect(picker(page).get_by_role("status")).to_have_text(re.compile("Nothing found"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(TEXT)).to_be_focused()
    assert markup(page) == "<p>Un.</p>"


def step_onto_the_node(page: Page) -> None:
    """By the keys of a person, who is slower than the editor: it reads where the cursor is a moment after the key."""
    chosen = page.locator(f"{TEXT} .selected")
    for _time in range(5):
        page.locator(TEXT).get_by_text("Un.").click()
        for key in ("End", "ArrowRight"):
            page.wait_for_timeout(150)
            page.keyboard.press(key)
        page.wait_for_timeout(150)
        if chosen.count():
            return
    expect(chosen).to_be_visible()


def test_a_node_is_reached_changed_and_removed_by_keyboard(page: Page, visitor: Visitor) -> None:
    one, two = (stories.published(stories.text(title=title), now=timezone.now()) for title in ("Premier", "Second"))
    opened(visitor, f'<p>Un.</p><aside data-article="{one.pk}"></aside><p>Deux.</p>')
    step_onto_the_node(page)
    page.keyboard.press("Enter")
    choose(page, "second")
    assert f'data-article="{two.pk}"' in markup(page)
    step_onto_the_node(page)
    page.keyboard.press("Delete")
    assert markup(page) == "<p>Un.</p><p>Deux.</p>"


def test_what_was_deleted_or_isn_t_public_is_said_in_its_place(page: Page, visitor: Visitor) -> None:
    draft = Article.objects.create(title="Brouillon")
    opened(visitor, f'<aside data-article="{draft.pk}"></aside><aside data-article="99999"></aside>')
    expect(page.get_by_role("group", name="Also read").first).to_contain_text("Not public")
    expect(page.get_by_role("group", name="Also read").last).to_contain_text("was deleted")


def test_a_link_that_could_run_something_is_refused_and_what_was_typed_stays(page: Page, visitor: Visitor) -> None:
    opened(visitor, "<p>lien</p>")
    page.locator(TEXT).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    field = picker(page).get_by_label("Address")
    field.fill("javascript:alert(1)")
    field.press("Enter")
    expect(picker(page).get_by_role("alert")).to_contain_text("Enter a web address")
    expect(field).to_have_value("javascript:alert(1)")
    field.fill("example.ma/a")
    field.press("Enter")
    assert markup(page) == '<p><a href="https://example.ma/a">lien</a></p>'


def test_a_link_leads_to_one_of_our_articles(page: Page, visitor: Visitor) -> None:
    other = stories.published(stories.text(title="Le gaz", slug="gaz"), now=timezone.now())
    opened(visitor, "<p>lien</p>")
    page.locator(TEXT).click()
    page.keyboard.press("Control+a")
    tool(page, "Link").click()
    page.get_by_role("button", name="Choose one of our articles").click()
    choose(page, "gaz")
    assert markup(page) == f'<p><a href="/maroc/gaz-{other.pk}/">lien</a></p>'


def test_a_paragraph_in_another_language_is_marked_whole(page: Page, visitor: Visitor) -> None:
    opened(visitor, "<p>سلام</p>")
    page.locator(TEXT).click()
    page.keyboard.press("Control+a")
    tool(page, "Language and direction").click()
    page.get_by_role("dialog").get_by_role("combobox").select_option("ar")
    page.get_by_role("button", name="Set the language").click()
    assert markup(page) == '<p lang="ar" dir="rtl">سلام</p>'


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {color: red}</style></head>
<body lang=FR><!--StartFragment--><h1 style='mso-x:y'>Grand titre</h1>
<p class=MsoNormal style='margin:0cm'><span lang=FR style='font-family:"Arial"'>Du <b>gras</b> et<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>Un</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>Deux</p>
<table class=MsoTable border=1><tr><td width=20><p>A<table><tr><td>B</td></tr></table></p></td></tr></table>
<img src="file:///c:/x.png"><script>alert(1)</script><!--EndFragment--></body></html>"""


def test_what_comes_from_a_word_processor_comes_in_clean(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    page.locator(TEXT).click()
    paste(page, WORD)
    body = markup(page)
    assert body.startswith(
        "<h2>Grand titre</h2><p>Du <strong>gras</strong> et</p><ul><li><p>Un</p></li><li><p>Deux</p></li></ul>"
    )
    assert not re.search(r"mso|style|class|lang=|font|file:|script|<img|<o:p", body, re.IGNORECASE)
    assert sanitise(body) == body
    visitor.flawless()


EVERYTHING = (
    '<h2 id="a-b">Titre</h2><p lang="ar" dir="rtl">كلمة</p><p>Un <strong>a</strong><em>b</em><s>c</s>'
    '<sub>d</sub><sup>e</sup><code>f</code><mark>g</mark><cite>h</cite><abbr title="ij">i</abbr><bdi>k</bdi><q cite="https://a.ma/">l</q><br>'
    '<a rel="nofollow" hreflang="ar" href="https://a.ma/?a=1&amp;b=2" title="t">m</a> '
    '<a href="mailto:a@a.ma">n</a> <a href="tel:+212600000000">o</a> <a href="/maroc/">p</a></p>'
    '<ul><li><p>Un</p></li></ul><ol start="3"><li><p>Un</p></li></ol><blockquote><p>Cité</p></blockquote><hr>'
    '<pre><code>a\n  b</code></pre><figure data-image="1" data-alt="A" data-caption="Une &quot;C&quot;"></figure>'
    '<aside data-article="1"></aside><figure><blockquote><p>Oui</p></blockquote><figcaption>Elle</figcaption></figure>'
    '<table><caption>Les prix</caption><tbody><tr><th scope="col" colspan="2"><p>A</p></th></tr>'
    "<tr><td><p>B</p></td><td><p>C</p></td></tr></tbody></table>"
    "<p>Fin.</p>"
)


def test_the_editor_gives_back_what_the_sanitiser_lets_through(page: Page, visitor: Visitor) -> None:
    assert sanitise(EVERYTHING) == EVERYTHING
    opened(visitor, EVERYTHING)
    page.get_by_text("Fin.", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.keyboard.press("Backspace")
    assert sanitise(markup(page)) == EVERYTHING


def test_no_word_is_lost_of_what_the_editor_writes_otherwise(page: Page, visitor: Visitor) -> None:
    table = (
        "<table><caption>Légende</caption><thead><tr><th>A</th></tr></thead><tfoot><tr><td>B</td></tr></tfoot></table>"
    )
    opened(visitor, f"{table}<figure><p>C</p><figcaption>D</figcaption></figure><pre>E</pre><p>Fin.</p>")
    page.get_by_text("Fin.", exact=True).click()
    page.keyboard.type("!")
    words = markup(page)
    assert all(f"{word}<" in words for word in ("Légende", "A", "B", "C", "D", "E"))


def test_a_text_of_nothing_but_a_picture_isn_t_taken_for_empty(page: Page, visitor: Visitor) -> None:
    image = stored(name="Le quai")
    opened(visitor, f'<figure data-image="{image.pk}" data-alt="" data-caption=""></figure>')
    page.locator(".body-picture").get_by_label("Alternative text").fill("Un  quai")
    assert markup(page) == f'<figure data-image="{image.pk}" data-alt="Un quai" data-caption=""></figure>'


def test_an_untouched_text_is_sent_as_it_was_stored(page: Page, visitor: Visitor) -> None:
    body = "<p>Un.</p><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>B</td></tr></tbody></table>"
    article = opened(visitor, body)
    assert saved(page, article) == body


def test_undo_takes_back_a_picture_that_was_removed(page: Page, visitor: Visitor) -> None:
    body = f'<p>Un.</p><figure data-image="{stored().pk}" data-alt="A" data-caption=""></figure><p>Deux.</p>'
    opened(visitor, body)
    page.get_by_role("group", name="Picture").get_by_role("button", name="Remove").click()
    assert markup(page) == "<p>Un.</p><p>Deux.</p>"
    page.keyboard.press("Control+z")
    assert markup(page) == body


def test_a_lost_session_is_said_in_the_picker(page: Page, visitor: Visitor) -> None:
    opened(visitor, "<p>Un.</p>")
    page.locator(TEXT).click()
    page.context.clear_cookies()
    tool(page, "Also read").click()
    expect(picker(page).get_by_role("status")).to_have_text(re.compile("You are signed out"))
