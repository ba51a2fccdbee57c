"""Dates as Moroccans write them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import dates
from django.utils.formats import date_format
from django.utils.translation import override

from newsroom.core.desk import months

MOROCCAN = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"]
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "ar" / "LC_MESSAGES" / "django.mo"


def test_our_months_are_djangos() -> None:
    with override("en"):
        assert list(months.MONTHS) == [str(dates.MONTHS[number]) for number in range(1, 13)]
        assert [str(name) for name in months.IN_DATES] == [str(dates.MONTHS_ALT[number]) for number in range(1, 13)]


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the Arabic catalogue isn't compiled")
@pytest.mark.parametrize("number", range(1, 13))
def test_arabic_months_are_moroccan(number: int) -> None:
    day = datetime(2026, number, 3, 9, 5, tzinfo=UTC)
    with override("ar"):
        assert date_format(day, "j F Y") == date_format(day, "j E Y") == f"3 {MOROCCAN[number - 1]} 2026"


@pytest.mark.parametrize(("language", "written"), [("fr", "3 août 2026, 09:05"), ("en", "3 August 2026, 09:05")])
def test_day_month_year_and_the_long_clock(language: str, written: str) -> None:
    with override(language):
        assert date_format(datetime(2026, 8, 3, 9, 5, tzinfo=UTC), "DATETIME_FORMAT") == written


def test_arabic_dates_have_the_day_first_and_western_digits() -> None:
    with override("ar"):
        written = date_format(datetime(2026, 8, 3, 19, 5, tzinfo=UTC), "DATETIME_FORMAT")
    assert written.startswith("3 ")
    assert written.endswith(" 2026، 19:05")
