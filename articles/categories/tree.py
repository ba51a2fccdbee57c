"""The tree in order: for the office's lists, and for readers of one language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db.models import FilteredRelation, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from articles import addresses
from articles.categories.verbs import eligible_editors
from articles.models import Category, CategoryText
from newsroom.core.prepared import prepared
from newsroom.core.typography import set_plain


def in_order(edges: Iterable[tuple[int, int | None]]) -> Iterator[int]:
    """Ids from (id, parent id) in their siblings' order: each one, then what is below it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in edges:
        children.setdefault(parent, []).append(pk)
    waiting = children.get(None, [])[::-1]
    while waiting:
        pk = waiting.pop()
        yield pk
        waiting.extend(children.get(pk, [])[::-1])


def listed(rows: QuerySet[Category], start: int = 0, stop: int | None = None) -> list[Category]:
    """Those of `rows` from `start` to `stop` in the tree's order, with `texts`, `above`, and the `editors` in office.

    Five queries, whatever the size of the tree; only ids are read of what is not listed.
    """
    edges = dict(Category.objects.values_list("pk", "parent"))
    wanted = set(rows.order_by().values_list("pk", flat=True))
    page = [pk for pk in in_order(edges.items()) if pk in wanted][start:stop]
    lines = {pk: _line(pk, edges) for pk in page}
    needed = {pk for line in lines.values() for pk in line}
    editors = Prefetch("editors", queryset=eligible_editors())
    loaded = Category.objects.prefetch_related("texts", editors).in_bulk(needed)
    for pk in page:
        loaded[pk].above = tuple(loaded[over] for over in lines[pk][:-1])
    return [loaded[pk] for pk in page]


class Place(NamedTuple):
    pk: int
    above: tuple[int, ...]
    """The ids of the categories over it, the top one first."""
    name: str


def outline() -> list[Place]:
    """The whole tree by names, in its order: for a list to choose from. Two queries and no objects."""
    edges = dict(Category.objects.values_list("pk", "parent"))
    wanted = [settings.LANGUAGE_CODE, get_language()]  # the later wins
    texts = CategoryText.objects.values_list("category", "language", "name")
    ranked = sorted(texts, key=lambda text: wanted.index(text[1]) if text[1] in wanted else -1)
    names = {pk: name for pk, _language, name in ranked}
    return [Place(pk, tuple(_line(pk, edges)[:-1]), names.get(pk) or f"#{pk}") for pk in in_order(edges.items())]


def _line(pk: int, edges: dict[int, int | None]) -> list[int]:
    line, here = [pk], edges.get(pk)
    while here is not None and here not in line:
        line.append(here)
        here = edges.get(here)
    return line[::-1]


@dataclass(eq=False)
class Section:
    """A category as readers of one language see it."""

    pk: int
    colour: str
    """As `articles.colours.style_sheet` names it: without the #."""
    language: str
    name: str
    slug: str
    description: str
    children: "list[Section]" = field(default_factory=list)

    @cached_property
    def url(self) -> str:
        return addresses.in_language(self.language, "place", slug=self.slug)


@dataclass(frozen=True)
class Index:
    """The tree as readers of one language see it.

    A category without a text in this language doesn't show; what is below it moves up into its place.
    """

    language: str
    tops: list[Section]
    shown: dict[int, Section]
    parents: dict[int, int | None]

    def line(self, category: int | None) -> list[Section]:
        """The sections that lead to a category, the top one first; its own is the last where it shows."""
        found, here, seen = [], category, set()
        while here is not None and here not in seen:
            seen.add(here)
            found += [self.shown[here]] if here in self.shown else []
            here = self.parents.get(here)
        return found[::-1]

    def nearest(self, category: int | None) -> Section | None:
        """The section of a category, or of the nearest one above it that shows."""
        return next(reversed(self.line(category)), None)


Row = tuple[int, int | None, str, str | None, str, str]
"""Id, parent, colour, and in one language name, slug and description; without a text there the name is None."""


@prepared
def _with_texts(language: str) -> QuerySet[Category, Row]:
    words = FilteredRelation("texts", condition=Q(texts__language=language))
    rows: QuerySet[Category, Row] = Category.objects.annotate(words=words).values_list(
        "pk", "parent", "colour", "words__name", "words__slug", "words__description"
    )
    return rows


def index(language: str) -> Index:
    """One query, whatever the size of the tree."""
    categories = {row[0]: row for row in _with_texts(language)}
    tops: list[Section] = []
    shown: dict[int, Section] = {}
    below: dict[int | None, list[Section]] = {}
    for pk in in_order((pk, row[1]) for pk, row in categories.items()):
        _pk, parent, colour, name, slug, description = categories[pk]
        siblings = below.get(parent, tops)
        below[pk] = siblings
        if name is not None:
            section = Section(pk, colour.removeprefix("#"), language, set_plain(name, language), slug, description)
            siblings.append(section)
            below[pk], shown[pk] = section.children, section
    return Index(language, tops, shown, {pk: row[1] for pk, row in categories.items()})
