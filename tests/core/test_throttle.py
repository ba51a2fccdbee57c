from datetime import UTC, datetime, timedelta

import pytest

from newsroom.core.accounts import throttle
from newsroom.core.accounts.throttle import Throttle
from newsroom.core.models import Attempt
from tests.core.door import together

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
THREE = Throttle("test", 3, timedelta(minutes=15))


def hits(count: int, *parts: str, at: datetime = NOON) -> list[timedelta | None]:
    return [THREE.hit(*parts, at=at) for _ in range(count)]


@pytest.mark.django_db
def test_so_many_tries_are_allowed_and_the_next_is_told_how_long_to_wait() -> None:
    assert hits(4, "salma") == [None, None, None, timedelta(minutes=15)]


@pytest.mark.django_db
def test_going_on_trying_does_not_prolong_the_wait() -> None:
    hits(10, "salma")
    assert THREE.hit("salma", at=NOON + timedelta(minutes=14)) == timedelta(minutes=1)


@pytest.mark.django_db
def test_after_the_window_the_count_begins_anew() -> None:
    hits(10, "salma")
    assert hits(4, "salma", at=NOON + timedelta(minutes=15)) == [None, None, None, timedelta(minutes=15)]


@pytest.mark.django_db
def test_each_combination_of_parts_is_counted_apart() -> None:
    hits(3, "salma", "a")
    assert THREE.hit("salma", "b", at=NOON) is None


@pytest.mark.django_db
def test_parts_that_run_together_stay_apart() -> None:
    hits(3, "ab", "c")
    assert THREE.hit("a", "bc", at=NOON) is None


@pytest.mark.django_db
def test_scopes_are_counted_apart() -> None:
    hits(3, "salma")
    assert Throttle("other", 3, timedelta(minutes=15)).hit("salma", at=NOON) is None


@pytest.mark.django_db
def test_a_try_can_be_taken_back() -> None:
    hits(3, "salma")
    THREE.forgive("salma")
    assert hits(2, "salma") == [None, timedelta(minutes=15)]


@pytest.mark.django_db
def test_taking_back_what_was_never_tried_gives_no_extra_tries() -> None:
    THREE.forgive("salma")
    assert hits(4, "salma")[-1] is not None


@pytest.mark.django_db
def test_clearing_begins_anew() -> None:
    hits(9, "salma")
    THREE.clear("salma")
    assert THREE.hit("salma", at=NOON) is None


@pytest.mark.django_db
def test_the_table_holds_neither_address_nor_network() -> None:
    THREE.hit("salma@example.ma", "192.0.2.0/24", at=NOON)
    row = Attempt.objects.get()
    assert "salma" not in row.key
    assert len(row.key) == 64


@pytest.mark.django_db
def test_another_secret_makes_other_keys(settings: object) -> None:
    before = THREE.key("salma@example.ma")
    settings.SECRET_KEY = "x" * 60  # type: ignore[attr-defined]  # pytest-django's wrapper is dynamic
    assert THREE.key("salma@example.ma") != before


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (900, 15)])
def test_the_wait_is_told_in_whole_minutes_rounded_up(seconds: int, minutes: int) -> None:
    assert throttle.minutes_of(timedelta(seconds=seconds)) == minutes


@pytest.mark.django_db(transaction=True)
def test_of_many_simultaneous_tries_exactly_the_limit_is_allowed() -> None:
    answers = together(16, lambda: Throttle("race", 5, timedelta(minutes=15)).hit("salma", at=NOON))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert answers.count(None) == 5


@pytest.mark.django_db(transaction=True)
def test_no_simultaneous_try_is_lost() -> None:
    together(16, lambda: THREE.hit("salma", at=NOON))
    assert Attempt.objects.get().count == 16


@pytest.mark.django_db(transaction=True)
def test_a_window_that_ends_is_begun_anew_only_once() -> None:
    hits(3, "salma")
    later = NOON + timedelta(hours=1)
    assert together(12, lambda: THREE.hit("salma", at=later)).count(None) == 3
