from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.core.pagestore import depends, keys
from newsroom.core.prepared import prepared


@prepared
def _offered(language: str) -> models.QuerySet["Newsletter", "Newsletter"]:
    return Newsletter.objects.open().filter(language=language)[:1]


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def open(self) -> Self:
        """Those that readers can sign up for, the one that boxes offer first."""
        return self.filter(is_open=True)

    def offered(self, language: str) -> "Newsletter | None":
        """The one that pages in this language offer."""
        depends(keys.newsletter())
        return next(iter(_offered(language)), None)


class Newsletter(models.Model):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"),
        max_length=40,
        unique=True,
        help_text=_(
            "A short name in the letters a to z. Mail programs know the list by it, so it stays as it is once mails "
            "have been sent."
        ),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    description = models.TextField(
        _("description"),
        blank=True,
        validators=[MaxLengthValidator(300)],
        help_text=_("Stands in the sign-up box in place of the usual sentence: what readers get, and how often."),
    )
    is_open = models.BooleanField(_("takes sign-ups"), default=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Pages offer the first open newsletter of their language.")
    )

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
