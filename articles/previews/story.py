"""A document as the version that its page would show. Nothing is written: it never reaches the database."""

from datetime import datetime

from articles.categories.tree import Index
from articles.ledger.complete import sanitised
from articles.ledger.derived import columns
from articles.ledger.document import Document
from articles.models import Article, PublishedVersion
from articles.pages import story


def version_of(article: Article, document: Document, *, at: datetime) -> PublishedVersion:
    """As if it went live at that instant: the first one, or an update of what readers have by then."""
    document = sanitised(document)
    line = article.versions.filter(live_from__lte=at).order_by("live_from")
    first = line.values_list("live_from", flat=True).first()
    return PublishedVersion(
        article=article,
        data=document.to_json(),
        live_from=at,
        first_published_at=first or at,
        updated_at=at,
        **columns(document),
    )


def load(article: Article, document: Document, index: Index, *, at: datetime) -> story.Story:
    """What stands around it is what is public at that instant; in the article's language, which is the active one."""
    return story.load(version_of(article, document, at=at), index, at=at)
