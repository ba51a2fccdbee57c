"""The only ways in: publish, correct, revise, reschedule, cancel, end, embargo, withdraw, reinstate.

Each is one transaction under the article's lock. Every verb takes `now` for the caller's instant (default: the clock,
read under the lock). What they refuse is a ValidationError in words for the person at the desk, with a code; whether
that person may is the caller's to know. What comes after a stepped-back clock is told in `line.present`.
"""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.ledger import line
from articles.ledger.complete import refuse_incomplete, sanitised
from articles.ledger.document import Document
from articles.models import Article, Change, PublishedVersion, Revision, Stage, Withdrawal
from articles.workflow.events import Event
from articles.workflow.telling import tell
from newsroom.core import audit
from newsroom.core.models import User

STALE = gettext_lazy(
    "Readers will have a newer version by then than the one this was made from. Bring yours up to date."
)


def save_revision(
    article: Article,
    document: Document,
    *,
    by: User | None,
    based_on: Revision | None = None,
    now: datetime | None = None,
) -> Revision:
    return Revision.objects.create(
        article=article, data=document.to_json(), made_at=now or timezone.now(), made_by=by, based_on=based_on
    )


@transaction.atomic
def publish(
    revision: Revision,
    *,
    by: User | None,
    at: datetime | None = None,
    change: Change = Change.UPDATE,
    note: str = "",
    now: datetime | None = None,
) -> PublishedVersion:
    """Let readers get this revision, now or from `at` on; a correction comes with its note to readers, an update may.

    Raises ValidationError: by field, for what is missing; else withdrawn, past, embargo, ended, note, taken (another
    change is planned for that instant), stale (readers will have another version by then than the one this was made
    from).
    """
    article = line.lock(revision.article_id)
    now = now or timezone.now()
    live_from = instant(article, at, now=now)
    previous = line.before(article, live_from)
    base = line.ancestor(article, revision)
    if previous and base and previous.revision_id not in {base.pk, revision.pk}:
        raise ValidationError(STALE, code="stale")
    _refuse_note(change, note, previous)
    plan = line.Plan(revision, live_from, change, planned=at is not None, by=by, note=note)
    version = decide(article, plan, now=now)
    verb = "article.planned" if at else "article.published"
    audit.record(verb, article, by=by, at=live_from.isoformat(), revision=version.revision_id, change=change)
    return version


def decide(article: Article, plan: line.Plan, *, now: datetime) -> PublishedVersion:
    """Check the plan's revision as publication does, and put it into its place; the caller has checked the rest."""
    revision = _checked(plan.revision, at=plan.live_from, by=plan.by, now=now)
    version = _place(article, replace(plan, revision=revision), now=now)
    _leave_desk(article, plan.revision, version)
    return version


def correct(
    revision: Revision,
    *,
    by: User | None,
    note: str,
    change: Change = Change.CORRECTION,
    at: datetime | None = None,
    now: datetime | None = None,
) -> PublishedVersion:
    """Publish with a note that tells readers what was wrong (`change`: a correction or a clarification).

    Raises what `publish` raises, and ValidationError (note) for a kind of change that needs none.
    """
    if not change.is_told:
        raise ValidationError(_("Choose whether this is a correction or a clarification."), code="note")
    return publish(revision, by=by, at=at, change=change, note=note, now=now)


def instant(article: Article, at: datetime | None, *, now: datetime) -> datetime:
    """When a version begins that is wished for `at` (None: at once). Raises ValidationError where it can't."""
    here = line.present(article, now)
    _may_go_live(article, at or here, at=at, here=here)
    if at and line.planned(article, now).filter(live_from=at).exists():
        raise ValidationError(_("Another change is planned for that very time. Choose another time."), code="taken")
    return at or line.free_instant(article, here)


def _may_go_live(article: Article, live_from: datetime, *, at: datetime | None, here: datetime) -> None:
    if at is not None and at <= here:
        raise ValidationError(_("That time has passed. Choose a time to come, or publish now."), code="past")
    if article.withdrawals.filter(until=None).exists():
        raise ValidationError(_("This article is withdrawn. The editor-in-chief can reinstate it."), code="withdrawn")
    if article.embargo_until and live_from < article.embargo_until:
        raise ValidationError(_("This article is under embargo until then. Choose a later time."), code="embargo")
    if article.ends_at and live_from >= article.ends_at:
        raise ValidationError(_("This article ends before that time. Move its end date first."), code="ended")


def _refuse_note(change: Change, note: str, previous: PublishedVersion | None) -> None:
    if change.is_told and not note.strip():
        raise ValidationError(_("Tell readers in a sentence what was wrong and what is right."), code="note")
    if note and not change.bears_note:
        words = _("A typo bears no note to readers. Take the note out, or say what else it is.")
        raise ValidationError(words, code="note")
    if (note or change.is_told) and previous is None:
        raise ValidationError(_("Nothing was published yet that could be corrected. Publish it."), code="note")


def _checked(revision: Revision, *, at: datetime, by: User | None, now: datetime) -> Revision:
    """The revision as it may be published: sanitised again, complete. Raises ValidationError by field."""
    document = sanitised(revision.document)
    refuse_incomplete(document, at=at)
    return line.variant(revision, document, by=by, now=now)


def _place(article: Article, plan: line.Plan, *, now: datetime) -> PublishedVersion:
    version = line.insert(article, plan, now=now)
    line.rebase_planned(article, version, now=now)
    line.settle(article, now=now)
    version.refresh_from_db()
    return version


def _leave_desk(article: Article, revision: Revision, version: PublishedVersion) -> None:
    """The working copy goes on from what was published, if that came from it; a later state keeps its stage."""
    own = revision.made_from_id is None and revision.based_on_id == article.based_on_id
    if own or revision.pk == article.based_on_id:
        article.based_on = version.revision
    if not article.revisions.saved().filter(pk__gt=revision.pk).exists():
        article.stage, article.approved, article.changes_wanted = Stage.DRAFT, None, ""
        article.assignee = article.due_at = article.submitted_at = None
    article.save(
        update_fields=["based_on", "stage", "approved", "changes_wanted", "assignee", "due_at", "submitted_at"]
    )


@transaction.atomic
def revise(
    version: PublishedVersion, revision: Revision, *, by: User | None, now: datetime | None = None
) -> PublishedVersion:
    """Another revision in the place of one to come, at the same time; what is planned after it follows.

    Raises ValidationError: by field; live, stale (it was made from neither of the two it would stand between).
    """
    article = line.lock(version.article_id)
    now = now or timezone.now()
    row = _to_come(article, version, now)
    base = line.ancestor(article, revision)
    if base and base.pk not in {row.revision_id, row.base_id}:
        raise ValidationError(STALE, code="stale")
    plan = line.Plan(revision, row.live_from, Change(row.change), planned=True, by=by, note=line.note_of(row))
    line.remove(row)
    new = decide(article, plan, now=now)
    audit.record("article.revised", article, by=by, at=row.live_from.isoformat(), revision=new.revision_id)
    return new


@transaction.atomic
def reschedule(
    version: PublishedVersion, *, by: User | None, at: datetime, now: datetime | None = None
) -> PublishedVersion:
    """Another time for a version to come. What it passes over on the way is merged into it.

    Raises ValidationError: live (it has gone live meanwhile), collides, and what `publish` refuses for a time.
    """
    article = line.lock(version.article_id)
    now = now or timezone.now()
    row = _to_come(article, version, now)
    if at == row.live_from:
        return row
    instant(article, at, now=now)
    note = line.note_of(row)
    line.take_out(article, row, now=now)
    previous, document = line.before(article, at), row.document
    if previous and previous.revision_id != row.base_id:
        document, collisions = line.rebased(row, previous.document)
        if collisions:
            words = _("The change planned before that time says something else in the same place. Cancel one of them.")
            raise ValidationError(words, code="collides", params={"fields": collisions})
    revision = _checked(line.variant(row.revision, document, by=by, now=now), at=at, by=by, now=now)
    new = _place(article, line.Plan(revision, at, Change(row.change), planned=True, by=by, note=note), now=now)
    audit.record("article.rescheduled", article, by=by, at=at.isoformat(), was=row.live_from.isoformat())
    tell(Event.MOVED, article, by=by, at=at)
    return new


@transaction.atomic
def cancel(version: PublishedVersion, *, by: User | None, now: datetime | None = None) -> None:
    """Take a version to come out; the live one goes on. Raises ValidationError (live)."""
    article = line.lock(version.article_id)
    now = now or timezone.now()
    row = _to_come(article, version, now)
    line.take_out(article, row, now=now)
    _note_cancelled(article, row, by=by)
    tell(Event.CANCELLED, article, by=by)


def _note_cancelled(article: Article, row: PublishedVersion, *, by: User | None) -> None:
    audit.record("article.cancelled", article, by=by, at=row.live_from.isoformat(), revision=row.revision_id)


def _to_come(article: Article, version: PublishedVersion, now: datetime) -> PublishedVersion:
    row = line.planned(article, now).filter(pk=version.pk).first()
    if row is None:
        raise ValidationError(
            _("This change is live already, or somebody has moved it or taken it out. Reload the page."), code="live"
        )
    return row


@transaction.atomic
def end(article: Article, *, by: User | None, at: datetime | None, now: datetime | None = None) -> None:
    """The end date: from then on readers get 410. None takes it away; what has ended by it stays ended.

    Raises ValidationError: past, taken (a change is planned for that time or later).
    """
    article = line.lock(article.pk)
    now = now or timezone.now()
    if at is not None and at <= line.present(article, now):
        raise ValidationError(_("That time has passed. To take the article off now, withdraw it."), code="past")
    if at is not None and line.planned(article, now).filter(live_from__gte=at).exists():
        raise ValidationError(_("A change is planned for after that time. Cancel or move it first."), code="taken")
    article.ends_at = at
    article.save(update_fields=["ends_at"])
    line.settle(article, now=now)
    audit.record("article.end", article, by=by, at=at.isoformat() if at else "")


@transaction.atomic
def embargo(article: Article, *, by: User | None, until: datetime | None, now: datetime | None = None) -> None:
    """The earliest time at which readers may get the article; None lifts it.

    Raises ValidationError: past, live (readers have, or had, it), taken (a publication is planned for before).
    """
    article = line.lock(article.pk)
    now = now or timezone.now()
    here = line.present(article, now)
    if until is not None and until <= here:
        raise ValidationError(_("That time has passed. Choose a time to come."), code="past")
    if until is not None and article.versions.filter(live_from__lte=here).exists():
        raise ValidationError(_("Readers have had this article; an embargo comes too late."), code="live")
    if until is not None and article.versions.filter(live_from__lt=until).exists():
        raise ValidationError(_("Its publication is planned for before that time. Move it first."), code="taken")
    article.embargo_until = until
    article.save(update_fields=["embargo_until"])
    audit.record("article.embargo", article, by=by, until=until.isoformat() if until else "")


@transaction.atomic
def withdraw(
    article: Article, *, by: User | None, reason: str, words: str = "", now: datetime | None = None
) -> Withdrawal:
    """Take the article from readers at once, with all that was planned.

    Raises ValidationError: withdrawn, unpublished, reason (there is none).
    """
    article = line.lock(article.pk)
    now = now or timezone.now()
    if not reason.strip():
        raise ValidationError(_("Write down why, for the newsroom."), code="reason")
    if article.withdrawals.filter(until=None).exists():
        raise ValidationError(_("This article is withdrawn already."), code="withdrawn")
    if not article.versions.filter(live_from__lte=line.present(article, now)).exists():
        raise ValidationError(
            _("Readers never had this article. Cancel what is planned, if anything is."), code="unpublished"
        )
    for row in list(line.planned(article, now)):
        line.remove(row)
        _note_cancelled(article, row, by=by)
    withdrawal = Withdrawal.objects.create(article=article, since=now, reason=reason, words=words, decided_by=by)
    line.settle(article, now=now)
    audit.record("article.withdrawn", article, by=by)
    tell(Event.WITHDRAWN, article, by=by)
    return withdrawal


@transaction.atomic
def reinstate(
    article: Article, *, by: User | None, revision: Revision | None = None, now: datetime | None = None
) -> PublishedVersion:
    """Give readers back the last version, as a new one, checked and sanitised again.

    `revision` takes its place where the last one can't come back as it was. Raises ValidationError: not_withdrawn,
    ended, and by field.
    """
    article = line.lock(article.pk)
    now = now or timezone.now()
    withdrawal = article.withdrawals.filter(until=None).first()
    last = article.versions.order_by("-live_from").first()
    if withdrawal is None or last is None:
        raise ValidationError(_("This article isn’t withdrawn."), code="not_withdrawn")
    here = max(line.present(article, now), withdrawal.since + line.TICK)
    since = line.free_instant(article, here)
    withdrawal.until = since
    withdrawal.save(update_fields=["until"])
    _may_go_live(article, since, at=None, here=here)
    change = Change.UPDATE if revision else Change.TYPO
    plan = line.Plan(revision or last.revision, since, change, planned=False, by=by)
    version = decide(article, plan, now=now)
    audit.record("article.reinstated", article, by=by, revision=version.revision_id)
    tell(Event.REINSTATED, article, by=by)
    return version
