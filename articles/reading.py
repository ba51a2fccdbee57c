"""How long a text takes to read: one figure, computed when a version is made, for page, card and mail."""

import re

WORDS_A_MINUTE = {"fr": 215, "ar": 160, "en": 238}
"""Silent reading of adults; English from Brysbaert (2019), a meta-analysis of 190 studies."""
FIRST_PICTURE, LEAST = 12, 3
"""Seconds for the first picture; each further one takes a second less, down to the least."""
_LETTER = re.compile(r"[^\W\d_]")
_APART = re.compile(r"[\s/–—…]+")


def words(text: str) -> int:
    """Words that hold a letter: `aujourd’hui` is one, `12,5` and `–` are none."""
    return sum(1 for piece in _APART.split(text) if _LETTER.search(piece))


def minutes(text: str, *, language: str, pictures: int = 0) -> int:
    """Whole minutes, rounded up, at least one. A language that nobody measured is read like French."""
    rate = WORDS_A_MINUTE.get(language, WORDS_A_MINUTE["fr"])
    looking = sum(max(LEAST, FIRST_PICTURE - number) for number in range(pictures))
    # In whole numbers: a text of exactly two minutes must not become three by a rounding error.
    return max(1, -(-(words(text) * 60 + looking * rate) // (60 * rate)))
