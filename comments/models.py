from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from newsroom.core import audit
from newsroom.core.models import User
from newsroom.core.models.user import LowerEmailField
from newsroom.core.pagestore import changed, keys

LONGEST_NAME, LONGEST = 60, 5000
STEP, DEEPEST = 12, 4
"""`place` has so many digits for each level, and so many levels; deeper replies stand on the last one."""
BATCH = 500


class Decision(models.TextChoices):
    """What a person decided about a comment. Whether readers see it is another fact, `is_visible`."""

    PENDING = "pending", gettext_lazy("Waiting")
    APPROVED = "approved", gettext_lazy("Approved")
    REJECTED = "rejected", gettext_lazy("Rejected")
    SPAM = "spam", gettext_lazy("Spam")

    @property
    def is_visible(self) -> bool:
        return self is Decision.APPROVED

    @property
    def verb(self) -> str:
        return "comment.undone" if self is Decision.PENDING else f"comment.{self.value}"


@dataclass(frozen=True)
class Skipped:
    """A comment that was left as it was: somebody had decided the same already, or something else meanwhile."""

    comment: "Comment"
    why: str

    @property
    def words(self) -> str:
        decision = Decision(self.comment.decision)
        if self.why == "same":
            return _("%(comment)s was left alone: it has this state already.") % {"comment": self.comment}
        person = self.comment.decided_by
        return _("%(comment)s was left alone: %(person)s decided on it meanwhile. It is now: %(state)s.") % {
            "comment": self.comment,
            "person": person or _("somebody else"),
            "state": decision.label,
        }


@dataclass(frozen=True)
class Outcome:
    done: list[int] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible(self) -> Self:
        """What readers see – below an article that is live; who asks sees to that."""
        return self.filter(is_visible=True)

    def pending(self) -> Self:
        """What waits for a person and isn't seen until then."""
        return self.filter(decision=Decision.PENDING, is_visible=False)

    def from_person(self, email: str) -> Self:
        return self.filter(email=email.lower())

    def refused_before(self, before: datetime) -> Self:
        """Decided against before an instant, and nothing hangs on them."""
        refused = self.filter(decision__in=[Decision.REJECTED, Decision.SPAM], decided_at__lt=before)
        return refused.filter(replies=None)

    def approve(self, *, by: User | None, at: datetime | None = None, seen: Mapping[int, str] | None = None) -> Outcome:
        return self._decide(Decision.APPROVED, by=by, at=at, seen=seen)

    def reject(self, *, by: User | None, at: datetime | None = None, seen: Mapping[int, str] | None = None) -> Outcome:
        return self._decide(Decision.REJECTED, by=by, at=at, seen=seen)

    def spam(self, *, by: User | None, at: datetime | None = None, seen: Mapping[int, str] | None = None) -> Outcome:
        return self._decide(Decision.SPAM, by=by, at=at, seen=seen)

    def undo(self, *, by: User | None, at: datetime | None = None, seen: Mapping[int, str] | None = None) -> Outcome:
        """Back to those that wait."""
        return self._decide(Decision.PENDING, by=by, at=at, seen=seen)

    @transaction.atomic
    def _decide(
        self, decision: Decision, *, by: User | None, at: datetime | None, seen: Mapping[int, str] | None
    ) -> Outcome:
        """Decide on all of them, but for those whose decision isn't the one that `by` has `seen` (by id) any more.

        Raises ValidationError (permission) for who may not decide.
        """
        if by is not None and not (by.is_active and by.has_perm("comments.change_comment")):
            raise ValidationError(_("Only moderators may decide on comments."), code="permission")
        outcome, ids = Outcome(), sorted(self.values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            self._decide_batch(ids[start : start + BATCH], decision, outcome, by=by, at=at, seen=seen or {})
        if outcome.skipped:
            left = {str(skipped.comment.pk): skipped.why for skipped in outcome.skipped}
            audit.record("comment.left", by=by, decision=decision.value, comments=left)
        return outcome

    def _decide_batch(
        self,
        ids: list[int],
        decision: Decision,
        outcome: Outcome,
        *,
        by: User | None,
        at: datetime | None,
        seen: Mapping[int, str],
    ) -> None:
        rows = self.model.objects.select_for_update(of=("self",)).select_related("decided_by").filter(pk__in=ids)
        for row in rows.order_by("pk"):
            if row.decision != seen.get(row.pk, row.decision):
                outcome.skipped.append(Skipped(row, "meanwhile"))
            elif row.decision == decision:
                outcome.skipped.append(Skipped(row, "same"))
            else:
                if row.is_visible != decision.is_visible:
                    changed(keys.comments(row.article_id), hides=row.is_visible)
                row.decision, row.is_visible = decision, decision.is_visible
                row.decided_by, row.decided_at = (by, at or timezone.now()) if decision != "pending" else (None, None)
                row.save(update_fields=["decision", "is_visible", "decided_by", "decided_at"])
                audit.record(decision.verb, row, by=by)
                outcome.done.append(row.pk)


class Comment(models.Model):
    """What a reader wrote below an article. The texts are what was typed, as plain text; nothing of it is HTML."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("article")
    )
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=settings.LANGUAGES)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=gettext_lazy("in reply to"),
    )
    place = models.CharField(max_length=STEP * DEEPEST, editable=False, default="")
    """Where it stands: its own number behind those of the comments above it. In this order threads are read."""
    name = models.CharField(gettext_lazy("name"), max_length=LONGEST_NAME)
    email = LowerEmailField(gettext_lazy("e-mail address"))
    text = models.TextField(gettext_lazy("comment"), validators=[MaxLengthValidator(LONGEST)])
    created_at = models.DateTimeField(gettext_lazy("received"), default=timezone.now)
    is_visible = models.BooleanField(gettext_lazy("seen by readers"), default=False)
    decision = models.CharField(
        gettext_lazy("decision"), max_length=10, choices=Decision.choices, default=Decision.PENDING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("decided by"),
    )
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("comment")
        verbose_name_plural = gettext_lazy("comments")
        ordering = ["-created_at", "-pk"]
        permissions = [("view_email", "Can see the private e-mail addresses of readers")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision__in=["rejected", "spam"]) | Q(is_visible=False),
                name="comment_refused_is_not_visible",
            ),
            models.CheckConstraint(
                condition=~Q(decision="approved") | Q(is_visible=True), name="comment_approved_is_visible"
            ),
            models.CheckConstraint(
                condition=Q(decision="pending", decided_at=None) | (~Q(decision="pending") & ~Q(decided_at=None)),
                name="comment_decided_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "is_visible", "place"], name="comment_thread"),
            models.Index(fields=["decision", "created_at", "id"], name="comment_queue"),
            models.Index(fields=["created_at", "id"], name="comment_all"),
            models.Index(fields=["email", "decision"], name="comment_person"),
        ]

    def __str__(self) -> str:
        """Without a word of the reader's: this goes into the trail, which outlives the comment."""
        return _("Comment no. %(number)s") % {"number": self.pk}

    @property
    def depth(self) -> int:
        """0 for one that answers none."""
        return max(0, len(self.place) // STEP - 1)

    def place_below(self, parent: "Comment | None") -> str:
        """Raises nothing: a reply to what stands on the last level stands beside it."""
        above = parent.place[: STEP * (DEEPEST - 1)] if parent else ""
        return f"{above}{self.pk:0{STEP}d}"


KEPT_REFUSED = timedelta(days=180)
