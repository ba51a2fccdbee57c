"""A stored page is shown until what it was made from changes, and not a moment longer."""

import gzip
from collections.abc import Callable
from pathlib import Path
from time import sleep
from unittest import mock

import brotli
import pytest

from newsroom.core.pagestore import EVERYTHING, Recipe, keys
from newsroom.core.pagestore.files import VARIANTS
from newsroom.core.pagestore.lock import BusyError, locked
from newsroom.core.pagestore.maintenance import sweep
from newsroom.core.pagestore.store import Store
from tests.core.shelves import AT, HTML, SECOND, files_without_a_page, kept, put, served


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "pages")


def test_a_stored_page_comes_back_as_it_was(store: Store) -> None:
    stored = put(store, "/a/", "article:1", body=b"<p>Bonjour</p>")
    found = store.get("/a/", AT)
    assert found == stored
    assert found is not None
    assert (found.body, gzip.decompress(found.gzip), brotli.decompress(found.brotli)) == (b"<p>Bonjour</p>",) * 3
    assert list(found.headers) == HTML
    assert served(store) == {"/a/": b"<p>Bonjour</p>"}


def test_a_change_takes_away_the_pages_made_from_it_and_no_other(store: Store) -> None:
    put(store, "/a/", "article:1", "shell")
    put(store, "/b/", "article:2", "shell")
    store.remove({"article:1"}, AT)
    assert store.get("/a/", AT) is None
    assert store.get("/b/", AT) is not None
    assert served(store).keys() == {"/b/"}


def test_what_has_changed_goes_on_as_a_last_good_copy(store: Store) -> None:
    put(store, "/a/", "article:1", body=b"before")
    store.remove({"article:1"}, AT)
    found = store.last("/a/", AT)
    assert found is not None
    assert found.body == b"before"
    assert kept(store) == {"/a/": b"before"}


def test_what_is_hidden_does_not(store: Store) -> None:
    put(store, "/a/", "article:1")
    store.remove({"article:1"}, AT)
    store.remove({"article:1"}, AT, hides=True)
    assert store.last("/a/", AT) is None
    assert kept(store) == {}
    assert list(store.files.bodies()) == []


def test_a_render_that_began_before_a_change_is_not_stored(store: Store) -> None:
    begun = store.begin()
    store.remove({"article:1"}, AT)
    assert put(store, "/a/", "article:1", begun=begun) is None
    assert put(store, "/b/", "article:2", begun=begun) is not None
    assert served(store).keys() == {"/b/"}


def test_a_change_between_the_two_steps_of_storing_is_seen(store: Store) -> None:
    write = store._announce

    def announce_and_change(draft: object) -> bool:
        announced = write(draft)  # type: ignore[arg-type]  # a draft
        store.remove({"article:1"}, AT)
        return announced

    with mock.patch.object(store, "_announce", announce_and_change):
        assert put(store, "/a/", "article:1") is None
    assert served(store) == {}


def test_the_older_of_two_renders_does_not_replace_the_newer(store: Store) -> None:
    begun = store.begin()
    store.remove({"article:9"}, AT)
    put(store, "/a/", "article:1", body=b"newer")
    assert put(store, "/a/", "article:1", body=b"older", begun=begun) is None
    assert served(store) == {"/a/": b"newer"}


def test_versions_of_one_second_have_different_ones_for_nginx(store: Store) -> None:
    """By second and size alone it tells them apart, and a reader who has the former gets 304 for it."""
    seconds: list[float] = []
    for number in range(5):
        put(store, "/a/", "article:1", body=f"{number} morts".encode())
        files = [store.files.site / "a" / f"index.html{variant}" for variant in VARIANTS]
        times = {file.stat().st_mtime for file in files}
        assert len(times) == 1
        seconds += times
        store.remove({"article:1"}, AT, hides=bool(number % 2))
    assert len(set(seconds)) == len(seconds)
    assert max(seconds) == int(AT.timestamp())  # none is of a time that hasn't come
    put(store, "/a/", "article:1", at=AT + SECOND)
    assert (store.files.site / "a/index.html").stat().st_mtime == int((AT + SECOND).timestamp())


def test_a_page_ends_at_its_own_instant_never_early(store: Store) -> None:
    put(store, "/a/", until=AT + SECOND)
    store.tick(AT + SECOND * 0.999)
    assert served(store).keys() == {"/a/"}
    store.tick(AT + SECOND)
    assert served(store) == {}
    assert kept(store).keys() == {"/a/"}
    assert store.get("/a/", AT + SECOND) is None


def test_a_page_whose_instant_has_come_is_not_shown_even_before_the_next_tick(store: Store) -> None:
    put(store, "/a/", until=AT + SECOND)
    assert store.get("/a/", AT + SECOND) is None


@pytest.mark.parametrize("first", ["page", "plan"])
def test_a_plan_ends_pages_that_are_there_and_pages_that_come(store: Store, first: str) -> None:
    steps: dict[str, Callable[[], object]] = {
        "page": lambda: put(store, "/a/", "article:1"),
        "plan": lambda: store.plan("article:1", AT + SECOND, AT, hides=True),
    }
    for step in sorted(steps, key=lambda name: name != first):
        steps[step]()
    found = store.get("/a/", AT)
    assert found is not None
    assert found.stale_at == found.gone_at == (AT + SECOND).timestamp()
    assert store.last("/a/", AT + SECOND) is None
    store.tick(AT + SECOND)
    assert (served(store), kept(store)) == ({}, {})


def test_a_plan_makes_copies_in_memory_ask_again(store: Store) -> None:
    found = put(store, "/a/", "article:1")
    store.plan("article:1", AT + SECOND, AT)
    assert found is not None
    assert found.word != store.word.value()


def test_a_render_from_before_a_planned_instant_is_not_stored_after_it(store: Store) -> None:
    store.plan("article:1", AT + SECOND, AT)
    begun = store.begin()
    assert put(store, "/a/", "article:1", begun=begun, at=AT + 2 * SECOND) is None
    assert put(store, "/a/", "article:1", at=AT + 2 * SECOND) is not None


def test_a_clock_that_steps_back_behind_a_plan_does_not_forget_it(store: Store) -> None:
    store.plan("article:1", AT, AT - SECOND, hides=True)
    store.tick(AT)
    found = put(store, "/a/", "article:1", at=AT - SECOND)
    assert found is not None
    assert found.gone_at == AT.timestamp()


def test_a_plan_in_the_past_is_a_change(store: Store) -> None:
    put(store, "/a/", "article:1")
    store.plan("article:1", AT - SECOND, AT)
    assert store.get("/a/", AT) is None


def test_every_page_is_made_from_everything_and_from_its_own_address(store: Store) -> None:
    for path in ("/a/", "/a/?before=2", "/b/"):
        put(store, path)
    store.purge("/a/", AT)
    assert [store.last(path, AT) is None for path in ("/a/", "/a/?before=2", "/b/")] == [True, True, False]
    store.remove({EVERYTHING}, AT)
    assert store.get("/b/", AT) is None


def test_a_render_that_began_before_its_page_was_purged_is_not_stored(store: Store) -> None:
    begun = store.begin()
    store.purge("/a/", AT)
    assert put(store, "/a/", begun=begun) is None


def test_copies_in_memory_are_believed_while_the_word_stands(store: Store) -> None:
    found = put(store, "/a/", "article:1")
    put(store, "/b/", "article:2")
    assert found is not None
    assert found.word == store.word.value()
    store.remove({"article:2"}, AT)
    assert found.word != store.word.value()


def test_what_is_read_while_something_is_removed_is_not_believed(store: Store) -> None:
    put(store, "/a/")
    store.word.unsettle()
    found = store.get("/a/", AT)
    assert found is not None
    assert found.word == -1


def test_a_page_that_depends_on_less_than_before_is_not_taken_away_for_it(store: Store) -> None:
    put(store, "/a/", "article:1", "article:2")
    put(store, "/a/", "article:1")
    store.remove({"article:2"}, AT)
    assert store.get("/a/", AT) is not None


def test_a_last_good_copy_is_found_by_what_it_shows(store: Store) -> None:
    put(store, "/", "article:1", "article:2", body=b"one and two")
    store.remove({"article:1"}, AT)
    store.remove({"article:2"}, AT, hides=True)
    assert store.last("/", AT) is None


@pytest.mark.parametrize("many", [3, 10_000])
def test_many_pages_go_at_once(store: Store, many: int) -> None:
    with mock.patch("newsroom.core.pagestore.altering.MANY", 3):
        for number in range(6):
            put(store, f"/{number}/", "shell")
        store.remove({"shell"}, AT)
    assert served(store) == {}
    assert len(kept(store)) == 6
    assert put(store, "/1/", "shell") is not None
    store.files.delete_gone()
    assert list(store.files.gone.iterdir()) == []


def test_the_pages_that_were_written_first_leave_when_room_is_short(tmp_path: Path) -> None:
    store = Store(tmp_path / "pages", megabytes=1)
    for number in range(100):
        put(store, f"/{number}/", body=b"%d" % number, at=AT + number * SECOND)
    stats = store.stats(AT)
    assert 0.5 * stats.limit < stats.size <= stats.limit
    assert served(store).keys() == {f"/{number}/" for number in range(100 - stats.pages, 100)}
    assert len(list(store.files.bodies())) == 3 * stats.pages


def test_the_size_is_the_sum_of_the_pages(store: Store) -> None:
    for _again in range(2):
        put(store, "/a/", "article:1", body=b"x" * 5000)
        put(store, "/b/", "article:2")
    assert store.stats(AT).size == 4096 * 7
    store.remove({"article:1"}, AT, hides=True)
    assert store.stats(AT).size == 4096 * 3


def test_a_page_that_takes_too_much_room_is_not_stored(tmp_path: Path) -> None:
    assert put(Store(tmp_path / "pages", megabytes=1), "/a/", body=b"x" * 200_000) is None


def test_what_no_view_said_may_be_stored_is_not(store: Store) -> None:
    assert store.put("/a/", store.begin(), Recipe(), HTML, b"x", AT) is None


def test_pages_of_another_version_of_the_program_are_not_shown(store: Store) -> None:
    store.serve("one", AT)
    put(store, "/a/")
    store.serve("one", AT)
    assert store.get("/a/", AT) is not None
    Store(store.folder).serve("two", AT)
    assert store.get("/a/", AT) is None
    assert store.last("/a/", AT) is not None
    assert put(store, "/a/") is None  # the old program is still running


def test_a_command_that_makes_no_pages_leaves_them_alone(store: Store) -> None:
    store.serve("one", AT)
    put(store, "/a/")
    assert Store(store.folder).get("/a/", AT) is not None
    Store(store.folder).begin_anew()
    assert put(store, "/a/") is not None


def test_what_is_counted_adds_up_over_a_day(store: Store) -> None:
    store.count(AT, hits=2, misses=1)
    store.count(AT + 60 * SECOND, hits=3)
    assert store.stats(AT).tally == {"hits": 5, "misses": 1}
    assert store.stats(AT + 90_000 * SECOND).tally == {}


def test_the_sweep_is_one_process_s_work(store: Store) -> None:
    assert [store.is_to_be_swept(AT), Store(store.folder).is_to_be_swept(AT)] == [True, False]
    assert store.is_to_be_swept(AT + 3600 * SECOND)


def test_a_sweep_leaves_pages_alone_and_nothing_else(store: Store) -> None:
    put(store, "/a/b/", "article:1")
    put(store, "/c/")
    store.remove({"article:1"}, AT)
    (store.files.site / "strange").mkdir()
    (store.files.site / "strange" / "index.html").write_text("nobody's")
    (store.files.site / "c" / "notes.txt").write_text("nobody's")
    stray = store.files.body / "ab" / "abcd.gz"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("nobody's")
    sweep(store, AT + 10**9 * SECOND)
    assert served(store).keys() == {"/c/"}
    assert kept(store).keys() == {"/a/b/", "/c/"}
    assert sorted(path.name for path in store.files.site.iterdir()) == ["c"]
    assert not stray.exists()
    assert not (store.files.site / "c" / "notes.txt").exists()
    assert files_without_a_page(store) == []
    assert store.get("/c/", AT) is not None


def test_whoever_waits_for_the_lock_gives_up_in_the_end(store: Store) -> None:
    with locked(store.folder / "lock", seconds=1), pytest.raises(BusyError), store.writing(seconds=0.05):
        sleep(0)  # not reached


def test_a_page_that_can_not_be_stored_in_time_is_answered_all_the_same(store: Store) -> None:
    with locked(store.folder / "lock", seconds=1), mock.patch("newsroom.core.pagestore.store.SHORT", 0.05):
        assert put(store, "/a/") is None
    assert put(store, "/a/") is not None


def test_without_hard_links_files_are_copied(store: Store) -> None:
    with mock.patch.object(Path, "hardlink_to", side_effect=PermissionError):
        put(store, "/a/", "article:1")
    assert served(store) == {"/a/": b"a page"}
    store.remove({"article:1"}, AT, hides=True)
    assert (served(store), kept(store)) == ({}, {})


def test_an_index_of_another_shape_is_begun_anew(store: Store) -> None:
    put(store, "/a/")
    with store.writing() as tables:
        tables.note("stamp", "of an older version")
    again = Store(store.folder)
    assert again.get("/a/", AT) is None
    assert served(again) == kept(again) == {}


def test_a_render_that_began_before_everything_was_forgotten_is_not_stored(store: Store) -> None:
    begun = store.begin()
    store.begin_anew()
    assert put(store, "/a/", begun=begun) is None


def test_a_render_that_took_longer_than_changes_are_kept_is_not_stored(store: Store) -> None:
    begun = store.begin()
    store.remove({"article:1"}, AT)
    store.note_drained(store.followed().epoch, AT + 3600 * SECOND, mark=0)
    assert put(store, "/b/", "article:2", begun=begun) is None


def test_an_address_is_the_same_key_for_all(store: Store) -> None:
    assert keys.address("/é/") == keys.address("/é/") != keys.address("/e/")
    assert len(keys.address("/" + "é" * 999)) < 120
