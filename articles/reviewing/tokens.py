"""The address of a review link: its row's key, signed. Who reads the database, a backup or the trail can't make it."""

import secrets
from datetime import datetime

from django.core.signing import BadSignature, Signer

from articles import addresses
from articles.models import ReviewLink
from newsroom.core.links import absolute

CHANCE = 16
"""Bytes of the key."""


def fresh_key() -> str:
    return secrets.token_urlsafe(CHANCE)


def path(link: ReviewLink) -> str:
    """In the language of the text."""
    token = _signer().sign(link.key)
    return addresses.in_language(link.revision.document.language, "review", token=token)


def address(link: ReviewLink) -> str:
    return absolute(path(link))


def find(token: str, *, at: datetime) -> ReviewLink | None:
    """None for what we didn't sign, for what has ended or was revoked, and for what is gone: they look the same.

    The signature comes first, so that a guess never reaches the database and tells nothing by the time it takes.
    """
    try:
        key = _signer().unsign(token)
    except BadSignature:
        return None
    rows = ReviewLink.objects.open(at).select_related("revision", "article", "made_by")
    return rows.filter(key=key).first()


def _signer() -> Signer:
    return Signer(sep=".", salt="articles.review")
