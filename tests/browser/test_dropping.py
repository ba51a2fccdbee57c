"""Pictures' files that are dropped or pasted into a text, and what is asked about them there."""

import base64
import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from articles.models import Article, Image, ImageText
from newsroom.core.models import User
from tests import cast, pictures
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = ".ProseMirror[role=textbox]"
DROP = "**/admin/articles/article/drop/image/"
SEND = """(dom, [kind, html, files]) => {
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    data.items.add(new File([bytes], name, {type}));
  }
  const box = dom.getBoundingClientRect();
  const at = {clientX: box.left + box.width / 2, clientY: box.bottom - 4, bubbles: true, cancelable: true};
  const event = kind === 'paste'
    ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
    : new DragEvent('drop', {dataTransfer: data, ...at});
  dom.dispatchEvent(event);
  return event.defaultPrevented;
}"""
File = tuple[str, str, bytes]


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.sign_in(cast.chief(), language="en").look(width=1280)
    return visitor.page


def opened(visitor: Visitor, body: str = "<p>Un.</p><p>Deux.</p>") -> Article:
    article = Article.objects.create(title="Un titre", body=body, language="fr")
    visitor.open(f"/admin/articles/article/{article.pk}/change/")
    expect(visitor.page.locator(TEXT)).to_be_visible()
    return article


def photo(name: str, size: tuple[int, int] = (300, 200)) -> File:
    return (f"{name}.jpg", "image/jpeg", pictures.encoded(pictures.drawn(size), comment=name.encode()))


def send(where: Locator, *files: File, kind: str = "drop", html: str = "") -> bool:
    encoded = [[name, mime, base64.b64encode(content).decode()] for name, mime, content in files]
    return bool(where.evaluate(SEND, [kind, html, encoded]))


def paragraph(page: Page, words: str) -> Locator:
    return page.locator(TEXT).get_by_text(words, exact=True)


def markup(page: Page) -> str:
    return page.locator("textarea[data-body]").input_value()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def uploads(page: Page) -> Locator:
    return page.locator(".body-upload")


def test_a_dropped_picture_stays_where_it_was_dropped_and_is_described_there(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    assert send(paragraph(page, "Un."), photo("le_quai"))
    expect(dialog(page)).to_contain_text("What does the picture show?")
    visitor.flawless()
    expect(dialog(page).get_by_label("Alternative text")).to_be_focused()
    page.keyboard.type("Un quai")
    page.keyboard.press("Tab")
    page.keyboard.type("À l’aube")
    dialog(page).get_by_label("Credit").fill("Nadia")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_have_count(0)
    image = Image.objects.get()
    figure = f'<figure data-image="{image.pk}" data-alt="Un quai" data-caption="À l’aube"></figure>'
    assert markup(page) == f"<p>Un.</p>{figure}<p>Deux.</p>"
    assert (image.credit, image.text("fr").alt, image.name) == ("Nadia", "Un quai", "le quai")
    expect(page.locator(".body-picture")).to_contain_text("Nadia")
    visitor.flawless()


def test_several_keep_their_order_and_each_is_asked_about(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    send(paragraph(page, "Un."), photo("a", (900, 600)), photo("b"), photo("c"))
    for name, more in (("Une", "2 more"), ("Deux", "1 more"), ("Trois", "")):
        expect(dialog(page)).to_contain_text(more)
        dialog(page).get_by_label("Alternative text").fill(name)
        dialog(page).get_by_label("Credit").fill("Nadia")
        page.keyboard.press("Enter")
        expect(dialog(page).filter(has_text=more or "What does")).to_have_count(0)
    found = re.findall(r'data-image="(\d+)" data-alt="(\w+)"', markup(page))
    names = [Image.objects.get(pk=pk).name for pk, _alt in found]
    assert (names, [alt for _pk, alt in found]) == (["a", "b", "c"], ["Une", "Deux", "Trois"])


def test_a_file_that_the_library_has_isn_t_sent_again(page: Page, visitor: Visitor) -> None:
    name, mime, content = photo("a")
    image = pictures.stored((300, 200), name="a", credit="Nadia", texts=[ImageText(language="fr", alt="Un port")])
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.url.endswith("/drop/image/") else None)
    opened(visitor)
    send(paragraph(page, "Deux."), (name, mime, content))
    expect(page.locator(".body-notice")).to_contain_text("The library has “a” already")
    assert f'data-image="{image.pk}" data-alt="Un port"' in markup(page)
    assert (Image.objects.count(), "POST" in sent) == (1, False)


def test_what_can_t_be_taken_in_is_said_and_taken_away(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    files = (("note.docx", "application/msword", b"PK"), ("faux.jpg", "image/jpeg", b"%PDF-1.4 rien"))
    send(paragraph(page, "Un."), *files)
    expect(uploads(page).nth(0).get_by_role("alert")).to_contain_text("This is no picture")
    expect(uploads(page).nth(1).get_by_role("alert")).to_contain_text("PDF")
    expect(uploads(page).get_by_role("button", name="Try again")).to_have_count(0)
    visitor.flawless()
    for _each in files:
        uploads(page).first.get_by_role("button", name="Remove").click()
    expect(uploads(page)).to_have_count(0)
    assert (page.locator(".body-picture").count(), Image.objects.count()) == (0, 0)


def test_a_lost_session_or_connection_costs_no_picture(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    page.context.clear_cookies()
    send(paragraph(page, "Un."), photo("a"))
    expect(uploads(page).get_by_role("alert")).to_contain_text("You are signed out")
    visitor.sign_in(User.objects.get())  # with a new stamp, as a sign-in brings it
    page.route(DROP, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    uploads(page).get_by_role("button", name="Try again").click()
    expect(uploads(page).get_by_role("alert")).to_contain_text("can’t be reached")
    page.unroute(DROP)
    uploads(page).get_by_role("button", name="Try again").click()
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    assert f'data-image="{Image.objects.get().pk}" data-alt=""' in markup(page)


def test_one_on_its_way_holds_the_form_and_can_be_cancelled(page: Page, visitor: Visitor) -> None:
    held: list[Route] = []
    page.route(DROP, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    article = opened(visitor)
    send(paragraph(page, "Un."), photo("a"))
    expect(uploads(page).get_by_role("progressbar")).to_be_visible()
    page.locator(TEXT).press("Control+Home")
    page.keyboard.type("Ici ")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".body-notice")).to_contain_text("a picture is still on its way")
    article.refresh_from_db()
    assert "Ici" not in article.body
    uploads(page).get_by_role("button", name="Cancel").click()
    expect(uploads(page)).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".success")
    article.refresh_from_db()
    assert (article.body, bool(held)) == ("<p>Ici Un.</p><p>Deux.</p>", True)


def test_a_copied_picture_is_uploaded_and_a_copied_page_is_read(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    paragraph(page, "Deux.").click()
    name, mime, content = photo("image")
    send(page.locator(TEXT), ("image.jpg", mime, content), kind="paste", html='<img src="https://a.ma/x.jpg">')
    expect(dialog(page).get_by_role("img", name="Pasted picture")).to_be_visible()
    dialog(page).get_by_role("button", name="Later").click()
    expect(page.locator(".body-notice")).to_have_count(0)
    send(page.locator(TEXT), (name, mime, content), kind="paste", html="<p>Des mots</p>")
    assert (Image.objects.get().name, "Des mots" in markup(page)) == ("Pasted picture", True)


def test_a_picker_uploads_too_and_a_missed_drop_leaves_the_page_alone(page: Page, visitor: Visitor) -> None:
    opened(visitor)
    paragraph(page, "Deux.").click()
    page.get_by_role("toolbar").get_by_role("button", name="Picture", exact=True).click()
    with page.expect_file_chooser() as chosen:
        dialog(page).get_by_role("button", name="Upload pictures…").click()
    name, mime, content = photo("a")
    chosen.value.set_files([FilePayload(name=name, mimeType=mime, buffer=content)])
    expect(dialog(page)).to_contain_text("What does the picture show?")
    dialog(page).get_by_role("button", name="Later").click()
    assert send(page.locator("body"), photo("b"))
    assert (Image.objects.count(), uploads(page).count()) == (1, 0)


def test_the_focal_point_is_set_from_the_text(page: Page, visitor: Visitor) -> None:
    image = pictures.stored((1200, 600))
    opened(visitor, f'<p>Un.</p><figure data-image="{image.pk}" data-alt="A" data-caption=""></figure>')
    page.locator(".body-picture").get_by_role("button", name="What must stay in view").click()
    point = dialog(page).get_by_role("button", name="Focal point")
    expect(point).to_be_visible()
    visitor.flawless()
    point.focus()
    for key in ("ArrowLeft", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    crop = dialog(page).locator("[data-crop='1x1'] img")
    assert crop.evaluate("img => getComputedStyle(img).objectPosition") == "28% 50%"
    dialog(page).get_by_role("button", name="Keep this point").click()
    expect(dialog(page)).to_have_count(0)
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.39, 0.5)


def test_the_lead_picture_is_dropped_described_and_kept_in_view(page: Page, visitor: Visitor) -> None:
    other = pictures.stored(name="Un autre", credit="Omar", texts=[ImageText(language="fr", alt="Autre")])
    article = opened(visitor)
    rail = page.locator(".panel").filter(has=page.locator("#id_picture"))
    rail.locator("summary").click()
    rail.get_by_role("radio", name="Un autre").check()
    expect(page.get_by_label("Alternative text")).to_have_value("Autre")
    assert send(rail, photo("le_quai"))
    expect(dialog(page).get_by_label("Alternative text")).to_have_value("")
    dialog(page).get_by_label("Alternative text").fill("Un quai")
    dialog(page).get_by_label("Credit").fill("Nadia")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_have_count(0)
    rail.get_by_role("button", name="What must stay in view").click()
    dialog(page).get_by_role("button", name="Focal point").press("Shift+ArrowUp")
    dialog(page).get_by_role("button", name="Keep this point").click()
    expect(dialog(page)).to_have_count(0)
    visitor.flawless()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".success")
    article.refresh_from_db()
    image = Image.objects.exclude(pk=other.pk).get()
    assert (article.picture_id, article.picture_alt, image.credit) == (image.pk, "Un quai", "Nadia")
    assert image.focal_y == 0.4


def test_two_hundred_pictures_in_one_text_are_all_known_and_stay_writable(page: Page, visitor: Visitor) -> None:
    image = pictures.stored(name="Le port")
    rows = [
        Image(name=f"No {n}", file=image.file.name, width=9, height=9, bytes=1, sha256=f"{n:064}") for n in range(220)
    ]
    made = Image.objects.bulk_create(rows)
    body = "".join(
        f'<p>P{n}.</p><figure data-image="{row.pk}" data-alt="A" data-caption=""></figure>'
        for n, row in enumerate(made)
    )
    opened(visitor, body)
    expect(page.locator(".body-picture[data-state=gone]")).to_have_count(0)
    expect(page.locator(".body-picture").last).to_contain_text("No 219")
    paragraph(page, "P110.").click()
    page.keyboard.press("End")
    page.keyboard.type("Ici")
    page.locator(".body-picture").nth(110).get_by_label("Caption").fill("Oui")
    assert (markup(page).count("<figure"), "P110.Ici" in markup(page), 'data-caption="Oui"' in markup(page)) == (
        220,
        True,
        True,
    )
