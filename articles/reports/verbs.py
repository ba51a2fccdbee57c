"""How a report comes in, and what people do with it. Whether that person may is the caller's to know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Correction, PublishedVersion, Report
from articles.models.report import ReportState
from newsroom.core import audit
from newsroom.core.models import User

TWICE = timedelta(hours=1)
VERBS = {
    ReportState.OPEN: "report.reopened",
    ReportState.TAKEN: "report.taken",
    ReportState.FIXED: "report.fixed",
    ReportState.NOT_ERROR: "report.not_error",
    ReportState.SPAM: "report.spam",
}


@dataclass(frozen=True)
class Words:
    """What somebody wrote, as the form has cleaned it."""

    text: str
    passage: str = ""
    email: str = ""


def twin(article_id: int, words: Words, *, at: datetime) -> Report | None:
    """The same words about the same article, sent a moment ago."""
    same = Report.objects.filter(article=article_id, text=words.text, passage=words.passage, email=words.email)
    return same.filter(received_at__gt=at - TWICE).order_by("pk").first()


@transaction.atomic
def receive(article_id: int, words: Words, *, at: datetime | None = None) -> Report:
    """Take a report in; the same thing sent twice is one report: the first.

    Raises ValidationError (closed): the article isn't live any more.
    """
    at = at or timezone.now()
    # Two clicks at once wait for one another here.
    list(Article.objects.select_for_update().filter(pk=article_id).values_list("pk"))
    version = PublishedVersion.objects.live(at).filter(article=article_id).first()
    if version is None:
        raise ValidationError(_("This article isn’t online any more."), code="closed")
    return twin(article_id, words, at=at) or Report.objects.create(
        article_id=article_id,
        version=version,
        language=version.language,
        passage=words.passage,
        text=words.text,
        email=words.email,
        received_at=at,
    )


@transaction.atomic
def decide(
    report: Report,
    state: ReportState,
    *,
    by: User | None,
    correction: int | None = None,
    now: datetime | None = None,
) -> Report:
    """Take it up, settle it – as fixed perhaps with the number of the note to readers –, or open it again.

    Twice is once. Raises ValidationError: meanwhile (a colleague was faster), correction (it is another article's, or
    readers don't have it).
    """
    row = Report.objects.select_for_update().get(pk=report.pk)
    now = now or timezone.now()
    if row.state == state and (row.decided_by == by or state is ReportState.OPEN):
        return row
    _refuse_meanwhile(row, state)
    row.correction = _correction(row, correction, now) if state is ReportState.FIXED else None
    row.state = state
    row.decided_by, row.decided_at = (None, None) if state is ReportState.OPEN else (by, now)
    row.save(update_fields=["state", "correction", "decided_by", "decided_at"])
    audit.record(VERBS[state], row, by=by, article=row.article_id)
    return row


def _refuse_meanwhile(row: Report, state: ReportState) -> None:
    """What somebody took up may be settled by another one, not taken up twice; what is settled is opened first."""
    here = ReportState(row.state)
    if (here.waits and here != state) or state is ReportState.OPEN:
        return
    person = row.decided_by or _("somebody else")
    words = _("%(person)s was faster. It is now: %(state)s.")
    raise ValidationError(words, code="meanwhile", params={"person": person, "state": here.label})


def _correction(row: Report, number: int | None, now: datetime) -> Correction | None:
    if number is None:
        return None
    found = corrections_of(row, now).filter(pk=number).first()
    if found is None:
        words = _("This note isn’t one of the article’s, or readers don’t have it yet.")
        raise ValidationError(words, code="correction")
    return found


def corrections_of(row: Report, at: datetime) -> models.QuerySet[Correction]:
    """The notes that may have come of a report, the latest first."""
    rows = Correction.objects.filter(version__article=row.article_id, version__live_from__lte=at)
    return rows.select_related("version").order_by("-version__live_from", "-pk")


def forget(before: datetime) -> int:
    return Report.objects.filter(received_at__lt=before).delete()[0]


def forget_addresses(before: datetime) -> int:
    """The reports stay for a while, and nobody can be found by them any more."""
    return Report.objects.filter(received_at__lt=before).exclude(email="").update(email="")
