"""Section colours that can be read: on the paper by day, and as their lighter twins by night."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAST = 4.5
"""WCAG 2.2 AA for text of any size."""
DAY, NIGHT = "#f0f3f0", "#19211e"
"""The grounds on which a colour has it hardest: `--tint` of static/site/style.css, by day and by night."""

is_hexadecimal = RegexValidator(r"\A#[0-9a-f]{6}\Z", gettext_lazy("Write a colour as #00614a: six digits from 0 to f."))


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def luminance(colour: str) -> float:
    """WCAG relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    shares = [channel / 255 for channel in _channels(colour)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def _mixed(colour: str, towards: int, share: float) -> str:
    return "#" + "".join(f"{round(channel + (towards - channel) * share):02x}" for channel in _channels(colour))


def _legible(colour: str, ground: str, towards: int) -> str:
    steps = (_mixed(colour, towards, step / 50) for step in range(51))
    return next(mixed for mixed in steps if contrast(mixed, ground) >= LEAST)


def by_day(colour: str) -> str:
    """`colour`, or the nearest darker shade of it that can be read on the paper."""
    return _legible(colour, DAY, 0)


def by_night(colour: str) -> str:
    """`colour`, or the nearest lighter tint of it that can be read on the dark paper."""
    return _legible(colour, NIGHT, 255)


def validate_colour(colour: str) -> None:
    """Refuses what readers could not read on the paper, with the nearest shade that they can."""
    is_hexadecimal(colour)
    if contrast(colour, DAY) >= LEAST:
        return
    words = _(
        "%(colour)s is too light to be read on paper (contrast %(found).1f, at least %(least).1f is needed). "
        "%(proposal)s is the nearest shade that works."
    )
    facts = {"colour": colour, "found": contrast(colour, DAY), "least": LEAST, "proposal": by_day(colour)}
    raise ValidationError(words, code="illegible", params=facts)


def style_sheet(colours: Iterable[str]) -> str:
    """Rules that give `[data-colour="00614a"]` its `--rub`, by day and by night."""
    names = sorted(set(colours))
    day = "".join(f'[data-colour="{name}"]{{--rub:#{name}}}' for name in names)
    night = "".join(f'[data-colour="{name}"]{{--rub:{by_night("#" + name)}}}' for name in names)
    return f"{day}\n@media screen and (prefers-color-scheme:dark){{{night}}}\n"
