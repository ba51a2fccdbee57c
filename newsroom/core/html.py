"""HTML that people wrote: made safe on the way in, turned into plain text on the way out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

import nh3
import regex
from django.db import models

from newsroom.core import footnotes
from newsroom.core.links import is_link, safe_href
from newsroom.core.nodes import Check, Node, Use, pieces, walk

UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Taken out everywhere. Bidi embeddings, overrides and isolates reorder text that follows them as soon as an excerpt
cuts their end off; `dir`, <bdi> and the marks U+200E and U+200F do the same honestly and stay. The rest is what
neither XML nor PostgreSQL takes."""
MAX_PASSES = 8
TEXTS_AT_HAND = 128
"""So many texts does a process keep taken apart: a megabyte or two for a paper's latest."""


def _matching(pattern: str) -> Check:
    return lambda value: value if re.fullmatch(pattern, value) else None


def _rel(value: str) -> str | None:
    known = {"nofollow", "sponsored", "ugc", "noopener", "noreferrer", "external"}
    return " ".join(word for word in value.lower().split() if word in known) or None


def _anything(value: str) -> str:
    return value


def _link(value: str) -> str | None:
    href = safe_href(value)
    return href if href and is_link(href) else None


_SPAN = _matching(r"[1-9][0-9]{0,2}")
_EVERYWHERE: Mapping[str, Check] = {
    "lang": _matching(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}"),
    "dir": _matching(r"ltr|rtl|auto"),
    # With a hyphen in it, an id can't shadow a name that a script of ours reads from `window` or `document`.
    "id": _matching(r"[\w-]{0,63}-[\w-]{1,63}"),
}
_ATTRIBUTES: Mapping[str, Mapping[str, Check]] = {
    "a": {"href": safe_href, "title": _anything, "rel": _rel, "hreflang": _EVERYWHERE["lang"]},
    "abbr": {"title": _anything},
    "blockquote": {"cite": safe_href},
    "col": {"span": _SPAN},
    "colgroup": {"span": _SPAN},
    "ol": {"start": _matching(r"-?[0-9]{1,6}"), "reversed": _anything},
    "q": {"cite": safe_href},
    footnotes.TAG: {footnotes.MARK: _matching("")},
    "td": {"colspan": _SPAN, "rowspan": _SPAN},
    "th": {"colspan": _SPAN, "rowspan": _SPAN, "scope": _matching(r"row|col|rowgroup|colgroup")},
}
ARTICLE = Node("article", tag="aside", key="data-article")
"""Another article of the site, between two paragraphs: <aside data-article="12"></aside>."""
PICTURE = Node(
    "picture",
    tag="figure",
    key="data-image",
    words=MappingProxyType({"data-alt": 300, "data-caption": 500}),
    only=False,
)
"""A picture of the library: <figure data-image="7" data-alt="…" data-caption="…"></figure>. Any other <figure> holds
what it shows: a pull quote is one with a <blockquote>, and whoever said it in its <figcaption>."""
EMBED = Node(
    "embed",
    tag="section",
    key="data-link",
    words=MappingProxyType({"data-title": 200}),
    proper=_link,
    refs=MappingProxyType({"data-image": PICTURE}),
)
"""A film, a post, a document of elsewhere, as a titled link with a picture of the library; nothing is loaded from
there: <section data-link="https://…" data-title="…" data-image="7"></section>."""
_INLINE = f"a abbr bdi br cite code em mark q s {footnotes.TAG} span strong sub sup"
_BLOCKS = "blockquote figcaption figure h2 h3 hr li ol p pre ul"
_TABLE = "caption col colgroup table tbody td tfoot th thead tr"
_GONE_WITH_CONTENT = (
    "button embed iframe math noembed noframes noscript object optgroup option plaintext script select style svg"
    " template textarea title xmp"
)


@dataclass(frozen=True)
class Definition:
    """What a text may hold. The sanitiser is built from it, and so is whatever writes such texts."""

    inline: frozenset[str]
    blocks: frozenset[str]
    everywhere: Mapping[str, Check] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, Check]] = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()

    @property
    def tags(self) -> frozenset[str]:
        return self.inline | self.blocks | {node.tag for node in self.nodes}

    @property
    def nodes_by_tag(self) -> Mapping[str, Node]:
        return {node.tag: node for node in self.nodes}

    def check(self, tag: str, name: str, value: str) -> str | None:
        value = UNSEEN.sub("", value)
        node = self.nodes_by_tag.get(tag)
        if node and name in node.attributes:
            return node.check(name, value)
        check = self.attributes.get(tag, {}).get(name) or self.everywhere.get(name)
        return check(value) if check else None

    def names(self) -> Mapping[str, frozenset[str]]:
        """The attributes that each tag may have; "*" is every tag."""
        tags = {*self.attributes, *self.nodes_by_tag}
        own = {node.tag: node.attributes for node in self.nodes}
        found = {tag: own.get(tag, frozenset()) | set(self.attributes.get(tag, ())) for tag in tags}
        return {"*": frozenset(self.everywhere), **found}

    def cleaner(self) -> nh3.Cleaner:
        return nh3.Cleaner(
            tags=self.tags,
            clean_content_tags=frozenset(_GONE_WITH_CONTENT.split()),
            attributes={tag: set(names) for tag, names in self.names().items()},
            attribute_filter=self.check,
            link_rel=None,
            url_schemes={"http", "https", "mailto", "tel"},
        )


BODY = Definition(
    inline=frozenset(_INLINE.split()),
    blocks=frozenset(f"{_BLOCKS} {_TABLE}".split()),
    everywhere=MappingProxyType(_EVERYWHERE),
    attributes=MappingProxyType(_ATTRIBUTES),
    nodes=(ARTICLE, PICTURE, EMBED),
)
BLOCKS = BODY.blocks | {node.tag for node in BODY.nodes}
_nodes = BODY.nodes_by_tag
_cleaner = BODY.cleaner()
_text_cleaner = nh3.Cleaner(tags=set(), link_rel=None)


def _clean_once(html: str, cleaner: nh3.Cleaner) -> str:
    # XML knows no &nbsp;. A written "&nbsp;" is escaped as "&amp;nbsp;" and stays what it is.
    cleaned = cleaner.clean(UNSEEN.sub("", html)).replace("&nbsp;", "\u00a0").replace("\r", "\n")
    # Every parser takes one newline off the start of <pre>, so none can stay there.
    cleaned = UNSEEN.sub("", re.sub(r"(<pre(?: [^<>]*)?>)\n+", r"\1", cleaned))
    return footnotes.keep(cleaned, besides=BLOCKS)


def sanitise(html: str) -> str:
    """`html` reduced to what `BODY` allows; what comes out goes through again unchanged.

    Parsing its own output may move things (a paragraph in a link in a table), and taking a character out may complete
    something dangerous: so it is repeated until nothing changes. What never settles is kept as text.
    """
    for _pass in range(MAX_PASSES):
        cleaned = walk(_clean_once(html, _cleaner), _nodes, lambda _use, markup: markup)
        if cleaned == html:
            return cleaned
        html = cleaned
    return _clean_once(html, _text_cleaner)


@lru_cache(maxsize=TEXTS_AT_HAND)
def parts(html: str) -> tuple[str | Use, ...]:
    """A sanitised text in its order: its nodes, and the texts before, between and behind them.

    What a text says about itself never changes: it is taken apart once, however often it is shown.
    """
    return pieces(html, _nodes)


def uses(html: str) -> list[Use]:
    """The nodes of a sanitised text, in its order."""
    return [part for part in parts(html) if isinstance(part, Use)]


class SanitisedField(models.TextField[Any, Any]):
    """A text that is sanitised on its way into the database, by whichever door: save, create, update, bulk or fixture.

    Expressions pass as they are: `update(body=F("other"))` copies what is in the database already.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = sanitise(value)
            setattr(model_instance, self.attname, value)  # so that the object in hand is what was stored
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            value = sanitise(value)
        return super().get_db_prep_save(value, connection)


class _Text(HTMLParser):
    """Collects text, but for footnotes; `gap` is how many line breaks must stand before whatever comes next."""

    LINES = frozenset({"li", "tr", "caption", "figcaption"})
    SILENT = frozenset({"script", "style", "template", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.gap = 0
        self.preformatted = 0
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag in {"td", "th"} and self.parts and not self.gap:
            self.parts.append(" ")
        self.preformatted += tag == "pre"
        self.silent += tag in self.SILENT or footnotes.is_note(tag, attrs)
        self._block(tag)

    def handle_endtag(self, tag: str) -> None:
        self.preformatted = max(0, self.preformatted - (tag == "pre"))
        self.silent = max(0, self.silent - (tag in self.SILENT or tag == footnotes.TAG))
        self._block(tag)

    def _block(self, tag: str) -> None:
        if tag in self.LINES:
            self.gap = max(self.gap, 1)
        elif tag in BLOCKS and tag not in {"td", "th", "col", "colgroup"}:
            self.gap = max(self.gap, 2)

    def handle_data(self, data: str) -> None:
        if not self.preformatted:
            data = re.sub(r"[ \t\n\r\f]+", " ", data)
            if self.gap or not self.parts or self.parts[-1].endswith(("\n", " ")):
                data = data.lstrip(" ")
        if self.silent or not data.strip("\n" if self.gap else ""):
            return
        if self.gap and self.parts:
            self.parts.append("\n" * self.gap)
        self.gap = 0
        self.parts.append(data)


def text_of(html: str) -> str:
    """The words alone: a blank line between blocks, one line for each <br>, list item and table row."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    text = UNSEEN.sub("", "".join(parser.parts))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" +\n", "\n", text)).strip(" \n")


def excerpt(html: str, length: int) -> str:
    """The first words of a text as one line; see `shorten`."""
    return shorten(re.sub(r"[ \t\n\r\f]+", " ", text_of(html)).strip(" "), length)


def shorten(text: str, length: int) -> str:
    """The first words of one plain line in at most `length` code points, with "…" where something was left out.

    It ends after a whole word; only a single word longer than `length` is cut, and never inside a character as
    people see it: a letter with its harakat, a flag, a family of emoji.
    """
    if len(text) <= length:
        return text
    room = max(length - 1, 0)
    last = text.rfind(" ", 1, room + 1)
    is_apart = last > 0 and " " in regex.findall(r"\X", text[last - 1 : last + 2])
    kept = text[: last if is_apart else _word_or_character_end(text, room)].rstrip(" \u00a0\u202f,;:–—-(«“")
    return f"{kept}…" if length > 0 else ""


def _word_or_character_end(text: str, room: int) -> int:
    """Where the last whole word within `room` ends, or the last whole character of the only one."""
    end, word_end = 0, 0
    for cluster in regex.finditer(r"\X", text):
        if cluster.group() == " " and cluster.start() <= room:
            word_end = cluster.start()
        if cluster.end() > room:
            break
        end = cluster.end()
    return word_end or end
