"""What two sequences have in common, in a time that is bounded by their length and not by how they differ."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

CELLS = 40_000
"""Stretches without a landmark are compared exactly up to so many pairs; longer ones in halves."""
DEPTH = 40


class Stretch(NamedTuple):
    """Elements [a1, a2) of one sequence over [b1, b2) of the other; equal ones, or what stands for what."""

    a1: int
    a2: int
    b1: int
    b2: int
    same: bool


def stretches(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Stretch]:
    """Both sequences whole, in order; equal and unequal stretches alternate."""
    found: list[Stretch] = []
    at_a = at_b = 0
    for i, j in [*matches(a, b), (len(a), len(b))]:
        if (at_a, at_b) != (i, j):
            found.append(Stretch(at_a, i, at_b, j, same=False))
        if i < len(a) and j < len(b):
            last = found[-1] if found else None
            if last and last.same:
                found[-1] = last._replace(a2=i + 1, b2=j + 1)
            else:
                found.append(Stretch(i, i + 1, j, j + 1, same=True))
        at_a, at_b = i + 1, j + 1
    return found


def matches(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of places with equal elements, rising on both sides.

    What is unique on both sides is a landmark; between landmarks the longest common subsequence is taken.
    """
    found: list[tuple[int, int]] = []
    todo = [(0, len(a), 0, len(b), 0)]
    while todo:
        a1, a2, b1, b2, depth = todo.pop()
        while a1 < a2 and b1 < b2 and a[a1] == b[b1]:
            found.append((a1, b1))
            a1, b1 = a1 + 1, b1 + 1
        while a1 < a2 and b1 < b2 and a[a2 - 1] == b[b2 - 1]:
            a2, b2 = a2 - 1, b2 - 1
            found.append((a2, b2))
        if a1 == a2 or b1 == b2:
            continue
        marks = _landmarks(a, b, (a1, a2, b1, b2)) if depth < DEPTH else []
        if marks:
            found += marks
            starts = [(a1, b1), *((i + 1, j + 1) for i, j in marks)]
            todo += [(s, i, t, j, depth + 1) for (s, t), (i, j) in zip(starts, [*marks, (a2, b2)], strict=True)]
        elif (a2 - a1) * (b2 - b1) <= CELLS or min(a2 - a1, b2 - b1) == 1:
            found += [(a1 + i, b1 + j) for i, j in _longest(a[a1:a2], b[b1:b2])]
        else:
            i, j = (a1 + a2) // 2, (b1 + b2) // 2
            todo += [(a1, i, b1, j, depth + 1), (i, a2, j, b2, depth + 1)]
    return sorted(found)


def _landmarks(
    a: Sequence[Hashable], b: Sequence[Hashable], window: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """The longest rising row of elements that stand once on each side of a window."""
    a1, a2, b1, b2 = window
    often, there = Counter(a[a1:a2]), Counter(b[b1:b2])
    places = {b[j]: j for j in range(b1, b2) if there[b[j]] == 1}
    pairs = [(i, places[a[i]]) for i in range(a1, a2) if often[a[i]] == 1 and a[i] in places]
    return rising(pairs)


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in the order of their first number, a longest selection whose second numbers rise too."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int | None] = []
    for index, (_i, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        before.append(tails[place - 1] if place else None)
        ends[place : place + 1] = [j]
        tails[place : place + 1] = [index]
    found, here = [], tails[-1] if tails else None
    while here is not None:
        found.append(pairs[here])
        here = before[here]
    return found[::-1]


def _longest(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest common subsequence, by the book."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        row, below = lengths[i], lengths[i + 1]
        for j in range(len(b) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if a[i] == b[j] else max(below[j], row[j + 1])
    found, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
