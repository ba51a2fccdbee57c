"""Comments of the demo's readers, who don't exist, in every state, each below the story it is about."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from articles.demo.parts import Part
from articles.demo.stories import group_of
from articles.models import PublishedVersion
from comments.models import Comment, CommentQuerySet, Decision
from comments.verbs import Words, post
from newsroom.core.models import User

APPROVE, REJECT, SPAM, WAIT = Decision.APPROVED, Decision.REJECTED, Decision.SPAM, Decision.PENDING


class Said(NamedTuple):
    story: str
    """The key of the demo's text that it is about."""
    minutes: int
    """How long after the article."""
    name: str
    text: str
    decision: Decision
    answers: int | None = None
    """The how-manieth comment of this list it is a reply to."""


MEETING, SCHOOL, PORT = "maroc-italie", "ecole-matin", "ports-delai"
FRENCH = (
    Said(MEETING, 21, "Rachid T.", "Merci d’expliquer ce qui a été discuté, et pas seulement qui était là.", APPROVE),
    Said(MEETING, 34, "Nora El Idrissi", "Et le calendrier ? L’article dit bien qu’il n’y en a pas.", APPROVE, 0),
    Said(MEETING, 58, "Rachid T.", "D’où l’intérêt d’y revenir dans six mois, chiffres en main.", APPROVE, 1),
    Said(
        MEETING,
        75,
        "Lina",
        "Contre la traite, j’aurais aimé entendre les associations des deux rives.\n\nElles existent, et répondent.",
        APPROVE,
    ),
    Said(MEETING, 96, "أمينة من فاس", "مقال واضح عن لقاء الرباط، والنسخة العربية مفيدة أيضًا.", APPROVE),
    Said(MEETING, 140, "Hicham B.", "Les enquêtes communes seront-elles suivies par des magistrats ?", WAIT),
    Said(
        MEETING,
        180,
        "Citoyen en colère",
        "Polices, ministres, tous les mêmes, et ceux qui y croient sont pires.",
        REJECT,
    ),
    Said(
        MEETING, 200, "Crédit rapide", "Prêt sans justificatif en 24 heures, écrivez-nous : pret-facile.example", SPAM
    ),
    Said(
        SCHOOL, 45, "Khadija M.", "Mon fils est dans l’un de ces collèges : il prend enfin un petit-déjeuner.", APPROVE
    ),
    Said(SCHOOL, 80, "Yassine", "Chez nous, c’est l’autobus qui n’a pas changé d’heure.", APPROVE, 8),
    Said(SCHOOL, 130, "Samira", "Une heure de sommeil contre un retour à la nuit : je reste partagée.", WAIT),
    Said(PORT, 30, "Omar", "4,2 jours en moyenne, d’accord. Et pour qui n’importe qu’une palette ?", WAIT),
)
ARABIC = (
    Said(MEETING, 25, "سعيد", "شكرًا على شرح ما دار في لقاء الرباط دون تهويل.", APPROVE),
    Said(MEETING, 50, "مريم", "أتفق معك، لكن متى تُنشر أرقام عن نتائج هذا التعاون؟", APPROVE, 0),
    Said(MEETING, 110, "قارئ من وجدة", "الهجرة تُعاش هنا كل يوم، ونرجو أن تزوروا جهة الشرق.", WAIT),
)
ENGLISH = (
    Said(MEETING, 40, "Priya", "Clear on what was discussed. Is there a date for the next meeting?", APPROVE),
    Said(MEETING, 95, "Tom", "None was made public, and that is what I would ask both sides.", WAIT, 0),
)


def load() -> None:
    """Below the stories of the demo that are live; where one is not, what was said about it isn’t either."""
    moderator = User.objects.filter(groups__name="moderator").order_by("pk").first()
    for language, said in (("fr", FRENCH), ("ar", ARABIC), ("en", ENGLISH)):
        groups = {group_of(line.story): line.story for line in said}
        live = PublishedVersion.objects.live().filter(language=language, article__translation_group__in=groups)
        rows = live.select_related("article")
        _write({groups[row.article.translation_group]: row for row in rows}, said, by=moderator)


def _write(versions: Mapping[str, PublishedVersion], lines: tuple[Said, ...], *, by: User | None) -> None:
    written: dict[int, Comment] = {}
    for number, line in enumerate(lines):
        version = versions.get(line.story)
        if version is None:
            continue
        at = version.first_published_at + timedelta(minutes=line.minutes)
        reply = written[line.answers].pk if line.answers is not None else None
        words = Words(name=line.name, email=f"reader{number}@{version.language}.demo.example", text=line.text)
        comment = post(version.article_id, words, reply=reply)
        Comment.objects.filter(pk=comment.pk).update(created_at=at)
        if line.decision is not WAIT:
            _decide(Comment.objects.filter(pk=comment.pk), line.decision, by=by)
        written[number] = comment


def _decide(comments: CommentQuerySet, decision: Decision, *, by: User | None) -> None:
    verbs = {APPROVE: comments.approve, REJECT: comments.reject, SPAM: comments.spam}
    verbs[decision](by=by)


COMMENTS = Part("comments", load, position=80)
