from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """What people are told of; each is an audit verb of `article`, and the label is how its mail begins."""

    SUBMITTED = "submitted", _("To review")
    TAKEN_BACK = "taken_back", _("Taken back by its writer")
    RETURNED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    PLANNED = "planned", _("Publication planned")
    MOVED = "rescheduled", _("Publication moved")
    CANCELLED = "cancelled", _("Publication cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REINSTATED = "reinstated", _("Reinstated")
    ASSIGNED = "assigned", _("Yours to see to")

    @property
    def asks(self) -> bool:
        """Whether it asks an editor for something; the others tell those who work on the text."""
        return self is Event.SUBMITTED

    @property
    def is_for_its_assignee_alone(self) -> bool:
        return self in {Event.ASSIGNED, Event.TAKEN_BACK}


ABOUT_MINE = tuple(f"article.{one}" for one in Event if not one.asks and not one.is_for_its_assignee_alone)
"""The verbs of what others decide about somebody's text."""
