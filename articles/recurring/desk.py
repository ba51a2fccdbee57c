"""What templates put into the office; registered in the app's `ready()`."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Image, PieceTemplate
from newsroom.core import audit, registry
from newsroom.core.html import PICTURE

VERBS = {
    "template_added": _("%(actor)s added the template %(target)s."),
    "template_changed": _("%(actor)s changed the template %(target)s."),
    "template_deleted": _("%(actor)s deleted the template %(target)s."),
}
PLACE = registry.Place(
    "templates",
    _("Templates"),
    "article",
    "admin:articles_piecetemplate_changelist",
    permission="articles.view_piecetemplate",
    second=True,
    position=25,
)


def templates_with(target: models.Model) -> Sequence[models.Model]:
    """Those that show a picture. A newsroom has some dozens of them: all are read."""
    if not isinstance(target, Image):
        return []
    tag = f'<{PICTURE.tag} {PICTURE.key}="{target.pk}"'
    documents = [(row, row.document) for row in PieceTemplate.objects.all()]
    leads = [row for row, text in documents if text.picture and text.picture.image == target.pk]
    return leads + [row for row, text in documents if tag in text.body and row not in leads]


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(template=_("Templates"))
    registry.places.register(PLACE)
    registry.pointers.register(registry.Pointer("templates-with-image", "articles.image", templates_with))
