"""Who signs, as readers see it."""

from collections.abc import Collection
from dataclasses import dataclass

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


def signatures(ids: Collection[int], language: str) -> dict[int, Signature]:
    """By the id that a version names; an author who was merged signs as the other. One query, none for nobody."""
    if not ids:
        return {}
    found = {}
    for pk, shown, slug, name, role in _shown(ids, language):
        depends(keys.author(pk), keys.author(shown))
        found[pk] = Signature(name or slug, role or "", addresses.in_language(language, "author", slug=slug))
    return found


@prepared
def _shown(ids: Collection[int], language: str) -> QuerySet[Author, tuple[int, int, str, str | None, str | None]]:
    texts = AuthorText.objects.filter(author=OuterRef("shown")).order_by(
        Case(
            When(language=language, then=Value(0)),
            When(language=settings.LANGUAGE_CODE, then=Value(1)),
            default=Value(2),
        ),
        "pk",
    )
    rows = (
        Author.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            shown=Coalesce(F("merged_into"), F("pk")),
            shown_slug=Coalesce(F("merged_into__slug"), F("slug")),
            name=Subquery(texts.values("name")[:1]),
            role=Subquery(texts.values("role")[:1]),
        )
    )
    return rows.values_list("pk", "shown", "shown_slug", "name", "role")
