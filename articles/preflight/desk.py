"""What the checks put into the office; registered in the app's `ready()`."""

from django.utils.translation import gettext_lazy as _

from newsroom.core import audit

VERBS = {"checks_chosen": _("%(actor)s chose which checks hold a publication back.")}


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(checks=_("Checks before publication"))
