"""axe finds nothing on any page: WCAG 2.2 A and AA and its best practices, by day and by night, narrow and wide."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.architecture.sources import templates
from tests.browser.conftest import AXE, FINDINGS, WATCH
from tests.web.conftest import Site, open_kept
from tests.web.table import PAGES

OF_THE_OFFICE = re.compile(
    r"(accounts|admin|crispy|desk|mail|outbox)/|(comments|newsletter)/desk/|articles/reviewing/(links|rail|remarks)"
    r"|articles/reports/(panel|rail|waits)"
    r"|articles/(agenda|compare|desk|history|notes|owed|pictures|preflight|previews|recurring|sittings|translations|workflow)/"
)
"""What isn't for readers, by the beginning of its name; the office has browser tests of its own."""
COLOURS = re.sub(
    r"runOnly: \[.*?\], rules: .*?}}", "runOnly: ['color-contrast', 'link-in-text-block']", FINDINGS, flags=re.DOTALL
)
"""What the same page can still get wrong by night, or by day, where every other rule was asked already."""
NAMES = [f"{page.name}.{language}" for page in PAGES for language in page.languages]


@pytest.fixture(scope="module")
def judged(browser: Browser) -> Page:
    page = browser.new_context(locale="fr-FR", timezone_id="Africa/Casablanca", reduced_motion="reduce").new_page()
    page.add_init_script(WATCH)
    return page


@pytest.mark.parametrize("name", NAMES)
def test_axe_and_the_policy_find_nothing(judged: Page, site: Site, name: str) -> None:
    open_kept(judged, site, name)
    judged.evaluate(AXE)
    found: list[Any] = list(judged.evaluate("window.__csp"))
    for width, whole in ((320, "light"), (1440, "dark")):
        judged.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            judged.emulate_media(color_scheme=theme)
            asked = FINDINGS if theme == whole else COLOURS
            found += [f"{width} {theme}: {finding}" for finding in judged.evaluate(asked)]
        wider = judged.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{width}: {wider} pixels too wide"] if wider > 0 else []
    assert found == []


def test_every_template_for_readers_is_among_the_judged(site: Site) -> None:
    judged = {template for page in site.pages.values() for template in page["templates"]}
    wanted = {name for name in templates() if not OF_THE_OFFICE.match(name) and name.endswith(".html")}
    assert sorted(wanted - judged) == []
