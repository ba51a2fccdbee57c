import functools
import operator
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles.colours import validate_colour
from articles.models.address import Address
from articles.slugs import RESERVED, slugify, tidy
from newsroom.core.models import User

DEEPEST = 4
"""Levels of the tree: section, sub-section and two below; deeper than that nobody finds anything."""


class CategoryQuerySet(models.QuerySet["Category"]):
    def roots(self) -> Self:
        return self.filter(parent=None)

    def with_texts(self) -> Self:
        return self.prefetch_related("texts")

    def under(self, tops: Any) -> Self:
        """`tops` (rows, ids or a subquery of ids) and everything below them; adds no query of its own."""
        lines = ["pk", *("__".join(["parent"] * levels) for levels in range(1, DEEPEST))]
        return self.filter(functools.reduce(operator.or_, (Q(**{f"{line}__in": tops}) for line in lines)))

    def editable_by(self, user: User) -> Self:
        """The categories whose content `user` answers for: those chosen for them and all below, or all.

        Follows the tree as it is when the query runs. A deactivated account and one that is no editor any more hold
        no permission, hence no category, whatever was chosen for them.
        """
        if user.has_perm("articles.edit_every_category"):
            return self.all()
        if not user.has_perm("articles.change_category"):
            return self.none()
        return self.under(Category.objects.chosen_for(user).values("pk"))

    def chosen_for(self, user: User) -> Self:
        """Exactly the categories that were chosen for this editor, not those below."""
        return self.filter(editors=user)

    def lacking(self, language: str) -> Self:
        """Those without a text in `language`, which readers of that language don't see."""
        return self.exclude(texts__language=language)


class Category(models.Model):
    """A place in the one tree for all languages; what readers see of it is in `CategoryText`.

    Written by the verbs in `articles.categories.verbs` only: they keep the tree a tree.
    """

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=gettext_lazy("parent category"),
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("position"), default=0, editable=False)
    colour = models.CharField(
        gettext_lazy("colour"),
        max_length=7,
        default="#00614a",
        validators=[validate_colour],
        help_text=gettext_lazy("For its name above articles and in the section bar; by night a lighter tint is used."),
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="edited_categories",
        verbose_name=gettext_lazy("editors"),
        help_text=gettext_lazy("They publish in this category and in all below it."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    """Counts what was saved, so that a form opened before that is found out."""

    objects = CategoryQuerySet.as_manager()

    above: "tuple[Category, ...]" = ()
    """The categories over this one, the top one first; filled by `articles.categories.tree`."""

    class Meta:
        verbose_name = gettext_lazy("category")
        verbose_name_plural = gettext_lazy("categories")
        ordering = ["position", "pk"]
        permissions = [("edit_every_category", "Can edit and publish in every category")]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("pk")), name="category_not_its_own_parent")]

    def __str__(self) -> str:
        return self.text().name or f"#{self.pk}"

    def text(self, language: str | None = None) -> "CategoryText":
        """The text in a language (default: the active one), else in the default language, else an unsaved blank."""
        wanted = [language or get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE]
        by_language = {text.language: text for text in self.texts.all()} if self.pk else {}
        found = next((by_language[code] for code in wanted if code in by_language), None)
        return found or next(iter(by_language.values()), CategoryText(category=self, language=wanted[0]))

    def clean(self) -> None:
        if reason := self.why_not_under(self.parent):
            raise ValidationError({"parent": ValidationError(reason, code="place")})

    def line(self) -> "list[Category]":
        """This category and those above it, nearest first; stops where a broken tree would turn in a circle."""
        found: list[Category] = []
        here: Category | None = self
        while here is not None and here not in found:
            found.append(here)
            here = here.parent
        return found

    def height(self) -> int:
        """How many levels this category and those below it take."""
        below = ("__".join(["parent"] * levels) for levels in range(1, DEEPEST + 1))
        return 1 + sum(Category.objects.filter(**{path: self.pk}).exists() for path in below) if self.pk else 1

    def why_not_under(self, parent: "Category | None") -> str:
        """Why this category can't stand below `parent`, as a sentence; empty when it can."""
        line = parent.line() if parent else []
        if self.pk and self in line:
            return _("“%(parent)s” is “%(this)s” itself or lies below it; choose a place outside.") % {
                "parent": parent,
                "this": self,
            }
        if len(line) + self.height() > DEEPEST:
            return _("The tree may be %(levels)d levels deep, and this would be deeper; choose a higher place.") % {
                "levels": DEEPEST
            }
        return ""


class CategoryText(models.Model):
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(gettext_lazy("name"), max_length=60)
    slug = models.CharField(
        gettext_lazy("slug"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("The category’s address. Left empty, it is made from the name."),
    )
    description = models.TextField(
        gettext_lazy("description"),
        blank=True,
        validators=[MaxLengthValidator(500)],
        help_text=gettext_lazy("What readers find here, in a sentence or two."),
    )

    class Meta:
        verbose_name = gettext_lazy("text in one language")
        verbose_name_plural = gettext_lazy("texts, one per language")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "language"],
                name="one_category_text_per_language",
                violation_error_message=gettext_lazy("There is already a text in this language."),
            ),
            models.UniqueConstraint(fields=["language", "slug"], name="category_slug_unique_in_language"),
            models.CheckConstraint(condition=~Q(slug=""), name="category_slug_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Fills in an empty slug from the name; refuses one that is no address, with the one that would be."""
        self.name = tidy(self.name)
        typed, self.slug = self.slug, self.slug.strip() or slugify(self.name)
        if not self.slug:
            words = _("The name has no letter or digit to make an address from; write a slug, for example “dossiers”.")
            raise ValidationError({"slug": ValidationError(words, code="empty")})
        proper = slugify(self.slug)
        owner = self.category if self.category_id else None
        free = Address.objects.free_slug(proper, language=self.language, owner=owner) if proper else ""
        if not typed.strip():
            self.slug = free
        elif free != self.slug:
            raise ValidationError({"slug": self._why_not(proper, free)})

    def _why_not(self, proper: str, free: str) -> ValidationError:
        facts = {"slug": self.slug, "free": free}
        if self.slug in RESERVED:
            words, code = _("“%(slug)s” is an address of the site itself; “%(free)s” is free."), "reserved"
        elif proper == self.slug:
            words, code = (
                _("Another category or page has, or had, the address “%(slug)s”; “%(free)s” is free."),
                "taken",
            )
        elif free:
            words, code = _("“%(slug)s” can’t be an address; write it as “%(free)s”."), "spelling"
        else:
            words, code = _("“%(slug)s” has no letter or digit; leave the field empty to take the name."), "spelling"
        return ValidationError(words, code=code, params=facts)
