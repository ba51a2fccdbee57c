from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ledger.document import Document
from articles.models.ledger import HoldsDocument


def blank() -> dict[str, Any]:
    return Document().to_json()


class PieceTemplate(HoldsDocument):
    """What a recurring piece starts from: the weekly agenda, a match report. An article that began with one keeps no
    tie to it. Its document names no author."""

    data = models.JSONField(default=blank)
    name = models.CharField(
        _("name"),
        max_length=80,
        unique=True,
        help_text=_("What the newsroom calls it: “Weekly agenda”, “Match report”."),
        error_messages={"unique": _("There is already a template with this name.")},
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="piece_template_has_a_name")]

    def __str__(self) -> str:
        return self.name
