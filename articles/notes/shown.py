"""Notes as templates show them."""

from collections.abc import Sequence

from articles.models import Article, Note
from articles.notes.people import marked

MOST = 100


def thread(article: Article, *, done: bool = False) -> Sequence[Note]:
    """What waits, in the order in which it was said; or what is done, the latest first. In two queries."""
    rows = article.notes.done() if done else article.notes.waiting().order_by("pk")
    return list(rows.select_related("written_by", "done_by").prefetch_related("mentioned")[:MOST])


def pieces(note: Note) -> list[tuple[str, bool]]:
    return marked(note.text, list(note.mentioned.all()))
