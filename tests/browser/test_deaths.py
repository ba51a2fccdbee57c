"""`kill -9` between a keystroke and the save: of the server, and of the browser. What was typed is there afterwards."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import BrowserType, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Revision
from newsroom.core.models import User
from tests import cast
from tests.articles.test_office_writing import address, draft
from tests.browser.conftest import QUIET, Visitor
from tests.browser.test_sittings import TEXT, write
from tests.conftest import CHROMIUM
from tests.core.processes import command_of, eventually
from tests.core.served import Served, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes through /proc"),
]


def opened(page: Page, site: Served, person: User, article: Article) -> None:
    key = cast.signed_in(person).session.session_key or ""
    url = f"http://127.0.0.1:{site.port}"
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}])
    page.goto(url + address(article))
    expect(page.locator(TEXT)).to_be_visible()


def kept() -> str:
    row = Revision.objects.autosaved().first()
    return row.document.body if row else ""


def test_a_killed_server_costs_no_word_of_a_page_that_is_open(
    page: Page, tmp_path: Path, transactional_db: None
) -> None:
    nadia = cast.reporter()
    article = draft(nadia)
    with served(tmp_path / "site", SECRET_KEY=settings.SECRET_KEY) as site:
        opened(page, site, nadia, article)
        write(page, " Avant la mort.")
        site.kill()
    write(page, " Pendant.")
    expect(page.locator("#trouble")).not_to_be_empty(timeout=15_000)
    page.keyboard.press("Control+s")
    expect(page.locator(TEXT)).to_contain_text("Avant la mort. Pendant.")
    with served(tmp_path / "again", port=str(site.port), SECRET_KEY=settings.SECRET_KEY):
        eventually(lambda: kept() == "<p>Un texte. Avant la mort. Pendant.</p>", seconds=40)


def kill(folder: Path) -> None:
    """Every process of the browser that keeps its things in this folder."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and str(folder) in command_of(int(entry.name)):
            with suppress(ProcessLookupError):
                os.kill(int(entry.name), signal.SIGKILL)


def test_a_killed_browser_gives_back_what_the_server_never_got(
    browser_type: BrowserType, live_server: LiveServer, tmp_path: Path
) -> None:
    nadia = cast.reporter()
    article = draft(nadia)
    folder = tmp_path / "profile"
    first = browser_type.launch_persistent_context(folder, executable_path=CHROMIUM, args=QUIET)
    visitor = Visitor(first.new_page(), live_server).sign_in(nadia, language="fr").open(address(article))
    visitor.page.route("**/keep/", lambda route: route.abort())
    write(visitor.page, " Une seconde plus tôt.")
    visitor.page.wait_for_timeout(1000)
    kill(folder)
    with suppress(Error):
        first.close()
    second = browser_type.launch_persistent_context(folder, executable_path=CHROMIUM, args=QUIET)
    visitor = Visitor(second.new_page(), live_server).sign_in(nadia).open(address(article))
    visitor.page.locator("#offer-take").click()
    expect(visitor.page.locator(TEXT)).to_contain_text("Un texte. Une seconde plus tôt.")
    assert "Une seconde plus tôt." in kept()
    second.close()
