from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from newsletter.models.newsletter import Newsletter
from newsroom.core.models.user import LowerEmailField

LONGEST = 254


class Subscriber(models.Model):
    """A reader's mailbox. It has no account and no name."""

    email = LowerEmailField(_("e-mail address"), max_length=LONGEST, unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    created_at = models.DateTimeField(_("known since"), default=timezone.now)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        """Without the address: this may end in the trail, which outlives the reader's stay."""
        return f"#{self.pk}"


class State(models.TextChoices):
    PENDING = "pending", _("Not confirmed")
    ACTIVE = "active", _("Active")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")


class Way(models.TextChoices):
    """How somebody left."""

    LINK = "link", _("by the link in a mail")
    ONE_CLICK = "click", _("by their mail program")
    OFFICE = "office", _("by the newsroom, on request")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def pending(self) -> Self:
        return self.filter(state=State.PENDING)

    def active(self) -> Self:
        """Confirmed and not unsubscribed: the only ones that editions go to."""
        return self.filter(state=State.ACTIVE)

    def unsubscribed(self) -> Self:
        return self.filter(state=State.UNSUBSCRIBED)

    def over_before(self, before: datetime) -> Self:
        return self.unsubscribed().filter(unsubscribed_at__lt=before)

    def asked_before(self, before: datetime) -> Self:
        """Never confirmed, asked for before an instant."""
        return self.pending().filter(asked_at__lt=before)


class Subscription(models.Model):
    """One mailbox and one newsletter, with the record of consent: when it was asked for and confirmed, where, and
    which words stood beside the button (`newsletter.consent`). No network address is kept."""

    newsletter = models.ForeignKey(
        Newsletter, on_delete=models.PROTECT, related_name="subscriptions", verbose_name=_("newsletter")
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions", verbose_name=_("subscriber")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PENDING)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)
    left_by = models.CharField(_("left"), max_length=10, choices=Way.choices, blank=True)
    wording = models.CharField(_("version of the consent’s words"), max_length=20)
    source = models.CharField(_("page"), max_length=200, blank=True)
    turn = models.PositiveIntegerField(default=1, editable=False)
    """Counts how often the reader came back after leaving: links of an earlier time confirm nothing."""

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "subscriber"], name="one_subscription_per_newsletter"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False), name="active_subscription_is_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(state="unsubscribed", unsubscribed_at__isnull=False)
                | (~Q(state="unsubscribed") & Q(unsubscribed_at=None)),
                name="unsubscribed_subscription_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["newsletter", "state", "subscriber"], name="subscription_readers"),
            models.Index(fields=["-asked_at", "-id"], name="subscription_latest"),
        ]

    def __str__(self) -> str:
        """Without the address, as above."""
        return f"{self.newsletter} #{self.pk}"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def of(self, email: str) -> Self:
        return self.filter(address_hash__in=hashes(email))


class Suppression(models.Model):
    """An address that gets no mail of ours, kept after the person's data are erased: as a keyed hash, so that it can
    be recognised but not read."""

    address_hash = models.CharField(_("address, as a hash"), max_length=64, unique=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked address")
        verbose_name_plural = _("blocked addresses")
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return self.address_hash[:8]


def hashes(email: str) -> list[str]:
    """The current hash of an address first, then those under former secret keys."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    salt, value = "newsletter.suppression", email.strip().lower()
    return [salted_hmac(salt, value, secret=key, algorithm="sha256").hexdigest() for key in keys]
