"""Every page is worked by the keyboard alone: all there is is reached, in the order in which it is read, and seen."""

import pytest
from playwright.sync_api import Browser, Page

from tests.web.conftest import Site, open_kept

PAGES = [
    "front.fr",
    "category.fr",
    "article.fr",
    "article.ar",
    "discussion-error.fr",
    "newsletter.ar",
    "stress-wide.fr",
]
MARK = """() => {
  window.__order = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden" && one.checkVisibility());
  window.__order[0].focus();
  return window.__order.length;
}"""
FOCUSED = """() => {
  const one = document.activeElement, look = getComputedStyle(one), box = one.getBoundingClientRect();
  return [window.__order.indexOf(one), look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
    box.bottom > 0 && box.top < innerHeight];
}"""

BACKWARDS = """() => {
  const sign = document.dir === "rtl" ? -1 : 1, found = [];
  const inside = one => one.closest("nav, section, article, form, aside, header, footer, main");
  for (let at = 2; at < window.__order.length; at++) {
    const [one, next] = [window.__order[at - 1], window.__order[at]];
    const [here, there] = [one, next].map(each => each.getClientRects()[0] || each.getBoundingClientRect());
    const above = there.bottom <= here.top + 1, below = there.top >= here.bottom - 1;
    const before = sign * (there.left + there.right - here.left - here.right) < 0;
    const beyond = sign > 0 ? there.left >= here.right - 1 : there.right <= here.left + 1;
    // Columns are read one after the other; within a row of one part of the page nothing leads back.
    if (above ? !beyond : !below && before && inside(one) === inside(next))
      found.push(`${one.outerHTML.slice(0, 90)} → ${next.outerHTML.slice(0, 90)}`);
  }
  return found;
}"""
"""Where the order of the keyboard isn't that of the screen; the first of all is the way past the head of the page."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 800}).new_page()


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything_in_the_order_of_reading(page: Page, site: Site, name: str) -> None:
    open_kept(page, site, name)
    count = page.evaluate(MARK)
    found = []
    for _each in range(count - 1):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    order, outlined, on_screen = zip(*found, strict=True)
    assert list(order) == list(range(1, count))
    assert all(outlined)
    assert all(on_screen)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_the_order_of_the_keyboard_is_that_of_the_screen(page: Page, site: Site, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_kept(page, site, name)
    page.evaluate(MARK)
    found = page.evaluate(BACKWARDS)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_the_way_to_the_content_comes_first(page: Page, site: Site, name: str) -> None:
    open_kept(page, site, name)
    assert page.evaluate("document.querySelector('a[href], button, input').className") == "skip"


def test_a_refused_form_puts_the_reader_where_the_reasons_are(page: Page, site: Site) -> None:
    """Sent from below an article, as readers do, in the tab that they have been reading in."""
    page.goto(site.url + site.reference)
    form = page.locator("#comment-form")
    form.evaluate("form => { form.noValidate = true }")
    form.locator("[type=submit]").click()
    page.wait_for_selector(".errs")
    # The browser does it with the first picture that it draws, which may come after the page has been loaded.
    page.wait_for_function("document.activeElement.matches('.errs')", timeout=5_000)
