"""Eight stories to go on with: those chosen by hand, then what shares tags, then what is new: in the same category, in
its section, in the paper.

Chosen when the page is made, in this one place.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value

from articles.ledger.document import Document
from articles.models import Listing, PublishedVersion, Target
from articles.models.ledger import PublishedVersionQuerySet
from articles.pages.cards import latest, lists, live
from newsroom.core.pagestore import depends

MOST = 8


def related(
    article: int, document: Document, picked: Iterable[PublishedVersion], *, section: int | None, at: datetime
) -> list[PublishedVersion]:
    """One query at most. `picked` are the live ones of those chosen by hand, in any order.

    `section`: the category at the top of the article's line; what is new anywhere below it is listed there too.
    """
    by_article = {row.article_id: row for row in picked}
    found = [by_article[pk] for pk in dict.fromkeys(document.related) if pk in by_article and pk != article][:MOST]
    known = {article, *(row.article_id for row in found)}
    if len(found) < MOST:
        found += _alike(document, known, MOST - len(found), section=section, at=at)
    return found


def _alike(
    document: Document, known: Collection[int], wanted: int, *, section: int | None, at: datetime
) -> list[PublishedVersion]:
    """Those that share the most tags, then the latest, from near to far; index ranges in one query."""
    parts = [_of_tags(document, known, at=at)] if document.tags else []
    near = dict.fromkeys(pk for pk in (document.category, section) if pk)
    places = [*((Target.CATEGORY, pk) for pk in near), (Target.PAPER, 0)]
    for shared, (target, pk) in enumerate(places):
        newest = latest(target, [pk], document.language, at=at, most=MOST + len(known)).exclude(article__in=known)
        parts.append(newest.annotate(shared=Value(-shared, output_field=IntegerField())).order_by())
    rows: list[Any] = list(parts[0].union(*parts[1:], all=True))  # each with its `shared`
    best: dict[int, Any] = {}
    for row in sorted(rows, key=lambda row: (row.shared, row.first_published_at, row.article_id), reverse=True):
        best.setdefault(row.article_id, row)
    depends(*lists(Target.TAG, document.tags, document.language))
    for shared, (target, pk) in enumerate(places):
        if sum(row.shared > -shared for row in best.values()) < wanted:  # else nothing from so far away is shown
            depends(*lists(target, [pk], document.language))
    return list(best.values())[:wanted]


def _of_tags(document: Document, known: Collection[int], *, at: datetime) -> PublishedVersionQuerySet:
    """In no order: a part of a union has none on SQLite."""
    listings = Listing.objects.filter(target=Target.TAG, target_id__in=document.tags, language=document.language)
    counted = listings.filter(version=OuterRef("pk")).order_by().values("version").annotate(number=Count("pk"))
    rows = live(at).annotate(shared=Subquery(counted.values("number"), output_field=IntegerField()))
    best = rows.filter(pk__in=listings.values("version")).exclude(article__in=known)
    best = best.order_by("-shared", "-first_published_at", "-article_id")[:MOST]
    return rows.filter(pk__in=best.values("pk")).order_by()
