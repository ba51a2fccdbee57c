"""What a person wrote and never saved, offered when they come back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.sittings.typed import one, tag_names
from newsroom.core.models import User

LOOKED_AT = 5
ASIDE = ("note", "wanted")
"""Texts of the form that no document holds."""


@dataclass(frozen=True)
class Offer:
    revision: Revision
    said: str
    take: str
    compare: str
    """Empty where there is nothing to compare it with."""

    def as_json(self) -> dict[str, Any]:
        give_up = reverse("admin:articles_article_give_up", args=[self.revision.article_id])
        shown = {"number": self.revision.pk, "said": self.said, "take": self.take, "compare": self.compare}
        return {**shown, "give_up": give_up}


def offer(article: Article, by: User, *, besides: UUID | None = None) -> Offer | None:
    """The latest that says something else than the working copy; `besides` is the sitting that asks."""
    rows = Revision.objects.autosaved().filter(article=article, made_by=by, settled_at=None)
    for row in (rows.exclude(sitting=besides) if besides else rows)[:LOOKED_AT]:
        if says_something(row, article):
            return _offer(row, article)
    return None


def says_something(row: Revision, article: Article) -> bool:
    tags = {name.casefold() for name in tag_names(row.typed)}
    aside = {one(row.typed, name).strip() for name in ASIDE} - {"", article.changes_wanted.strip()}
    known = {tag.name.casefold() for tag in article.tags.all()}
    return bool(aside) or row.document != article.document() or tags != known


def _offer(row: Revision, article: Article) -> Offer:
    change = reverse("admin:articles_article_change", args=[article.pk])
    saved = article.revisions.saved().first()
    compare = reverse("admin:articles_article_compare", args=[article.pk])
    return Offer(
        row,
        _("You wrote this on %(day)s and didn’t save it.") % {"day": moment(row.made_at)},
        take=f"{change}?take={row.pk}",
        compare=f"{compare}?from={saved.pk}&to={row.pk}" if saved else "",
    )


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def taken(article: Article, by: User, number: int | None) -> Revision | None:
    """The autosave that the page is to hold: the one asked for; for a draft that its writer never saved, the latest."""
    rows = Revision.objects.autosaved().filter(article=article, made_by=by)
    if number is not None:
        return rows.filter(pk=number).first()
    if article.created_by_id == by.pk and not article.revisions.saved().exists():
        return rows.filter(settled_at=None).first()
    return None
