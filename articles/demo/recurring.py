"""What the demo's newsroom begins with again and again, and a note that waits for somebody."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from articles.ledger.document import Document
from articles.models import Article, Note, PieceTemplate, Stage
from newsroom.core.models import User

_DAYS = "".join(
    f"<h2>{day}</h2><p>L’heure, le lieu, ce qui s’y joue, et qui peut venir.</p>"
    for day in ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi et dimanche")
)
_MATCH = (
    "<p>Le score, le but qui décide, la minute où tout bascule.</p>"
    "<h2>Le match</h2><p>Dans l’ordre, sans tout raconter.</p>"
    "<h2>Ce qu’ils en disent</h2><p>Un entraîneur, un joueur, un supporter.</p>"
    "<h2>La suite</h2><p>Le prochain match, les absents, le classement.</p>"
)
_WEEK = "".join(f"<h2>{day}</h2><p>الموعد والمكان ومن يحق له الحضور.</p>" for day in ("بداية الأسبوع", "نهاية الأسبوع"))
TEMPLATES = (
    ("Agenda de la semaine", "fr", "culture", "L’agenda de la semaine", "Six jours, six rendez-vous à noter.", _DAYS),
    ("Compte rendu de match", "fr", "sport", "", "", _MATCH),
    ("أجندة الأسبوع", "ar", "culture", "مواعيد الأسبوع", "", _WEEK),
)
QUESTION = "@{name}, d’où vient ce chiffre ? Il me manque la source avant de relire."


def load(now: datetime, *, categories: Mapping[str, int], by: User | None, writer: User | None) -> None:
    """Templates whose names aren't taken; one note on the first draft, where there are both people and no note yet."""
    for name, language, category, title, standfirst, body in TEMPLATES:
        text = Document(
            language=language, title=title, standfirst=standfirst, body=body, category=categories.get(category)
        )
        PieceTemplate.objects.get_or_create(
            name=name, defaults={"language": language, "data": text.to_json(), "changed_at": now}
        )
    draft = Article.objects.filter(stage=Stage.DRAFT, versions=None).order_by("pk").first()
    if draft and by and writer and not Note.objects.exists():
        note = Note.objects.create(
            article=draft, text=QUESTION.format(name=writer), written_by=by, written_at=now - timedelta(hours=3)
        )
        note.mentioned.set([writer])
