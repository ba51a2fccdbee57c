"""What the checks put into the office; registered in the app's `ready()`."""

from django.utils.translation import gettext_lazy as _

from newsroom.core import audit, registry

PLACE = registry.Place(
    "checks",
    _("Checks before publication"),
    "warn",
    "admin:articles_checks",
    permission="articles.reinstate_article",
    second=True,
    position=35,
)
VERBS = {"checks_chosen": _("%(actor)s chose which checks hold a publication back.")}


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(checks=_("Checks before publication"))
    registry.places.register(PLACE)
