"""The only ways in: publish, reschedule, cancel, end, withdraw, reinstate. Each is one transaction under a lock.

Every verb takes `now` for the caller's instant (default: the clock). What they refuse is a ValidationError in words
for the person at the desk, with a code.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.ledger import line
from articles.ledger.document import Document
from articles.models import Article, Change, PublishedVersion, Revision, Withdrawal
from newsroom.core import audit
from newsroom.core.models import User

TICK = timedelta(microseconds=1)


def save_revision(
    article: Article, document: Document, *, by: User | None, based_on: Revision | None = None
) -> Revision:
    return Revision.objects.create(article=article, data=document.to_json(), made_by=by, based_on=based_on)


@transaction.atomic
def publish(
    revision: Revision,
    *,
    by: User | None,
    at: datetime | None = None,
    change: Change = Change.UPDATE,
    corrections: Sequence[str] = (),
    now: datetime | None = None,
) -> PublishedVersion:
    """Let readers get this revision, now or from `at` on.

    Raises ValidationError: withdrawn, past, embargo, ended, taken (another change is planned for that instant), stale
    (readers will have another version by then than the one this revision was made from).
    """
    now = now or timezone.now()
    article = line.lock(revision.article_id)
    latest = line.latest_decided(article, now)
    live_from = at or max(now, latest.live_from + TICK if latest else now)
    _may_go_live(article, live_from, at=at, now=now)
    if latest and live_from <= latest.live_from:
        raise ValidationError(_("Choose a time after the version that readers have now."), code="past")
    if line.planned(article, now).filter(live_from=live_from).exists():
        raise ValidationError(_("Another change is planned for that very time. Choose another time."), code="taken")
    before = line.before(article, live_from)
    if revision.based_on_id and before and before.revision_id not in {revision.based_on_id, revision.pk}:
        raise ValidationError(
            _("Another version comes before this one. Start from it, so that it isn't lost."), code="stale"
        )
    Revision.objects.filter(pk=revision.pk).update(frozen=True)
    version = line.insert(
        line.Plan(
            article, revision, live_from, change=change, planned=at is not None, by=by, corrections=tuple(corrections)
        ),
        now=now,
    )
    line.rebase_planned(article, version, now=now)
    line.settle(article, now=now)
    audit.record("article.planned" if at else "article.published", article, by=by, at=live_from.isoformat())
    version.refresh_from_db()
    return version


def _may_go_live(article: Article, live_from: datetime, *, at: datetime | None, now: datetime) -> None:
    if at is not None and at <= now:
        raise ValidationError(_("That time has passed. Choose a time to come, or publish now."), code="past")
    if article.withdrawals.filter(until=None).exists():
        raise ValidationError(_("This article is withdrawn. The editor-in-chief can reinstate it."), code="withdrawn")
    if article.embargo_until and live_from < article.embargo_until:
        raise ValidationError(_("This article is under embargo until then. Choose a later time."), code="embargo")
    if article.ends_at and live_from >= article.ends_at:
        raise ValidationError(_("This article ends before that time. Move its end date first."), code="ended")


@transaction.atomic
def reschedule(
    version: PublishedVersion, *, by: User | None, at: datetime, now: datetime | None = None
) -> PublishedVersion:
    """Another time for a version to come: the row is replaced, its revision, change and corrections stay.

    Raises ValidationError: live (it has gone live meanwhile), and what `publish` refuses.
    """
    now = now or timezone.now()
    article = line.lock(version.article_id)
    row = _to_come(article, version, now)
    notes = tuple(row.corrections.values_list("text", flat=True))
    line.take_out(article, row, now=now)
    before = line.before(article, at)
    if before and row.base and before.revision_id != row.base_id:
        row.revision.based_on = row.base  # in memory: `publish` refuses to pass over what comes between
    return publish(row.revision, by=by, at=at, change=Change(row.change), corrections=notes, now=now)


@transaction.atomic
def cancel(version: PublishedVersion, *, by: User | None, now: datetime | None = None) -> None:
    """Take a version to come out; the live one goes on. Raises ValidationError (live)."""
    now = now or timezone.now()
    article = line.lock(version.article_id)
    row = _to_come(article, version, now)
    line.take_out(article, row, now=now)
    audit.record("article.cancelled", article, by=by, at=row.live_from.isoformat(), revision=row.revision_id)


def _to_come(article: Article, version: PublishedVersion, now: datetime) -> PublishedVersion:
    row = line.planned(article, now).filter(pk=version.pk).first()
    if row is None:
        raise ValidationError(
            _("This change is live already, or somebody has taken it out. Reload the page."), code="live"
        )
    return row


@transaction.atomic
def end(article: Article, *, by: User | None, at: datetime | None, now: datetime | None = None) -> None:
    """The end date: from then on readers get 410. None takes it away; what has ended by it stays ended.

    Raises ValidationError: past, taken (a change is planned for that time or later).
    """
    now = now or timezone.now()
    article = line.lock(article.pk)
    if at is not None and at <= now:
        raise ValidationError(_("That time has passed. To take the article off now, withdraw it."), code="past")
    if at is not None and line.planned(article, now).filter(live_from__gte=at).exists():
        raise ValidationError(_("A change is planned for after that time. Cancel or move it first."), code="taken")
    article.ends_at = at
    article.save(update_fields=["ends_at"])
    line.settle(article, now=now)
    audit.record("article.end", article, by=by, at=at.isoformat() if at else "")


@transaction.atomic
def withdraw(
    article: Article, *, by: User | None, reason: str, words: str = "", now: datetime | None = None
) -> Withdrawal:
    """Take the article from readers at once, with all that was planned. Raises ValidationError: withdrawn, unpublished."""
    now = now or timezone.now()
    article = line.lock(article.pk)
    if article.withdrawals.filter(until=None).exists():
        raise ValidationError(_("This article is withdrawn already."), code="withdrawn")
    if not article.versions.exists():
        raise ValidationError(_("This article was never published; there is nothing to withdraw."), code="unpublished")
    for row in line.planned(article, now):
        line.remove(row)
        audit.record("article.cancelled", article, by=by, at=row.live_from.isoformat(), revision=row.revision_id)
    latest = line.latest_decided(article, now)
    since = max(now, latest.live_from + TICK) if latest else now
    row = Withdrawal.objects.create(article=article, since=since, reason=reason, words=words, decided_by=by)
    line.settle(article, now=now)
    audit.record("article.withdrawn", article, by=by)
    return row


@transaction.atomic
def reinstate(article: Article, *, by: User | None, now: datetime | None = None) -> PublishedVersion:
    """Give readers back the last version, as a new one. Raises ValidationError: not_withdrawn, and what `publish` refuses."""
    now = now or timezone.now()
    article = line.lock(article.pk)
    withdrawal = article.withdrawals.filter(until=None).first()
    last = article.versions.order_by("-live_from").first()
    if withdrawal is None:
        raise ValidationError(_("This article isn't withdrawn."), code="not_withdrawn")
    if last is None:
        raise ValidationError(
            _("Everything that was planned was cancelled. Publish the article instead."), code="unpublished"
        )
    since = max(now, withdrawal.since + TICK)
    withdrawal.until = since
    withdrawal.save(update_fields=["until"])
    _may_go_live(article, since, at=None, now=now)
    plan = line.Plan(article, last.revision, since, change=Change.TYPO, planned=False, by=by)
    version = line.insert(plan, now=now)
    line.settle(article, now=now)
    audit.record("article.reinstated", article, by=by)
    return version
