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
PAGES += ["stress-bare.fr", "stress-loaded.fr", "stress-wide.fr", "stress-front.fr", "stress-gallery.fr"]
PAGES += ["colophon.fr", "colophon.ar"]
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


LETTERS = """() => {
  const found = [];
  for (const paragraph of document.querySelectorAll(".prose > p")) {
    const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), range = document.createRange();
    let foot = null, lines = [0];
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      for (let at = 0; at < text.length; at += 1) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const box = range.getClientRects()[0];
        if (!box) continue;
        if (foot !== null && box.bottom - foot > 8) lines.push(0);
        foot = box.bottom;
        lines[lines.length - 1] += 1;
      }
    }
    found.push(...lines.slice(0, -1));
  }
  return found.sort((one, other) => one - other)[found.length >> 1];
}"""


@pytest.mark.parametrize("width", [768, 1440])
@pytest.mark.parametrize("name", ["article.fr", "article.en", "article.ar"])
def test_a_line_has_60_to_75_letters(page: Page, site: Site, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_kept(page, site, name)
    assert 60 <= page.evaluate(LETTERS) <= 75


FORCED = """() => [...document.querySelectorAll("input:not([type=hidden]), textarea, select, button")]
  .filter(one => one.checkVisibility() && !one.matches(".decoy *, .share *"))
  .filter(one => parseFloat(getComputedStyle(one).borderTopWidth) < 1)
  .map(one => one.outerHTML.slice(0, 80))"""
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
  const look = getComputedStyle(one);
  return parseFloat(look.transitionDuration) || look.animationName !== "none" || look.scrollBehavior === "smooth";
}).map(one => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("name", ["article.fr", "discussion-reply.fr", "newsletter-error.ar"])
def test_forced_colours_leave_every_field_its_edge_and_focus_its_ring(page: Page, site: Site, name: str) -> None:
    page.emulate_media(forced_colors="active")
    open_kept(page, site, name)
    assert page.evaluate(FORCED) == []
    page.keyboard.press("Tab")
    ring = "(look => [look.outlineStyle, parseFloat(look.outlineWidth) >= 2])(getComputedStyle(document.activeElement))"
    assert page.evaluate(ring) == ["solid", True]
    page.emulate_media(forced_colors="none")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_by_itself(page: Page, site: Site, name: str) -> None:
    """Not even for readers who haven't asked for stillness."""
    page.emulate_media(reduced_motion="no-preference")
    open_kept(page, site, name)
    assert page.evaluate(MOVING) == []
    page.emulate_media(reduced_motion="reduce")


CUT_WORDS = """() => [...document.querySelectorAll(".sponsored .ex")].map(one => one.scrollHeight - one.clientHeight)"""


def test_what_a_sponsor_declares_is_never_cut(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    open_kept(page, site, "category.fr")
    cut = page.evaluate(CUT_WORDS)
    assert cut, "no sponsored story in the list"
    assert max(cut) <= 1


def test_no_page_needs_a_script(site: Site) -> None:
    """What only a script could do is hidden until there is one."""
    shown = re.compile(r'<li hidden data-[^>]*><button type="button".*?</button></li>')
    needing = re.compile(r'href="(?:#"|javascript:)|<noscript| on[a-z]+="|<button type="button"')
    pages = {name: shown.sub("", page["html"]) for name, page in site.pages.items()}
    assert [(name, found[0]) for name, html in pages.items() if (found := needing.search(html))] == []
