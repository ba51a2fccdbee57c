"""Whoever dies in the middle leaves nothing behind that a reader could get and a change would not find."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsroom.core.pagestore import EVERYTHING
from newsroom.core.pagestore.maintenance import sweep
from newsroom.core.pagestore.store import Store
from tests.core.deaths import each_death
from tests.core.processes import ROOT, eventually
from tests.core.shelves import AT, SECOND, files_without_a_page, kept, put, served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pages"


def test_a_death_while_storing_leaves_no_page_that_a_change_does_not_find(folder: Path) -> None:
    store = Store(folder)

    def check(number: int) -> None:
        assert files_without_a_page(store) == []
        assert store.get(f"/{number}/", AT) is None or served(store)[f"/{number}/"] == b"a page"
        store.remove({"article:1"}, AT)
        assert served(store) == {}
        store.remove({"article:1"}, AT, hides=True)
        assert kept(store) == {}

    assert each_death(folder, lambda number: put(store, f"/{number}/", "article:1"), check) > 15


@pytest.mark.parametrize("key", ["article:1", "article:2"])
def test_a_death_while_replacing_a_page_leaves_one_that_both_old_and_new_keys_find(folder: Path, key: str) -> None:
    store = Store(folder)

    def check(number: int) -> None:
        store.remove({key}, AT, hides=True)
        found = store.last("/a/", AT)
        body = served(store).get("/a/")
        assert body in {None, b"old" if key == "article:2" else b"new"}
        assert found is None or found.body == body or body is None
        store.remove({EVERYTHING}, AT, hides=True)
        put(store, "/a/", "article:1", body=b"old")

    put(store, "/a/", "article:1", body=b"old")
    assert each_death(folder, lambda number: put(store, "/a/", "article:2", body=b"new"), check) > 15


@pytest.mark.parametrize("hides", [False, True])
def test_a_death_while_removing_is_made_up_for_by_removing_again(folder: Path, hides: bool) -> None:
    store = Store(folder)
    path = "/a/"
    at_hand = put(store, path, "article:1")

    def check(number: int) -> None:
        nonlocal at_hand
        assert at_hand is not None
        if store.get(path, AT) is None:
            assert at_hand.word != store.word.value()
        store.remove({"article:1"}, AT, hides=hides)
        assert (served(store), path in kept(store)) == ({}, not hides and path in kept(store))
        assert at_hand.word != store.word.value()
        assert store.word.is_settled()
        at_hand = put(store, path, "article:1")

    assert each_death(folder, lambda number: store.remove({"article:1"}, AT, hides=hides), check) > 5


def test_a_death_while_the_clock_is_followed_is_made_up_for_by_the_next_tick(folder: Path) -> None:
    store = Store(folder)
    later = AT + SECOND

    def prepare() -> None:
        put(store, "/until/", until=later)
        put(store, "/plan/", "article:1")
        put(store, "/hidden/", "article:2")
        store.plan("article:1", later, AT)
        store.plan("article:2", later, AT, hides=True)

    def check(number: int) -> None:
        assert [store.get(path, later) for path in ("/until/", "/plan/", "/hidden/")] == [None] * 3
        store.tick(later)
        assert (served(store), "/hidden/" in kept(store)) == ({}, False)
        store.begin_anew()
        prepare()

    prepare()
    assert each_death(folder, lambda number: store.tick(later), check) > 20


def test_a_death_while_everything_begins_anew_leaves_nothing_to_be_shown(folder: Path) -> None:
    store = Store(folder)
    put(store, "/a/")

    def check(number: int) -> None:
        again = Store(folder)
        if again.get("/a/", AT) is None:
            assert served(again) == {}
        again.begin_anew()
        assert again.get("/a/", AT) is store.get("/a/", AT) is None
        assert put(again, "/a/") is not None
        assert served(again).keys() == {"/a/"}

    assert each_death(folder, lambda number: store.begin_anew(), check) > 10


def test_a_sweep_takes_away_what_deaths_left(folder: Path) -> None:
    store = Store(folder)
    each_death(folder, lambda number: put(store, f"/{number}/", "article:1"), lambda number: None)
    sweep(store, AT + 10**9 * SECOND)
    with store.reading() as tables:
        assert tables.all("SELECT path FROM page WHERE pending IS NOT NULL") == []
        pages = tables.one("SELECT count(*) FROM page")[0]
    assert files_without_a_page(store) == []
    assert len(list(store.files.bodies())) == 3 * pages


BUSY = """
import sys
from pathlib import Path
import django; django.setup()
from newsroom.core.pagestore.store import Store
from tests.core.shelves import AT, put
store, name, number = Store(Path(sys.argv[1])), sys.argv[2], 0
while True:
    number += 1
    put(store, f"/{name}/{number % 7}/", f"article:{number % 3}", "list", body=b"%d" % number)
    if number % 5 == 0:
        store.remove({f"article:{number % 3}"}, AT, hides=number % 2 == 0)
    if number == 20:
        print("busy", flush=True)
"""


def busy(folder: Path, name: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", BUSY, str(folder), name]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "busy\n"
    return process


def kill(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)


@pytest.mark.slow
def test_real_processes_that_are_killed_leave_a_store_that_is_right(folder: Path) -> None:
    store = Store(folder)
    for turn in range(3):
        processes = [busy(folder, name) for name in ("one", "two")]
        time.sleep(0.2 + 0.07 * turn)
        for process in processes:
            kill(process)
        assert files_without_a_page(store) == []
        store.remove({"list"}, AT)
        assert served(store) == {}
        assert put(store, "/mine/", "list") is not None
    sweep(store, AT + 10**9 * SECOND)
    store.remove({"list"}, AT, hides=True)
    assert (served(store), kept(store), list(store.files.bodies())) == ({}, {}, [])


@pytest.mark.slow
def test_while_others_store_and_remove_what_changed_is_gone_when_remove_returns(folder: Path) -> None:
    store = Store(folder)
    processes = [busy(folder, name) for name in ("one", "two")]
    try:
        for number in range(40):
            put(store, "/mine/", "mine", body=b"%d" % number)
            store.remove({"mine"}, AT, hides=bool(number % 2))
            assert store.get("/mine/", AT) is None
            assert "/mine/" not in served(store)
            assert (store.last("/mine/", AT) is None) == bool(number % 2)
    finally:
        for process in processes:
            kill(process)


def test_a_process_that_holds_the_lock_and_dies_lets_go_of_it(folder: Path) -> None:
    store = Store(folder)
    process = busy(folder, "one")
    kill(process)
    eventually(lambda: put(store, "/a/") is not None, seconds=2)
