"""Documents and articles for tests: complete, unless a test wants otherwise."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError

from articles.ledger import verbs
from articles.ledger.document import Document, PictureUse
from articles.models import Article, Author, AuthorText, Category, Image, PublishedVersion, Revision, Tag
from tests import cast

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
_numbers = count(1)


def section(slug: str = "maroc", *, parent: Category | None = None, language: str = "fr") -> Category:
    """The category with this slug; made where there is none."""
    found = Category.objects.filter(texts__slug=slug, texts__language=language).first()
    return found or cast.category(slug.capitalize(), slug=slug, parent=parent, language=language)


def author(name: str = "Nadia Chraïbi", **fields: Any) -> Author:
    slug = name.lower().replace(" ", "-")
    row, made = Author.objects.get_or_create(slug=slug, defaults=fields)
    if made:
        AuthorText.objects.create(author=row, language="fr", name=name)
    return row


def tag(name: str = "gaz", **fields: Any) -> Tag:
    return Tag.objects.get_or_create(language="fr", slug=name, defaults={"name": name, **fields})[0]


def picture(**fields: Any) -> Image:
    """A row of the library; its file isn't there."""
    number = next(_numbers)
    facts = {"name": f"Photo {number}", "width": 1600, "height": 900, "bytes": 1, "sha256": f"{number:064x}"}
    return Image.objects.create(file=f"images/{number}.jpg", **{**facts, **fields})


def text(**fields: Any) -> Document:
    """A complete document, signed and in a category."""
    plain = Document(title="Un titre", slug="un-titre", body="<p>Un texte.</p>")
    return replace(plain, **{"category": section().pk, "authors": (author().pk,), **fields})


def revision(article: Article, document: Document | None = None, *, based_on: Revision | None = None) -> Revision:
    return verbs.save_revision(article, document or text(), by=None, based_on=based_on)


def published(document: Document | None = None, *, now: datetime = NOON) -> Article:
    article = Article.objects.create()
    verbs.publish(revision(article, document), by=None, now=now)
    return article


def seen(article: Article, at: datetime) -> str | None:
    """The headline that readers get at an instant."""
    version = PublishedVersion.objects.live(at).filter(article=article).first()
    return version.document.title if version else None


def plan(article: Article, at: datetime, now: datetime = NOON, **fields: Any) -> PublishedVersion:
    return verbs.publish(revision(article, text(**fields)), by=None, at=at, now=now)


def picture_use(image: int, alt: str) -> PictureUse:
    return PictureUse(image, alt)


def refusals_allowed() -> Any:
    """For stories made by chance: what a verb refuses hasn't happened."""
    return suppress(ValidationError)
