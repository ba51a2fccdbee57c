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
    tag = f'<{PICTURE.tag} {PICTURE.key}="{target.pk}"'
    rows = PieceTemplate.objects.all() if isinstance(target, Image) else ()
    return [row for row in rows if tag in row.document.body or (use := row.document.picture) and use.image == target.pk]


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(template=_("Templates"))
    registry.places.register(PLACE)
    registry.pointers.register(registry.Pointer("templates-with-image", "articles.image", templates_with))
