"""What tests of comments are about: an article that readers see, and what they write below it."""

from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.ledger import verbs as ledger
from articles.ledger.document import Document
from articles.models import Article, PublishedVersion
from comments.models import Comment, Decision
from comments.verbs import Words, post
from tests.articles import stories

OURS = {"origin": "http://testserver"}
TYPED = {"name": "Lina", "email": "lina@example.ma", "comment": "Merci pour la carte.", "subject": ""}


def draft(title: str = "Le plan des ports", *, language: str = "fr") -> Article:
    return Article.objects.create(title=title, language=language)


def document(title: str, *, language: str = "fr", **fields: Any) -> Document:
    section = stories.section(f"maroc-{language}", language=language)
    return stories.text(title=title, language=language, category=section.pk, **fields)


def article(
    title: str = "Le plan des ports", *, language: str = "fr", now: datetime | None = None, **fields: Any
) -> PublishedVersion:
    """The live version of a new article."""
    row = draft(title, language=language)
    return ledger.publish(stories.revision(row, document(title, language=language, **fields)), by=None, now=now)


def comment(version: PublishedVersion, text: str = "Merci.", **fields: Any) -> Comment:
    """A comment as readers leave it: it waits."""
    words = Words(fields.pop("name", "Lina"), fields.pop("email", "lina@example.ma"), text)
    return post(version.article_id, words, at=timezone.now(), **fields)


def approved(version: PublishedVersion, text: str = "Merci.", **fields: Any) -> Comment:
    return decided(version, Decision.APPROVED, text, **fields)


def decided(version: PublishedVersion, decision: Decision, text: str = "Merci.", **fields: Any) -> Comment:
    row = comment(version, text, **fields)
    rows = Comment.objects.filter(pk=row.pk)
    {"approved": rows.approve, "rejected": rows.reject, "spam": rows.spam}[decision.value](by=None)
    row.refresh_from_db()
    return row


def address(version: PublishedVersion) -> str:
    prefix = "" if version.language == "fr" else f"/{version.language}"
    return f"{prefix}/commentaires/{version.article_id}/"


def send(version: PublishedVersion, *, headers: dict[str, str] | None = None, **typed: str) -> Any:
    """Post the form as a browser does from our own page."""
    return Client(headers=OURS if headers is None else headers).post(address(version), {**TYPED, **typed})
