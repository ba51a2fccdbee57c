"""An article as readers had it at an instant that has passed: the version that was live, with what was around it.

Questions about the past read versions: lists hold only what is live and to come. Names, sections and the paper's own
words are today's, as the ledger's contract says; what wasn't public then isn't there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value

from articles.categories.tree import Index
from articles.ledger.document import Document
from articles.models import Category, PublishedVersion, Reference, Target
from articles.models.ledger import PublishedVersionQuerySet
from articles.pages import answers, story
from articles.pages.cards import live
from articles.pages.related import MOST


@dataclass(frozen=True)
class Answer:
    """What readers got: a version, words in its place, or nothing."""

    version: PublishedVersion | None
    gone: answers.Gone | None

    @property
    def status(self) -> int:
        if self.version is not None:
            return 200
        return 404 if self.gone is None else 410


def answer(article: int, at: datetime) -> Answer:
    version = story.current(article, at)
    return Answer(version, None if version else answers.gone(article, at))


def load(version: PublishedVersion, index: Index, *, at: datetime) -> story.Story:
    return story.load(version, index, at=at, alike=alike)


def alike(
    document: Document, known: Collection[int], wanted: int, *, section: int | None, at: datetime
) -> list[PublishedVersion]:
    """As `pages.related` chooses today: those that share the most tags, then the latest, from near to far."""
    rows = live(at).filter(language=document.language).exclude(article__in=known)
    parents, near = _tree(), dict.fromkeys(pk for pk in (document.category, section) if pk)
    parts = [
        *([_tagged(rows, document.tags)] if document.tags else []),
        *(_latest(_placed(rows, _below(pk, parents))) for pk in near),
        _latest(rows),
    ]
    found: dict[int, PublishedVersion] = {}
    for part in parts:
        if len(found) < wanted:
            for row in part[: MOST + len(known)]:
                found.setdefault(row.article_id, row)
    return list(found.values())[:wanted]


def _latest(rows: PublishedVersionQuerySet) -> PublishedVersionQuerySet:
    return rows.annotate(shared=Value(0, output_field=IntegerField())).order_by("-first_published_at", "-article_id")


def _tagged(rows: PublishedVersionQuerySet, tags: Collection[int]) -> PublishedVersionQuerySet:
    named = Reference.objects.filter(target=Target.TAG, target_id__in=tags)
    counted = named.filter(version=OuterRef("pk")).order_by().values("version").annotate(number=Count("pk"))
    shared = Subquery(counted.values("number"), output_field=IntegerField())
    found = rows.filter(pk__in=named.values("version")).annotate(shared=shared)
    return found.order_by("-shared", "-first_published_at", "-article_id")


def _placed(rows: PublishedVersionQuerySet, places: Collection[int]) -> PublishedVersionQuerySet:
    named = Reference.objects.filter(target=Target.CATEGORY, target_id__in=places)
    return rows.filter(Q(category__in=places) | Q(pk__in=named.values("version")))


def _tree() -> dict[int, int | None]:
    return dict(Category.objects.values_list("pk", "parent"))


def _below(top: int, parents: dict[int, int | None]) -> set[int]:
    """The categories below one, and itself."""
    found = {top}
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return found
