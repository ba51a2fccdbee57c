"""Deleting a draft: what goes is what the person was asked about."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from articles.models import Article
from newsroom.core.models import User


def mark(article: Article, user: User) -> str:
    """Which state it is in: what is saved, and what others wrote in it, saved or kept."""
    others = article.revisions.exclude(made_by=user).aggregate(at=Max("made_at"))["at"]
    return f"{article.version}:{others.isoformat() if others else ''}"


def refuse_changed(article: Article, user: User, seen: str) -> None:
    """The caller holds the transaction. Raises ValidationError (stale)."""
    here = Article.objects.select_for_update().filter(pk=article.pk).first()
    if here is not None and mark(here, user) != seen:
        words = _("Somebody has written in this article since you were asked. Look at it before you delete it.")
        raise ValidationError(words, code="stale")
