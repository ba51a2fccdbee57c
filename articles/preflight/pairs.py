"""Marks that come in pairs: quotation marks and brackets."""

import re

BRACKETS = {")": "(", "]": "["}
QUOTES = {"«»": ("«", "»"), "“”": ("“", "”")}
_LISTED = re.compile(r"(?:^|[\s;,:])\w{1,3}$")
_SMILE = re.compile(r"[:;][-’']?$")


def unpaired(text: str, *, language: str) -> list[str]:
    """The marks that have no other half, each once. Paragraphs are apart by an empty line."""
    found = [mark for mark in QUOTES if not _is_even(text, mark, language)]
    if not _straight_is_even(text):
        found.append('""')
    return [*found, *_brackets(text)]


def _is_even(text: str, pair: str, language: str) -> bool:
    opening, closing = QUOTES[pair]
    if "„" in text and opening == "“":  # „so“ closes with what opens elsewhere
        return True
    if language == "ar":  # either mark is typed at either end
        return (text.count(opening) + text.count(closing)) % 2 == 0
    depth = 0
    for paragraph in re.split(r"\n\s*\n", text):
        body = paragraph.lstrip()
        # A quotation that goes on repeats its mark at the head of each paragraph: the opening or, in old books, the
        # closing one.
        if depth and body[:1] in {opening, closing}:
            body = body[1:]
        for character in body:
            depth += (character == opening) - (character == closing)
            if depth < 0:
                return False
    return depth == 0


def _straight_is_even(text: str) -> bool:
    """An odd mark behind a digit may be inches."""
    inches = len(re.findall(r'\d"', text))
    return text.count('"') % 2 == 0 or (inches > 0 and (text.count('"') - inches) % 2 == 0)


def _brackets(text: str) -> list[str]:
    waiting: list[str] = []
    found: list[str] = []
    for at, character in enumerate(text):
        if character in BRACKETS.values() and not re.search(r"[:;]$", text[:at]):
            waiting.append(character)
        elif character in BRACKETS:
            if waiting and waiting[-1] == BRACKETS[character]:
                waiting.pop()
            elif not _stands_alone(text[:at], character):
                found.append(character)
    return list(dict.fromkeys([*found, *waiting]))


def _stands_alone(before: str, mark: str) -> bool:
    """“a)” in a list, and faces."""
    return mark == ")" and bool(_LISTED.search(before[-5:]) or _SMILE.search(before[-3:]))
