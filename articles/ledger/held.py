"""What is done with a change that was held because it collided with another one."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.ledger import line, verbs
from articles.ledger.document import Document, changed, merge
from articles.models import Change, HeldChange, PublishedVersion
from newsroom.core import audit
from newsroom.core.models import User


def preview(held: HeldChange, *, at: datetime) -> tuple[Document, list[str]]:
    """The document that `release_held` would publish at an instant, and the fields in which it overrules readers'."""
    previous = line.before(held.article, at)
    if previous is None:
        return held.revision.document, []
    if held.base is None:
        return held.revision.document, changed(previous.document, held.revision.document)
    return merge(held.base.document, held.revision.document, previous.document)


@transaction.atomic
def release_held(
    held: HeldChange,
    *,
    by: User | None,
    at: datetime | None = None,
    overruling: Collection[str] | None = None,
    now: datetime | None = None,
) -> PublishedVersion:
    """Publish it after all, now or at a time: in the fields in which it collides it wins, elsewhere it is merged.

    `overruling` names the fields that the person was shown (default: those of when it was held). Raises
    ValidationError: settled, stale (it collides in more fields meanwhile), and what `publish` raises.
    """
    article = line.lock(held.article_id)
    now = now or timezone.now()
    row = _waiting(held)
    live_from = verbs.instant(article, at, now=now)
    document, collisions = preview(row, at=live_from)
    if set(collisions) - set(row.fields if overruling is None else overruling):
        words = _("Meanwhile this change collides with what is published in more places. Look at it again.")
        raise ValidationError(words, code="stale", params={"fields": collisions})
    revision = line.variant(row.revision, document, by=by, now=now)
    plan = line.Plan(revision, live_from, Change(row.change), planned=at is not None, by=by, note=row.note)
    version = verbs.decide(article, plan, now=now)
    _settle(row, now)
    audit.record("article.held_released", article, by=by, revision=version.revision_id, fields=collisions)
    return version


@transaction.atomic
def drop_held(held: HeldChange, *, by: User | None, now: datetime | None = None) -> None:
    """Give it up; its revision stays. Raises ValidationError (settled)."""
    article = line.lock(held.article_id)
    row = _waiting(held)
    _settle(row, now or timezone.now())
    audit.record("article.held_dropped", article, by=by, revision=row.revision_id)


def _waiting(held: HeldChange) -> HeldChange:
    row = HeldChange.objects.waiting().filter(pk=held.pk).first()
    if row is None:
        raise ValidationError(_("Somebody has decided about this change already. Reload the page."), code="settled")
    return row


def _settle(row: HeldChange, now: datetime) -> None:
    row.settled_at = now
    row.save(update_fields=["settled_at"])
