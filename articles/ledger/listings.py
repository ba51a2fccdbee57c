"""What is derived from versions: references and lists."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.utils import timezone

from articles.ledger.document import Document
from articles.models import Category, Listing, PublishedVersion, Reference, Target

BATCH = 500


def targets(document: Document) -> Iterator[tuple[Target, int]]:
    """Everything that a document refers to by id, each once."""
    found: dict[tuple[Target, int], None] = {}
    categories = [document.category, *document.categories]
    found.update(((Target.CATEGORY, pk), None) for pk in categories if pk is not None)
    found.update(((Target.AUTHOR, pk), None) for pk in document.authors)
    found.update(((Target.TAG, pk), None) for pk in document.tags)
    found.update(((Target.ARTICLE, pk), None) for pk in document.related)
    if document.picture:
        found[Target.IMAGE, document.picture.image] = None
    yield from found


def write_references(version: PublishedVersion) -> None:
    Reference.objects.bulk_create(
        Reference(version=version, target=target, target_id=pk) for target, pk in targets(version.document)
    )


def rebuild_listings(articles: Collection[int], *, at: datetime | None = None) -> int:
    """Make the lists of these articles anew from their live and coming versions; answers how many rows.

    Idempotent and batched, in the caller's transaction where there is one: serves publication, category moves, merges
    and restores alike.
    """
    at, ids, made = at or timezone.now(), list(articles), 0
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        Listing.objects.filter(article__in=batch).delete()
        versions = PublishedVersion.objects.filter(article__in=batch).not_over(at)
        rows = [row for version in versions for row in _rows(version, parents)]
        made += len(Listing.objects.bulk_create(rows, batch_size=BATCH))
    return made


def _rows(version: PublishedVersion, parents: dict[int, int | None]) -> Iterator[Listing]:
    places: dict[tuple[Target, int], None] = {}
    for target, pk in targets(version.document):
        if target in {Target.AUTHOR, Target.TAG}:
            places[target, pk] = None
        step: int | None = pk if target is Target.CATEGORY else None
        while step is not None and (target, step) not in places:
            places[target, step] = None
            step = parents.get(step)
    for target, pk in places:
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
