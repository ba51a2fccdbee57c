"""Who sees to a text, and until when. Whether that person may is the caller's to know: `decided_by(user)`."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Stage
from articles.workflow import people
from articles.workflow.events import Event
from articles.workflow.telling import tell
from newsroom.core import audit
from newsroom.core.models import User


@transaction.atomic
def claim(article: Article, *, by: User, instead_of: int | None = None) -> Article:
    """Take a text that waits for review; others see who has it. `instead_of` is who had it when the page was shown.

    What one has already stays theirs. Raises ValidationError: stage, taken (somebody else was quicker).
    """
    row = _locked(article)
    if row.assignee_id == by.pk:
        return row
    if Stage(row.stage).is_with_its_writer:
        words = _("It is at the stage “%(stage)s” by now. Reload the page.")
        raise ValidationError(words, code="stage", params={"stage": row.get_stage_display()})
    if row.assignee_id != instead_of and row.assignee is not None and row.assignee.is_active:
        words = _("%(name)s has taken it meanwhile. Reload the page.")
        raise ValidationError(words, code="taken", params={"name": row.assignee})
    _set(row, by, row.due_at)
    audit.record("article.claimed", row, by=by)
    return row


@transaction.atomic
def give_back(article: Article, *, by: User) -> Article:
    """Leave a text to the others again. Raises ValidationError (taken) where it is somebody else's by now."""
    row = _locked(article)
    if row.assignee_id is None:
        return row
    if row.assignee_id != by.pk:
        words = _("%(name)s has taken it meanwhile. Reload the page.")
        raise ValidationError(words, code="taken", params={"name": row.assignee})
    _set(row, None, row.due_at)
    audit.record("article.given_back", row, by=by)
    return row


@transaction.atomic
def assign(
    article: Article, *, to: User | None, due: datetime | None, by: User, now: datetime | None = None
) -> Article:
    """Say who sees to a text and until when; they are told. Nothing new leaves no trace.

    Raises ValidationError by field: assignee (they don't write here), due (it has passed).
    """
    row = _locked(article)
    changes_due = due != row.due_at
    if (to.pk if to else None) == row.assignee_id and not changes_due:
        return row
    if to is not None and not people.can_see_to(row).filter(pk=to.pk).exists():
        raise ValidationError({"assignee": ValidationError(_("Choose somebody who writes here."), code="assignee")})
    if changes_due and due is not None and due <= (now or timezone.now()):
        raise ValidationError({"due": ValidationError(_("That time has passed. Choose a time to come."), code="past")})
    is_new = to is not None and to.pk != row.assignee_id
    _set(row, to, due)
    audit.record("article.assigned", row, by=by, to=to.pk if to else None, due=due.isoformat() if due else "")
    if is_new:
        tell(Event.ASSIGNED, row, by=by)
    return row


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _set(row: Article, assignee: User | None, due: datetime | None) -> None:
    row.assignee, row.due_at = assignee, due
    row.save(update_fields=["assignee", "due_at"])
