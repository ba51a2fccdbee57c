"""What readers see below an article: approved comments, as threads. Nothing here depends on the clock."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from comments.models import DEEPEST, STEP, Comment
from newsroom.core.pagestore import depends, keys
from newsroom.core.prepared import prepared

SHOWN = 100
"""So many comments stand on one page; the rest are one link further, at any number."""


@dataclass
class Node:
    comment: Comment
    replies: list["Node"] = field(default_factory=list)
    answers: Comment | None = None
    """The comment that it answers, where it doesn't stand right below it."""
    is_orphan: bool = False
    """What it answers isn't seen by readers any more."""


@dataclass(frozen=True)
class Thread:
    nodes: list[Node]
    after: str
    """The place behind which the next page begins; empty at the end."""
    count: int
    """Of all its comments, on whatever page."""


def comment_count(articles: Collection[int]) -> dict[int, int]:
    """How many comments readers see below each of these articles, in one query; 0 for those without."""
    depends(*map(keys.comments, articles))
    rows = Comment.objects.visible().filter(article__in=articles).order_by().values_list("article")
    return {**dict.fromkeys(articles, 0), **dict(rows.annotate(n=Count("pk")))}


def thread(article_id: int, *, after: str = "") -> Thread:
    """One page of the discussion: one query for what fits on its first page, three at most, however long it is."""
    depends(keys.comments(article_id))
    found = _page(article_id, after, most=SHOWN + 1)
    shown = found[:SHOWN]
    parents = _parents(shown)
    roots: list[Node] = []
    above: list[Node] = []
    for comment in shown:
        while above and not comment.place.startswith(_stem(above[-1].comment)):
            above.pop()
        node = Node(comment)
        if comment.parent_id and not (above and above[-1].comment.pk == comment.parent_id):
            node.answers = parents.get(comment.parent_id)
            node.is_orphan = node.answers is None
        (above[-1].replies if above else roots).append(node)
        above.append(node)
    goes_on = len(found) > SHOWN
    count = comment_count([article_id])[article_id] if goes_on or after else len(found)
    return Thread(roots, shown[-1].place if goes_on else "", count)


@prepared
def _page(article: int, after: str, *, most: int) -> QuerySet[Comment, Comment]:
    return Comment.objects.visible().filter(article=article, place__gt=after).order_by("place")[:most]


def _stem(comment: Comment) -> str:
    """What the places of its replies begin with; on the last level nothing stands below anything."""
    return comment.place if len(comment.place) < STEP * DEEPEST else "-"


def _parents(rows: list[Comment]) -> dict[int, Comment]:
    here = {row.pk: row for row in rows}
    missing = {row.parent_id for row in rows if row.parent_id and row.parent_id not in here}
    if missing:
        here |= Comment.objects.visible().in_bulk(missing)
    return here


def is_place(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= STEP * DEEPEST and len(value) % STEP == 0
