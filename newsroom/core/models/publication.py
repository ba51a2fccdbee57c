from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newsroom.core.links import LinkField

UNNAMED = "Newsroom"
"""What a newspaper is called until it says its name."""


class InLanguage(Protocol):
    @property
    def language(self) -> str: ...


Text = TypeVar("Text", bound=InLanguage)


def nearest(texts: Iterable[Text], language: str) -> Text | None:
    """In this language, else in the default one, else in any."""
    by_language = {text.language: text for text in texts}
    wanted = [*(code for code in (language, settings.LANGUAGE_CODE) if code in by_language), *by_language]
    return by_language[wanted[0]] if wanted else None


class PublicationManager(models.Manager["Publication"]):
    def current(self) -> "Publication":
        """The one row, with its texts and accounts; made on the first call."""
        row = self.prefetch_related("texts", "accounts").filter(pk=1).first()
        return row or self.get_or_create(pk=1)[0]


class Publication(models.Model):
    """The newspaper itself. One row; what readers read of it is in `PublicationText`, per language."""

    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("Shown to readers on the contact page.")
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    blocking_checks: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True, editable=False)
    """Names of checks before publication, and whether each blocks. Those that aren't there do as they say."""

    objects = PublicationManager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="publication_is_one_row")]

    def __str__(self) -> str:
        return self.text().name

    def text(self, language: str | None = None) -> "PublicationText":
        """The texts in a language (default: the active one), else the nearest there are, else an unsaved blank."""
        wanted = language or get_language() or settings.LANGUAGE_CODE
        return nearest(self.texts.all(), wanted) or PublicationText(publication=self, language=wanted, name=UNNAMED)

    def is_complete(self) -> bool:
        """Every language that readers find here has all its texts."""
        complete = {text.language for text in self.texts.all() if not text.missing()}
        return complete >= {code for code, _name in settings.LANGUAGES}


class PublicationTextManager(models.Manager["PublicationText"]):
    def masthead(self) -> str:
        """The newspaper's name in the active language, in one query: it stands on every page of the office."""
        text = nearest(self.only("language", "name"), get_language() or settings.LANGUAGE_CODE)
        return text.name if text else UNNAMED


class PublicationText(models.Model):
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="texts", default=1)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=80)
    strapline = models.CharField(_("strapline"), max_length=160, blank=True, help_text=_("One line under the name."))
    legal_notice = models.TextField(_("legal notice"), blank=True, validators=[MaxLengthValidator(20_000)])
    contact = models.TextField(_("contact"), blank=True, validators=[MaxLengthValidator(20_000)])

    objects = PublicationTextManager()

    class Meta:
        verbose_name = _("texts in one language")
        verbose_name_plural = _("texts, one set per language")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "language"],
                name="one_publication_text_per_language",
                violation_error_message=_("There is already a set of texts in this language."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    def missing(self) -> list[str]:
        """The texts that readers are owed and don't find in this language, by the names that forms give them."""
        owed = {"strapline": _("strapline"), "legal_notice": _("legal notice"), "contact": _("contact")}
        return [str(words) for name, words in owed.items() if not getattr(self, name).strip()]


class SocialAccount(models.Model):
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="accounts", default=1)
    network = models.CharField(_("network"), max_length=40, help_text=_("As readers know it: Facebook, X, Instagram…"))
    url = LinkField(_("address"))
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: shown in every language."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("social account")
        verbose_name_plural = _("social accounts")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.network
