"""What the floor is told of sittings; registered in the app's `ready()`."""

from django.utils.translation import gettext_lazy as _

from articles.sittings.verbs import KEPT_FOR, forget
from newsroom.core import registry


def register() -> None:
    words = _("What people wrote in articles and didn’t save")
    registry.retention.register(registry.Retention("articles.autosaves", words, KEPT_FOR, forget))
