"""Instants as people type them: in the newsroom's zone, where clocks are put forward and back.

An hour that a night leaves out is refused in words; one that comes twice is asked about, once somebody typed it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

LOCAL = "%Y-%m-%dT%H:%M"
TURN = "~"
"""Parts what was typed from which of two such hours was chosen."""
FIRST, SECOND = "0", "1"
MINUTE = timedelta(minutes=1)


def is_missing(local: datetime) -> bool:
    """Whether no clock of the newsroom ever shows this time, which bears no zone."""
    return all(_shown(_instant(local, turn)) != local.replace(fold=0) for turn in (FIRST, SECOND))


def is_doubled(local: datetime) -> bool:
    """Whether the clock shows it twice."""
    first, second = (_instant(local, turn) for turn in (FIRST, SECOND))
    return first.utcoffset() != second.utcoffset() and not is_missing(local)


def shift(at: datetime) -> str:
    """How far the newsroom's clock is from GMT at an instant: `GMT+1`."""
    offset = timezone.localtime(at, timezone.get_default_timezone()).utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "GMT"
    return f"GMT{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _instant(local: datetime, turn: str) -> datetime:
    return local.replace(tzinfo=timezone.get_default_timezone(), fold=int(turn))


def _shown(at: datetime) -> datetime:
    """What the clock shows at an instant. By way of UTC: within one zone Python compares what is written."""
    there = at.astimezone(timezone.get_fixed_timezone(0)).astimezone(timezone.get_default_timezone())
    return there.replace(tzinfo=None, fold=0)


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar; for an hour that comes twice, beside it the question which of the two."""

    template_name = "desk/moment.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"type": "datetime-local", "step": "60", **(attrs or {})}, format=LOCAL)

    def format_value(self, value: Any) -> str | None:
        return super().format_value(_typed(value)[0] if isinstance(value, str) else value)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        local, turn = _typed(value) if isinstance(value, str) else (value, _turn(value))
        local = _read(local) if isinstance(local, str) else local
        context["turns"] = _choices(local, turn) if isinstance(local, datetime) else []
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed, turn = super().value_from_datadict(data, files, name), data.get(f"{name}-turn", "")
        return f"{typed}{TURN}{turn}" if typed and turn in {FIRST, SECOND} else typed


def _turn(value: Any) -> str:
    return str(value.fold) if isinstance(value, datetime) else ""


def _typed(value: str) -> tuple[str, str]:
    text, _mark, turn = value.partition(TURN)
    return text, turn


def _read(text: str) -> datetime | None:
    try:
        return parse_datetime(text.strip())
    except ValueError:
        return None


def _choices(local: datetime, turn: str) -> list[tuple[str, str, bool]]:
    """Value, words, and whether it is chosen; nothing for a time that comes once."""
    local = local.replace(tzinfo=None)
    try:
        if not is_doubled(local):
            return []
    except OverflowError:  # the first and the last day that there is
        return []
    words = {FIRST: _("the first time, %(shift)s"), SECOND: _("the second time, %(shift)s")}
    return [(key, said % {"shift": shift(_instant(local, key))}, key == turn) for key, said in words.items()]


class MomentField(forms.DateTimeField):
    """An instant in the newsroom's zone."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value or None)
        text, turn = _typed(value)
        local = _read(text) or super(forms.DateTimeField, self).to_python(text)
        if not isinstance(local, datetime):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return local if local.tzinfo else placed(local, turn)


def placed(local: datetime, turn: str = "") -> datetime:
    """The instant at which the newsroom's clock shows this. Raises ValidationError: missing, doubled, far."""
    try:
        if is_missing(local):
            raise ValidationError(_missing(local), code="missing")
        chosen = turn in {FIRST, SECOND}
        if not chosen and is_doubled(local):
            facts = {"time": date_format(local, "TIME_FORMAT")}
            words = _("That night the clock shows %(time)s twice. Say which of the two you mean.") % facts
            raise ValidationError(words, code="doubled")
        return _instant(local, turn if chosen else FIRST)
    except OverflowError:
        raise ValidationError(_("That is too far away."), code="far") from None


def _missing(local: datetime) -> str:
    first = local
    while is_missing(first - MINUTE):
        first -= MINUTE
    before, after = (_instant(local, turn).utcoffset() or timedelta() for turn in (FIRST, SECOND))
    facts = {
        "day": date_format(local, "DATE_FORMAT"),
        "time": date_format(local, "TIME_FORMAT"),
        "before": date_format(first, "TIME_FORMAT"),
        "after": date_format(first + abs(after - before), "TIME_FORMAT"),
    }
    words = _("There is no %(time)s on %(day)s: the clock goes from %(before)s straight to %(after)s.")
    return words % facts
