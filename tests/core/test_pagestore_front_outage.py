"""No database, or one that hangs: readers get the last good copies, and forms a polite answer."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.utils import timezone

from newsroom.core import fault
from newsroom.core.ops.web import THREADS
from newsroom.core.pagestore import Store, front, outage, pulse
from newsroom.core.pagestore.pool import Pool
from newsroom.core.pagestore.pulse import Pulse
from tests.core.front_site import State, state
from tests.core.fronts import Readers
from tests.core.processes import eventually

pytestmark = [pytest.mark.urls("tests.core.front_site"), pytest.mark.django_db]


@pytest.fixture
def site() -> State:
    state.__init__()  # type: ignore[misc]  # begun anew in place: its views hold it
    return state


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "pages")


@pytest.fixture
def readers(store: Store, site: State) -> Readers:
    return Readers(store)


def go_out(readers: Readers) -> None:
    readers.front.pulse._failed = True


def test_a_stored_page_is_answered_as_ever(readers: Readers, site: State) -> None:
    before = readers.get("/t/page/")
    go_out(readers)
    assert readers.get("/t/page/").headers == before.headers
    assert len(site.made) == 1


def test_a_page_that_is_due_is_answered_with_its_age(readers: Readers, store: Store, site: State) -> None:
    readers.get("/t/page/")
    store.remove(["words"], timezone.now())
    go_out(readers)
    old = readers.get("/t/page/", Accept_Encoding="br")
    assert (old.status, old.headers["Content-Encoding"]) == (200, "br")
    assert 0 <= int(old.headers["Age"]) < 60
    assert old.headers["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert len(site.made) == 1
    again = readers.get("/t/page/", Accept_Encoding="br", If_None_Match=old.headers["ETag"])
    assert (again.status, again.headers["Age"]) == (304, old.headers["Age"])


def test_staff_get_last_copies_too(readers: Readers, store: Store, site: State, settings: Any) -> None:
    readers.get("/t/page/")
    store.remove(["words"], timezone.now())
    go_out(readers)
    assert readers.get("/t/page/", Cookie=f"{settings.SESSION_COOKIE_NAME}=x").status == 200


def test_what_was_hidden_does_not_come_back(readers: Readers, store: Store, site: State) -> None:
    at = timezone.now()
    readers.get("/t/page/")
    readers.get("/t/list/")
    store.remove(["words"], at, hides=True)
    go_out(readers)
    assert [readers.get(path).status for path in ("/t/page/", "/t/list/")] == [503, 503]


def test_what_ends_during_the_outage_ends(readers: Readers, store: Store, site: State) -> None:
    at = timezone.now()
    readers.get("/t/page/")
    store.plan("words", at + timedelta(seconds=1), at, hides=True)
    go_out(readers)
    assert readers.get("/t/page/").status == 200
    eventually(lambda: readers.get("/t/page/").status == 503, seconds=3)


def test_a_render_that_the_database_fails_is_answered_with_the_last_copy(
    readers: Readers, store: Store, site: State
) -> None:
    readers.get("/t/page/")
    store.remove(["words"], timezone.now())
    site.broken = True
    old = readers.get("/t/page/")
    assert (old.status, "<p>1</p>" in old.text, "Age" in old.headers) == (200, True, True)
    site.broken = False
    assert "<p>3</p>" in readers.get("/t/page/").text
    assert "Age" not in readers.get("/t/page/").headers


def test_a_form_that_the_database_fails_is_answered_in_words(readers: Readers, site: State) -> None:
    site.broken = True
    answer = readers.ask("/t/form/", "POST", b"my words")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert answer.headers["Cache-Control"] == "no-store"


def test_forms_and_the_office_are_not_even_tried_when_the_database_is_out(readers: Readers, site: State) -> None:
    go_out(readers)
    for method, target in (("POST", "/t/form/"), ("GET", "/admin/"), ("GET", "/nothing-here/x"), ("HEAD", "/admin/")):
        answer = readers.ask(target, method)
        assert (answer.status, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert bool(answer.body) == (method != "HEAD")
    assert readers.get("/healthz").status == 200


@pytest.mark.parametrize(
    ("target", "language", "direction"), [("/x-1/", "fr", "ltr"), ("/ar/x/", "ar", "rtl"), ("/en/x/", "en", "ltr")]
)
def test_the_polite_answer_speaks_the_language_of_the_address(
    readers: Readers, site: State, target: str, language: str, direction: str
) -> None:
    go_out(readers)
    answer = readers.get(target)
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert answer.headers["Content-Language"] == language
    assert len({outage.sorry(language, sent=sent).body for sent in (True, False)}) == 2


def test_the_polite_answer_has_the_security_headers_of_every_page(readers: Readers, site: State) -> None:
    page = readers.get("/t/page/").headers
    go_out(readers)
    polite = readers.get("/nothing/").headers
    worn = outage.dressed(HttpResponse()).headers
    # It brings the style that it needs, which no other page may.
    assert fault.HASH in polite["Content-Security-Policy"]
    said = {name: polite[name].replace(f" {fault.HASH}", "") for name in worn}
    assert said == {name: page[name] for name in worn}
    assert {"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"} <= set(worn)


def test_a_database_that_hangs_is_noticed_by_whoever_waits(
    readers: Readers, store: Store, site: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.going.set()
    readers.get("/t/slow/")
    state.going.clear()
    store.remove(["words"], timezone.now())
    monkeypatch.setattr(pulse, "PATIENCE_SECONDS", 0.3)
    readers.front.pulse._asked_at = time.monotonic()
    started = time.monotonic()
    assert "Age" in readers.get("/t/slow/").headers
    assert time.monotonic() - started < 2
    assert [readers.get(path).status for path in ("/t/slow/", "/t/list/")] == [200, 503]
    readers.front.pulse._asked_at = None
    state.going.set()
    eventually(lambda: "Age" not in readers.get("/t/slow/").headers)


def test_locked_tables_keep_nobody_from_the_last_copies(
    readers: Readers, store: Store, site: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database answers, but whatever reads the tables waits."""
    readers.get("/t/page/")
    store.remove(["words"], timezone.now())
    monkeypatch.setattr("newsroom.core.pagestore.front.STUCK_SECONDS", 0.3)
    waiting = threading.Event()
    for _thread in range(readers.front._pool.size):
        readers.front._pool.submit(lambda: waiting.wait(20))
    assert "Age" in readers.get("/t/page/").headers
    waiting.set()
    eventually(lambda: "Age" not in readers.get("/t/page/").headers)


def test_a_form_behind_a_lock_is_answered_at_once_once_the_lock_is_known(readers: Readers, site: State) -> None:
    readers.front.pulse._wrote_at = time.monotonic() - 60
    assert readers.ask("/t/form/", "POST", b"x").status == 503
    assert readers.get("/t/page/").status == 200
    assert readers.get("/t/stream/").status == 200


def close_connections(readers: Readers) -> None:
    """What the forms' threads opened: the database of the tests is deleted in the end."""
    together = threading.Barrier(front.OTHERS)

    def leave() -> None:
        together.wait(5)
        connection.close()

    for each in [readers.front._others.submit(leave) for _thread in range(front.OTHERS)]:
        each.result(timeout=10)


def test_forms_that_wait_leave_threads_to_readers(
    readers: Readers, site: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as the server has threads, all behind one lock."""
    readers.get("/t/page/")
    monkeypatch.setattr(front, "STUCK_SECONDS", 1.5)
    monkeypatch.setattr(front, "FULL_SECONDS", 0.3)
    with ThreadPoolExecutor(THREADS) as threads:
        posts = [threads.submit(readers.ask, "/t/waiting/", "POST", b"x") for _number in range(THREADS)]
        eventually(lambda: sum(post.done() for post in posts) >= THREADS - front.ROOM - 1, seconds=3)
        assert threads.submit(readers.get, "/t/page/").result(timeout=1).status == 200
        assert readers.ask("/t/waiting/", "POST", b"x").status == 503
        eventually(lambda: sum(post.done() for post in posts) == THREADS - front.OTHERS, seconds=3)
        assert {post.result().status for post in posts if post.done()} == {503}
        state.going.set()
        assert sorted(post.result(timeout=5).status for post in posts) == [200] * front.OTHERS + [503] * (
            THREADS - front.OTHERS
        )
        assert readers.ask("/t/waiting/", "POST", b"x").status == 200
    close_connections(readers)


def test_threads_that_hang_are_replaced() -> None:
    pool, waiting = Pool("test", 2), threading.Event()
    hanging = [pool.submit(lambda: waiting.wait(20)) for _ in range(2)]
    eventually(lambda: pool.is_stuck(0.05))
    queued = pool.submit(lambda: "done")
    assert not queued.done()
    pool.renew()
    assert queued.result(timeout=5) == "done"
    assert not pool.is_stuck(0.05)
    waiting.set()
    assert [each.result(timeout=5) for each in hanging] == [True, True]


@pytest.fixture
def beaten() -> Any:
    """A pulse whose threads are ended."""
    told: list[str] = []
    found = Pulse(lambda: told.append("tick"), lambda: told.append("recovered"))
    found.told = told  # type: ignore[attr-defined]  # for the test at hand
    yield found
    found.stop()


def test_the_pulse_ticks_and_finds_the_database_well(beaten: Any, transactional_db: None) -> None:
    beaten.start()
    assert not beaten.is_out()
    assert not beaten.is_locked()
    eventually(lambda: beaten.told.count("tick") >= 2, seconds=5)
    assert "recovered" not in beaten.told


def test_a_database_that_fails_and_comes_back_is_noticed_within_seconds(
    beaten: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_at: object) -> int:
        raise OperationalError("server closed the connection unexpectedly")

    beaten.start()
    monkeypatch.setattr(pulse, "drain", broken)
    eventually(beaten.is_out, seconds=3)
    monkeypatch.setattr(pulse, "drain", lambda _at: 0)
    eventually(lambda: not beaten.is_out(), seconds=5)
    eventually(lambda: "recovered" in beaten.told, seconds=1)


def test_a_store_that_fails_is_no_outage_of_the_database(
    beaten: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_at: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pulse, "drain", broken)
    beaten.start()
    assert not beaten.is_out()
    eventually(lambda: "could not be brought up to date" in caplog.text, seconds=3)


def test_a_database_that_comes_back_while_the_store_fails_is_back(
    beaten: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_at: object) -> int:
        raise OperationalError("server closed the connection unexpectedly")

    def full(_at: object) -> int:
        raise OSError(28, "No space left on device")

    beaten.start()
    monkeypatch.setattr(pulse, "drain", broken)
    eventually(beaten.is_out, seconds=3)
    monkeypatch.setattr(pulse, "drain", full)
    eventually(lambda: not beaten.is_out(), seconds=5)
    eventually(lambda: "recovered" in beaten.told, seconds=1)


@pytest.mark.postgres
def test_a_word_from_another_machine_is_heard_at_once(
    beaten: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    drained: list[float] = []
    monkeypatch.setattr(pulse, "BEAT_SECONDS", 30.0)
    monkeypatch.setattr(pulse, "drain", lambda _at: drained.append(time.monotonic()))
    beaten.start()
    eventually(lambda: len(drained) == 1, seconds=3)
    time.sleep(0.3)
    said = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY newsroom_pages")
    eventually(lambda: len(drained) == 2, seconds=3)
    assert drained[1] - said < 0.5
