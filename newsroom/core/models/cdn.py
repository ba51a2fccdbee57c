from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Problem(models.TextChoices):
    """Why a CDN did not forget; each says what to do."""

    REFUSED = "refused", gettext_lazy("It doesn’t accept the token.")
    UNKNOWN = "unknown", gettext_lazy("It knows no such zone, service or address.")
    REJECTED = "rejected", gettext_lazy("It doesn’t understand what it is asked, or doesn’t allow it.")
    MOVED = "moved", gettext_lazy("Its address leads elsewhere, where the token is not sent.")
    UNSAFE = "unsafe", gettext_lazy("Its address isn’t https://, so the token is not sent.")
    BUSY = "busy", gettext_lazy("It is asked too often.")
    BROKEN = "broken", gettext_lazy("It has trouble of its own.")
    SILENT = "silent", gettext_lazy("It doesn’t answer.")

    @property
    def is_final(self) -> bool:
        """Whether asking again is in vain until somebody has done something."""
        return self not in {Problem.BUSY, Problem.BROKEN, Problem.SILENT}

    @property
    def remedy(self) -> str:
        if self is Problem.REFUSED:
            return _("Make a new token that may purge, write it to NEWSROOM_CDN_TOKEN and restart the site.")
        if self.is_final:
            return _("Compare the NEWSROOM_CDN settings with what the CDN shows, then restart the site.")
        return _("It is tried again. If it lasts, look at the status page of the CDN.")


class CdnStateManager(models.Manager["CdnState"]):
    def current(self) -> "CdnState":
        """The one row; made on the first call."""
        return self.filter(pk=1).first() or self.get_or_create(pk=1)[0]


class CdnState(models.Model):
    """How telling the CDN what to forget went last. One row."""

    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    """A value of Problem; none since it last succeeded."""
    status = models.PositiveSmallIntegerField(default=0)
    """What it answered, as HTTP numbers it; 0 for no answer."""
    failures = models.PositiveIntegerField(default=0)
    """In a row."""
    paused_until = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)

    objects = CdnStateManager()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="cdnstate_is_one_row")]

    def __str__(self) -> str:
        return self.problem or "content"
