"""What changed from one document to another: fields, blocks, words, and how they are set."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from articles.compare.blocks import Block, Token, blocks, paired, words_of
from articles.compare.sequences import stretches
from articles.ledger.document import Document

TEXTS = ("title", "standfirst", "slug", "picture_alt", "picture_caption")
LISTS = ("categories", "authors", "tags", "related")


class What(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    SET = "set"
    """The words stayed, how they are set didn't: bold, a link, a language."""


@dataclass(frozen=True)
class Run:
    what: What
    text: str
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()


def runs(before: Sequence[Token], after: Sequence[Token]) -> tuple[Run, ...]:
    """Removed and unchanged words in order are what was there, added and unchanged ones what is."""
    found: list[Run] = []
    for a1, a2, b1, b2, same in _calm(before, after):
        if same:
            for old, new in zip(before[a1:a2], after[b1:b2], strict=True):
                what = What.SAME if old.marks == new.marks else What.SET
                marks = (old.marks, new.marks) if what is What.SET else (frozenset(), frozenset())
                _add(found, Run(what, new.text, *marks))
        else:
            _add(found, Run(What.REMOVED, "".join(token.text for token in before[a1:a2])))
            for token in after[b1:b2]:
                _add(found, Run(What.ADDED, token.text, after=token.marks))
    return tuple(found)


def _calm(before: Sequence[Token], after: Sequence[Token]) -> list[tuple[int, int, int, int, bool]]:
    """The stretches of two texts, without those that share a blank only: a sentence rewritten is one change."""
    rows = stretches([token.text for token in before], [token.text for token in after])
    found: list[tuple[int, int, int, int, bool]] = []
    for index, (a1, a2, b1, b2, same) in enumerate(rows):
        bare = same and 0 < index < len(rows) - 1 and not "".join(token.text for token in before[a1:a2]).strip()
        if found and not found[-1][4] and (bare or not same):
            found[-1] = (found[-1][0], a2, found[-1][2], b2, False)
        else:
            found.append((a1, a2, b1, b2, same))
    return found


def _add(found: list[Run], run: Run) -> None:
    if not run.text and run.what is not What.SET:
        return
    last = found[-1] if found else None
    if last and (last.what, last.before, last.after) == (run.what, run.before, run.after):
        found[-1] = Run(run.what, last.text + run.text, run.before, run.after)
    else:
        found.append(run)


@dataclass(frozen=True)
class BlockChange:
    before: Block | None
    after: Block | None
    runs: tuple[Run, ...] = ()
    moved: bool = False
    """It was taken out here and stands elsewhere, or the other way round."""

    @property
    def what(self) -> What:
        if self.before is None:
            return What.ADDED
        if self.after is None:
            return What.REMOVED
        return What.SAME if self.before == self.after else What.SET

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """Attributes in which the two differ: name, before, after."""
        old, new = dict(self.before.facts if self.before else ()), dict(self.after.facts if self.after else ())
        names = list(dict.fromkeys([*old, *new]))
        return [(name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name)]


def compare_bodies(before: str, after: str) -> list[BlockChange]:
    """Every block of both texts, in order."""
    old, new = blocks(before), blocks(after)
    pairs = paired(old, new)
    gone = {old[i] for i, j in pairs if i is not None and j is None and old[i].text.strip()}
    come = {new[j] for i, j in pairs if i is None and j is not None}
    found = []
    for i, j in pairs:
        was, now = None if i is None else old[i], None if j is None else new[j]
        words = runs(was.tokens if was else (), now.tokens if now else ())
        found.append(BlockChange(was, now, words, moved=(was is None) != (now is None) and (was or now) in gone & come))
    return found


@dataclass(frozen=True)
class FieldChange:
    name: str
    before: Any
    after: Any
    runs: tuple[Run, ...] = ()
    """Of a text."""

    @property
    def taken_out(self) -> list[Any]:
        return [one for one in self.before if one not in self.after]

    @property
    def put_in(self) -> list[Any]:
        return [one for one in self.after if one not in self.before]


@dataclass(frozen=True)
class Comparison:
    fields: tuple[FieldChange, ...]
    blocks: tuple[BlockChange, ...]
    """The whole text; empty where it is the same."""

    @property
    def is_empty(self) -> bool:
        return not self.fields and not self.blocks


def compare(before: Document, after: Document) -> Comparison:
    old, new = values(before), values(after)
    changes = [_field(name, old[name], new[name]) for name in old if name != "body" and old[name] != new[name]]
    text = () if before.body == after.body else tuple(compare_bodies(before.body, after.body))
    return Comparison(tuple(changes), text if any(change.what is not What.SAME for change in text) else ())


def values(document: Document) -> dict[str, Any]:
    """A document's fields, with the picture's own three apart."""
    found: dict[str, Any] = {}
    for field in fields(Document):
        value = getattr(document, field.name)
        if field.name == "picture":
            found["picture"] = value.image if value else None
            found["picture_alt"], found["picture_caption"] = (value.alt, value.caption) if value else ("", "")
        else:
            found[field.name] = value
    return found


def _field(name: str, old: Any, new: Any) -> FieldChange:
    if name in TEXTS:
        return FieldChange(name, old, new, runs(words_of(old), words_of(new)))
    if name == "points":
        return FieldChange(name, old, new, runs(words_of("\n".join(old)), words_of("\n".join(new))))
    return FieldChange(name, old, new)
