from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, ArticleQuerySet
from articles.models.ledger import Change, PublishedVersion, Revision


class TranslationQuerySet(models.QuerySet["Translation"]):
    def behind(self, at: datetime | None = None) -> Self:
        """Those whose original has told readers something since: whatever but a typo. Planned changes come by the
        clock; the very text that was translated is no change when it is published."""
        newer = PublishedVersion.objects.filter(article=OuterRef("original"), live_from__gt=OuterRef("since"))
        newer = newer.filter(live_from__lte=at or timezone.now()).exclude(change=Change.TYPO)
        newer = newer.exclude(revision=OuterRef("revision")).exclude(revision__made_from=OuterRef("revision"))
        return self.filter(Exists(newer))


class Translation(models.Model):
    """An article that was begun from another one, and the state of that one whose words it tells."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="translation")
    original = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    revision = models.ForeignKey(Revision, on_delete=models.RESTRICT, related_name="+")
    """The original's state that it was translated from, or compared with last; frozen."""
    since = models.DateTimeField()
    """When readers got that state; where they never did, when it was translated. What comes later isn't in it."""

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(article=F("original")), name="translation_of_another_article")
        ]

    def __str__(self) -> str:
        return f"{self.original_id} → {self.article_id}"


def with_behind(rows: ArticleQuerySet, at: datetime) -> ArticleQuerySet:
    """Adds `is_behind` to articles: their original has told readers something since."""
    return rows.annotate(is_behind=Exists(Translation.objects.behind(at).filter(article=OuterRef("pk"))))
