from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChangedKeyQuerySet(models.QuerySet["ChangedKey"]):
    def over(self, before: datetime) -> Self:
        """What every machine has had time to act upon."""
        return self.alias(instant=Coalesce("due_at", "made_at")).filter(instant__lt=before)

    def unpurged(self, at: datetime) -> Self:
        """What has changed by then and the CDN wasn't told."""
        has_come = Q(due_at=None) | Q(due_at__lte=at)
        return self.filter(has_come, purged_at=None, made_at__lte=at)


class ChangedKey(models.Model):
    """The outbox of the page store: something that pages are made from changed, or will at `due_at`.

    Written in the transaction of the change itself. `hides`: nothing made from it may be shown again, not even while
    the database is away.
    """

    key = models.CharField(max_length=120)
    due_at = models.DateTimeField(null=True)
    hides = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    purged_at = models.DateTimeField(null=True)
    """When the CDN in front, if there is one, had forgotten what was made from it."""

    objects: ClassVar[models.Manager["ChangedKey"]] = ChangedKeyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("purge_pages", _("Can see the stored pages and have them made anew"))]
        indexes = [
            models.Index(fields=["due_at"], name="core_changedkey_due"),
            models.Index(fields=["made_at"], name="core_changedkey_unpurged", condition=Q(purged_at=None)),
        ]

    def __str__(self) -> str:
        return self.key
