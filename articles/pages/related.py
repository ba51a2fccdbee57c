"""Eight stories to go on with: those chosen by hand, then what shares tags, then what is new: in the same category, in
its section, in the paper.

Chosen when the page is made, in this one place.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value

from articles.ledger.document import Document
from articles.models import Listing, PublishedVersion, Target
from articles.models.ledger import PublishedVersionQuerySet
from articles.pages.cards import latest, lists, live
from newsroom.core.pagestore import depends
from newsroom.core.prepared import prepared

MOST = 8


class Alike(Protocol):
    """Who chooses beside what was chosen by hand: so many that aren't known yet."""

    def __call__(
        self, document: Document, known: Collection[int], wanted: int, *, section: int | None, at: datetime
    ) -> list[PublishedVersion]: ...


def related(
    article: int,
    document: Document,
    picked: Iterable[PublishedVersion],
    *,
    section: int | None,
    at: datetime,
    alike: Alike | None = None,
) -> list[PublishedVersion]:
    """One query at most. `picked` are the live ones of those chosen by hand, in any order.

    `section`: the category at the top of the article's line; what is new anywhere below it is listed there too.
    `alike`: for an instant that has passed, of which lists know nothing.
    """
    by_article = {row.article_id: row for row in picked}
    found = [by_article[pk] for pk in dict.fromkeys(document.related) if pk in by_article and pk != article][:MOST]
    known = {article, *(row.article_id for row in found)}
    if len(found) < MOST:
        found += (alike or _alike)(document, known, MOST - len(found), section=section, at=at)
    return found


def _alike(
    document: Document, known: Collection[int], wanted: int, *, section: int | None, at: datetime
) -> list[PublishedVersion]:
    """Those that share the most tags, then the latest, from near to far; index ranges in one query."""
    near = list(dict.fromkeys(pk for pk in (document.category, section) if pk))
    places = _places(near)
    rows = _from_near_to_far(document.tags, near, known, document.language, at)
    best: dict[int, Any] = {}
    for row in sorted(rows, key=lambda row: (row.shared, row.first_published_at, row.article_id), reverse=True):
        best.setdefault(row.article_id, row)
    depends(*lists(Target.TAG, document.tags, document.language))
    for shared, (target, pk) in enumerate(places):
        if sum(row.shared > -shared for row in best.values()) < wanted:  # else nothing from so far away is shown
            depends(*lists(target, [pk], document.language))
    return list(best.values())[:wanted]


def _places(near: Collection[int]) -> list[tuple[Target, int]]:
    """The lists to look for more in, the nearest first, the paper's last."""
    return [*((Target.CATEGORY, pk) for pk in near), (Target.PAPER, 0)]


@prepared
def _from_near_to_far(
    tags: Collection[int], near: Collection[int], known: Collection[int], language: str, at: datetime
) -> QuerySet[Any, Any]:
    """Versions, each with its `shared`: how many tags, or 0 and less for the lists of `near` and the paper's."""
    parts = [_of_tags(tags, known, language, at=at)] if tags else []
    for shared, (target, pk) in enumerate(_places(near)):
        newest = latest(target, [pk], language, at=at, most=MOST + len(known)).exclude(article__pk__in=known)
        parts.append(newest.annotate(shared=Value(-shared, output_field=IntegerField())).order_by())
    return parts[0].union(*parts[1:], all=True)


def _of_tags(tags: Collection[int], known: Collection[int], language: str, *, at: datetime) -> PublishedVersionQuerySet:
    """In no order: a part of a union has none on SQLite."""
    listings = Listing.objects.filter(target=Target.TAG, target_id__in=tags, language=language)
    counted = listings.filter(version=OuterRef("pk")).order_by().values("version").annotate(number=Count("pk"))
    rows = live(at).annotate(shared=Subquery(counted.values("number"), output_field=IntegerField()))
    best = rows.filter(pk__in=listings.values("version")).exclude(article__pk__in=known)
    best = best.order_by("-shared", "-first_published_at", "-article_id")[:MOST]
    return rows.filter(pk__in=best.values("pk")).order_by()
