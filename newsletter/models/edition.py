from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, PublishedVersion
from newsletter.models.newsletter import Newsletter
from newsletter.models.subscription import Subscriber


class EditionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")


class EditionQuerySet(models.QuerySet["Edition"]):
    def drafts(self) -> Self:
        return self.filter(state=EditionState.DRAFT)

    def sending(self) -> Self:
        return self.filter(state=EditionState.SENDING)

    def gone_out(self) -> Self:
        """Sent, or on their way, the latest first."""
        return self.exclude(state=EditionState.DRAFT).order_by("-sent_at", "-pk")


class Edition(models.Model):
    """One mail to all readers of a newsletter."""

    newsletter = models.ForeignKey(
        Newsletter, on_delete=models.PROTECT, related_name="editions", verbose_name=_("newsletter")
    )
    subject = models.CharField(
        _("subject"), max_length=110, help_text=_("The first thing readers see of it, in the list of their mails.")
    )
    intro = models.TextField(
        _("introduction"),
        blank=True,
        validators=[MaxLengthValidator(1500)],
        help_text=_("A few words before the articles; an empty line begins a new paragraph."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=EditionState.choices, default=EditionState.DRAFT, editable=False
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    """When somebody sent it; the mails leave one after the other from then on."""
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    spread_at = models.DateTimeField(null=True, editable=False)
    """When the last delivery was made: how many readers it goes to is known from then on."""
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-created_at", "-pk"]
        permissions = [("send_edition", "Can send editions to readers")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | (~Q(state="draft") & Q(sent_at__isnull=False)),
                name="edition_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(finished_at__isnull=False), name="edition_sent_is_finished"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        return self.state == EditionState.DRAFT


class EditionItem(models.Model):
    """An article in an edition. In a draft it stands for what readers see of the article; the version is fixed when
    the edition is sent."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", verbose_name=_("article"))
    version = models.ForeignKey(PublishedVersion, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("article in an edition")
        verbose_name_plural = _("articles in an edition")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "article"], name="article_once_per_edition")]

    def __str__(self) -> str:
        return f"{self.position}. #{self.article_id}"


class DeliveryState(models.TextChoices):
    """`SENDING` is the moment of the hand-over; who is found in it after a crash becomes `UNCLEAR`: they may have the
    mail, and don't get it again."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Left out: unsubscribed meanwhile")
    REFUSED = "refused", _("Refused by the mail server")
    UNCLEAR = "unclear", _("Unclear: interrupted while being sent")
    GIVEN_UP = "given_up", _("Given up: the mail server stayed away")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING)

    def unfinished(self) -> Self:
        return self.filter(state__in=[DeliveryState.WAITING, DeliveryState.SENDING])

    def numbers(self) -> dict[str, int]:
        """How many there are in each state, by its value; one query."""
        counts = dict(self.order_by().values_list("state").annotate(n=Count("pk")))
        return {state.value: counts.get(state.value, 0) for state in DeliveryState}

    def sent_before(self, before: datetime) -> Self:
        return self.filter(made_at__lt=before).exclude(subscriber=None)


class Delivery(models.Model):
    """One reader's copy of an edition. The reader goes with erasure and with time; the number stays."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["edition", "subscriber"], name="edition_once_per_subscriber"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_has_its_time"
            ),
        ]
        indexes = [models.Index(fields=["edition", "state"], name="delivery_progress")]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.pk}"

    @property
    def key(self) -> str:
        """Makes the Message-ID: the same for every try at this delivery."""
        return f"edition-{self.edition_id}-{self.pk}"
