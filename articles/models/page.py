from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.address import Address
from articles.slugs import RESERVED, slugify, tidy
from newsroom.core.html import SanitisedField


class StaticPageQuerySet(models.QuerySet["StaticPage"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def telling_the_same(self, *pages: "StaticPage") -> Self:
        """These and what they are translated from or into."""
        firsts = {page.translation_of_id or page.pk for page in pages}
        return self.filter(models.Q(pk__in=firsts) | models.Q(translation_of__in=firsts))


class StaticPage(models.Model):
    """A page that no article is: legal notice, who we are. Its slug shares one table with the categories'."""

    language = models.CharField(gettext_lazy("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    title = models.CharField(gettext_lazy("title"), max_length=120)
    slug = models.CharField(
        gettext_lazy("slug"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("The page’s address. Left empty, it is made from the title."),
    )
    body = SanitisedField(gettext_lazy("text"), blank=True)
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=gettext_lazy("translation of"),
        help_text=gettext_lazy(
            "The page of another language that says the same: the switch of languages leads from one to the other."
        ),
    )
    is_published = models.BooleanField(gettext_lazy("published"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    """Counts what was saved, so that a form opened before that is found out."""

    objects = StaticPageQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("page")
        verbose_name_plural = gettext_lazy("pages")
        ordering = ["language", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="page_slug_unique_in_language"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="page_slug_not_empty"),
            models.CheckConstraint(
                condition=~models.Q(translation_of=models.F("pk")), name="page_not_translated_from_itself"
            ),
            models.UniqueConstraint(
                fields=["translation_of", "language"], name="one_translation_of_a_page_per_language"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Fills in an empty slug from the title; refuses one that is no address, with the one that would be."""
        self._refuse_wrong_original()
        self.title = tidy(self.title)
        typed, self.slug = self.slug, self.slug.strip() or slugify(self.title)
        proper = slugify(self.slug)
        if not proper:
            words = _("The title has no letter or digit to make an address from; write a slug, for example “contact”.")
            raise ValidationError({"slug": ValidationError(words, code="empty")})
        free = Address.objects.free_slug(proper, language=self.language, owner=self)
        if not typed.strip():
            self.slug = free
        elif free != self.slug:
            words = _("“%(slug)s” can’t be this page’s address; “%(free)s” is free.")
            code = "reserved" if self.slug in RESERVED else "taken"
            raise ValidationError({"slug": ValidationError(words, code=code, params={"slug": self.slug, "free": free})})

    def _refuse_wrong_original(self) -> None:
        original = self.translation_of
        if original is None:
            return
        words = ""
        if original.language == self.language:
            words = _("“%(page)s” is of the same language. Choose the page of another language that says the same.")
        elif original.translation_of_id or (self.pk and self.translations.exists()):
            words = _("Choose the page that all its translations name, and make that one a translation of none.")
        elif original.translations.filter(language=self.language).exclude(pk=self.pk).exists():
            words = _("“%(page)s” has a translation into this language already.")
        if words:
            refusal = ValidationError(words, code="original", params={"page": original})
            raise ValidationError({"translation_of": refusal})
