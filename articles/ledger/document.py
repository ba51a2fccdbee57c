"""The document: one article's whole content as a value, held by revisions and published versions alike."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

SCHEMA = 1
Json = dict[str, Any]


@dataclass(frozen=True)
class PictureUse:
    """One use of a picture; alt and caption belong to the use, credit and file to the picture."""

    image: int
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Document:
    """Texts, and the ids of what they refer to. Names, credits and files are resolved when rendered."""

    language: str = "fr"
    kind: str = "news"
    slug: str = ""
    title: str = ""
    standfirst: str = ""
    points: tuple[str, ...] = ()
    body: str = ""
    picture: PictureUse | None = None
    category: int | None = None
    categories: tuple[int, ...] = ()
    authors: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    related: tuple[int, ...] = ()

    def to_json(self) -> Json:
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, data: Json) -> "Document":
        """Reads any schema up to ours; raises ValueError for a newer one, which only newer code understands."""
        data = _upgraded(data)
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        for name in ("points", "categories", "authors", "tags", "related"):
            values[name] = tuple(values.get(name) or ())
        picture = values.get("picture")
        return cls(**{**values, "picture": PictureUse(**picture) if picture else None})


UPGRADES: dict[int, Callable[[Json], Json]] = {}
"""From schema n to n + 1, by n."""


def _upgraded(data: Json) -> Json:
    schema = data.get("schema", SCHEMA)
    if not isinstance(schema, int) or schema > SCHEMA:
        raise ValueError(f"This document has schema {schema!r}; this version of the site reads up to {SCHEMA}.")
    while schema < SCHEMA:
        data = UPGRADES[schema](data)
        schema += 1
    return data


def merge(base: Document, ours: Document, theirs: Document) -> tuple[Document, list[str]]:
    """Three-way merge by field: what one side left as in `base` follows the other side.

    Answers the merged document, with our value where both changed a field differently, and the names of those fields.
    """
    merged, collisions = ours, []
    for name in _names():
        was, mine, other = getattr(base, name), getattr(ours, name), getattr(theirs, name)
        if mine == was:
            merged = replace(merged, **{name: other})
        elif other not in (was, mine):
            collisions.append(name)
    return merged, collisions


def changed(before: Document, after: Document) -> list[str]:
    """The names of the fields in which two documents differ, in the document's order."""
    return [name for name in _names() if getattr(before, name) != getattr(after, name)]


def _names() -> Iterable[str]:
    return (field.name for field in fields(Document))
