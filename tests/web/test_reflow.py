"""Pages hold when readers change them: four times as large, with letters and lines apart, touched with a thumb."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.conftest import Site, open_kept

PAGES = [
    "front.fr",
    "front.ar",
    "category.fr",
    "article.fr",
    "article.ar",
    "discussion-reply.fr",
    "newsletter-error.ar",
]
PAGES += ["stress-bare.fr", "stress-loaded.fr", "stress-wide.fr", "stress-front.fr", "colophon.ar"]
# WCAG 2.2, 1.4.12
APART = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(one => {
  const look = getComputedStyle(one);
  return one.checkVisibility() && look.webkitLineClamp === "none" &&
    !one.matches(".vh, .vh *, .decoy, .decoy *, .skip, textarea") &&
    /hidden|clip/.test(look.overflowY) && one.clientHeight > 1 && one.scrollHeight > one.clientHeight + 5;
}).map(one => one.outerHTML.slice(0, 80))"""
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(one => {
  if (!one.checkVisibility() || one.tabIndex < 0 || one.type === "hidden" || one.matches(".skip")) return false;
  const box = one.getBoundingClientRect(), around = one.parentElement.closest("p, li, address, h1, h2, h3, td, div");
  const isInSentence = getComputedStyle(one).display === "inline" &&
    around.innerText.trim().length > one.innerText.trim().length;
  const cover = getComputedStyle(one, "::after");
  const isCovering = cover.position === "absolute" && cover.content !== "none";
  return !isInSentence && !isCovering && (box.width < 24 || box.height < 24);
}).map(one => `${one.outerHTML.slice(0, 90)} ${Math.round(one.getBoundingClientRect().width)}` +
  `×${Math.round(one.getBoundingClientRect().height)}`)"""
LATER = """() => [...document.querySelectorAll("body *")].filter(
  one => getComputedStyle(one).contentVisibility === "auto"
).map(one => {
  const ends = [...one.querySelectorAll("*")].map(below => below.getBoundingClientRect().bottom);
  const tooHigh = Math.max(...ends) - one.getBoundingClientRect().bottom;
  return [one.outerHTML.slice(0, 80), Math.round(Math.max(tooHigh, 0))];
})"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", viewport={"width": 1280, "height": 1024})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_at_400_percent(page: Page, site: Site, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    open_kept(page, site, name)
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_with_letters_and_lines_apart(page: Page, site: Site, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    open_kept(page, site, name)
    page.add_style_tag(content=APART)
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_touched_is_24_pixels_at_least(page: Page, site: Site, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    open_kept(page, site, name)
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("width", [320, 700, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_what_is_laid_out_later_has_room_for_all_of_it(page: Page, site: Site, name: str, width: int) -> None:
    """Else whoever measures the page, a checker or an assistive tool, finds it lying upon what follows."""
    page.set_viewport_size({"width": width, "height": 500})
    open_kept(page, site, name)
    later = page.evaluate(LATER)
    assert later, "nothing is laid out later: then this test can go, and its rules with it"
    assert [one for one in later if one[1]] == []


def test_no_page_needs_a_script(site: Site) -> None:
    """What only a script could do is hidden until there is one."""
    shown = re.compile(r'<li hidden data-[^>]*><button type="button".*?</button></li>')
    needing = re.compile(r'href="(?:#"|javascript:)|<noscript| on[a-z]+="|<button type="button"')
    pages = {name: shown.sub("", page["html"]) for name, page in site.pages.items()}
    assert [(name, found[0]) for name, html in pages.items() if (found := needing.search(html))] == []
