from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

IDLE = timedelta(days=3)
"""A session that nobody used for so long is over: a weekend passes, a forgotten browser doesn't stay open."""


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    def live(self, at: datetime) -> Self:
        return self.filter(expire_date__gt=at, seen_at__gt=at - IDLE)

    def of(self, user_id: int, at: datetime | None = None) -> Self:
        """What this account has open, the latest used first."""
        return self.live(at or timezone.now()).filter(user_id=user_id).order_by("-seen_at", "session_key")

    def over(self, at: datetime) -> Self:
        return self.filter(models.Q(expire_date__lte=at) | models.Q(seen_at__lte=at - IDLE))


class StaffSessionManager(BaseSessionManager["StaffSession"].from_queryset(StaffSessionQuerySet)):  # type: ignore[misc]  # made at run time
    pass


class StaffSession(AbstractBaseSession):
    """A signed-in browser of a member of the newsroom; deleting the row signs it out.

    `network` is cut to /24 or /48 and `device` to browser and system: enough to recognise one's own, no more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField(_("signed in"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    network = models.CharField(_("network"), max_length=45, blank=True)
    device = models.CharField(_("device"), max_length=80, blank=True)

    objects: ClassVar[StaffSessionManager] = StaffSessionManager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Django's engine saves a row that it never read: an update writes what the engine knows, no more."""
        if kwargs.get("force_update"):
            kwargs["update_fields"] = ["session_data", "expire_date", "user"]
        super().save(*args, **kwargs)

    @property
    def handle(self) -> str:
        """Names the session in pages and forms; the key itself would open it."""
        return salted_hmac("newsroom.session", self.session_key, algorithm="sha256").hexdigest()[:32]

    def is_named(self, handle: str) -> bool:
        return constant_time_compare(self.handle, handle)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def lapsed(self, at: datetime) -> Self:
        return self.filter(until__lte=at)


class Attempt(models.Model):
    """How often something was tried under one key in one window. The key is a keyed hash: no address, no network."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    objects = AttemptQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key[:8]} × {self.count}"
