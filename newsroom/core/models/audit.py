from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, target: models.Model) -> Self:
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: what happened stays told. Retention goes through `purge()`."""
        raise TypeError("The audit trail is append-only; AuditEntry.objects.purge() applies the retention period.")

    def update(self, **kwargs: Any) -> int:
        raise TypeError("The audit trail is append-only.")

    def family(self, name: str) -> Self:
        """What was done with the verbs of one family: `user` has `user.invited`, `user.joined` and so on."""
        return self.filter(verb__startswith=f"{name}.")

    def purge(self, *, before: datetime) -> int:
        """Forget entries older than the retention period; answers how many."""
        return self.filter(at__lt=before)._raw_delete(self.db)


class AuditEntry(models.Model):
    """Who did what when, in words that outlive the person: rows are written by `newsroom.core.audit.record()` only."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    actor_name = models.CharField(_("who"), max_length=120, blank=True)
    verb = models.CharField(_("what"), max_length=60)
    target_type = models.CharField(max_length=100, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    target_label = models.CharField(_("on what"), max_length=200, blank=True)
    detail = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id", "-at"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.target_label}"

    def save(self, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The audit trail is append-only.")
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit trail is append-only.")
