"""What the desk does in the benchmarks, by the desk's own verbs."""

from django.db import transaction
from django.utils import timezone

from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.models import Article
from comments.models import Comment
from comments.verbs import Words, post

WORDS = "Merci pour ces précisions. Dans notre quartier, on attend encore la réponse de la commune, depuis deux mois."


def lengthen(article: int, paragraphs: list[str]) -> None:
    row = Article.objects.get(pk=article)
    row.body += "".join(paragraphs)
    _publish(row)


def comment(article: int, number: int) -> None:
    """So many comments that readers see, and not more than that."""
    here = Comment.objects.visible().filter(article=article)
    for index in range(here.count(), number):
        words = Words(f"Lectrice {index}", f"reader-{index}@example.org", f"{WORDS} ({index})")
        post(article, words)
        Comment.objects.pending().filter(article=article, email=words.email).approve(by=None)


def publish(article: int, number: int) -> None:
    """A new version with the number in its standfirst."""
    row = Article.objects.get(pk=article)
    row.standfirst = f"État numéro {number} de cette page."
    _publish(row)


def propose(article: int, number: int) -> None:
    """A comment with this number that waits for a moderator."""
    post(article, Words("Lecteur", f"reader-{number}@example.org", f"Avis numéro {number} sur cette page."))


def approve(article: int, number: int) -> None:
    """Show the comment with this number in the place of all others that have one."""
    ours = Comment.objects.filter(article=article, text__startswith="Avis numéro ")
    ours.visible().reject(by=None)
    ours.pending().filter(email=f"reader-{number}@example.org").approve(by=None)


@transaction.atomic
def _publish(row: Article) -> None:
    now = timezone.now()
    revision = desk.save(row, by=None, now=now)
    ledger.publish(revision, by=None)
