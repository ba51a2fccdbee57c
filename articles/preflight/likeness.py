"""Whether two headlines announce the same thing."""

import re
import unicodedata
from difflib import SequenceMatcher

from articles.preflight.tongues import SMALL

LEAST = 0.85
_WORD = re.compile(r"\w+")
_SMALL = frozenset().union(*SMALL.values())


def words_of(title: str) -> list[str]:
    """Without accents, vowel signs and the small words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(c))
    found = _WORD.findall(bare.replace("\u0640", ""))
    return [word for word in found if word not in _SMALL] or found


def alike(one: str, other: str) -> bool:
    """The very same words, or nearly so. Two that differ in a figure are two days, two matches, two prices."""
    ours, theirs = words_of(one), words_of(other)
    if not ours or not theirs:
        return False
    if sorted(ours) == sorted(theirs):
        return True
    if _digits(ours) != _digits(theirs) or min(len(ours), len(theirs)) < 3:
        return False
    match = SequenceMatcher(None, " ".join(ours), " ".join(theirs), autojunk=False)
    # Each is at least the next, and costs a tenth of it.
    return match.real_quick_ratio() >= LEAST and match.quick_ratio() >= LEAST and match.ratio() >= LEAST


def _digits(words: list[str]) -> list[str]:
    return sorted(word for word in words if any(map(str.isdigit, word)))
