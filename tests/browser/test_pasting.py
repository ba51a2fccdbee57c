"""What comes in from word processors, mails and web pages: samples of what they put on the clipboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.core.html import sanitise
from tests import cast
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = ".ProseMirror[role=textbox]"
SAMPLES = Path(__file__).parent.parent / "clipboard"
FRENCH = ("word", "online", "google", "libreoffice", "web", "mail")


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.sign_in(cast.chief(), language="en").look(width=1280)
    return visitor.page


def opened(visitor: Visitor, body: str = "", language: str = "fr") -> Article:
    article = Article.objects.create(title="Un titre", body=body, language=language)
    visitor.open(f"/admin/articles/article/{article.pk}/change/")
    expect(visitor.page.locator(TEXT)).to_be_visible()
    return article


def markup(page: Page) -> str:
    return page.locator("textarea[data-body]").input_value()


def paste(page: Page, content: str, kind: str = "text/html") -> None:
    page.locator(TEXT).evaluate(
        """(dom, [content, kind]) => { const data = new DataTransfer(); data.setData(kind, content);
        dom.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }""",
        [content, kind],
    )


def pasted(page: Page, name: str) -> str:
    """In place of all there is, as it is stored; the empty paragraph that the editor may end with isn't told."""
    page.locator(TEXT).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    paste(page, (SAMPLES / f"{name}.html").read_text(encoding="utf-8"))
    return sanitise(markup(page)).removesuffix("<p></p>")


def wanted(name: str) -> str:
    return (SAMPLES / f"{name}.expected.html").read_text(encoding="utf-8").removesuffix("\n")


def test_each_sample_comes_in_clean(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    for name in FRENCH:
        assert pasted(page, name) == wanted(name), name
    opened(visitor, language="ar")
    assert pasted(page, "arabic") == wanted("arabic")
    assert {path.name.split(".")[0] for path in SAMPLES.iterdir()} == {*FRENCH, "arabic"}
    visitor.flawless()


def test_what_is_left_out_is_said_once_and_goes_when_it_is_read(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    pasted(page, "web")
    pasted(page, "web")
    notices = page.locator(".body-notices .body-notice")
    expect(notices).to_have_count(1)
    expect(notices).to_contain_text("1 picture was left out")
    expect(notices).to_contain_text("1 embedded part became a link")
    visitor.flawless()
    notices.get_by_role("button", name="Close").click()
    expect(notices).to_have_count(0)


def test_our_own_text_moves_as_it_is_but_for_its_anchors(page: Page, visitor: Visitor) -> None:
    body = (
        '<h3 id="a-b">Trois</h3><aside data-article="1"></aside><p lang="ar" dir="rtl">كلمة</p>'
        '<p><a href="/maroc/?utm_source=x">lien</a></p>'
    )
    opened(visitor, body)
    page.locator(TEXT).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+x")
    assert markup(page) == ""
    page.keyboard.press("Control+v")
    assert sanitise(markup(page)).removesuffix("<p></p>") == body.replace(' id="a-b"', "")


def test_an_address_among_plain_words_loses_what_only_tracks(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    page.locator(TEXT).click()
    paste(page, "Voir https://youtu.be/ab?si=zz&t=4 et https://a.ma/?fbclid=1 .", "text/plain")
    words = page.locator(TEXT).inner_text()
    assert words.strip() == "Voir https://youtu.be/ab?t=4 et https://a.ma/ ."
