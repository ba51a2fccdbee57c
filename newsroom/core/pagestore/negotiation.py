"""What a reader's headers ask for, by RFC 9110: a coding, a part, or nothing because they have it already.

Pure functions of strings. None runs on a hit whose headers were seen before.
"""

import re
from enum import IntEnum

_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII | re.IGNORECASE)
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII | re.IGNORECASE)
REMEMBERED, LONGEST = 512, 200
"""So many different headers are remembered, and none that is longer: readers' browsers send a dozen."""


class Coding(IntEnum):
    """A page's variants, the dearest last: which of those that are wanted alike is sent."""

    IDENTITY = 0
    GZIP = 1
    BROTLI = 2


_NAMES = {"identity": Coding.IDENTITY, "gzip": Coding.GZIP, "x-gzip": Coding.GZIP, "br": Coding.BROTLI}


class Codings(dict[str, Coding]):
    """The variant for each value of Accept-Encoding, looked up like in a dict, and bounded."""

    def __missing__(self, header: str) -> Coding:
        found = coding(header)
        if len(header) <= LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[header] = found
        return found


def coding(header: str) -> Coding:
    """The variant that is wanted most; the page as it is when nothing that we have is wanted."""
    weights: dict[Coding, float] = {}
    others: float | None = None
    for item in header.lower().split(","):
        name, weight = _weighed(item)
        if weight is None:
            continue
        if name == "*":
            others = weight
        elif name in _NAMES:
            weights.setdefault(_NAMES[name], weight)
    for each in Coding:
        # The page as it is needn't be named to be welcome, only after whatever is.
        least = 0.0001 if each is Coding.IDENTITY else 0.0
        weights.setdefault(each, least if others is None else others)
    best = max(Coding, key=lambda each: (weights[each], each))
    return best if weights[best] > 0 else Coding.IDENTITY


def _weighed(item: str) -> tuple[str, float | None]:
    """The name and its weight; without one (None) where the item can't be understood."""
    name, semicolon, parameter = item.partition(";")
    if not semicolon:
        return name.strip(), 1.0
    found = _WEIGHT.fullmatch(parameter.strip())
    return name.strip(), float(found[1]) if found else None


def has(if_none_match: str, etag: str) -> bool:
    """Whether the reader's copy is this one."""
    return if_none_match.strip() == "*" or etag in (
        item.strip().removeprefix("W/") for item in if_none_match.split(",")
    )


def part(wanted: str, size: int) -> tuple[int, int] | None:
    """First byte and the one behind the last; None where the header is better ignored: several parts, or nonsense.

    A first byte that isn't before the end: no such part exists (416).
    """
    found = _RANGE.fullmatch(wanted.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        return size - length, size
    first = int(found[1])
    if found[2] and int(found[2]) < first:
        return None
    return first, min(int(found[2]) + 1, size) if found[2] else size
