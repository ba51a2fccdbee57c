from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class AuthorQuerySet(models.QuerySet["Author"]):
    def with_texts(self) -> Self:
        return self.prefetch_related("texts")

    def pickable(self) -> Self:
        """Those that a by-line may name: not the ones that were merged into others."""
        return self.filter(merged_into=None)


class Author(models.Model):
    """A by-line. It may or may not be a member of the newsroom, and outlives the account."""

    slug = models.CharField(_("slug"), max_length=60, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
        help_text=_("The member of the newsroom who signs like this. They may edit what bears this by-line."),
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    """Set on an alias: what points here shows, and leads to, that author."""

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="author_slug_not_empty"),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="author_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.text().name or self.slug

    def text(self, language: str | None = None) -> "AuthorText":
        """The text in a language (default: the active one), else in the default language, else any, else a blank."""
        wanted = [language or get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE]
        by_language = {text.language: text for text in self.texts.all()} if self.pk else {}
        found = next((by_language[code] for code in wanted if code in by_language), None)
        return found or next(iter(by_language.values()), AuthorText(author=self, language=wanted[0]))


class AuthorText(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("For example: Rabat correspondent."))
    biography = models.TextField(_("biography"), blank=True, validators=[MaxLengthValidator(2000)])

    class Meta:
        verbose_name = _("text in one language")
        verbose_name_plural = _("texts, one per language")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "language"],
                name="one_author_text_per_language",
                violation_error_message=_("There is already a text in this language."),
            )
        ]

    def __str__(self) -> str:
        return self.name
