"""Two people who save one article: what the second one typed meets what the first one saved.

Nothing of the second is saved before they have seen what is there, and chosen where both changed the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from articles.compare.blocks import Block, words_of
from articles.compare.comparing import TEXTS, Run, compare_bodies, runs, values
from articles.compare.merging import BOTH, MINE, PICTURE, THEIRS, Merge, Piece, from_values, merge, pieces, text_of
from articles.compare.told import Names, Row, block_label, label, of_text, said
from articles.ledger.document import Document
from articles.models import Article, Revision
from newsroom.core.models import User


@dataclass(frozen=True)
class Answer:
    """What came back from somebody who was asked: which version they were shown, and what they chose."""

    shown: int | None = None
    mine: str = ""
    """The text as it was when they were asked."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """By all keys that they were asked about; empty where they haven't chosen."""

    @classmethod
    def read(cls, data: Any, mine: str) -> "Answer":
        """From a form's data; `mine` is the text that they were asked about, sanitised."""
        shown = data.get("merge-shown", "")
        if not (shown.isascii() and shown.isdecimal() and len(shown) < 10):
            return cls()
        chosen = {key: data.get(f"choice-{key}", "") for key in data.getlist("merge-key")}
        return cls(int(shown), mine, {key: how if how in {MINE, THEIRS, BOTH} else "" for key, how in chosen.items()})


@dataclass(frozen=True)
class Side:
    """What one side made of a place: a text's rows, or a value's words."""

    rows: Sequence[Row] = ()
    runs: Sequence[tuple[Run, str]] = ()
    words: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.runs or self.words)


@dataclass(frozen=True)
class Collision:
    key: str
    label: str
    mine: Side
    theirs: Side
    may_be_both: bool
    choice: str
    open: bool
    """They were asked and haven't chosen."""


@dataclass(frozen=True)
class Meeting:
    merge: Merge
    answer: Answer
    last: Revision | None
    """What was saved last: by whom, and when."""
    base: Revision | None
    alone: bool
    """It was the same person, in another window."""

    @property
    def who(self) -> str:
        return str((self.last and self.last.made_by) or "")

    @property
    def when(self) -> datetime | None:
        return self.last.made_at if self.last else None

    @property
    def mine(self) -> str:
        """The text to ask about."""
        return text_of(self.merge.pieces) if self.merge.pieces else self.merge.mine.body

    @property
    def open(self) -> list[str]:
        return [key for key in self.merge.keys if self.answer.choices.get(key) == ""]

    @property
    def taken(self) -> list[str]:
        """What is theirs by now, without a question."""
        found = [label(name) for name in self.merge.taken]
        return [*found, label("body")] if any(piece.is_taken for piece in self.merge.pieces) else found

    @cached_property
    def collisions(self) -> list[Collision]:
        names = Names.of(self.merge.mine, self.merge.theirs, *([self.base.document] if self.base else []))
        found = [self._collision(name, label(name), *self._sides(name, names)) for name in self.merge.fields]
        for key, piece in self.merge.collisions.items():
            mine, theirs = _rows(piece.base, piece.mine, names), _rows(piece.base, piece.theirs, names)
            found.append(self._collision(key, _place(piece), Side(mine), Side(theirs), both=True))
        return found

    def _collision(self, key: str, words: str, mine: Side, theirs: Side, *, both: bool = False) -> Collision:
        return Collision(key, words, mine, theirs, both, self.answer.choices.get(key, ""), key in self.open)

    def _sides(self, name: str, names: Names) -> tuple[Side, Side]:
        was, mine, theirs = self.merge.fields[name]
        if name in TEXTS:
            return _text(was, mine), _text(was, theirs)
        if name == "points":
            return _text(None if was is None else "\n".join(was), "\n".join(mine)), _text(
                None if was is None else "\n".join(was), "\n".join(theirs)
            )
        if name == "picture":
            mine, theirs = _use(names, self.merge.mine), _use(names, self.merge.theirs)
            return Side(words=mine), Side(words=theirs)
        return Side(words=names.told(name, mine)), Side(words=names.told(name, theirs))


def _text(was: str | None, now: str) -> Side:
    return Side(runs=said(runs(words_of(now if was is None else was), words_of(now))))


def _use(names: Names, document: Document) -> str:
    found = values(document)
    told = [names.told("picture", found["picture"]), found["picture_alt"], found["picture_caption"]]
    return " · ".join(words for words in told if words)


def _rows(base: tuple[Block, ...], side: tuple[Block, ...], names: Names) -> list[Row]:
    before, after = ("".join(block.html for block in rows) for rows in (base, side))
    return of_text(compare_bodies(before, after), names, around=len(base) + len(side))


def _place(piece: Piece) -> str:
    return block_label(next(iter([*piece.base, *piece.mine, *piece.theirs]), None))


@dataclass(frozen=True)
class Outcome:
    document: Document | None
    """What to save; None where the person has to look first."""
    meeting: Meeting | None = None


def meet(
    article: Article, typed: Document, *, by: User, seen: int | None, answer: Answer, sitting: UUID | None = None
) -> Outcome:
    """`article` is the row as it is stored, locked; `seen` the version that what was typed began from."""
    theirs = article.document()
    since = Revision.objects.saved().filter(article=article, number__gt=seen or 0)
    own_page = sitting is not None and seen is not None and _is_all(since, made_by=by, saved_in=sitting)
    if typed == theirs or seen == article.version or own_page:
        return Outcome(typed)
    base = Revision.objects.saved().filter(article=article, number=seen).first() if seen else None
    last = Revision.objects.saved().filter(article=article).select_related("made_by").first()
    was, alone = base.document if base else None, _is_all(since, made_by=by)

    def asks(mine: Document, answer: Answer) -> Meeting:
        return Meeting(merge(was, mine, theirs), answer, last, base, alone)

    if answer.shown != article.version:
        return Outcome(None, asks(typed, Answer()))
    found = asks(replace(typed, body=answer.mine), answer)
    if found.open:
        return Outcome(None, found)
    settled = settle(found, typed)
    return Outcome(settled, found if settled else asks(typed, Answer()))


def settle(meeting: Meeting, typed: Document) -> Document | None:
    """What was typed last, with theirs where it was chosen; None where a paragraph was chosen and then written in."""
    choices, found = meeting.answer.choices, meeting.merge
    fields = {key: theirs for key, (_b, _m, theirs) in found.fields.items() if choices.get(key) == THEIRS}
    if "picture" in fields:
        fields |= {name: values(found.theirs)[name] for name in PICTURE}
    shown, chosen = text_of(found.pieces), text_of(found.pieces, choices)
    body = typed.body
    if found.pieces and shown != chosen:
        again = pieces(shown, typed.body, chosen)
        if any(piece.settled is None for piece in again):
            return None
        body = text_of(again)
    return from_values({**values(typed), **fields, "body": body})


def _is_all(since: Any, **facts: Any) -> bool:
    return bool(since.exists() and not since.exclude(**facts).exists())
