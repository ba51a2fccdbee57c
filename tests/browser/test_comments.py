"""A reader comments, a moderator approves, everybody sees it; with and without a script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from articles.models import PublishedVersion
from comments.models import Comment
from tests import cast
from tests.browser.conftest import SHIFTS, Visitor
from tests.comments import people

pytestmark = pytest.mark.django_db(transaction=True)


def write(visitor: Visitor, version: PublishedVersion, **typed: str) -> None:
    """Fill in the form below the article and send it."""
    visitor.open(version.get_absolute_url())
    for name, words in {"name": "Lina", "email": "lina@example.ma", "comment": "Merci.", **typed}.items():
        visitor.page.fill(f"#comment-form-{name}", words)
    visitor.page.click("#comment-form button[type=submit]")


def test_who_comments_keeps_nothing_of_ours_on_the_device(visitor: Visitor) -> None:
    write(visitor, people.article())
    expect(visitor.page.locator(".talking")).to_contain_text("Merci.")
    assert visitor.left_behind() == []


def test_a_comment_is_written_approved_and_seen(visitor: Visitor) -> None:
    version = people.article()
    write(visitor, version, comment="Et la desserte de Safi ?")
    expect(visitor.page.locator(".mine")).to_contain_text("Et la desserte de Safi ?")
    receipt = visitor.flawless().page.url
    visitor.open(version.get_absolute_url())
    expect(visitor.page.locator("#comments")).not_to_contain_text("Safi")
    visitor.sign_in(cast.moderator()).open("/admin/comments/comment/").flawless()
    visitor.page.click(".decide [data-key=a]")
    assert Comment.objects.get().is_visible
    visitor.page.context.clear_cookies()
    visitor.open(version.get_absolute_url())
    expect(visitor.page.locator("#comments .said")).to_have_text("Et la desserte de Safi ?")
    visitor.flawless().page.goto(receipt)
    expect(visitor.page.locator("h1")).to_be_visible()


def test_what_is_wrong_is_shown_on_top_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    write(visitor, people.article(), comment="x" * 6000)
    expect(visitor.page.locator(".errs")).to_be_focused()
    assert visitor.page.input_value("#comment-form-comment") == "x" * 6000
    visitor.flawless().page.click(".errs a")
    expect(visitor.page.locator("#comment-form-comment")).to_be_focused()


def test_a_reply_is_written_without_a_script(browser: Browser, live_server: Any) -> None:
    version = people.article()
    people.approved(version, "Une question.", name="Rachid")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + version.get_absolute_url())
    page.click("#comments .answer")
    expect(page.locator(".answered")).to_contain_text("Une question.")
    for name, words in {"name": "Nora", "email": "nora@example.ma", "comment": "Une réponse."}.items():
        page.fill(f"#comment-form-{name}", words)
    page.click("#comment-form button[type=submit]")
    expect(page.locator(".mine")).to_contain_text("Une réponse.")
    assert Comment.objects.latest("pk").parent == Comment.objects.earliest("pk")


def test_a_link_to_a_comment_far_below_lands_on_it_and_nothing_moves(visitor: Visitor) -> None:
    words = " ".join(["Le conseil a rendu son avis sur la desserte du port."] * 12)
    version = people.article("Le port", body=f"<p>{words}</p>" * 30)
    comments = [people.approved(version, f"Remarque {number}. {words}") for number in range(12)]
    page = visitor.look(width=360).open(f"{version.get_absolute_url()}#comment-{comments[8].pk}").page
    comment = page.locator(f"#comment-{comments[8].pk}")
    expect(comment).to_be_in_viewport()
    page.wait_for_timeout(300)
    top = comment.evaluate("each => each.getBoundingClientRect().top")
    assert -1 <= top < 300
    for _screen in range(6):
        page.mouse.wheel(0, -500)
        page.wait_for_timeout(50)
    assert page.evaluate(SHIFTS) < 0.01
    expect(page.locator("#content")).to_contain_text("Remarque 11.")


def discussed(language: str = "fr") -> PublishedVersion:
    """A long article with comments of every length, some of which answer others."""
    words = {
        "fr": "Le conseil a rendu son avis sur la desserte du port.",
        "ar": "أبدى المجلس رأيه في الطريق إلى الميناء.",
    }
    version = people.article("Le port", language=language, body=f"<p>{' '.join([words[language]] * 12)}</p>" * 30)
    first = None
    for times in (1, 5, 2, 40, 12, 90, 3, 4):
        text, name = " ".join([words[language]] * times), "Lina" if times % 2 else "Nora El Idrissi " * 3
        comment = people.approved(version, text, name=name.strip(), reply=first.pk if first else None)
        first = None if first else comment
    return version


def test_a_reader_who_goes_from_the_story_to_the_form_stands_before_it(visitor: Visitor) -> None:
    page = visitor.look(width=360).open(discussed().get_absolute_url()).page
    page.click(".call a >> nth=0")
    form = page.locator("#comment-form")
    expect(form).to_be_in_viewport()
    page.wait_for_timeout(300)
    assert -1 <= form.evaluate("each => each.getBoundingClientRect().top") < 300


def test_nothing_moves_while_a_reader_scrolls_to_the_end(visitor: Visitor) -> None:
    page = visitor.look(width=360).open(discussed().get_absolute_url()).page
    page.mouse.move(180, 400)
    end, turns = page.locator(".foot small"), 0
    while not end.evaluate("each => each.getBoundingClientRect().bottom <= innerHeight + 1"):
        turns += 1
        assert turns < 120
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(40)
    assert page.evaluate(SHIFTS) < 0.002


def test_a_reader_who_comes_back_sees_what_was_read(visitor: Visitor) -> None:
    """Although what is above is laid out by then only if it is near."""
    page = visitor.look(width=360).open(discussed().get_absolute_url()).page
    comment = page.locator(".com").nth(5)
    comment.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    visitor.open("/")
    page.go_back()
    page.wait_for_timeout(300)
    expect(comment).to_be_in_viewport()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_comment_says_how_much_room_it_takes(visitor: Visitor, language: str) -> None:
    """Enough of it on the narrowest telephone, and not a multiple of it."""
    page = visitor.look(width=320).open(discussed(language).get_absolute_url()).page
    rooms = page.locator(".talk [data-tall]").evaluate_all(
        """all => all.map(one => [one.getBoundingClientRect().height,
            one.querySelector(":scope > article").getBoundingClientRect().height
            + (one.querySelector(":scope > ol")?.getBoundingClientRect().height ?? 0)])"""
    )
    assert len(rooms) == 4
    assert [(has, takes) for has, takes in rooms if not takes <= has <= 1.5 * takes] == [], rooms


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_discussion_is_flawless_in_arabic(visitor: Visitor, width: int) -> None:
    version = people.article("مخطط الموانئ", language="ar")
    last = None
    for number in range(5):
        last = people.approved(
            version, f"تعليق {number} – un mot en français", name="رشيد", reply=last.pk if last else None
        )
    visitor.look(width=width, theme="dark").open(people.address(version)).flawless()
    visitor.open(f"{people.address(version)}?reply={last.pk if last else ''}").flawless()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_queue_is_flawless_and_worked_with_keys(visitor: Visitor, width: int) -> None:
    version = people.article()
    for number in range(3):
        people.comment(version, f"Numéro {number}.", name="رشيد" if number else "Rachid")
    visitor.look(width=width).sign_in(cast.moderator()).open("/admin/comments/comment/").flawless()
    page = visitor.page
    page.focus(".queue .held")
    page.keyboard.press("j")
    expect(page.locator(".queue .held").nth(1)).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator(".queue .held")).to_have_count(2)
    assert Comment.objects.get(decision="spam").text == "Numéro 1."
    visitor.flawless()


def test_the_pages_around_a_comment_are_flawless(visitor: Visitor) -> None:
    version = people.article()
    comment = people.approved(version, "Merci.\n\nÀ bientôt.")
    visitor.look(width=390).open(people.address(version)).flawless()
    visitor.sign_in(cast.chief()).open(f"/admin/comments/comment/{comment.pk}/change/").flawless()
    visitor.open("/admin/").flawless()
