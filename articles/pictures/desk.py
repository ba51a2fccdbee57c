"""What the office and the floor are told of the library; registered in the app's `ready()`."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from articles.pictures import tasks, usage
from newsroom.core import audit, registry
from newsroom.core.tasks import periodic

VERBS = {
    "picture_added": _("%(actor)s added the picture %(target)s."),
    "picture_changed": _("%(actor)s changed the picture %(target)s."),
    "picture_deleted": _("%(actor)s deleted the picture %(target)s."),
}


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(picture=_("Pictures"))
    registry.places.register(
        registry.Place(
            name="pictures",
            label=_("Pictures"),
            icon="picture",
            view="admin:articles_image_changelist",
            permission="articles.view_image",
            position=20,
        )
    )
    registry.pointers.register(registry.Pointer("pictures", "articles.image", usage.pointers))
    registry.retention.register(
        registry.Retention("pictures.orphans", _("Picture files that nothing uses"), tasks.KEEP, tasks.forget_orphans)
    )
    periodic(name="pictures.missing", task=tasks.make_missing, daily=time(4, 20))
