"""Comments of the demo's readers, who don't exist, in every state; below the first live articles of each language."""

from datetime import timedelta
from typing import NamedTuple

from articles.demo.parts import Part
from articles.models import PublishedVersion
from comments.models import Comment, CommentQuerySet, Decision
from comments.verbs import Words, post
from newsroom.core.models import User

APPROVE, REJECT, SPAM, WAIT = Decision.APPROVED, Decision.REJECTED, Decision.SPAM, Decision.PENDING


class Said(NamedTuple):
    article: int
    """The how-manieth live article of its language."""
    minutes: int
    """How long after the article."""
    name: str
    text: str
    decision: Decision
    answers: int | None = None
    """The how-manieth comment of this list it is a reply to."""


FRENCH = (
    Said(0, 21, "Rachid T.", "Merci d’expliquer ce qui change concrètement. On lit trop de communiqués.", APPROVE),
    Said(
        0,
        34,
        "Nora El Idrissi",
        "Concrètement, oui, mais à partir de quand ? L’article ne donne pas de calendrier.",
        APPROVE,
        0,
    ),
    Said(
        0, 58, "Rachid T.", "C’est justement ce que je demanderais à la rédaction : un suivi dans six mois.", APPROVE, 1
    ),
    Said(
        0,
        75,
        "Lina",
        "J’aurais aimé entendre les associations qui sont sur le terrain.\n\nElles existent, et elles répondent.",
        APPROVE,
    ),
    Said(0, 96, "أمينة من فاس", "مقال واضح. أتمنى أن تُنشر نسخة منه بالعربية أيضًا.", APPROVE),
    Said(
        0,
        140,
        "Hicham B.",
        "Une question : ces chiffres viennent-ils du ministère ou d’une source indépendante ?",
        WAIT,
    ),
    Said(0, 180, "Citoyen en colère", "Tous les mêmes, et ceux qui les croient sont pires.", REJECT),
    Said(0, 200, "Crédit rapide", "Prêt sans justificatif en 24 heures, écrivez-nous : pret-facile.example", SPAM),
    Said(1, 45, "Khadija M.", "Enfin un article qui parle des petites villes.", APPROVE),
    Said(1, 80, "Yassine", "Chez nous à Taza, c’est exactement cela depuis deux ans.", APPROVE, 8),
    Said(1, 130, "Samira", "Je ne suis pas d’accord avec le titre, mais l’enquête est sérieuse.", WAIT),
    Said(2, 30, "Omar", "Bravo pour les photos.", WAIT),
)
ARABIC = (
    Said(0, 25, "سعيد", "شكرًا على هذا التوضيح. كنت أنتظر من يشرح الموضوع دون تهويل.", APPROVE),
    Said(0, 50, "مريم", "أتفق معك، لكن بقي سؤال: من سيتحمل الكلفة؟", APPROVE, 0),
    Said(0, 110, "قارئ من وجدة", "نرجو مواصلة تغطية جهة الشرق.", WAIT),
)
ENGLISH = (
    Said(0, 40, "Priya", "Clear and to the point. Could you link the full report next time?", APPROVE),
    Said(0, 95, "Tom", "Seconded: the figures deserve a table.", WAIT, 0),
)


def load() -> None:
    moderator = User.objects.filter(groups__name="moderator").order_by("pk").first()
    for language, said in (("fr", FRENCH), ("ar", ARABIC), ("en", ENGLISH)):
        live = PublishedVersion.objects.live().filter(language=language).order_by("-first_published_at", "article")
        _write(list(live[: max(line.article for line in said) + 1]), said, by=moderator)


def _write(versions: list[PublishedVersion], lines: tuple[Said, ...], *, by: User | None) -> None:
    written: dict[int, Comment] = {}
    for number, line in enumerate(lines):
        if line.article >= len(versions):
            continue
        version = versions[line.article]
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
