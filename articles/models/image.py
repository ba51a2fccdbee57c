import secrets
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

INSIDE = [MinValueValidator(0.0), MaxValueValidator(1.0)]


def by_content(image: "Image", filename: str) -> str:
    """Named by what is in it, so that a name never comes to mean another picture.

    And by chance: what was deleted and uploaded again is another file, which no late removal of the first can take.
    """
    mark = secrets.token_hex(4)
    return f"images/{image.sha256[:2]}/{image.sha256}-{mark}{PurePosixPath(filename).suffix.lower()}"


class ImageQuerySet(models.QuerySet["Image"]):
    def with_texts(self) -> Self:
        return self.prefetch_related("texts")

    def licensed(self, on: date) -> Self:
        """Those that may still be shown on a day of the newsroom's calendar."""
        return self.filter(Q(licence_ends_on=None) | Q(licence_ends_on__gte=on))


class Image(models.Model):
    """A picture of the library. Words about one use of it belong to the article; credit and licence belong here."""

    name = models.CharField(_("name"), max_length=120, help_text=_("What the newsroom calls it; readers don’t see it."))
    file = models.ImageField(_("file"), upload_to=by_content, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    bytes = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    """Of the file as it was uploaded, in hexadecimal: the same picture uploaded twice is found out."""
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    licence_ends_on = models.DateField(
        _("last day of the licence"), null=True, blank=True, help_text=_("From the next day on readers don’t see it.")
    )
    focal_x = models.FloatField(_("focal point from the left"), default=0.5, validators=INSIDE)
    """What must stay in view when the picture is cropped: 0 is its left (top) edge, 1 its right (bottom) one."""
    focal_y = models.FloatField(_("focal point from the top"), default=0.5, validators=INSIDE)
    renditions: models.JSONField[Any, Any] = models.JSONField(default=dict, editable=False)
    """The sizes that were made of it, as `articles.pictures.renditions` writes and reads them; empty until then."""
    recipe = models.PositiveSmallIntegerField(default=0, editable=False, db_index=True)
    """By which recipe they were made; 0: not yet."""
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1), name="focal_point_inside"
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def licence_over_at(self) -> datetime | None:
        """The instant from which readers don't see it: the start of the next day in the newsroom's zone."""
        if self.licence_ends_on is None or self.licence_ends_on == date.max:
            return None
        return timezone.make_aware(
            datetime.combine(self.licence_ends_on + timedelta(days=1), time.min), timezone.get_default_timezone()
        )

    def text(self, language: str | None = None) -> "ImageText":
        """Default words in exactly this language (default: the active one), else a blank: alt is never borrowed."""
        wanted = language or get_language() or settings.LANGUAGE_CODE
        found = next((text for text in self.texts.all() if text.language == wanted), None) if self.pk else None
        return found or ImageText(image=self, language=wanted)


class ImageText(models.Model):
    """Words that a new use of the picture starts with."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    alt = models.CharField(
        _("alternative text"), max_length=300, blank=True, help_text=_("What it shows, for those who don’t see it.")
    )
    caption = models.TextField(_("caption"), blank=True, validators=[MaxLengthValidator(500)])

    class Meta:
        verbose_name = _("text in one language")
        verbose_name_plural = _("texts, one per language")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "language"],
                name="one_picture_text_per_language",
                violation_error_message=_("There is already a text in this language."),
            )
        ]

    def __str__(self) -> str:
        return self.alt or self.caption
