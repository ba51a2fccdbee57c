from itertools import islice
from typing import TYPE_CHECKING, Self, TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.slugs import RESERVED, numbered

if TYPE_CHECKING:
    from articles.models.category import Category
    from articles.models.page import StaticPage

    Owner: TypeAlias = Category | StaticPage


class AddressQuerySet(models.QuerySet["Address"]):
    def owned_by(self, owner: "Owner | None") -> Self:
        """The addresses of one category or one page; of an unsaved one: none."""
        return self.filter(**{owner._meta.model_name or "": owner}) if owner and owner.pk else self.none()

    def free_slug(self, wanted: str, *, language: str, owner: "Owner | None") -> str:
        """`wanted`, or the first of `wanted-2`, `wanted-3`… neither reserved nor anybody else's, now or before."""
        stem = wanted[: max(len(wanted) - 6, 1)]  # what a number of up to five digits may cut off stays in view
        own = self.owned_by(owner).values("pk")
        rows = self.filter(language=language, slug__startswith=stem).exclude(pk__in=own)
        taken = RESERVED | set(rows.values_list("slug", flat=True))
        return next(slug for slug in islice(numbered(wanted), 100_000) if slug not in taken)

    def claim(self, owner: "Owner", *, language: str, slug: str) -> None:
        """Make `slug` the owner's current address in a language; the one before stays its own, as a former one.

        For verbs that hold the tree's lock. Raises ValidationError (taken) for what is somebody else's, or was.
        """
        rows = self.owned_by(owner).filter(language=language)
        if self.filter(language=language, slug=slug).exclude(pk__in=rows.values("pk")).exists():
            words = _("The address “%(slug)s” has been taken meanwhile; choose another one.")
            raise ValidationError({"slug": ValidationError(words, code="taken", params={"slug": slug})})
        rows.filter(is_current=True).exclude(slug=slug).update(is_current=False)
        if not rows.filter(slug=slug).update(is_current=True):
            self.create(language=language, slug=slug, **{owner._meta.model_name or "": owner})

    def retire(self, owner: "Owner", *, language: str) -> None:
        """The owner is no longer found in this language; its addresses there stay its own."""
        self.owned_by(owner).filter(language=language).update(is_current=False)


class Address(models.Model):
    """A first path segment of a language that a category or a static page has, or had: nobody else gets it.

    A former one leads to the current one. Written by the verbs of categories and pages only; the current slug stands
    in `CategoryText` and `StaticPage` as well.
    """

    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    slug = models.CharField(max_length=60)
    category = models.ForeignKey("articles.Category", on_delete=models.CASCADE, null=True, related_name="addresses")
    staticpage = models.ForeignKey("articles.StaticPage", on_delete=models.CASCADE, null=True, related_name="addresses")
    is_current = models.BooleanField(default=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("address")
        verbose_name_plural = gettext_lazy("addresses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="address_unique_in_language"),
            models.CheckConstraint(
                condition=Q(category=None, staticpage__isnull=False) | Q(category__isnull=False, staticpage=None),
                name="address_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["language", "category"], condition=Q(is_current=True), name="one_address_per_category"
            ),
            models.UniqueConstraint(
                fields=["language", "staticpage"], condition=Q(is_current=True), name="one_address_per_page"
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.language}/{self.slug}/"
