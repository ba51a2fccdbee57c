"""The address of the page on which a writer, who has no account, sees their own comment and what became of it."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from comments.models import Comment

SALT = "comments.receipt"
KEPT = timedelta(days=30)


def address(comment: Comment) -> str:
    return reverse("comments:receipt", args=[signing.dumps(comment.pk, salt=SALT)])


def read(signed: str) -> Comment | None:
    """None for what we didn't sign, and for what we signed too long ago."""
    try:
        pk = signing.loads(signed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Comment.objects.filter(pk=pk).first()
