"""Nothing that one reader sends shows in what another one gets, and nobody can make the store hold the wrong page."""

import json
import random
import string
from pathlib import Path
from typing import Any

import pytest

from newsroom.core.pagestore import Store
from newsroom.core.pagestore.address import LONGEST_PATH, canonical
from tests.core.front_site import State, state
from tests.core.fronts import Readers, environ

pytestmark = [pytest.mark.urls("tests.core.front_site"), pytest.mark.django_db]


@pytest.fixture
def site() -> State:
    state.__init__()  # type: ignore[misc]  # begun anew in place: its views hold it
    return state


@pytest.fixture
def readers(tmp_path: Path, site: State) -> Readers:
    return Readers(Store(tmp_path / "pages"))


EVIL: dict[str, str] = {
    "X_Forwarded_Host": "evil.example",
    "X_Forwarded_Proto": "https",
    "X_Forwarded_Port": "666",
    "X_Forwarded_For": "198.51.100.7",
    "X_Forwarded_Scheme": "nothttp",
    "Forwarded": "host=evil.example;proto=https",
    "X_Original_URL": "/admin/",
    "X_Rewrite_URL": "/admin/",
    "X_HTTP_Method_Override": "DELETE",
    "X_Request_ID": "evil-evil-evil",
    "Cookie": "theme=<script>; newsroom_csrf=evil; django_language=ar",
    "Accept_Language": "ar",
    "Accept": "application/json",
    "User_Agent": "evil",
    "Referer": "https://evil.example/",
    "Origin": "https://evil.example",
    "Authorization": "Basic ZXZpbDpldmls",
    "Save_Data": "on",
    "X_Requested_With": "XMLHttpRequest",
    "Prefer": "evil",
}


@pytest.mark.parametrize("name", [*EVIL, "all"])
def test_no_header_of_a_reader_shows_in_a_page(readers: Readers, site: State, name: str) -> None:
    sent = EVIL if name == "all" else {name: EVIL[name]}
    first = readers.get("/t/mirror/?evil=1", **sent)
    seen = json.loads(first.text)
    assert set(seen["headers"]) <= {"Host", "X-Forwarded-Proto"}
    assert (seen["cookies"], seen["query"], seen["method"], seen["remote"]) == ({}, "", "GET", "127.0.0.1")
    assert "evil" not in first.text + str(first.headers)
    assert readers.get("/t/mirror/").body == first.body


def test_the_address_in_a_page_is_the_sites_own(readers: Readers, site: State, settings: Any) -> None:
    assert json.loads(readers.get("/t/mirror/").text)["address"] == f"{settings.SITE_URL}/t/mirror/"


def test_another_host_is_neither_answered_from_the_store_nor_stored(readers: Readers, site: State) -> None:
    for host in ("evil.example", "", "127.0.0.1:8000,evil.example", "127.0.0.1:8000.evil.example", "127.0.0.1:8000/"):
        for _time in range(2):
            assert readers.get("/t/page/", Host=host).status == 400
    assert site.made == []
    readers.get("/t/page/")
    assert readers.get("/t/page/", Host="evil.example").status == 400
    assert len(site.made) == 1


def test_behind_a_proxy_only_the_sites_own_scheme_is_answered(tmp_path: Path, site: State, settings: Any) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://example.ma", ["example.ma", "www.example.ma"]
    settings.DEMO, settings.SECURE_PROXY_SSL_HEADER = False, ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    readers = Readers(Store(tmp_path / "secure"))
    page = readers.get("/t/mirror/", X_Forwarded_Proto="https")
    assert json.loads(page.text)["address"] == "https://example.ma/t/mirror/"
    assert json.loads(page.text)["secure"]
    assert page.headers["Strict-Transport-Security"] == "max-age=60"
    for proto in ({}, {"X_Forwarded_Proto": "http"}, {"X_Forwarded_Proto": "http,https"}):
        plain = readers.get("/t/mirror/", **proto)
        assert (plain.status, plain.headers["Location"]) == (301, "https://example.ma/t/mirror/")
    for other in ({"Host": "www.example.ma", "X_Forwarded_Proto": "https"}, {"X_Forwarded_Proto": "https,http"}):
        readers.get("/t/mirror/", **other)
    assert (readers.front.hits, readers.front.misses) == (0, 1)


@pytest.mark.parametrize(
    "target",
    [
        "//t/page/",
        "/t//page/",
        "/t/page//",
        "/t/page/;x=1",
        "/t/page/;.css",
        "/t/page/x.css",
        "/t/page/.css",
        "/t/page/%3Fx",
        "/t/page/%23",
        "/t/page/%00",
        "/t/page/%0d%0aSet-Cookie:x",
        "/t/page/%ff",
        "/t/page/..%2fpage/",
        "/t/page%5c",
        "/T/PAGE/",
        "/t/page/" + "x" * LONGEST_PATH,
    ],
)
def test_an_address_that_only_resembles_a_page_never_gets_it(readers: Readers, site: State, target: str) -> None:
    readers.get("/t/page/")
    asked = environ(target)
    assert readers.front._pages.get(asked["PATH_INFO"]) is None
    assert readers.front._address(asked) is None or "<p>1</p>" not in readers.send(asked).text
    assert list(readers.front._pages) == ["/t/page/"]


def test_one_address_however_it_is_written_is_one_page(readers: Readers, site: State) -> None:
    first = readers.get("/t/soci%C3%A9t%C3%A9/")
    assert first.status == 200
    assert readers.get("/t/soci%c3%a9t%c3%a9/").body == readers.get("/%74/société/").body
    assert len(site.made) == 1


def trackers(chance: random.Random) -> str:
    names = ["utm_source", "utm_medium", "utm_campaign", "fbclid", "gclid", "mc_eid", "ref", "_", "before[]", "Before"]
    names += ["".join(chance.choices(string.ascii_letters, k=8)) for _ in range(3)]
    words = ("".join(chance.choices(string.ascii_letters + string.digits + "%+", k=12)) for _ in range(3))
    return "&".join(f"{chance.choice(names)}={word}" for word in words)


@pytest.mark.parametrize("path", ["/t/page/", "/t/list/"])
def test_a_storm_of_tracking_parameters_finds_the_page_in_memory(readers: Readers, site: State, path: str) -> None:
    chance = random.Random(1956)
    bodies = {readers.get(f"{path}?{trackers(chance)}").body for _ in range(1000)}
    assert len(bodies) == len(site.made) == 1
    assert readers.front.hits / 1000 >= 0.99
    assert len(readers.front._pages) == 1


def test_a_known_parameter_makes_another_page_and_in_any_company_the_same(readers: Readers, site: State) -> None:
    first = readers.get("/t/list/?before=7")
    assert "before 7," in first.text
    for query in ("utm_source=x&before=7", "before=7&fbclid=y", "before=9&before=7", "before=%37", "&&before=7&"):
        assert readers.get(f"/t/list/?{query}").body == first.body
    assert "before nothing," in readers.get("/t/list/").text
    assert site.made == ["/t/list/?before=7", "/t/list/"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ""),
        ("before=", "before="),
        ("before", "before="),
        ("a=1;before=2", ""),
        ("before=a%26b%3D1", "before=a%26b%3D1"),
        ("before=%d8%b3", "before=%D8%B3"),
        ("before=a+b%20c", "before=a%20b%20c"),
        ("before=%ff%zz", "before=%EF%BF%BD%25zz"),
        ("BEFORE=1&before%00=2", ""),
        ("before=" + "x" * 5000, ""),
        ("before=" + "x" * 300, ""),
        ("x" * 4000 + "&before=1", ""),
    ],
)
def test_a_query_is_brought_to_one_form(query: str, found: str) -> None:
    assert canonical(query, ("before",)) == found


def test_staff_get_pages_of_their_own_which_nobody_else_gets(
    readers: Readers, site: State, settings: Any, db: Any
) -> None:
    staff = {"Cookie": f"a=b; {settings.SESSION_COOKIE_NAME}=abcdef"}
    own = readers.get("/t/page/", **staff)
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "<p>1</p>" in own.text
    assert "<p>2</p>" in readers.get("/t/page/").text
    assert "<p>3</p>" in readers.get("/t/page/", **staff).text
    assert "<p>2</p>" in readers.get("/t/page/").text


def test_what_somebody_head_asks_poisons_nothing(readers: Readers, site: State) -> None:
    assert readers.ask("/t/page/", "HEAD", Range="bytes=0-0", If_None_Match='"x"').status == 200
    assert readers.ask("/t/page/", "HEAD", Accept_Encoding="br").headers["Content-Encoding"] == "br"
    assert len(readers.get("/t/page/").body) > 1000
    assert len(site.made) == 1


def test_a_body_or_a_strange_method_is_no_way_to_a_page(readers: Readers, site: State) -> None:
    for method in ("POST", "PUT", "BREW", "TRACE"):
        assert readers.ask("/t/page/", method, b"evil").status in {405, 403}
    assert readers.ask("/t/page/", "GET", b"a body that nobody asked for").status == 200
    assert "<p>1</p>" in readers.get("/t/page/").text
