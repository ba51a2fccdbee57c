"""The preview at three widths and a review link from both sides, in a real browser: flawless, in three directions."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, ReviewRemark
from articles.reviewing import tokens
from newsroom.core.models import User
from tests import cast
from tests.articles import review, stories
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chief() -> User:
    return cast.chief()


def article(by: User | None, language: str = "fr") -> Article:
    section = stories.section(f"maroc-{language}", language=language)
    title = "اعتراف على الرصيف" if language == "ar" else "L’aveu du quai"
    return review.article(by, title=title, language=language, category=section, points=["Un point."])


@pytest.mark.parametrize(("theme", "language"), [("light", "fr"), ("dark", "ar")])
def test_the_real_page_is_framed_as_wide_as_asked(visitor: Visitor, chief: User, theme: str, language: str) -> None:
    row = article(chief, language)
    visitor.look(width=1440, theme=theme).sign_in(chief, language=language)
    visitor.open(f"/admin/articles/article/{row.pk}/preview/")
    widths = {"phone": 390, "tablet": 820, "desktop": 1280}
    for name, width in widths.items():
        visitor.page.locator(f"button[value={name}]").click()
        frame = visitor.page.locator("#preview")
        expect(frame).to_have_class(f"preview-frame {name}")
        inside = visitor.page.frame_locator("#preview")
        expect(inside.locator("h1")).to_have_text(row.title)
        assert abs(inside.locator("html").evaluate("innerWidth") - width) <= 2
        visitor.flawless()


def test_nothing_in_the_frame_can_be_sent_and_a_phone_shows_it_too(visitor: Visitor, chief: User) -> None:
    row = article(chief)
    visitor.look(width=360, height=700).sign_in(chief)
    visitor.open(f"/admin/articles/article/{row.pk}/preview/?width=phone").flawless()
    inside = visitor.page.frame_locator("#preview")
    inside.locator("#comment-form button[type=submit], #comment-form input[type=submit]").click()
    expect(inside.locator("h1")).to_have_text(row.title)


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "fr"), (360, "dark", "ar")])
def test_a_reviewer_reads_notes_and_approves(
    visitor: Visitor, chief: User, width: int, theme: str, language: str
) -> None:
    link = review.link(article(chief, language), by=chief, asked="Relisez.")
    page = visitor.page
    visitor.look(width=width, theme=theme).open(tokens.path(link)).flawless()
    assert page.locator("html").get_attribute("lang") == language
    page.locator("#review-form-name").fill("Me Benjelloun")
    page.locator("#review-form button, #review-form input[type=submit]").click()
    expect(page.locator("#review-form .errs")).to_be_visible()
    visitor.flawless()
    expect(page.locator("#review-form-name")).to_have_value("Me Benjelloun")
    page.locator("#review-form-text").fill("La date est fausse.")
    page.locator("#review-form-approves").check()
    page.locator("#review-form button, #review-form input[type=submit]").click()
    expect(page.locator("#said")).to_contain_text("La date est fausse.")
    visitor.flawless()
    assert ReviewRemark.objects.get().approves
    assert page.context.cookies() == []


def test_it_works_without_a_script(visitor: Visitor, chief: User) -> None:
    link = review.link(article(chief), by=chief)
    context = visitor.page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]  # there is one
    page = context.new_page()
    page.goto(visitor.url + tokens.path(link))
    page.locator("#review-form-text").fill("Lu.")
    page.locator("#review-form-name").fill("X")
    page.locator("#review-form input[type=submit], #review-form button").click()
    expect(page.locator("#said")).to_contain_text("Lu.")
    context.close()


def test_a_link_that_is_over_says_so_politely(visitor: Visitor) -> None:
    visitor.look(width=360).open("/relecture/abc.def/").flawless()
    visitor.look(width=1440, theme="dark").open("/ar/relecture/abc.def/").flawless()


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "fr"), (360, "dark", "ar")])
def test_the_desk_makes_a_link_and_sees_what_was_said(
    visitor: Visitor, chief: User, width: int, theme: str, language: str
) -> None:
    row = article(chief)
    visitor.look(width=width, theme=theme).sign_in(chief, language=language)
    visitor.open(f"/admin/articles/article/{row.pk}/review/").flawless()
    page = visitor.page
    page.locator("#review_reader").fill("Me Benjelloun")
    page.locator("form button.main").last.click()
    expect(page.locator("input[data-copy]")).to_have_count(1)
    assert "/relecture/" in page.locator("input[data-copy]").input_value()
    review.send(row.review_links.get(), text="La date est fausse.", approves="on")
    visitor.open(f"/admin/articles/article/{row.pk}/review/").flawless()
    expect(page.locator(".review-remarks")).to_contain_text("La date est fausse.")
    visitor.open(f"/admin/articles/article/{row.pk}/change/")
    expect(page.locator("#review")).to_contain_text("La date est fausse.")
    visitor.flawless()
