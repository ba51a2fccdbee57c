"""Directions, times and zones in readers' words."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from newsroom.core.digits import figures
from newsroom.core.moments import shift
from newsroom.core.pagestore import until

CLOCK = {"fr": "G\u00a0\\h\u00a0i"}
"""The time of day as a paper writes it, 18 h 20; elsewhere as the language's format says."""
_THE_FIRST = re.compile(r"(?<!\S)1(?= [a-zéû]{3})")
"""Of a month, in French: le 1er décembre."""


def language() -> str:
    """The active one."""
    return translation.get_language() or settings.LANGUAGE_CODE


def number(value: int) -> str:
    """In the active language's digits."""
    return figures(str(value), language())


@cache
def direction(language: str) -> str:
    return "rtl" if translation.get_language_info(language)["bidi"] else "ltr"


def clock(at: datetime) -> str:
    """The time of day in the newsroom's zone and the active language."""
    return written(at, CLOCK.get(language(), "TIME_FORMAT"))


def zone(at: datetime) -> str:
    """The newsroom's zone and how far it is from GMT at that instant: Morocco leaves GMT+1 during Ramadan."""
    return _("%(place)s time (%(shift)s)") % {"place": _place(), "shift": shift(at)}


def _place() -> str:
    # Translators: the city whose time the newspaper uses
    return _("Casablanca") if settings.TIME_ZONE == "Africa/Casablanca" else settings.TIME_ZONE.rpartition("/")[2]


def moment(at: datetime) -> str:
    """Day and time of day."""
    words = _("%(day)s at %(time)s")
    return words % {"day": written(at, "DATE_FORMAT"), "time": clock(at)}


def written(at: date, how: str) -> str:
    """A day, or an instant in the newsroom's zone, by a format or the name of one, in the active language."""
    return figures(_written(at, how, language(), timezone.get_default_timezone_name()), language())


@lru_cache(maxsize=4096)
def _written(at: date, how: str, _language: str, _zone: str) -> str:
    """A page has dozens of them, the same ones again and again, and each takes as long as a query."""
    found = formats.date_format(_local(at) if isinstance(at, datetime) else at, how)
    return _THE_FIRST.sub("1er", found) if _language == "fr" else found


def day(at: datetime) -> date:
    """In the newsroom's zone."""
    return _local(at).date()


def today(at: datetime) -> date:
    """`day` for pages that say it: from the next midnight on they are others."""
    found = day(at)
    midnight = datetime.combine(found + timedelta(days=1), time.min)
    until(timezone.make_aware(midnight, timezone.get_default_timezone()))
    return found


def _local(at: datetime) -> datetime:
    return timezone.localtime(at, timezone.get_default_timezone())


def stamp(at: datetime) -> str:
    """For machines: RFC 3339 in the newsroom's zone, to the second."""
    return _local(at).isoformat(timespec="seconds")


def stamp_exact(at: datetime) -> str:
    """`stamp` with the second; HTML knows of no finer one than the millisecond."""
    return _local(at).isoformat(timespec="seconds")


def when(at: datetime, today: date) -> str:
    """The time of day of what is of today, else the day: a list has no room for both."""
    if day(at) == today:
        return clock(at)
    return written(day(at), "MONTH_DAY_FORMAT" if day(at).year == today.year else "DATE_FORMAT")


def when_short(at: datetime, today: date) -> str:
    """`when` for a narrow column: 18 h 20, or 22/11, or 22/11/2025."""
    if day(at) == today:
        return clock(at)
    return written(day(at), "d/m" if day(at).year == today.year else "SHORT_DATE_FORMAT")
