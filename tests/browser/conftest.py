"""A real Chromium, a signed-in person, and one question for every screen: is it flawless?"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from newsroom.core.models import User
from tests.conftest import CHROMIUM

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
]
WATCH = """
window.__csp = [];
document.addEventListener('securitypolicyviolation', e =>
  window.__csp.push([e.violatedDirective, e.blockedURI, e.sourceFile, e.lineNumber, e.sample].join(' ')));
"""
SHIFTS = """() => new Promise(found => new PerformanceObserver(list => found(
    list.getEntries().reduce((sum, shift) => sum + shift.value, 0)
)).observe({ type: "layout-shift", buffered: true }) || setTimeout(() => found(0), 300))"""
"""How far what readers saw has moved under their eyes: the sum of the layout shifts."""
FINDINGS = """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice'], rules: {'css-orientation-lock': {enabled: true}, 'label-content-name-mismatch': {enabled: true}},
  resultTypes: ['violations'], iframes: false})).violations.map(v =>
  v.id + ': ' + v.nodes.slice(0, 4).map(n =>
    n.target.join(' ') + ' | ' + (n.any[0] ? n.any[0].message : '')).join(' ;; '))"""
"""What axe says of the page, by two more rules of WCAG 2.1 than it asks by itself; a frame is a page of its own."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session", autouse=True)
def made_sheet() -> Iterator[None]:
    """The test server takes everything below /static/ for a file; the readers’ style sheet is a view’s."""
    is_a_file = StaticFilesHandler._should_handle
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            StaticFilesHandler,
            "_should_handle",
            lambda self, path: is_a_file(self, path) and not path.startswith("/static/site/looks-"),
        )
        yield


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Africa/Casablanca"}


class Visitor:
    """Somebody at a browser; everything that goes wrong behind the screen is remembered."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.url = server.url
        self.complaints: list[str] = []
        self.sit_down(page)

    def sit_down(self, page: Page) -> None:
        """At another browser: the one that was used may still be answered by the server, with a cookie."""
        self.page = page
        page.add_init_script(WATCH)
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))

    def _console(self, kind: str, text: str) -> None:
        # A refused page (404, 429…) is reported by the browser as an error of its own; the status is tested elsewhere.
        if kind in {"error", "warning"} and "Failed to load resource: the server responded" not in text:
            self.complaints.append(f"{kind}: {text}")

    def open(self, path: str) -> "Visitor":
        """Loaded, with its scripts run and its letters in place; what a script fetches later, a test waits for."""
        self.page.goto(self.url + path)
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return self

    def sign_in(self, user: User, *, language: str = "") -> "Visitor":
        """Put a session's cookie in place; the sign-in page itself has tests of its own."""
        if language:
            User.objects.filter(pk=user.pk).update(language=language)
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.url}])
        return self

    def speak(self, language: str) -> "Visitor":
        """The language of somebody who isn't signed in."""
        self.page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.url}])
        return self

    def look(self, *, width: int, height: int = 900, theme: Any = "light") -> "Visitor":
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        return self

    def _unroll(self) -> None:
        """As high as the page is, so that no bar at the foot covers, for the moment, what one can scroll to."""
        # A page that is being exchanged for the next has no element for a moment.
        self.page.wait_for_load_state()
        self.page.wait_for_function("document.documentElement && document.readyState === 'complete'")
        size = self.page.viewport_size
        assert size
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})

    def left_behind(self) -> list[Any]:
        """What the pages have kept on the reader's device."""
        stored = "localStorage.length + sessionStorage.length + document.cookie.length"
        return [*self.page.context.cookies(), *filter(None, [self.page.evaluate(stored)])]

    def flaws(self) -> dict[str, Any]:
        """What axe, the content security policy, the console and the width of the page complain about."""
        self._unroll()
        csp = self.page.evaluate("window.__csp")
        self.page.evaluate(AXE)
        found = {
            "axe": self.page.evaluate(FINDINGS),
            "csp": csp,
            "console": list(self.complaints),
            "overflow": max(0, self.page.evaluate("document.documentElement.scrollWidth - innerWidth")),
        }
        self.complaints.clear()
        return {name: value for name, value in found.items() if value}

    def flawless(self) -> "Visitor":
        flaws = self.flaws()
        assert not flaws, f"{self.page.url}\n{json.dumps(flaws, ensure_ascii=False, indent=1)}"
        return self


@pytest.fixture
def visitor(page: Page, live_server: LiveServer) -> Visitor:
    return Visitor(page, live_server)
