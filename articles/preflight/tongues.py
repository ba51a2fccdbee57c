"""Which language a text is in: by its letters, and by the small words that every sentence has."""

import re
from collections.abc import Mapping

LETTERS, WORDS = 20, 30
"""Less than that isn't judged."""
_FRENCH = (
    "le la les des du un une et est dans pour que qui sur pas par au aux avec ce cette son ses sont il elle ont mais ou"
    " où plus leur leurs nous vous être été sans selon entre"
)
_ENGLISH = (
    "the of and to in is that for was with as by at from are this be has have it its which their were been they will"
    " would who said not or an his her more than into"
)
SMALL: Mapping[str, frozenset[str]] = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
"""No word is in both."""
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")


def is_in(text: str, language: str) -> bool:
    """False only where it plainly isn't."""
    letters = sum(map(str.isalpha, text))
    if letters < LETTERS:
        return True
    arabic = len(_ARABIC.findall(text))
    if language == "ar" or arabic * 2 > letters:
        return (language == "ar") == (arabic * 2 > letters)
    return not _speaks_another(text, language)


def _speaks_another(text: str, language: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < WORDS or language not in SMALL:
        return False
    counts = {name: sum(word in small for word in words) for name, small in SMALL.items()}
    own = counts.pop(language)
    return any(count > 2 * own and count * 10 > len(words) for count in counts.values())
