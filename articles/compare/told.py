"""What a comparison says to people: names instead of numbers, formatting in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.compare.blocks import Block
from articles.compare.comparing import BlockChange, Comparison, FieldChange, Run, What, values
from articles.ledger.document import Document
from articles.models import Article, Author, Category, Image, Tag
from articles.models.article import Kind
from newsroom.core import footnotes
from newsroom.core.html import ARTICLE, BODY, uses

Words = str | Promise
BLOCKS: Mapping[str, Words] = {
    "": gettext_lazy("Words without a paragraph"),
    "p": gettext_lazy("Paragraph"),
    "h2": gettext_lazy("Heading"),
    "h3": gettext_lazy("Subheading"),
    "ul": pgettext_lazy("in a text", "List"),
    "ol": gettext_lazy("Numbered list"),
    "blockquote": gettext_lazy("Quote"),
    "figure": gettext_lazy("Pull quote"),
    "aside": gettext_lazy("Also read"),
    "section": gettext_lazy("Card that leads elsewhere"),
    "table": gettext_lazy("Table"),
    "hr": gettext_lazy("Dividing line"),
    "pre": gettext_lazy("Preformatted text"),
}
FACTS: Mapping[str, Words] = {
    "data-image": gettext_lazy("picture"),
    "data-alt": gettext_lazy("alternative text"),
    "data-caption": gettext_lazy("caption"),
    "data-article": gettext_lazy("article"),
    "dir": gettext_lazy("direction"),
    "lang": gettext_lazy("language"),
    "id": gettext_lazy("address in the page"),
    "data-link": gettext_lazy("link"),
    "data-title": gettext_lazy("title"),
}
SETTING: Mapping[str, Words] = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "a": gettext_lazy("a link"),
    "mark": gettext_lazy("marked"),
    "s": gettext_lazy("struck through"),
    "code": gettext_lazy("code"),
    "sub": gettext_lazy("below the line"),
    "sup": gettext_lazy("above the line"),
    "q": gettext_lazy("quoted"),
    "cite": gettext_lazy("a title"),
    "abbr": gettext_lazy("an abbreviation"),
    "bdi": gettext_lazy("in its own direction"),
    "span": gettext_lazy("a passage in another language or direction"),
    footnotes.TAG: gettext_lazy("a footnote"),
    "li": gettext_lazy("a list item"),
    "td": gettext_lazy("a cell"),
    "th": gettext_lazy("a heading cell"),
    "p": gettext_lazy("a paragraph"),
}


@dataclass
class Names:
    """Of everything that some documents refer to, in one query for each kind."""

    found: dict[str, dict[int, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, *documents: Document) -> "Names":
        wanted: dict[str, set[int]] = {name: set() for name in ("category", "authors", "tags", "related", "picture")}
        for document in documents:
            wanted["category"] |= {document.category or 0, *document.categories}
            for name in ("authors", "tags", "related"):
                wanted[name] |= set(getattr(document, name))
            wanted["picture"] |= {document.picture.image} if document.picture else set()
            for node, pk in (point for use in uses(document.body) for point in use.points):
                wanted["related" if node is ARTICLE else "picture"].add(pk)
        rows: dict[str, Iterable[Any]] = {
            "category": Category.objects.with_texts().filter(pk__in=wanted["category"]),
            "authors": Author.objects.with_texts().filter(pk__in=wanted["authors"]),
            "tags": Tag.objects.filter(pk__in=wanted["tags"]),
            "related": Article.objects.filter(pk__in=wanted["related"]),
            "picture": Image.objects.filter(pk__in=wanted["picture"]),
        }
        return cls({name: {row.pk: str(row) for row in found} for name, found in rows.items()})

    def told(self, name: str, value: Any) -> str:
        """One value of a field, as a person would call it."""
        if value in (None, "", ()):
            return ""
        if isinstance(value, list | tuple):
            return ", ".join(self.told(name, one) for one in value)
        if name == "language":
            return str(dict(settings.LANGUAGES).get(value, value))
        if name == "kind":
            return str(Kind(value).label) if value in Kind.values else str(value)
        kind = {"categories": "category", "data-image": "picture", "data-article": "related"}.get(name, name)
        if kind in self.found and str(value).lstrip("-").isdecimal():
            return self.found[kind].get(int(value)) or _("(deleted: %(number)s)") % {"number": value}
        return str(value)


def label(name: str) -> str:
    return capfirst(str(getattr(Article._meta.get_field(name), "verbose_name", name)))


def block_label(block: Block | None) -> str:
    if block is None:
        return ""
    if block.tag == "figure" and "data-image" in dict(block.facts):
        return str(_("Picture"))
    return str(BLOCKS.get(block.tag, block.tag))


def _mark(mark: str) -> tuple[str, dict[str, str]]:
    name, _blank, rest = mark.partition(" ")
    found: dict[str, str] = {}
    for part in rest.split(" "):
        key, sign, value = part.partition("=")
        if sign:
            found[key] = value
    return name, found


def setting(run: Run) -> str:
    """How the setting of words changed: “now bold; the link leads to …”."""
    old, new = dict(map(_mark, run.before)), dict(map(_mark, run.after))
    said = []
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) == new.get(name):
            continue
        what = str(SETTING.get(name, name))
        target = (new.get(name) or {}).get("href", "")
        if name not in old:
            words = _("now %(what)s, to %(target)s") if target else _("now %(what)s")
        elif name not in new:
            words = _("no longer %(what)s")
        else:
            words = _("the link leads to %(target)s now") if target else _("%(what)s, set differently")
        said.append(words % {"what": what, "target": target})
    return "; ".join(said)


@dataclass(frozen=True)
class Row:
    """A field or a block of a comparison, ready to be read."""

    label: str
    what: What = What.SAME
    runs: tuple[tuple[Run, str], ...] = ()
    """Each with how its setting changed."""
    facts: tuple[tuple[str, str, str], ...] = ()
    """What else differs: name, before, after."""
    note: str = ""
    heading: bool = False
    skipped: int = 0
    """So many unchanged blocks stand here, which are `inside`."""
    inside: tuple["Row", ...] = ()


def of_field(change: FieldChange, names: Names) -> Row:
    if change.runs:
        return Row(label(change.name), What.SET, said(change.runs))
    if isinstance(change.before, tuple):
        gone, come = names.told(change.name, change.taken_out), names.told(change.name, change.put_in)
        note = "" if gone or come else str(_("in another order"))
        return Row(label(change.name), What.SET, facts=(("", gone, come),) if gone or come else (), note=note)
    old, new = names.told(change.name, change.before), names.told(change.name, change.after)
    return Row(label(change.name), What.SET, facts=(("", old, new),))


def of_block(change: BlockChange, names: Names) -> Row:
    old, new = block_label(change.before), block_label(change.after)
    note = _("was: %(what)s") % {"what": old} if old and new and old != new else ""
    if change.moved:
        note = _("moved here") if change.before is None else _("moved away")
    facts = tuple(
        (str(FACTS.get(name, name.removeprefix("data-"))), names.told(name, before), names.told(name, after))
        for name, before, after in change.facts
    )
    block = change.after or change.before
    return Row(
        new or old, change.what, said(change.runs), facts, note, heading=bool(block and block.tag in {"h2", "h3"})
    )


def said(runs: tuple[Run, ...]) -> tuple[tuple[Run, str], ...]:
    how = {What.SET: setting, What.ADDED: _set_as}
    return tuple((run, how[run.what](run) if run.what in how else "") for run in runs)


def _set_as(run: Run) -> str:
    """How new words are set; what they stand in is seen from their place."""
    marks = dict(map(_mark, run.after))
    return "; ".join(
        _("%(what)s, to %(target)s") % {"what": SETTING[name], "target": marks[name]["href"]}
        if "href" in marks[name]
        else str(SETTING[name])
        for name in sorted(marks)
        if name in SETTING and name in BODY.inline and name != footnotes.TAG
    )


def of_text(changes: Iterable[BlockChange], names: Names, *, around: int = 1) -> list[Row]:
    """The blocks in order; unchanged ones are put together but for those `around` a change."""
    rows = [of_block(change, names) for change in changes]
    near = {
        place
        for index, row in enumerate(rows)
        if row.what is not What.SAME
        for place in range(index - around, index + around + 1)
    }
    found: list[Row] = []
    quiet: list[Row] = []
    for index, row in enumerate([*rows, None]):
        if row is not None and index not in near:
            quiet.append(row)
            continue
        if len(quiet) > 1:
            found.append(Row("", skipped=len(quiet), inside=tuple(quiet)))
        else:
            found += quiet
        quiet = []
        found += [row] if row else []
    return found


def of_comparison(found: Comparison, before: Document, after: Document) -> tuple[list[Row], list[Row]]:
    """The fields and the text."""
    names = Names.of(before, after)
    return [of_field(change, names) for change in found.fields], of_text(found.blocks, names)


def changed_fields(before: Document, after: Document) -> list[str]:
    """What differs between two documents, as labels."""
    old, new = values(before), values(after)
    return [label(name) for name in old if old[name] != new[name]]
