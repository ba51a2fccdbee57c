"""The library in a real browser: uploading, and choosing what must stay in view, with the mouse and without."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from articles.models import Image, ImageText
from articles.pictures import renditions
from newsroom.core.models import User
from tests import cast, pictures
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST, ADD = "/admin/articles/image/", "/admin/articles/image/add/"


@pytest.fixture
def reporter() -> User:
    return cast.reporter()


@pytest.fixture
def image(reporter: User) -> Image:
    texts = [ImageText(language="fr", alt="Deux couleurs"), ImageText(language="ar", alt="لونان")]
    image = pictures.stored((2000, 1000), name="Rouge et bleu", credit="Nadia Chraïbi", by=reporter, texts=texts)
    renditions.make(image)
    return image


def position(page: Page, crop: str) -> str:
    return str(page.locator(f"[data-crop='{crop}'] img").evaluate("img => getComputedStyle(img).objectPosition"))


def sliders(page: Page) -> list[str]:
    return [page.input_value(f"[name={name}]") for name in ("focal_x", "focal_y")]


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("ar", "dark")])
def test_list_forms_and_deletion_are_flawless(visitor: Visitor, image: Image, language: str, theme: str) -> None:
    pictures.stored(name="صورة في طور الإعداد")
    visitor.sign_in(cast.chief(), language=language)
    for path in (LIST, ADD, f"{LIST}{image.pk}/change/", f"{LIST}{image.pk}/delete/"):
        visitor.open(path)
        for width in (360, 1440):
            visitor.look(width=width, theme=theme).flawless()


def test_every_picture_in_the_office_is_loaded(visitor: Visitor, image: Image) -> None:
    visitor.sign_in(cast.chief()).look(width=1440)
    for path in (LIST, f"{LIST}{image.pk}/change/"):
        visitor.open(path)
        assert visitor.page.locator("main img").count() > 0
        # Lists load their pictures when they come into view, which may be after the page itself has been loaded.
        visitor.page.wait_for_function("[...document.querySelectorAll('main img')].every(img => img.naturalWidth)")


def test_an_upload_leads_to_its_focal_point(visitor: Visitor, reporter: User) -> None:
    visitor.sign_in(reporter).look(width=1440).open(ADD)
    content = pictures.encoded()
    visitor.page.set_input_files("[name=upload]", {"name": "le_port.jpg", "mimeType": "image/jpeg", "buffer": content})
    visitor.page.fill("[name=credit]", "Nadia")
    visitor.page.click("[name=_save]")
    expect(visitor.page.locator("h1")).to_have_text("le port")
    expect(visitor.page.locator("[data-focal-point]")).to_be_visible()
    visitor.flawless()


def test_a_refused_file_keeps_what_was_typed(visitor: Visitor, reporter: User) -> None:
    visitor.sign_in(reporter).look(width=1440).open(ADD)
    file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.4 rien"}
    visitor.page.set_input_files("[name=upload]", file)  # type: ignore[arg-type]  # a plain dict is what it takes
    visitor.page.fill("[name=credit]", "Nadia")
    visitor.page.click("[name=_save]")
    expect(visitor.page.locator(".errorlist")).to_contain_text("PDF")
    expect(visitor.page.locator("[name=credit]")).to_have_value("Nadia")
    visitor.flawless()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_click_moves_the_focal_point_and_the_crops_follow(visitor: Visitor, image: Image, language: str) -> None:
    page = visitor.sign_in(cast.chief(), language=language).look(width=1440).open(f"{LIST}{image.pk}/change/").page
    assert (sliders(page), position(page, "1x1")) == (["50", "50"], "50% 50%")
    box = page.locator(".focal-picture img").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.25)
    assert (sliders(page), position(page, "1x1")) == (["90", "25"], "100% 50%")
    page.click("[name=_continue]")
    page.wait_for_selector(".success")
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.9, 0.25)


def test_arrow_keys_move_the_focal_point(visitor: Visitor, image: Image) -> None:
    page = visitor.sign_in(cast.chief()).look(width=1440).open(f"{LIST}{image.pk}/change/").page
    page.focus("[data-focal-point]")
    for key in ("ArrowLeft", "Shift+ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
    assert sliders(page) == ["39", "51"]
    for _step in range(9):
        page.keyboard.press("Shift+ArrowUp")
    assert sliders(page) == ["39", "0"]


def test_sliders_alone_do_it_too(visitor: Visitor, image: Image) -> None:
    page = visitor.sign_in(cast.chief()).look(width=1440).open(f"{LIST}{image.pk}/change/").page
    page.focus("[name=focal_x]")
    page.keyboard.press("Home")
    assert (sliders(page), position(page, "1x1")) == (["0", "50"], "0% 50%")


def test_leaving_with_a_moved_point_is_asked_about(visitor: Visitor, image: Image) -> None:
    page = visitor.sign_in(cast.chief()).look(width=1440).open(f"{LIST}{image.pk}/change/").page
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.click(".focal-picture img", position={"x": 5, "y": 5})
    page.goto(visitor.url + LIST)
    assert asked == ["beforeunload"]
