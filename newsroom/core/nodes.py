"""Nodes of our own in a text: elements that say what they are of and the use's own words, resolved when rendered.

A node's element is empty; what it shows – a headline, a picture, a credit – is looked up each time.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType

ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
Check = Callable[[str], str | None]
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def is_id(value: str) -> str | None:
    return value if ID.fullmatch(value) else None


@dataclass(frozen=True, eq=False)
class Node:
    """`<tag key="12" words…></tag>`. Without a proper key, an element of this tag is no node."""

    name: str
    tag: str
    key: str
    words: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Attributes that hold plain text, with how many characters each may have; longer ones are cut."""
    only: bool = True
    """The tag has no other use: without a key its contents stay and it goes."""
    proper: Check = is_id
    """What its key may be. Agrees with its own answers."""
    refs: Mapping[str, "Node"] = field(default_factory=lambda: MappingProxyType({}))
    """Attributes that may hold the id of what another node is of."""

    def check(self, name: str, value: str) -> str | None:
        if name == self.key:
            return self.proper(value)
        if name in self.refs:
            return is_id(value)
        return _BLANKS.sub(" ", value).strip(" ")[: self.words[name]].rstrip(" ")

    @property
    def attributes(self) -> frozenset[str]:
        return frozenset({self.key, *self.words, *self.refs})


@dataclass(frozen=True)
class Use:
    """One node as it stands in a text."""

    node: Node
    key: str
    words: Mapping[str, str]
    refs: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def id(self) -> int:
        return int(self.key)

    @property
    def points(self) -> list[tuple[Node, int]]:
        """Every row that it needs, by the node that is of such rows."""
        own = [(self.node, self.id)] if self.node.proper is is_id else []
        return own + [(self.node.refs[name], pk) for name, pk in self.refs.items()]


class Walker(HTMLParser):
    """Copies a sanitised text as it is, but for nodes: of each, `write` gets the use and the markup it came in."""

    def __init__(self, nodes: Mapping[str, Node], write: "Callable[[Use, str], str | Use]") -> None:
        super().__init__(convert_charrefs=False)
        self.nodes, self.write = nodes, write
        self.parts: list[str | Use] = []
        self.open: list[tuple[str, bool]] = []
        """Elements of the nodes' tags that are open, and whether each is copied."""
        self.inside = 0
        """How many nodes we are in: nothing in them is copied."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        node = self.nodes.get(tag)
        if node is None:
            self._copy(raw)
            return
        use = _use(node, dict(attrs))
        if use and not self.inside:
            self.parts.append(self.write(use, f"{raw}</{tag}>"))
        elif not use and not node.only:
            self._copy(raw)
        self.inside += use is not None
        self.open.append((tag, use is not None))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.nodes or not self.open:
            self._copy(f"</{tag}>")
            return
        _tag, was_node = self.open.pop()
        self.inside -= was_node
        if not was_node and not self.nodes[tag].only:
            self._copy(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._copy(data)

    def handle_entityref(self, name: str) -> None:
        self._copy(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._copy(f"&#{name};")

    def _copy(self, text: str) -> None:
        if not self.inside:
            self.parts.append(text)


def _use(node: Node, attributes: Mapping[str, str | None]) -> Use | None:
    value = attributes.get(node.key) or ""
    if node.proper(value) != value or not value:
        return None
    words = {name: attributes.get(name) or "" for name in node.words}
    return Use(node, value, words, {name: int(pk) for name in node.refs if (pk := is_id(attributes.get(name) or ""))})


def walk(html: str, nodes: Mapping[str, Node], write: Callable[[Use, str], str]) -> str:
    """`html`, which has been sanitised, with every node replaced by what `write` answers."""
    return "".join(map(str, _walked(html, nodes, write)))


def pieces(html: str, nodes: Mapping[str, Node]) -> tuple[str | Use, ...]:
    """`html`, which has been sanitised, taken apart: its nodes, and the texts before, between and behind them."""
    found: list[str | Use] = []
    text: list[str] = []
    for part in _walked(html, nodes, lambda use, _markup: use):
        if isinstance(part, str):
            text.append(part)
        else:
            found += ["".join(text), part]
            text.clear()
    found.append("".join(text))
    return tuple(found)


def _walked(html: str, nodes: Mapping[str, Node], write: Callable[[Use, str], str | Use]) -> Sequence[str | Use]:
    if not any(f"<{tag}" in html for tag in nodes):
        return [html]
    walker = Walker(nodes, write)
    walker.feed(html)
    walker.close()
    return walker.parts
