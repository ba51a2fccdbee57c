from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.models.article import Article
from articles.models.ledger import Correction, PublishedVersion
from newsroom.core.models import User
from newsroom.core.models.user import LowerEmailField

LONGEST, PASSAGE = 2000, 500


class ReportState(models.TextChoices):
    OPEN = "open", pgettext_lazy("a report", "Open")
    TAKEN = "taken", pgettext_lazy("a report", "Taken up")
    FIXED = "fixed", pgettext_lazy("a report", "Fixed")
    NOT_ERROR = "not_error", gettext_lazy("Not an error")
    SPAM = "spam", gettext_lazy("Spam")

    @property
    def waits(self) -> bool:
        return self in {ReportState.OPEN, ReportState.TAKEN}


WAITING = [state for state in ReportState if state.waits]


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> Self:
        """Open, or taken up by somebody and not settled."""
        return self.filter(state__in=WAITING)

    def done(self) -> Self:
        return self.exclude(state__in=WAITING)

    def decided_by(self, user: User) -> Self:
        """Those that are `user`'s to settle: about articles that they decide on."""
        if not user.has_perm("articles.change_report"):
            return self.none()
        return self.filter(article__in=Article.objects.decided_by(user).values("pk"))

    def visible_to(self, user: User) -> Self:
        """Those, and what is said about articles of one's own."""
        if not user.has_perm("articles.view_report"):
            return self.none()
        own, decided = Article.objects.of(user).values("pk"), Article.objects.decided_by(user).values("pk")
        return self.filter(Q(article__in=own) | Q(article__in=decided))

    def from_person(self, email: str) -> Self:
        return self.filter(email=email.lower()) if email else self.none()


class Report(models.Model):
    """A reader says that something in an article is wrong. The texts are plain, as typed, and never public."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="reports", verbose_name=gettext_lazy("article")
    )
    version = models.ForeignKey(PublishedVersion, on_delete=models.PROTECT, related_name="+")
    """What readers had when it was sent."""
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=settings.LANGUAGES)
    passage = models.TextField(gettext_lazy("passage"), blank=True, validators=[MaxLengthValidator(PASSAGE)])
    text = models.TextField(gettext_lazy("what is wrong"), validators=[MaxLengthValidator(LONGEST)])
    email = LowerEmailField(gettext_lazy("e-mail address"), blank=True)
    received_at = models.DateTimeField(gettext_lazy("received"), default=timezone.now)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=ReportState.choices, default=ReportState.OPEN
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    """Who took it up, or settled it."""
    decided_at = models.DateTimeField(null=True)
    correction = models.ForeignKey(Correction, on_delete=models.SET_NULL, null=True, related_name="+")
    """The note to readers that came of it."""

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("report of an error")
        verbose_name_plural = gettext_lazy("reports of errors")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="report_not_empty"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & ~Q(decided_at=None)),
                name="report_decided_has_its_time",
            ),
            models.CheckConstraint(condition=Q(correction=None) | Q(state="fixed"), name="report_corrected_is_fixed"),
        ]
        indexes = [
            models.Index(fields=["state", "received_at", "id"], name="report_queue"),
            models.Index(fields=["received_at", "id"], name="report_all"),
            models.Index(fields=["email"], condition=~Q(email=""), name="report_person"),
        ]

    def __str__(self) -> str:
        """Without a word of the reader's: this goes into the trail, which outlives the report."""
        return _("Report no. %(number)s") % {"number": self.pk}
