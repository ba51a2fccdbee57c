from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TagQuerySet(models.QuerySet["Tag"]):
    def pickable(self, language: str) -> Self:
        """Those that an article of this language may bear: not the ones that were merged into others."""
        return self.filter(language=language, merged_into=None)


class Tag(models.Model):
    """A theme, in one language."""

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    name = models.CharField(_("name"), max_length=80)
    slug = models.CharField(_("slug"), max_length=60)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    """Set on an alias: what points here shows, and leads to, that tag."""
    same = models.UUIDField(null=True, editable=False, db_index=True)
    """Shared by the tags that name one theme in several languages, one each."""

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["language", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="tag_slug_unique_in_language",
                violation_error_message=_("There is already a tag with this slug in this language."),
            ),
            models.UniqueConstraint(fields=["same", "language"], name="one_tag_per_language_in_a_theme"),
            models.CheckConstraint(condition=~Q(slug=""), name="tag_slug_not_empty"),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="tag_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name
