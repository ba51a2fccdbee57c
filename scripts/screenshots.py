"""Takes the pictures of README and docs from the demo: `make screenshots`. Needs Chromium.

The demo runs on a free port with a data folder of its own, so that what stands in var/ is neither shown nor touched.
"""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
PASSWORD = "maree-haute-du-matin"  # noqa: S105  # the demo's, which it prints itself
STARTS_WITHIN = 300


class Shot(NamedTuple):
    """`path` is an address; `link` are words of a link on that page, which is followed."""

    name: str
    path: str
    who: str = ""
    language: str = "fr"
    theme: Literal["light", "dark"] = "light"
    width: int = 1440
    height: int = 900
    link: str = ""
    clicks: tuple[str, ...] = ()
    """What is clicked one after the other before the picture is taken, as selectors."""
    meanwhile: str = ""
    """Who else saves the same article, before `who` does."""


REFERENCE = "Maroc et Italie resserrent"
REVIEWED = "Dessalement"
CORRECTED = "oued Zerka"

SHOTS = (
    Shot("front-fr", "/", height=1100),
    Shot("front-ar-phone-dark", "/ar/", theme="dark", width=390, height=844),
    Shot("article-fr", "/", link=REFERENCE, height=1600),
    Shot("article-fr-phone-dark", "/", link=REFERENCE, theme="dark", width=390, height=844),
    Shot("front-fr-phone", "/", width=390, height=844),
    Shot("article-ar", "/ar/", link="المغرب وإيطاليا", height=1600),
    Shot("article-ar-phone", "/ar/", link="المغرب وإيطاليا", width=390, height=844),
    Shot("interview-fr", "/", link="une justice au rabais", height=1500),
    Shot("section-fr-dark", "/environnement/", theme="dark", height=1100),
    Shot("month-fr", "/archives/", clicks=("main .periods a", "main .months a")),
    Shot("dashboard-fr", "/admin/", "omar"),
    Shot("writing-fr", "/admin/articles/article/?state=live", "ghita", link=REFERENCE, height=1100),
    Shot(
        "review-fr",
        "/admin/articles/article/?state=review",
        "omar",
        link=REVIEWED,
        clicks=("details.when:has(#id_wanted) summary",),
    ),
    Shot("checks-fr", "/admin/articles/article/checks/", "leila", height=1000),
    Shot(
        "preview-fr",
        "/admin/articles/article/?state=review",
        "omar",
        link=REVIEWED,
        height=1000,
        clicks=("main a[href*='/preview/']",),
    ),
    Shot(
        "sharing-fr",
        "/admin/articles/article/?state=review",
        "ghita",
        link=REVIEWED,
        clicks=("main a[href*='/review/']",),
    ),
    Shot("coming-fr", "/admin/articles/article/coming/", "leila"),
    Shot(
        "history-fr",
        "/admin/articles/article/?state=live",
        "leila",
        link=CORRECTED,
        height=1000,
        clicks=("main a[href$='/history/']",),
    ),
    Shot("corrections-fr", "/corrections/"),
    Shot("articles-fr", "/admin/articles/article/", "leila"),
    Shot("picture-fr", "/admin/articles/image/1/change/", "ghita"),
    Shot("comments-fr", "/admin/comments/comment/?decision__exact=pending", "mehdi"),
    Shot(
        "newsletter-fr",
        "/admin/newsletter/edition/",
        "sanae",
        height=1150,
        link="Ce que la marée",
        clicks=("main a[href$='/pick/']", *["main button[name=article]"] * 4, "main a.btn.main"),
    ),
    Shot(
        "compare-fr",
        "/admin/articles/article/?state=live",
        "ghita",
        link=REFERENCE,
        height=1100,
        clicks=("main a[href*='/compare/']",),
    ),
    # The last one: it changes the article.
    Shot(
        "conflict-fr",
        "/admin/articles/article/?state=live",
        "ghita",
        link=REFERENCE,
        height=1100,
        meanwhile="leila",
    ),
)


class Sheet(NamedTuple):
    """One page on a telephone, a tablet and a desk, by day above and by night below."""

    name: str
    path: str
    link: str = ""


SHEETS = (
    Sheet("front-fr-widths", "/"),
    Sheet("front-ar-widths", "/ar/"),
    Sheet("article-fr-widths", "/", REFERENCE),
    Sheet("article-ar-widths", "/ar/", "المغرب وإيطاليا"),
)
WIDTHS, HEIGHT, GAP, SCALE = (360, 768, 1440), 1150, 48, 0.5


@contextmanager
def demo() -> Iterator[str]:
    """A freshly loaded demo; yields its address and stops it by its id."""
    with socket.socket() as probe, tempfile.TemporaryDirectory() as folder:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        environment = {**os.environ, "NEWSROOM_DATA": folder, "NEWSROOM_PORT": port}
        process = subprocess.Popen([sys.executable, "manage.py", "demo"], cwd=ROOT, env=environment)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  # our own address on loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise SystemExit("screenshots: the demo did not start.")


def _sign_in(page: Page, site: str, shot: Shot) -> None:
    page.goto(f"{site}/admin/login/")
    page.fill("input[name=username]", f"{shot.who}@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    if page.get_attribute("html", "lang") != shot.language:
        page.locator("#user-menu > summary").click()
        page.locator(f"form[action$='/language/'] button[value={shot.language}]").click()
        page.wait_for_function(f"document.documentElement.lang === '{shot.language}'")


def _write(page: Page, headline: str, words: str) -> None:
    page.locator("#id_title").fill(headline)
    page.locator(".ProseMirror[role=textbox] p").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def _collide(browser: Browser, site: str, page: Page, shot: Shot) -> None:
    """Both have the page open, both write; the other one saves first."""
    context = browser.new_context(locale=shot.language)
    other = context.new_page()
    _sign_in(other, site, shot._replace(who=shot.meanwhile))
    other.goto(page.url)
    _write(other, "Sécurité\u00a0: Maroc et Italie se rapprochent", "Hier encore. ")
    context.close()
    _write(page, "Sécurité\u00a0: ce que Maroc et Italie vont partager", "Ce matin même. ")
    page.locator("#conflict").wait_for()


def take(browser: Browser, site: str, shot: Shot) -> None:
    size: ViewportSize = {"width": shot.width, "height": shot.height}
    phone = shot.width < 500
    context = browser.new_context(
        viewport=size, color_scheme=shot.theme, device_scale_factor=2 if phone else 1, locale=shot.language
    )
    page = context.new_page()
    if shot.who:
        _sign_in(page, site, shot)
    page.goto(site + shot.path)
    if shot.link:
        page.locator("main a", has_text=shot.link).first.click()
    page.wait_for_load_state("networkidle")
    for selector in shot.clicks:
        found = page.locator(selector).first
        found.evaluate("one => one.removeAttribute('target')")
        found.click()
        page.wait_for_load_state("networkidle")
    if shot.meanwhile:
        _collide(browser, site, page, shot)
    keep(shot.name, Image.open(io.BytesIO(page.screenshot())))
    context.close()


def take_all(browser: Browser, site: str, sheet: Sheet) -> None:
    whole = Image.new("RGB", (sum(WIDTHS) + GAP * 4, (HEIGHT + GAP) * 2 + GAP), "#8a8a86")
    context = browser.new_context(locale=sheet.name.split("-")[1])
    page, top = context.new_page(), GAP
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        start = GAP
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.goto(site + sheet.path)
            if sheet.link:
                page.locator("main a", has_text=sheet.link).first.click()
            page.wait_for_load_state("networkidle")
            whole.paste(Image.open(io.BytesIO(page.screenshot())), (start, top))
            start += width + GAP
        top += HEIGHT + GAP
    context.close()
    keep(sheet.name, whole.resize((int(whole.width * SCALE), int(whole.height * SCALE)), Image.Resampling.LANCZOS))


def keep(name: str, picture: Image.Image) -> None:
    picture.save(FOLDER / f"{name}.webp", quality=80, method=6)


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("screenshots: no Chromium found (Debian, Ubuntu: apt-get install chromium).")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo() as site, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for sheet in SHEETS:
            take_all(browser, site, sheet)
        for shot in SHOTS:
            take(browser, site, shot)
        browser.close()
    names = {f"{one.name}.webp" for one in (*SHOTS, *SHEETS)}
    for left in FOLDER.glob("*.webp"):
        if left.name not in names:
            left.unlink()


if __name__ == "__main__":
    main()
