"""A store that is damaged, emptied or full forgets pages; it never shows an old one."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from newsroom.core.pagestore.store import Store
from tests.core.shelves import AT, kept, put, served


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "pages")


def damage(store: Store) -> None:
    """As a disk does it: the file is there, and is nonsense."""
    path = store.index.path(store.word.epoch())
    store.index.leave()
    for companion in path.parent.glob(f"{path.name}-*"):
        companion.unlink()
    path.write_bytes(b"nonsense" * 4096)


@pytest.mark.parametrize("first", ["get", "last", "begin", "put", "remove", "tick"])
def test_a_damaged_index_is_begun_anew_by_whoever_meets_it_first(store: Store, first: str) -> None:
    put(store, "/a/", "article:1")
    damage(store)
    steps: dict[str, Callable[[], object]] = {
        "get": lambda: store.get("/a/", AT),
        "last": lambda: store.last("/a/", AT),
        "begin": store.begin,
        "put": lambda: put(store, "/b/"),
        "remove": lambda: store.remove({"article:2"}, AT),
        "tick": lambda: store.tick(AT),
    }
    steps[first]()
    assert "/a/" not in served(store) | kept(store)
    assert store.get("/a/", AT) is None
    assert put(store, "/a/", "article:1") is not None


def test_another_process_goes_over_to_the_new_index(store: Store) -> None:
    other = Store(store.folder)
    begun = other.begin()
    found = put(other, "/a/", "article:1")
    damage(store)
    store.tick(AT)
    assert found is not None
    assert found.word != other.word.value()
    assert other.get("/a/", AT) is None
    assert put(other, "/a/", "article:1", begun=begun) is None
    assert put(other, "/a/", "article:1") is not None
    assert store.get("/a/", AT) is not None


def test_a_folder_that_somebody_emptied_is_made_anew(store: Store) -> None:
    other = Store(store.folder)
    found = put(other, "/a/")
    shutil.rmtree(store.folder)
    assert found is not None
    for each in (store, other):
        each.tick(AT)
        assert each.get("/a/", AT) is None
        assert each.word.value() > found.word
    assert put(store, "/b/") is not None
    assert other.get("/b/", AT) is not None


def test_a_render_from_before_the_folder_was_emptied_is_not_stored(store: Store) -> None:
    for _change in range(3):
        store.remove({"article:1"}, AT)
    store.begin_anew()
    begun = store.begin()
    shutil.rmtree(store.folder)
    store.tick(AT)
    assert put(store, "/a/", begun=begun) is None


def test_a_change_that_the_index_can_not_take_forgets_all_pages(store: Store) -> None:
    put(store, "/a/", "article:1")
    found = put(store, "/b/", "article:2")
    full = sqlite3.OperationalError("database or disk is full")
    with mock.patch("newsroom.core.pagestore.altering.make_stale", side_effect=full):
        store.remove({"article:1"}, AT)
    assert store.get("/a/", AT) is store.get("/b/", AT) is None
    assert served(store) == {}
    assert found is not None
    assert found.word != store.word.value()


def test_a_full_disk_costs_nothing_but_the_storing(store: Store) -> None:
    with mock.patch.object(Path, "write_bytes", side_effect=OSError(28, "No space left on device")):
        assert put(store, "/a/", "article:1") is None
    assert (served(store), list(store.files.bodies())) == ({}, [])
    assert put(store, "/a/", "article:1") is not None


def test_a_page_whose_files_somebody_deleted_is_made_anew(store: Store) -> None:
    put(store, "/a/")
    shutil.rmtree(store.files.body)
    assert store.get("/a/", AT) is None
    assert put(store, "/a/") is not None
    assert store.get("/a/", AT) is not None


def test_a_machine_that_was_switched_off_shows_nothing_of_before(store: Store) -> None:
    put(store, "/a/")
    with mock.patch("newsroom.core.pagestore.ground._boot", return_value="another start"):
        again = Store(store.folder)
    assert (served(again), kept(again)) == ({}, {})
    assert again.get("/a/", AT) is None
