"""What a reader's telephone fetches, from a cold cache to the load event without scrolling. Nothing here is timed."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.web.conftest import Site

WORDS = {"Document", "Stylesheet", "Script"}
WORDS_BYTES, ALL_BYTES, REQUESTS, SCRIPT_BYTES = 20_000, 100_000, 8, 6_000


@dataclass
class Fetched:
    """By request: what it was for, and how many bytes came with its headers."""

    kinds: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def bytes(self, *kinds: str) -> int:
        return sum(size for one, size in self.sizes.items() if not kinds or self.kinds[one] in kinds)


def fetched(phone: BrowserContext, address: str) -> Fetched:
    page, found = phone.new_page(), Fetched()
    session = phone.new_cdp_session(page)

    def asked(event: dict[str, Any]) -> None:
        found.kinds[event["requestId"]], found.urls[event["requestId"]] = event["type"], event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        found.sizes[event["requestId"]] = round(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.close()
    return found


@pytest.fixture(scope="module")
def article(phone: BrowserContext, site: Site) -> Fetched:
    return fetched(phone, site.url + site.reference)


def test_words_looks_and_scripts_of_an_article_stay_below_20_kb(article: Fetched) -> None:
    assert article.bytes(*WORDS) <= WORDS_BYTES


def test_what_scripts_add_stays_below_6_kb(article: Fetched) -> None:
    assert article.bytes("Script") <= SCRIPT_BYTES


def test_an_article_takes_eight_requests_at_most(article: Fetched) -> None:
    assert len(article.urls) <= REQUESTS, sorted(article.urls.values())


def test_an_article_stays_below_100_kb_in_all(article: Fetched) -> None:
    assert article.bytes() <= ALL_BYTES, sorted(zip(article.urls.values(), article.sizes.values(), strict=True))


def test_so_does_one_under_the_heaviest_picture_there_is(phone: BrowserContext, site: Site) -> None:
    noisy = fetched(phone, site.url + site.pages["stress-noisy.fr"]["path"])
    assert any("/renditions/" in url for url in noisy.urls.values())
    assert noisy.bytes() <= ALL_BYTES, sorted(zip(noisy.urls.values(), noisy.sizes.values(), strict=True))


@pytest.mark.parametrize("name", ["front.fr", "category.fr", "article.ar", "newsletter.fr", "discussion.fr"])
def test_no_page_asks_anybody_else(phone: BrowserContext, site: Site, name: str) -> None:
    found = fetched(phone, site.url + site.pages[name]["path"])
    assert [url for url in found.urls.values() if not url.startswith(site.url)] == []
    assert found.bytes(*WORDS) <= WORDS_BYTES


def test_no_page_asks_anybody_else_or_leaves_anything_in_the_browser(phone: BrowserContext, site: Site) -> None:
    page, asked = phone.new_page(), set[str]()
    page.on("request", lambda request: asked.add(request.url))
    paths = {one["path"] for one in site.pages.values() if one["status"] == 200 and one["path"]}
    assert len(paths) > 40
    for path in sorted(paths):
        page.goto(site.url + path)
        stored = "localStorage.length + sessionStorage.length + document.cookie.length"
        assert page.evaluate(stored) == 0
        assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
        assert page.evaluate("caches.keys().then(found => found.length)") == 0
    assert phone.cookies() == []
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    page.close()
