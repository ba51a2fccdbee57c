from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.ledger.models import (
    Article,
    Correction,
    HeldChange,
    Listing,
    PublishedVersion,
    Reference,
    Revision,
    Withdrawal,
)
from newsroom.core.models import User

__all__ = [
    "Article",
    "Category",
    "CategoryText",
    "Correction",
    "HeldChange",
    "Listing",
    "PublishedVersion",
    "Reference",
    "Revision",
    "Withdrawal",
]


class CategoryQuerySet(models.QuerySet["Category"]):
    def roots(self) -> Self:
        return self.filter(parent=None)

    def with_texts(self) -> Self:
        return self.prefetch_related("texts")

    def below(self, ids: set[int]) -> set[int]:
        """`ids` and the ids of everything below them, in one query (a newspaper has tens of categories)."""
        found, edges = set(ids), list(self.model.objects.exclude(parent=None).values_list("pk", "parent_id"))
        while more := {pk for pk, parent in edges if parent in found} - found:
            found |= more
        return found

    def editable_by(self, user: User) -> Self:
        """The categories whose content `user` answers for: those chosen for them and all below, or all."""
        if user.has_perm("articles.edit_every_category"):
            return self
        if not user.has_perm("articles.change_category"):
            return self.none()
        chosen = set(self.model.objects.filter(editors=user).values_list("pk", flat=True))
        return self.filter(pk__in=self.below(chosen)) if chosen else self.none()


class Category(models.Model):
    """A place in the one tree for all languages; what readers see of it is in `CategoryText`."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent category")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    colour = models.CharField(
        _("colour"), max_length=7, default="#00614a", validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write a colour as #00614a."))]
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="edited_categories",
        verbose_name=_("editors"),
        help_text=_("They publish in this category and in all below it."),
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "pk"]
        permissions = [("edit_every_category", _("Can edit and publish in every category"))]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("pk")), name="category_not_its_own_parent")]

    def __str__(self) -> str:
        return self.text().name or f"#{self.pk}"

    def text(self, language: str | None = None) -> "CategoryText":
        """The text in a language (default: the active one), else in the default language, else an unsaved blank."""
        wanted = [language or get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE]
        by_language = {text.language: text for text in self.texts.all()}
        found = next((by_language[code] for code in wanted if code in by_language), None)
        return found or next(iter(by_language.values()), CategoryText(category=self, language=wanted[0]))


class CategoryText(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60, allow_unicode=True)
    description = models.TextField(_("description"), blank=True, validators=[MaxLengthValidator(500)])

    class Meta:
        verbose_name = _("text in one language")
        verbose_name_plural = _("texts, one per language")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "language"],
                name="one_category_text_per_language",
                violation_error_message=_("There is already a text in this language."),
            ),
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="category_slug_unique_in_language",
                violation_error_message=_("Another category has this slug; choose a different one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
