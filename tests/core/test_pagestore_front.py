"""A page is made once and answered from memory: to whom, in which form, and when not."""

import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any

import brotli
import pytest
from django.utils import timezone

from newsroom.core.pagestore import Store
from tests.core.front_site import State, state
from tests.core.fronts import Got, Readers, environ

pytestmark = [pytest.mark.urls("tests.core.front_site"), pytest.mark.django_db]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "pages")


@pytest.fixture
def site() -> Iterator[State]:
    state.__init__()  # type: ignore[misc]  # begun anew in place: its views hold it
    yield state
    state.going.set()


@pytest.fixture
def readers(store: Store, site: State) -> Readers:
    return Readers(store)


def same(one: Got, other: Got) -> bool:
    return (one.status, one.headers, one.body) == (other.status, other.headers, other.body)


def test_a_page_is_made_once_for_all_readers(readers: Readers, site: State) -> None:
    first, again = readers.get("/t/page/"), readers.get("/t/page/")
    assert first.status == 200
    assert same(first, again)
    assert site.made == ["/t/page/"]
    assert (readers.front.hits, readers.front.misses) == (1, 1)


def test_another_process_of_the_machine_has_the_page_too(readers: Readers, store: Store, site: State) -> None:
    first = readers.get("/t/page/")
    assert same(first, Readers(Store(store.folder)).get("/t/page/"))
    assert len(site.made) == 1


def test_a_page_whose_key_changed_is_made_anew_in_every_process(readers: Readers, store: Store, site: State) -> None:
    other = Readers(Store(store.folder))
    for each in (readers, other):
        assert "<p>1</p>" in each.get("/t/page/").text
    store.remove(["words"], timezone.now())
    assert "<p>2</p>" in other.get("/t/page/").text
    assert "<p>2</p>" in readers.get("/t/page/").text


def test_what_did_not_change_stays_when_something_else_does(readers: Readers, store: Store, site: State) -> None:
    readers.get("/t/page/")
    store.remove(["something else"], timezone.now())
    assert "<p>1</p>" in readers.get("/t/page/").text
    assert len(site.made) == 1


def test_an_answer_carries_every_header_that_django_gave_it(readers: Readers, site: State) -> None:
    readers.get("/t/page/")
    headers = readers.get("/t/page/").headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Cache-Control"].startswith("public, max-age=0, s-maxage=60")
    assert not {"Set-Cookie", "X-Request-ID", "Age"} & set(headers)


def test_a_page_comes_in_the_coding_that_is_asked_for(readers: Readers, site: State) -> None:
    plain = readers.get("/t/page/")
    zipped, small = readers.get("/t/page/", Accept_Encoding="gzip"), readers.get("/t/page/", Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in plain.headers
    assert (zipped.headers["Content-Encoding"], small.headers["Content-Encoding"]) == ("gzip", "br")
    assert gzip.decompress(zipped.body) == brotli.decompress(small.body) == plain.body
    for got in (plain, zipped, small):
        assert int(got.headers["Content-Length"]) == len(got.body)
    assert len({got.headers["ETag"] for got in (plain, zipped, small)}) == 3


def test_head_before_any_get_says_what_get_will_say(readers: Readers, site: State) -> None:
    head = readers.ask("/t/page/", "HEAD", Accept_Encoding="br")
    got = readers.get("/t/page/", Accept_Encoding="br")
    assert head.body == b""
    assert head.headers == got.headers
    assert len(got.body) > 0
    assert len(site.made) == 1


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_whoever_has_the_page_already_is_told_so(readers: Readers, site: State, coding: str) -> None:
    etag = readers.get("/t/page/", Accept_Encoding=coding).headers["ETag"]
    for said in (etag, f'"x", {etag}', f"W/{etag}", "*"):
        again = readers.get("/t/page/", Accept_Encoding=coding, If_None_Match=said)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
        assert not {"Content-Length", "Content-Type", "Content-Encoding"} & set(again.headers)
    assert readers.get("/t/page/", Accept_Encoding=coding, If_None_Match='"old"').status == 200


def test_the_same_words_made_anew_need_not_be_sent_again(readers: Readers, store: Store, site: State) -> None:
    etag = readers.get("/t/list/").headers["ETag"]
    site.made.clear()
    store.remove(["words"], timezone.now())
    assert readers.get("/t/list/", If_None_Match=etag).status == 304
    assert len(site.made) == 1


def test_one_part_of_a_page_is_sent(readers: Readers, site: State) -> None:
    whole = readers.get("/t/page/")
    part = readers.get("/t/page/", Range="bytes=3-9")
    assert (part.status, part.body) == (206, whole.body[3:10])
    assert part.headers["Content-Range"] == f"bytes 3-9/{len(whole.body)}"
    assert part.headers["Content-Length"] == "7"
    beyond = readers.get("/t/page/", Range="bytes=999999-")
    assert (beyond.status, beyond.body) == (416, b"")
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole.body)}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=0-1", "Accept_Encoding": "gzip"},
        {"Range": "bytes=0-1", "If_Range": '"of yesterday"'},
        {"Range": "bytes=0-1", "If_Range": "Wed, 21 Oct 2026 07:28:00 GMT"},
    ],
)
def test_the_whole_page_is_sent_where_a_part_would_not_do(
    readers: Readers, site: State, headers: dict[str, str]
) -> None:
    assert readers.get("/t/page/", **headers).status == 200


def test_a_part_is_sent_to_whoever_has_the_rest_of_this_very_page(readers: Readers, site: State) -> None:
    etag = readers.get("/t/page/").headers["ETag"]
    assert readers.get("/t/page/", Range="bytes=0-1", If_Range=etag).status == 206
    assert readers.ask("/t/page/", "HEAD", Range="bytes=0-1").status == 200
    assert readers.get("/t/page/", Range="bytes=0-1", If_None_Match=etag).status == 304


def test_fifty_readers_who_wait_cost_one_render(readers: Readers, site: State) -> None:
    found: list[Got] = []
    threads = [threading.Thread(target=lambda: found.append(readers.get("/t/slow/"))) for _ in range(50)]
    for thread in threads:
        thread.start()
    assert site.begun.wait(10)
    site.going.set()
    for thread in threads:
        thread.join(20)
    assert len(found) == 50
    assert {got.status for got in found} == {200}
    assert site.made == ["/t/slow/"]


@pytest.mark.parametrize("changes", [False, True])
def test_fifty_readers_of_what_is_not_there_cost_one_render_unless_something_changes(
    readers: Readers, store: Store, site: State, changes: bool
) -> None:
    with ThreadPoolExecutor(50) as threads:
        asked = [threads.submit(readers.get, "/t/slowly-absent/") for _number in range(50)]
        assert site.begun.wait(10)
        sleep(0.3)  # until all wait for it
        if changes:
            store.remove(["whatever"], timezone.now())
        site.going.set()
        found = [each.result(timeout=20) for each in asked]
    assert {got.status for got in found} == {404}
    assert len({got.body for got in found}) == 1
    assert (len(site.made) > 1) is changes


def test_two_processes_whose_readers_wait_for_a_page_make_it_once(readers: Readers, store: Store, site: State) -> None:
    """Each has its own front over the store of the machine."""
    other = Readers(Store(store.folder))
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(each.get, "/t/slow/") for each in (readers, other) * 4]
        assert site.begun.wait(10)
        sleep(0.3)  # for the other process, which would begin its own by now
        site.going.set()
        assert {each.result(timeout=10).status for each in asked} == {200}
    assert site.made == ["/t/slow/"]


def test_a_page_that_changes_while_it_is_made_is_not_kept(readers: Readers, store: Store, site: State) -> None:
    found: list[Got] = []
    reader = threading.Thread(target=lambda: found.append(readers.get("/t/slow/")))
    reader.start()
    assert site.begun.wait(10)
    store.remove(["words"], timezone.now())
    site.going.set()
    reader.join(20)
    assert found[0].status == 200
    assert found[0].headers["Cache-Control"] == "public, max-age=0, s-maxage=0", "a cache in front would keep it"
    assert "<p>2</p>" in readers.get("/t/slow/").text


def test_what_is_not_there_is_never_kept(readers: Readers, site: State) -> None:
    assert [readers.get("/t/absent/").status for _ in range(2)] == [404, 404]
    assert len(site.made) == 2
    assert readers.ask("/t/absent/", "HEAD").body == b""


def test_a_page_that_says_it_differs_from_reader_to_reader_is_not_kept(
    readers: Readers, site: State, caplog: pytest.LogCaptureFixture
) -> None:
    assert [readers.get("/t/careless/").status for _ in range(2)] == [200, 200]
    assert len(site.made) == 2
    assert "/t/careless/ isn't the same for all readers" in caplog.text


def test_the_memory_of_a_process_is_bounded_and_what_it_lacks_is_read_again(store: Store, site: State) -> None:
    readers = Readers(store, memory=60_000)
    for number in range(40):
        readers.get(f"/t/list/?before={number}")
    pages = readers.front._pages
    assert 0 < len(pages) < 40
    assert pages.size == sum(page.size for page in pages.values()) <= 60_000
    assert "before 0," in readers.get("/t/list/?before=0").text
    assert len(site.made) == 40


def test_near_its_end_a_page_tells_caches_how_long_it_holds(readers: Readers, store: Store, site: State) -> None:
    at = timezone.now()
    readers.get("/t/page/")
    store.plan("words", at + timedelta(seconds=30), at)
    near = readers.get("/t/page/").headers["Cache-Control"]
    assert int(near.split("s-maxage=")[1].split(",")[0]) in range(27, 31)
    assert near.endswith("stale-while-revalidate=60, stale-if-error=300")
    store.plan("words", at + timedelta(seconds=40), at, hides=True)
    hidden = readers.get("/t/page/").headers["Cache-Control"]
    assert int(hidden.split("stale-if-error=")[1]) <= 13, "nobody may show it after its end"
    assert len(site.made) == 1


def test_what_is_not_a_stored_page_goes_to_django_as_it_came(readers: Readers, site: State) -> None:
    assert readers.ask("/t/form/", "POST", b"a word").text == "thanks for a word"
    assert readers.get("/t/stream/").text == "one two"
    assert readers.ask("/t/page/", "POST").status == 405
    assert readers.ask("/t/page/", "OPTIONS").status == 405
    assert readers.front.hits == readers.front.misses == 0


def test_health_and_static_files_wait_for_no_thread_of_djangos(
    store: Store, site: State, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    readers = Readers(store)
    monkeypatch.setattr(readers.front._others, "submit", None)
    assert readers.get("/healthz").status == 200
    assert readers.get(settings.STATIC_URL + "site/style.css").status == 200


def test_a_full_disk_costs_no_reader_their_page(
    readers: Readers, store: Store, site: State, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("begin", "get", "put"):
        monkeypatch.setattr(store, name, full)
    assert [readers.get("/t/page/").status for _ in range(2)] == [200, 200]
    assert "The page store failed" in caplog.text


def test_a_server_may_change_the_headers_that_it_gets(readers: Readers, site: State) -> None:
    readers.get("/t/page/")

    def spoil(status: str, headers: list[tuple[str, str]]) -> None:
        headers.clear()

    readers.front(environ("/t/page/"), spoil)
    assert "ETag" in readers.get("/t/page/").headers
