"""Who signs, as readers see it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles import addresses
from articles.models import Author, AuthorText
from newsroom.core.pagestore import depends, keys
from newsroom.core.prepared import prepared


@dataclass(frozen=True)
class Signature:
    name: str
    role: str
    url: str


Signing = tuple[int, int, str, str | None, str | None]
"""The author that is named and the one who signs, and the slug, name and role of the latter."""
SIGNING = ("pk", "shown", "shown_slug", "name", "role")


def signatures(ids: Collection[int], language: str) -> dict[int, Signature]:
    """By the id that a version names; an author who was merged signs as the other. One query, none for nobody."""
    return signed(_signing(ids, language), language) if ids else {}


def signed(rows: Iterable[Signing], language: str) -> dict[int, Signature]:
    """`signatures` for who asked for the rows themselves."""
    found = {}
    for pk, shown, slug, name, role in rows:
        depends(keys.author(pk), keys.author(shown))
        found[pk] = Signature(name or slug, role or "", addresses.in_language(language, "author", slug=slug))
    return found


@prepared
def _signing(ids: Collection[int], language: str) -> QuerySet[Author, Signing]:
    return signing(ids, language).values_list(*SIGNING)


def signing(ids: Collection[int], language: str) -> QuerySet[Any, Any]:
    """Authors with what `SIGNING` names, in the language or else the nearest there is."""
    texts = AuthorText.objects.filter(author=OuterRef("shown")).order_by(
        Case(
            When(language=language, then=Value(0)),
            When(language=settings.LANGUAGE_CODE, then=Value(1)),
            default=Value(2),
        ),
        "pk",
    )
    rows = Author.objects.filter(pk__in=ids).order_by()
    return rows.annotate(
        shown=Coalesce(F("merged_into"), F("pk")),
        shown_slug=Coalesce(F("merged_into__slug"), F("slug")),
        name=Subquery(texts.values("name")[:1]),
        role=Subquery(texts.values("role")[:1]),
    )
