"""The readers' pages in a real browser remember nothing and ask nobody else; tests/web judges what they look like."""

import re

import pytest
from playwright.sync_api import expect

from articles.demo.house import House
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_browser_is_left_without_a_trace(visitor: Visitor) -> None:
    House().load()
    visitor.open("/")
    assert visitor.page.context.cookies() == []
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_nothing_is_fetched_from_elsewhere(visitor: Visitor) -> None:
    House().load()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.open("/")
    assert len(asked) > 2
    assert all(url.startswith(visitor.url) for url in asked)


def test_the_colour_of_a_section_is_another_by_night(visitor: Visitor) -> None:
    House().load()
    colour = "getComputedStyle(document.querySelector('.rubric'), '::before').borderTopColor"
    by_day, by_night = (
        visitor.look(width=1440, theme=theme).open("/").page.evaluate(colour) for theme in ("light", "dark")
    )
    assert by_day == "rgb(0, 97, 74)"
    assert by_night != by_day


def test_the_keyboard_reaches_the_content_at_once(visitor: Visitor) -> None:
    House().load()
    visitor.open("/").page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(re.compile("#content$"))
