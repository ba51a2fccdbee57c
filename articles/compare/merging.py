"""Three texts put together: what both sides began from, ours, theirs. Nothing that either wrote is dropped unasked.

The text is merged block by block, everything else field by field; lists without an order never collide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from articles.compare.blocks import Block, blocks, paired
from articles.compare.comparing import values
from articles.ledger.document import Document, PictureUse

MINE, THEIRS, BOTH = "mine", "theirs", "both"
Choices = Mapping[str, str]
SETS = ("categories", "tags")
PICTURE = ("picture", "picture_alt", "picture_caption")


@dataclass(frozen=True)
class Piece:
    """One place of the text. `key` names it by the text that both began from, whatever either side does."""

    key: str
    base: tuple[Block, ...]
    mine: tuple[Block, ...]
    theirs: tuple[Block, ...]
    known: bool = True
    """Whether anybody knows what both began from."""

    @property
    def settled(self) -> tuple[Block, ...] | None:
        """What stands here, or None where both sides changed it differently."""
        if not self.known and self.mine != self.theirs:
            return None
        if self.mine == self.base:
            return self.theirs if self.theirs != self.base else _newer(self.base, self.mine, self.theirs)
        if self.theirs in (self.base, self.mine):
            return self.mine
        return None

    @property
    def is_taken(self) -> bool:
        """Theirs, and it changes something."""
        return self.known and self.mine == self.base != self.theirs

    def choose(self, choice: str) -> tuple[Block, ...]:
        both = (*self.mine, *self.theirs)
        return {THEIRS: self.theirs, BOTH: both}.get(choice, self.mine)


def _newer(base: tuple[Block, ...], mine: tuple[Block, ...], theirs: tuple[Block, ...]) -> tuple[Block, ...]:
    """Of three that read the same, the markup that somebody touched."""
    return theirs if _markup(mine) == _markup(base) else mine


def _markup(rows: Sequence[Block]) -> str:
    return "".join(block.html for block in rows)


def pieces(base: str | None, mine: str, theirs: str) -> list[Piece]:
    """A text that nobody knows any more (None) is taken to be what both sides have in common."""
    ours, others = blocks(mine), blocks(theirs)
    if base is None:
        was = [ours[i] for i, j in paired(ours, others) if i is not None and j is not None and ours[i] == others[j]]
    else:
        was = blocks(base)
    left, right = _by_place(was, ours), _by_place(was, others)
    return [
        Piece(key, rows, left[key], right[key], known=base is not None)
        for key, rows in _places(was)
        if rows or left[key] or right[key]
    ]


def _places(base: Sequence[Block]) -> list[tuple[str, tuple[Block, ...]]]:
    """The gaps and blocks of a text, in order: g0 b0 g1 b1 g2."""
    found: list[tuple[str, tuple[Block, ...]]] = [("g0", ())]
    for index, block in enumerate(base):
        found += [(f"b{index}", (block,)), (f"g{index + 1}", ())]
    return found


def _by_place(base: Sequence[Block], side: Sequence[Block]) -> dict[str, tuple[Block, ...]]:
    found: dict[str, tuple[Block, ...]] = {key: () for key, _rows in _places(base)}
    gap = 0
    for i, j in paired(base, side):
        if i is not None:
            gap = i + 1
            found[f"b{i}"] = () if j is None else (side[j],)
        elif j is not None:
            found[f"g{gap}"] += (side[j],)
    return found


def text_of(rows: Sequence[Piece], choices: Choices | None = None) -> str:
    """The text put together; what collides and isn't chosen stays mine."""
    found: list[Block] = []
    for piece in rows:
        settled = piece.settled
        found += piece.choose((choices or {}).get(piece.key, MINE)) if settled is None else settled
    return _markup(found)


@dataclass(frozen=True)
class Merge:
    mine: Document
    theirs: Document
    document: Document
    """Put together; where both changed a field differently, and it isn't the text, mine."""
    pieces: tuple[Piece, ...] = ()
    fields: dict[str, tuple[Any, Any, Any]] = field(default_factory=dict)
    """Fields that collide: what both began from (None where nobody knows), mine, theirs."""
    taken: tuple[str, ...] = ()
    """Fields that are theirs by now."""

    @property
    def collisions(self) -> dict[str, Piece]:
        """Places of the text that wait for a choice."""
        return {piece.key: piece for piece in self.pieces if piece.settled is None}

    @property
    def keys(self) -> list[str]:
        return [*self.fields, *self.collisions]

    def resolve(self, choices: Choices) -> Document:
        """With what was chosen; what wasn't stays mine."""
        chosen = {name: theirs for name, (_b, _m, theirs) in self.fields.items() if choices.get(name) == THEIRS}
        if "picture" in chosen:
            chosen |= {name: values(self.theirs)[name] for name in PICTURE}
        body = text_of(self.pieces, choices) if self.pieces else self.document.body
        return from_values({**values(self.document), **chosen, "body": body})


def merge(base: Document | None, mine: Document, theirs: Document) -> Merge:
    """`base` is None where nobody knows any more what they began from: then all that differs collides."""
    if mine == theirs:
        return Merge(mine, theirs, mine)
    was, ours, others = (values(base) if base else None), values(mine), values(theirs)
    found, collisions, taken = dict(ours), {}, []
    pictures = {side["picture"] for side in (was or ours, ours, others)}
    for name in ours:
        if name == "body" or (name in PICTURE and len(pictures) > 1):
            continue
        found[name], collides = _settle(name, was, ours[name], others[name])
        if collides:
            collisions[name] = (was[name] if was else None, ours[name], others[name])
        elif found[name] != ours[name]:
            taken.append(name)
    if len(pictures) > 1:
        _settle_picture(was, ours, others, found, collisions, taken)
    rows = tuple(pieces(base.body if base else None, mine.body, theirs.body)) if mine.body != theirs.body else ()
    document = from_values({**found, "body": text_of(rows) if rows else mine.body})
    return Merge(mine, theirs, document, rows, collisions, tuple(taken))


def _settle(name: str, was: Mapping[str, Any] | None, mine: Any, theirs: Any) -> tuple[Any, bool]:
    if mine == theirs:
        return mine, False
    if name in SETS:
        before = set(was[name]) if was else set(mine) & set(theirs)
        kept = set(mine) & set(theirs)
        return tuple(sorted(kept | (set(mine) - before) | (set(theirs) - before))), False
    if was is None:
        return mine, True
    if mine == was[name]:
        return theirs, False
    return mine, theirs != was[name]


def _settle_picture(
    was: Mapping[str, Any] | None,
    ours: Mapping[str, Any],
    others: Mapping[str, Any],
    found: dict[str, Any],
    collisions: dict[str, tuple[Any, Any, Any]],
    taken: list[str],
) -> None:
    """Another picture comes with its own words: the three go together."""

    def use(side: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
        return tuple(side[name] for name in PICTURE) if side else None

    if use(ours) == use(others) or use(others) == use(was):
        return
    if use(ours) == use(was):
        found.update({name: others[name] for name in PICTURE})
        taken.append("picture")
    else:
        collisions["picture"] = (was["picture"] if was else None, ours["picture"], others["picture"])


def from_values(found: Mapping[str, Any]) -> Document:
    plain = {name: value for name, value in found.items() if name not in PICTURE}
    use = None
    if found["picture"]:
        use = PictureUse(found["picture"], found["picture_alt"], found["picture_caption"])
    return replace(Document(), **plain, picture=use)
