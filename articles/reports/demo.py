"""Reports of the demo's readers, who don't exist: new ones, one taken up, one fixed by a correction."""

from datetime import timedelta
from typing import NamedTuple

from articles.demo.parts import Part
from articles.demo.stories import group_of
from articles.models import PublishedVersion, Report
from articles.models.report import ReportState
from articles.reports.verbs import Words, corrections_of, decide, receive
from newsroom.core.models import User


class Said(NamedTuple):
    story: str
    """The key of the demo's text that it is about; empty: the one that was corrected."""
    language: str
    passage: str
    text: str
    email: str
    state: ReportState


SAID = (
    Said("", "fr", "", "Le chiffre ne correspond pas au communiqué, que j’ai sous les yeux.", "", ReportState.FIXED),
    Said(
        "ports-delai",
        "fr",
        "4,2 jours en moyenne",
        "Est-ce bien une moyenne ? Le tableau du ministère parle d’une médiane.",
        "lectrice@demo.example",
        ReportState.OPEN,
    ),
    Said(
        "ecole-matin",
        "fr",
        "",
        "Le deuxième collège cité est à Salé, pas à Témara.",
        "",
        ReportState.TAKEN,
    ),
    Said("maroc-italie", "ar", "", "اسم الوزير مكتوب بطريقتين مختلفتين في المقال.", "", ReportState.OPEN),
)


def load() -> None:
    """About the stories of the demo that are live."""
    people = User.objects.filter(groups__name__in=["editor", "chief"]).order_by("-groups__name", "pk")
    for said in SAID:
        version = _version(said)
        if version is None:
            continue
        report = receive(version.article_id, Words(text=said.text, passage=said.passage, email=said.email))
        at = min(version.first_published_at + timedelta(hours=1), report.received_at)
        Report.objects.filter(pk=report.pk).update(received_at=at)
        if said.state is not ReportState.OPEN:
            mine = [one for one in people if Report.objects.decided_by(one).filter(pk=report.pk).exists()]
            by = mine[0] if mine else None
            note = corrections_of(report, report.received_at).first() if said.state is ReportState.FIXED else None
            decide(report, said.state, by=by, correction=note.pk if note else None)


def _version(said: Said) -> PublishedVersion | None:
    rows = PublishedVersion.objects.live().filter(language=said.language)
    if said.story:
        return rows.filter(article__translation_group=group_of(said.story)).first()
    return rows.filter(article__versions__corrections__isnull=False).order_by("pk").first()


REPORTS = Part("reports", load, position=85)
