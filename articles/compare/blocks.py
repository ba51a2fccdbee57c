"""A sanitised text as a list of blocks – paragraphs, headings, pictures, lists – and each block as words."""

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import regex

from articles.compare.sequences import stretches
from newsroom.core import footnotes
from newsroom.core.html import BODY

_TAG = regex.compile(r"""<(/?)([a-zA-Z][^\s/>]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = regex.compile(r"""([^\s=]+)(?:="([^"]*)")?""")
_WORD = regex.compile(r"\s+|\w+|.", regex.DOTALL)
_BLANKS = regex.compile(r"[ \t\n\r\f]+")
VOID = frozenset({"br", "hr", "col", "wbr", "img"})
QUIET = frozenset({"tbody", "thead", "tfoot", "colgroup", "col"})
"""Elements that only hold others: where they stand is told by those."""
BREAKS = {"li": "\n• ", "td": " | ", "th": " | "}
"""What an element inside a block begins with when it is told as words; every other one begins a line."""
OBJECT = "\ufffc"
"""Stands for an element without words, such as a note's number."""

PAIRS = 10_000
ALIKE = 0.4
"""From this share of words in common on, a block is another one changed rather than a new one."""


@dataclass(frozen=True)
class Token:
    """A word, a blank or a sign, and how it is set: names of elements with their attributes."""

    text: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Block:
    """One element of a text's outermost level; `html` is exactly what stood there, blanks after it included."""

    html: str = field(compare=False)
    tag: str
    facts: tuple[tuple[str, str], ...] = ()
    tokens: tuple[Token, ...] = ()

    @property
    def text(self) -> str:
        return "".join(token.text for token in self.tokens)

    @cached_property
    def words(self) -> Counter[str]:
        found = Counter(token.text for token in self.tokens if not token.text.isspace())
        found.update(f"{name}={value}" for name, value in self.facts)
        return found


def blocks(body: str) -> list[Block]:
    """The blocks of a sanitised text; their `html`, joined, is the text. Two are equal where a reader sees the same."""
    found: list[Block] = []
    for part in _outermost(body):
        if not part.strip() and found:
            found[-1] = _block(found[-1].html + part)
        elif part:
            found.append(_block(part))
    return found


def _outermost(body: str) -> list[str]:
    """Cut where an element of the outermost level ends; words that stand bare go together up to the next block."""
    cuts, depth = [0], 0
    for tag in _TAG.finditer(body):
        closing, name = tag.group(1), tag.group(2).lower()
        if name in BODY.inline:
            continue
        if not closing and depth == 0:
            cuts.append(tag.start())
        if name not in VOID:
            depth = max(0, depth + (-1 if closing else 1))
        if depth == 0:
            cuts.append(tag.end())
    cuts.append(len(body))
    return [body[start:end] for start, end in pairwise(cuts) if start < end]


class _Reader:
    """Collects the words of one block."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.open: list[tuple[str, str, int]] = []
        """Inline elements that are open: name, mark, how many words there were before."""
        self.gap: Token | None = None
        self.tag = ""
        self.facts: tuple[tuple[str, str], ...] = ()
        self.fixed = 0

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(mark for _name, mark, _count in self.open)

    def say(self, words: str) -> None:
        if self.gap:
            if words.isspace() and not self.fixed:
                return
            self.tokens.append(self.gap)
            self.gap = None
        self.tokens += [Token(word, self.marks) for word in _WORD.findall(words)]

    def start(self, name: str, attributes: str) -> None:
        pairs = tuple(sorted((key, html.unescape(value)) for key, value in _ATTRIBUTE.findall(attributes)))
        mark = " ".join([name, *(f"{key}={value}" for key, value in pairs)])
        if name == "br":
            self.say("\n")
        elif name in BODY.inline:
            self.open.append((name, mark, len(self.tokens)))
            if name == footnotes.TAG:
                self.tokens.append(Token(" [", self.marks))
        elif not self.tag:
            self.tag, self.facts = name, pairs
        elif name not in QUIET or pairs:
            self._break(name, mark)
        self.fixed += name == "pre"

    def _break(self, name: str, mark: str) -> None:
        """Elements that begin at one place make one break, and all are told but a plain paragraph in something else."""
        words, marks = (self.gap.text, self.gap.marks) if self.gap else ("", frozenset())
        if marks and mark == "p":
            return
        if not marks or name == "li":
            words = BREAKS.get(name, "\n")
        self.gap = Token(words if self.tokens else words.lstrip("\n |"), marks | {mark})

    def end(self, name: str) -> None:
        if name == "pre":
            self.fixed -= 1
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == name:
                _name, mark, before = self.open[index]
                if name == footnotes.TAG:
                    self.tokens.append(Token("]", self.marks))
                if before == len(self.tokens) and mark != name:
                    self.say(OBJECT)
                del self.open[index]
                return
        if self.tokens and self.gap is None and name not in QUIET:
            self.gap = Token("\n")

    def words(self) -> tuple[Token, ...]:
        """Without plain blanks at either end."""
        found = [*self.tokens, self.gap] if self.gap and self.gap.marks else self.tokens
        start, end = 0, len(found)
        while start < end and found[start].text.isspace() and not found[start].marks:
            start += 1
        while end > start and found[end - 1].text.isspace() and not found[end - 1].marks:
            end -= 1
        return tuple(found[start:end])


def _block(part: str) -> Block:
    reader, at = _Reader(), 0
    for tag in _TAG.finditer(part):
        _say(reader, part[at : tag.start()])
        name = tag.group(2).lower()
        if tag.group(1):
            reader.end(name)
        else:
            reader.start(name, tag.group(3))
        at = tag.end()
    _say(reader, part[at:])
    return Block(part, reader.tag, reader.facts, reader.words())


def _say(reader: _Reader, raw: str) -> None:
    if raw:
        words = html.unescape(raw)
        reader.say(words if reader.fixed else _BLANKS.sub(" ", words))


def words_of(text: str) -> tuple[Token, ...]:
    """Plain text as words."""
    return tuple(Token(piece) for piece in _WORD.findall(text))


Pair = tuple[int | None, int | None]


def paired(a: Sequence[Block], b: Sequence[Block]) -> list[Pair]:
    """Which block of one text stands for which of the other, in order; None where there is none on that side."""
    found: list[Pair] = []
    for a1, a2, b1, b2, same in stretches(a, b):
        if same:
            found += zip(range(a1, a2), range(b1, b2), strict=True)
        else:
            found += _alike(a, b, (a1, a2, b1, b2))
    return found


def likeness(a: Block, b: Block) -> float:
    """The share of words that two blocks have in common."""
    total = a.words.total() + b.words.total()
    return 2 * (a.words & b.words).total() / total if total else float(a.tag == b.tag)


def _alike(a: Sequence[Block], b: Sequence[Block], window: tuple[int, int, int, int]) -> list[Pair]:
    """Of blocks that aren't equal, those that are alike, so that the likeness in sum is the greatest.

    Looks at no more than `PAIRS` pairs: of long windows at those near the diagonal.
    """
    a1, a2, b1, b2 = window
    rows, columns = a2 - a1, b2 - b1
    if rows == columns == 1 and a[a1].tag == b[b1].tag:
        return [(a1, b1)]
    reach = columns if rows * columns <= PAIRS else max(1, PAIRS // max(rows, columns) // 2)
    best: dict[tuple[int, int], float] = {}
    chosen: set[tuple[int, int]] = set()
    for i in range(rows - 1, -1, -1):
        middle = i * columns // rows
        for j in range(min(columns - 1, middle + reach), max(0, middle - reach) - 1, -1):
            alike = likeness(a[a1 + i], b[b1 + j])
            taken = alike + best.get((i + 1, j + 1), 0.0) if alike >= ALIKE else 0.0
            left = max(best.get((i + 1, j), 0.0), best.get((i, j + 1), 0.0))
            if taken > left:
                chosen.add((i, j))
            best[i, j] = max(taken, left)
    return _walked(window, chosen, best)


def _walked(
    window: tuple[int, int, int, int], chosen: set[tuple[int, int]], best: Mapping[tuple[int, int], float]
) -> list[Pair]:
    a1, a2, b1, b2 = window
    found: list[Pair] = []
    i, j, last = 0, 0, 0
    while i < a2 - a1 and j < b2 - b1:
        if (i, j) in chosen:
            found += [(None, b1 + late) for late in range(last, j)]
            found.append((a1 + i, b1 + j))
            i, j = i + 1, j + 1
            last = j
        elif best.get((i + 1, j), 0.0) >= best.get((i, j + 1), 0.0):
            found.append((a1 + i, None))
            i += 1
        else:
            j += 1
    found += [(a1 + rest, None) for rest in range(i, a2 - a1)]
    return [*found, *((None, b1 + late) for late in range(last, b2 - b1))]
