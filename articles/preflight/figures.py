"""Figures and dates of a text, whatever their digits and separators, so that two texts can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from articles.preflight.spoken import MONTHS, TIMES, numbers, plain

SPACES = " \u00a0\u2007\u2009\u202f"
_GROUPED = rf"\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d))+|\d{{1,3}}(?:[.,\u066c'’]\d{{3}}(?!\d))+|\d+"
_POINT = "[.,\u066b]"
_FIGURE = re.compile(rf"(?P<whole>{_GROUPED})(?:{_POINT}(?P<part>\d+)(?!{_POINT}?\d))?")
_SIZED = re.compile(rf"[{SPACES}]?(?:de[{SPACES}])?([^\W\d_]+)")
_APART = re.compile(f"[{SPACES}]")
"""Two numbers that only stand side by side look like one with its thousands apart."""
_DAY = re.compile(r"(?<!\d)(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")
_MONTH = re.compile(rf"(?<!\w)({'|'.join(sorted(map(re.escape, MONTHS), key=len, reverse=True))})(?!\w)")
_NEAR = re.compile(rf"(?:\d(?:er|st|nd|rd|th)?[{SPACES}]|\d[{SPACES}]of[{SPACES}])$")
SAID_BY_A_WORD = frozenset({0, 1, 2})
"""Never asked for: “a”, “both”, a dual ending say them."""


@dataclass(frozen=True)
class Figure:
    """One figure as it stands, all that it may mean, and the numbers that it is if it is several."""

    words: str
    readings: frozenset[Decimal]
    parts: frozenset[Decimal]


def figures(text: str) -> Iterator[Figure]:
    for found in _FIGURE.finditer(text):
        sized = _SIZED.match(text, found.end())
        zeros = TIMES.get(plain(sized[1])) if sized else None
        apart = _APART.split(found.group())
        parts = frozenset(map(Decimal, apart)) if all(map(str.isdecimal, apart)) else frozenset()
        readings = _readings(found)
        if zeros is None:
            yield Figure(found.group(), readings, parts)
        else:
            several = frozenset(value.scaleb(zeros) for value in readings)
            yield Figure(text[found.start() : sized.end() if sized else None], several, frozenset())


def _readings(found: re.Match[str]) -> frozenset[Decimal]:
    """“1,250” is a thousand in English and one and a quarter in French; nobody can tell which was meant."""
    whole, part = found["whole"], found["part"]
    joined = re.sub(r"\D", "", whole)
    readings = {Decimal(f"{joined}.{part or 0}")}
    if part is None and re.fullmatch(r"\d{1,3}[.,]\d{3}", whole):
        readings.add(Decimal(whole.replace(",", ".")))
    return frozenset(readings)


@cache
def _spoken() -> re.Pattern[str]:
    words = sorted(numbers(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)و?({'|'.join(map(re.escape, words))})(?!\w)(?:\s(\w+))?")


@dataclass(frozen=True)
class Told:
    """All that a text says in figures, and its months."""

    values: frozenset[Decimal]
    months: frozenset[int]

    def says(self, figure: Figure) -> bool:
        if figure.readings & self.values or figure.readings <= SAID_BY_A_WORD:
            return True
        return bool(figure.parts) and figure.parts <= self.values


def told(text: str) -> Told:
    values: set[Decimal] = set()
    for figure in figures(text):
        values |= figure.readings | figure.parts
    words = plain(text)
    for found in _spoken().finditer(re.sub(r"[-\u2010\u2011\s]+", " ", words)):
        number = Decimal(numbers()[found[1]])
        zeros = TIMES.get(found[2] or "")
        values |= {number} if zeros is None else {number, number.scaleb(zeros)}
    months = {MONTHS[found[1]] for found in _MONTH.finditer(words)}
    for first, middle, last in _DAY.findall(words):
        months |= {int(number) for number in (first, middle, last) if 1 <= int(number) <= 12}
    return Told(frozenset(values), frozenset(months))


def months(text: str) -> list[tuple[str, int]]:
    """The months that a date names: beside a figure, for “may” and “march” are words, too."""
    words = plain(text)
    return [
        (found[1], MONTHS[found[1]])
        for found in _MONTH.finditer(words)
        if _NEAR.search(words[: found.start()]) or re.match(rf"[{SPACES}]\d", words[found.end() :])
    ]


def missing(claims: str, body: Told) -> list[str]:
    """What `claims` says in figures or as a month and `body` doesn't, as it is written, each once."""
    figured = [figure.words for figure in figures(claims) if not body.says(figure)]
    dated = [words for words, number in months(claims) if number not in body.months]
    return list(dict.fromkeys([*figured, *dated]))
