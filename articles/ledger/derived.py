"""What is derived from versions: the columns that lists and cards read, references, and lists."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import reading
from articles.categories.lock import lock_tree
from articles.ledger.document import Document
from articles.ledger.told import tell
from articles.models import Article, Category, Listing, PublishedVersion, Reference, Target
from newsroom.core import html
from newsroom.core.pagestore import EVERYTHING, changed

BATCH = 500
GRACE = timedelta(days=1)
"""So long lists still know what has ended, for a clock that steps back. Readers see what is live all the same."""
EXCERPT = 220
COLUMNS = (
    *("language", "kind", "title", "slug", "excerpt", "reading_minutes", "author_ids"),
    *("category_id", "picture_id"),
)
NODES = {html.ARTICLE: Target.ARTICLE, html.PICTURE: Target.IMAGE}


def columns(document: Document) -> dict[str, Any]:
    uses = html.uses(document.body)
    pictures = sum(use.node is html.PICTURE for use in uses) + bool(document.picture)
    return {
        "language": document.language,
        "kind": document.kind,
        "title": document.title,
        "slug": document.slug,
        "excerpt": html.excerpt(document.body, EXCERPT) if not document.standfirst else _one_line(document.standfirst),
        "reading_minutes": reading.minutes(html.text_of(document.body), language=document.language, pictures=pictures),
        "author_ids": list(document.authors),
        "category_id": document.category,
        "picture_id": document.picture.image if document.picture else None,
    }


def _one_line(words: str) -> str:
    return html.excerpt(words.replace("&", "&amp;").replace("<", "&lt;"), EXCERPT)


def targets(document: Document) -> list[tuple[Target, int]]:
    """Everything that a document refers to by id, each once."""
    pairs: list[tuple[Target, int | None]] = [(Target.CATEGORY, document.category)]
    pairs += [(Target.CATEGORY, pk) for pk in document.categories]
    pairs += [(Target.AUTHOR, pk) for pk in document.authors]
    pairs += [(Target.TAG, pk) for pk in document.tags]
    pairs += [(Target.ARTICLE, pk) for pk in document.related]
    pairs += [(Target.IMAGE, document.picture.image if document.picture else None)]
    pairs += [(NODES[node], pk) for use in html.uses(document.body) for node, pk in use.points]
    return list(dict.fromkeys((target, pk) for target, pk in pairs if pk is not None))


def write_references(versions: Collection[PublishedVersion]) -> None:
    rows = [
        Reference(version=version, target=target, target_id=pk)
        for version in versions
        for target, pk in targets(version.document)
    ]
    Reference.objects.bulk_create(rows, batch_size=BATCH)


def rebuild_listings(articles: Collection[int], *, at: datetime | None = None) -> int:
    """Make the lists of these articles anew from their live and coming versions; answers how many rows.

    Idempotent and batched, in the caller's transaction where there is one: serves publication, category moves, merges
    and restores alike. What that alters for readers is told to the page store.
    """
    at, ids, made = at or timezone.now(), list(articles), 0
    parents = {category.pk: category.parent_id for category in Category.objects.only("parent")}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        before = list(Listing.objects.filter(article__in=batch))
        Listing.objects.filter(article__in=batch).delete()
        versions = PublishedVersion.objects.filter(article__in=batch).not_over(at - GRACE)
        rows = [row for version in versions for row in _rows(version, parents)]
        made += len(Listing.objects.bulk_create(rows, batch_size=BATCH))
        tell(before, rows, at=at)
    return made


def sweep_listings(before: datetime) -> int:
    """Take out of the lists what had ended by the clock, which no verb does; answers how many rows."""
    return Listing.objects.filter(live_until__lte=before).delete()[0]


def _rows(version: PublishedVersion, parents: Mapping[int, int | None]) -> Iterator[Listing]:
    for target, pk in _places(version.document, parents):
        yield Listing(
            article_id=version.article_id,
            version=version,
            target=target,
            target_id=pk,
            language=version.document.language,
            kind=version.document.kind,
            live_from=version.live_from,
            live_until=version.live_until,
            published_at=version.first_published_at,
        )


def _places(document: Document, parents: Mapping[int, int | None]) -> list[tuple[Target, int]]:
    """The lists that a document is in: the paper's own, its categories with all above them, authors, tags."""
    found = {(Target.PAPER, 0): None}
    found |= dict.fromkeys((Target.AUTHOR, pk) for pk in document.authors)
    found |= dict.fromkeys((Target.TAG, pk) for pk in document.tags)
    for pk in (document.category, *document.categories):
        step = pk
        while step is not None and (Target.CATEGORY, step) not in found:
            found[Target.CATEGORY, step] = None
            step = parents.get(step)
    return list(found)


def rebuild(articles: Collection[int] | None = None, *, at: datetime | None = None) -> int:
    """Make everything derived anew for these articles (None: all); answers how many versions. One batch at a time."""
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True)) if articles is None else list(articles)
    done = 0
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with transaction.atomic():
            done += _rebuild_batch(batch, at=at)
    return done


def _rebuild_batch(articles: list[int], *, at: datetime | None) -> int:
    # The articles' locks and the tree's, so that no verb changes their lines or their places meanwhile.
    list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk").values_list("pk"))
    lock_tree()
    versions = list(PublishedVersion.objects.filter(article__in=articles))
    for version in versions:
        for name, value in columns(version.document).items():
            setattr(version, name, value)
    PublishedVersion.objects.bulk_update(versions, COLUMNS, batch_size=100)
    Reference.objects.filter(version__article__in=articles).delete()
    write_references(versions)
    rebuild_listings(articles, at=at)
    changed(EVERYTHING)
    return len(versions)
