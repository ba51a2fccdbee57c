"""Letters and pictures arrive late on a slow line; what stands on the page stays where it is."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from benchmarks.served import ROOT
from tests.web.conftest import Site

FONTS = sorted((ROOT / "static/site/fonts").glob("*.woff2"))
SHIFTS = """window.__shifts = [];
new PerformanceObserver(list => {
  for (const one of list.getEntries()) window.__shifts.push([one.value, one.sources.map(s => s.node?.className ?? "")]);
}).observe({type: "layout-shift", buffered: true});"""
MOST = 0.002
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
WHERE = ["front.fr", "front.ar", "category.fr", "article.ar", "article.en", "stress-loaded.fr", "reference"]
WHERE += ["stress-bare.fr", "stress-wide.fr", "stress-gallery.fr"]


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_a_face_comes_with_the_first_packets(path: Path) -> None:
    """Ten of 1460 bytes are sent before the server waits to hear that they arrived (RFC 6928), headers among them."""
    assert path.stat().st_size + 400 <= 10 * 1460


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", WHERE)
def test_nothing_jumps_when_letters_and_pictures_arrive(browser: Browser, site: Site, name: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page, held = context.new_page(), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.add_init_script(SHIFTS)
    page.route("**/*.woff2", hold)
    page.route("**/media/**", hold)
    path = site.reference if name == "reference" else site.pages[name]["path"]
    page.goto(site.url + path, wait_until="domcontentloaded")
    page.wait_for_function("document.querySelector('.foot') && performance.getEntriesByType('paint').length > 0")
    page.evaluate(DRAWN)
    assert any(".woff2" in route.request.url for route in held)
    for route in held:
        route.continue_()
    page.unroute_all()
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("load")
    page.evaluate(DRAWN)
    shifts = page.evaluate("window.__shifts")
    context.close()
    assert sum(value for value, _nodes in shifts) <= MOST, shifts
