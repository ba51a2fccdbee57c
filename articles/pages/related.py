"""Eight stories to go on with: those chosen by hand, then what shares tags, then what is new in the same section.

Chosen when the page is made, in this one place.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery

from articles.ledger.document import Document
from articles.models import Listing, PublishedVersion, Target
from articles.pages.cards import listed, live

MOST = 8


def related(
    article: int, document: Document, picked: Iterable[PublishedVersion], *, at: datetime
) -> list[PublishedVersion]:
    """Two queries at most. `picked` are the live ones of those chosen by hand, in any order."""
    by_article = {row.article_id: row for row in picked}
    found = [by_article[pk] for pk in dict.fromkeys(document.related) if pk in by_article and pk != article][:MOST]
    if len(found) < MOST and document.tags:
        found += _of_tags(document, {article, *_ids(found)}, at=at)[: MOST - len(found)]
    if len(found) < MOST and document.category:
        known = {article, *_ids(found)}
        rows = listed(Target.CATEGORY, [document.category], document.language, at=at, most=MOST + len(known))
        found += [row for row in rows if row.article_id not in known][: MOST - len(found)]
    return found


def _ids(rows: Iterable[PublishedVersion]) -> list[int]:
    return [row.article_id for row in rows]


def _of_tags(document: Document, known: Collection[int], *, at: datetime) -> list[PublishedVersion]:
    """Those that share the most tags, then the latest."""
    listings = Listing.objects.filter(target=Target.TAG, target_id__in=document.tags, language=document.language)
    counted = listings.filter(version=OuterRef("pk")).order_by().values("version").annotate(number=Count("pk"))
    rows = live(at).filter(pk__in=listings.values("version")).exclude(article__in=known)
    shared = Subquery(counted.values("number")).desc()
    return list(rows.order_by(shared, "-first_published_at", "-article_id")[:MOST])
