from typing import Self

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StaffSessionManager(BaseSessionManager["StaffSession"]):
    def of(self, user_id: int) -> "models.QuerySet[StaffSession]":
        """What this account has open now, the latest used first."""
        return self.filter(user_id=user_id, expire_date__gt=timezone.now()).order_by("-seen_at")


class StaffSession(AbstractBaseSession):
    """A signed-in browser of a member of the newsroom; deleting the row signs it out.

    `network` is cut to /24 or /48 and `device` to browser and system: enough to recognise one's own, no more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField(_("signed in"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    network = models.CharField(_("network"), max_length=45, blank=True)
    device = models.CharField(_("device"), max_length=80, blank=True)

    objects = StaffSessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = _("session")
        verbose_name_plural = _("sessions")


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def lapsed(self, at: timezone.datetime) -> Self:
        return self.filter(until__lte=at)


class Attempt(models.Model):
    """How often something was tried under one key within one window. The key is a keyed hash: no address, no network."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    objects = AttemptQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key[:8]} × {self.count}"
