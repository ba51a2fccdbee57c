"""Review links for tests, and a reviewer at a browser without an account."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.desk import verbs as desk
from articles.models import Article, ReviewLink, Revision
from articles.reviewing import tokens as signing
from articles.reviewing import verbs
from newsroom.core.models import User
from tests.articles import stories

WEEK = timedelta(days=7)
OURS = {"origin": "http://testserver"}
TYPED = {"name": "Me Benjelloun", "text": "La citation est juste.", "subject": ""}


def article(by: User | None = None, **fields: Any) -> Article:
    """A saved draft with a text of its own."""
    plain = {"title": "Le quai secret", "body": "<p>Un aveu.</p>", "category": stories.section()}
    row = Article(**{**plain, **fields})
    desk.save(row, by=by, authors=[stories.author().pk])
    return row


def saved(row: Article) -> Revision:
    return row.revisions.saved()[0]


def link(row: Article, *, by: User | None = None, now: datetime | None = None, **fields: Any) -> ReviewLink:
    now = now or timezone.now()
    facts = {"reader": "Me Benjelloun", "until": now + WEEK, **fields}
    return verbs.make(saved(row), by=by, now=now, **facts)


def token(row: ReviewLink) -> str:
    return signing.path(row).rstrip("/").rpartition("/")[2]


def tokens(row: Article) -> tuple[str, str, str]:
    """Of an open link, of one that is over, and of one that was revoked."""
    over = link(row, now=timezone.now() - 2 * WEEK)
    revoked = link(row)
    verbs.revoke(revoked, by=None)
    return token(link(row)), token(over), token(revoked)


def look(row: ReviewLink, **headers: str) -> Any:
    return Client(headers=headers).get(signing.path(row))


def send(row: ReviewLink, *, headers: dict[str, str] | None = None, **typed: str) -> Any:
    """As a browser does from the page itself."""
    return Client(headers=OURS if headers is None else headers).post(signing.path(row), {**TYPED, **typed})
