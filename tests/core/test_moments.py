"""Instants as people type them, over the nights on which the clocks of Morocco and France change."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from newsroom.core.moments import MomentField, is_doubled, is_missing, placed, shift

CASABLANCA, PARIS = "Africa/Casablanca", "Europe/Paris"


class Form(forms.Form):
    at = MomentField(required=False)


@pytest.fixture(params=[CASABLANCA, PARIS])
def zone(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.TIME_ZONE = request.param
    return str(request.param)


def in_zone(settings: Any, name: str) -> None:
    settings.TIME_ZONE = name


def typed(at: str, turn: str = "") -> Form:
    with translation.override("en"):
        form = Form({"at": at, "at-turn": turn})
        form.is_valid()
    return form


MISSING = [
    # Morocco ends Ramadan's time on 22 March 2026 at 02:00, France begins summer on 29 March 2026 at 02:00.
    (CASABLANCA, "2026-03-22T02:30"),
    (CASABLANCA, "2026-03-22T02:00"),
    (PARIS, "2026-03-29T02:59"),
]
DOUBLED = [
    # Morocco begins it on 15 February 2026 at 03:00, France ends summer on 25 October 2026 at 03:00.
    (CASABLANCA, "2026-02-15T02:30", datetime(2026, 2, 15, 1, 30, tzinfo=UTC)),
    (PARIS, "2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
]
PLAIN = [
    (CASABLANCA, "2026-03-22T01:59", datetime(2026, 3, 22, 1, 59, tzinfo=UTC)),
    (CASABLANCA, "2026-03-22T03:00", datetime(2026, 3, 22, 2, 0, tzinfo=UTC)),
    (CASABLANCA, "2026-02-15T01:59", datetime(2026, 2, 15, 0, 59, tzinfo=UTC)),
    (CASABLANCA, "2026-02-15T03:00", datetime(2026, 2, 15, 3, 0, tzinfo=UTC)),
    (PARIS, "2026-03-29T01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
    (PARIS, "2026-03-29T03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
]


@pytest.mark.parametrize(("name", "at"), MISSING)
def test_an_hour_that_the_night_leaves_out_is_refused_in_words_and_kept(settings: Any, name: str, at: str) -> None:
    in_zone(settings, name)
    form = typed(at)
    assert form.errors.as_data()["at"][0].code == "missing"
    assert re.search(r"the clock goes from 0?2:00 straight to 0?3:00", str(form.errors["at"][0]))
    assert f'value="{at}"' in str(form["at"])


@pytest.mark.parametrize(("name", "at", "first"), DOUBLED)
def test_an_hour_that_comes_twice_is_asked_about(settings: Any, name: str, at: str, first: datetime) -> None:
    in_zone(settings, name)
    form = typed(at)
    assert form.errors.as_data()["at"][0].code == "doubled"
    page = str(form["at"])
    assert f'value="{at}"' in page
    assert page.count("<option") == 3
    assert (shift(first) in page, shift(first + timedelta(hours=1)) in page) == (True, True)


@pytest.mark.parametrize(("name", "at", "first"), DOUBLED)
def test_either_of_the_two_can_be_chosen_and_is_shown_again(settings: Any, name: str, at: str, first: datetime) -> None:
    in_zone(settings, name)
    found = [typed(at, turn).cleaned_data["at"] for turn in "01"]
    assert [one.astimezone(UTC) for one in found] == [first, first + timedelta(hours=1)]
    for turn, one in zip("01", found, strict=True):
        shown = str(Form(initial={"at": one.astimezone(UTC)})["at"])
        assert f'value="{at}"' in shown
        assert f'<option value="{turn}" selected>' in shown


@pytest.mark.parametrize(("name", "at", "instant"), PLAIN)
def test_the_hours_around_mean_what_they_say(settings: Any, name: str, at: str, instant: datetime) -> None:
    in_zone(settings, name)
    form = typed(at)
    assert form.cleaned_data["at"].astimezone(UTC) == instant
    assert "<select" not in str(form["at"])


def test_a_choice_that_means_nothing_for_a_plain_hour_changes_nothing(zone: str) -> None:
    assert typed("2026-06-01T12:00", "1").cleaned_data["at"] == typed("2026-06-01T12:00").cleaned_data["at"]


@pytest.mark.parametrize(
    "at", ["morgen", "2026-13-01T10:00", "2026-02-30T10:00", "1T", "9" * 40, "~1", "2026-06-01T12:00~9"]
)
def test_what_is_no_time_is_refused_and_kept(at: str) -> None:
    form = typed(at)
    if form.errors:
        assert at.partition("~")[0] in str(form["at"])
    else:
        assert at.startswith("2026-06")


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_the_ends_of_time_are_no_fault(zone: str, at: str) -> None:
    form = typed(at)
    assert not form.is_valid() or form.cleaned_data["at"].year in {1, 9999}
    assert str(form["at"])


def test_nothing_is_nothing() -> None:
    assert typed("").cleaned_data["at"] is None


def test_each_minute_of_a_year_exists_once_twice_or_not_at_all(zone: str) -> None:
    """From UTC to what the clock shows and back."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for _quarter in range(4 * 24 * 365):
        local = timezone.localtime(at, timezone.get_default_timezone())
        shown = local.replace(tzinfo=None, fold=0)
        assert not is_missing(shown)
        assert placed(shown, str(local.fold)).astimezone(UTC) == at or not is_doubled(shown)
        at += timedelta(minutes=15)


def test_a_missing_hour_has_no_instant(settings: Any) -> None:
    in_zone(settings, PARIS)
    with pytest.raises(ValidationError):
        placed(datetime(2026, 3, 29, 2, 30))  # noqa: DTZ001  # what the clock shows bears no zone
