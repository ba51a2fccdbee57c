"""What a verb says has changed is gone from this machine when its commit returns, and from others with a beat."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from newsroom.core.models import ChangedKey
from newsroom.core.pagestore import EVERYTHING, changed, changes, here, keys
from newsroom.core.pagestore.drain import TOO_LONG, drain, follow
from newsroom.core.pagestore.maintenance import fingerprint, forget_changes, start_over
from newsroom.core.pagestore.store import Store
from tests.core.shelves import SECOND, put, served

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Store:
    settings.PAGE_STORE_DIR = tmp_path / "pages"
    found = here()
    assert found is not None
    drain(timezone.now())
    return found


@pytest.fixture
def other_machine(tmp_path: Path) -> Store:
    found = Store(tmp_path / "other")
    follow(found, timezone.now())
    return found


@pytest.fixture
def elsewhere() -> Callable[[Callable[[], object]], None]:
    """Runs something in a thread, with a database connection of its own, and waits for it."""

    def run(does: Callable[[], object]) -> None:
        def whole() -> None:
            try:
                does()
            finally:
                connection.close()

        thread = threading.Thread(target=whole)
        thread.start()
        thread.join()

    return run


def fill(store: Store) -> None:
    for path, key in (("/a/", "article:1"), ("/b/", "article:2")):
        assert put(store, path, key, at=timezone.now()) is not None


def test_a_change_is_done_when_its_commit_returns(store: Store) -> None:
    fill(store)
    with transaction.atomic():
        changed("article:1")
        assert served(store).keys() == {"/a/", "/b/"}
    assert served(store).keys() == {"/b/"}


def test_without_a_transaction_it_is_done_at_once(store: Store) -> None:
    fill(store)
    changed("article:1", hides=True)
    assert store.last("/a/", timezone.now()) is None


def test_what_is_rolled_back_has_changed_nothing(store: Store) -> None:
    fill(store)
    with transaction.atomic():
        changed("article:1")
        transaction.set_rollback(True)
    drain(timezone.now())
    assert served(store).keys() == {"/a/", "/b/"}
    changed("article:2")
    assert served(store).keys() == {"/a/"}


def test_many_changes_of_a_transaction_are_drained_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    drained: list[int] = []
    monkeypatch.setattr(changes, "drain", lambda at: drained.append(drain(at)))
    for turn in (1, 2):
        with transaction.atomic():
            for number in range(50):
                changed(f"article:{number}")
        assert drained == [50] * turn
    assert served(store) == {}


def test_a_planned_change_is_planned(store: Store) -> None:
    at = timezone.now() + 5 * SECOND
    fill(store)
    changed("article:1", at=at, hides=True)
    found = store.get("/a/", timezone.now())
    assert found is not None
    assert found.gone_at == at.timestamp()


def test_another_machine_learns_of_it_by_its_next_beat(store: Store, other_machine: Store) -> None:
    fill(other_machine)
    changed("article:1")
    assert served(other_machine).keys() == {"/a/", "/b/"}
    assert follow(other_machine, timezone.now()) == 1
    assert served(other_machine).keys() == {"/b/"}
    assert follow(other_machine, timezone.now()) == 0


def test_a_store_that_fails_does_not_fail_the_editor(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("no disk")

    fill(store)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "apply", fail)
        changed("article:1")
    drain(timezone.now())
    assert served(store).keys() == {"/b/"}


def test_a_database_that_dies_with_the_commit_takes_no_withdrawal_along(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object) -> int:
        raise OperationalError("server closed the connection unexpectedly")

    fill(store)
    monkeypatch.setattr(changes, "drain", gone)
    with transaction.atomic():
        changed("article:1", hides=True)
        changed("article:2")
    assert served(store) == {}
    assert store.last("/a/", timezone.now()) is None
    assert store.last("/b/", timezone.now()) is not None


def test_plans_are_known_again_after_everything_was_forgotten(store: Store) -> None:
    at = timezone.now() + 60 * SECOND
    changed("article:1", at=at)
    store.begin_anew()
    drain(timezone.now())
    fill(store)
    found = store.get("/a/", timezone.now())
    assert found is not None
    assert found.stale_at == at.timestamp()


def test_whoever_was_away_for_too_long_forgets_everything(store: Store) -> None:
    fill(store)
    drain(timezone.now() + TOO_LONG + 60 * SECOND)
    assert store.last("/a/", timezone.now()) is None


def test_the_mark_rises_and_misses_nothing(store: Store) -> None:
    at = timezone.now()
    changed("article:7", "article:8")
    ChangedKey.objects.update(made_at=at - timedelta(minutes=5))
    drain(at + 61 * SECOND)  # reads them once more, since they say another time
    drain(at + 122 * SECOND)
    known = store.followed()
    newest = ChangedKey.objects.latest("pk").pk
    assert (known.mark, set(known.seen)) == (newest, {newest})
    fill(store)
    changed("article:1")
    assert served(store).keys() == {"/b/"}


@pytest.mark.parametrize("rows_after", [0, 1, 5])
def test_another_database_in_the_place_of_the_one_that_was_followed_is_noticed(store: Store, rows_after: int) -> None:
    at = timezone.now()
    changed("article:7", "article:8", "article:9")
    ChangedKey.objects.update(made_at=at - timedelta(minutes=5))
    drain(at + 61 * SECOND)
    fill(store)
    first = ChangedKey.objects.latest("pk").pk - 2
    ChangedKey.objects.all().delete()
    rows = [ChangedKey(pk=first + number, key="of another database") for number in range(rows_after)]
    ChangedKey.objects.bulk_create(rows)
    drain(at + 62 * SECOND)
    assert served(store) == {}
    assert store.last("/a/", at) is None


def test_retention_forgets_what_is_over_but_the_newest_row(store: Store) -> None:
    at = timezone.now()
    changed("article:1", "article:2")
    changed("article:3", at=at + timedelta(days=3))
    changed("article:4")
    ChangedKey.objects.update(made_at=at - timedelta(days=2))
    assert forget_changes(at - timedelta(days=1)) == 2
    assert list(ChangedKey.objects.order_by("pk").values_list("key", flat=True)) == ["article:3", "article:4"]


def test_what_retention_takes_away_while_rows_come_hides_no_row(store: Store) -> None:
    changed("article:7")
    changed("article:8")
    fill(store)
    ChangedKey.objects.filter(key="article:7").delete()
    changed("article:1")
    assert served(store).keys() == {"/b/"}


def test_a_change_without_keys_is_none(store: Store) -> None:
    changed()
    assert not ChangedKey.objects.exists()


@pytest.mark.postgres
def test_a_row_that_commits_late_is_not_missed(store: Store, elsewhere: Any) -> None:
    fill(store)
    with transaction.atomic():
        changed("article:1")
        elsewhere(lambda: changed("article:9"))
        for minutes in (2, 4, 6):  # nor does the mark pass it
            elsewhere(lambda minutes=minutes: drain(timezone.now() + timedelta(minutes=minutes)))
        assert served(store).keys() == {"/a/", "/b/"}
    assert served(store).keys() == {"/b/"}


def test_purging_one_page_reaches_all_machines(store: Store, other_machine: Store) -> None:
    for each in (store, other_machine):
        put(each, "/été/", at=timezone.now())
        put(each, "/b/", at=timezone.now())
    call_command("pages", "purge", "https://example.ma/%C3%A9t%C3%A9/?x=1")
    follow(other_machine, timezone.now())
    assert served(store).keys() == served(other_machine).keys() == {"/b/"}


def test_the_command_clears_all_and_says_what_there_is(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    fill(store)
    call_command("pages", "clear")
    assert store.last("/a/", timezone.now()) is not None
    call_command("pages", "status")
    assert "pages   2, of which 0 are fresh" in capsys.readouterr().out
    call_command("pages", "clear", last=True)
    assert store.last("/a/", timezone.now()) is None


def test_the_command_says_when_the_store_is_off(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.PAGE_STORE_DIR = None
    call_command("pages", "status")
    assert "is off" in capsys.readouterr().out


def test_the_command_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="beginning with /"):
        call_command("pages", "purge", "politique")


def test_another_database_forgets_every_page(store: Store) -> None:
    fill(store)
    start_over()
    assert store.last("/a/", timezone.now()) is None
    assert ChangedKey.objects.get().key == EVERYTHING


def test_the_fingerprint_follows_what_pages_are_made_with(settings: Any, tmp_path: Path) -> None:
    before = fingerprint()
    assert fingerprint() == before
    settings.SITE_URL = "https://another.example"
    assert fingerprint() != before
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    empty = fingerprint()
    (tmp_path / "templates" / "a.html").write_text("a")
    assert fingerprint() != empty


def test_all_keys_fit_their_column() -> None:
    longest = 2**63 - 1
    made = [
        keys.article(longest),
        keys.listing("category", longest, "fr"),
        keys.comments(longest),
        keys.address("/" + "é" * 900),
    ]
    assert max(map(len, made)) <= (ChangedKey._meta.get_field("key").max_length or 0)
