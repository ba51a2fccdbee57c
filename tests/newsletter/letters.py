"""Newsletters, readers and editions for tests."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from articles.ledger import verbs as ledger
from articles.models import Article
from newsletter import editions, sending, tokens, verbs
from newsletter.consent import WORDING
from newsletter.models import Edition, EditionItem, Newsletter, Subscriber, Subscription, Suppression
from newsletter.models.edition import EditionState
from newsletter.models.subscription import State, hashes
from newsroom.core.tasks import worker
from tests.articles import stories

_numbers = count(1)


def newsletter(language: str = "fr", **fields: Any) -> Newsletter:
    facts = {"name": f"La lettre {language}", "slug": f"lettre-{language}", **fields}
    return Newsletter.objects.get_or_create(language=language, slug=facts.pop("slug"), defaults=facts)[0]


def reader(
    email: str = "", *, state: State = State.ACTIVE, of: Newsletter | None = None, **fields: Any
) -> Subscription:
    of = of or newsletter()
    address = email or f"reader-{next(_numbers)}@example.ma"
    subscriber, _made = Subscriber.objects.get_or_create(email=address, defaults={"language": of.language})
    now = timezone.now()
    facts: dict[str, Any] = {"state": state, "wording": WORDING}
    facts["confirmed_at"] = None if state == State.PENDING else now
    facts["unsubscribed_at"] = now if state == State.UNSUBSCRIBED else None
    return Subscription.objects.create(newsletter=of, subscriber=subscriber, **{**facts, **fields})


def article(title: str = "Le port de Dakhla", *, at: datetime | None = None, **fields: Any) -> Article:
    """Published a moment ago, in the language that `fields` say."""
    language = fields.get("language", "fr")
    fields.setdefault("category", stories.section(f"maroc-{language}", language=language).pk)
    return stories.published(stories.text(title=title, **fields), now=at or timezone.now())


def edition(*articles: Article, of: Newsletter | None = None, **fields: Any) -> Edition:
    row = Edition.objects.create(newsletter=of or newsletter(), **{"subject": "L’essentiel", **fields})
    for position, one in enumerate(articles, 1):
        EditionItem.objects.create(edition=row, article=one, position=position)
    return row


def sent(*articles: Article, of: Newsletter | None = None) -> Edition:
    """On its way; the worker has done nothing yet."""
    row = edition(*articles, of=of)
    editions.send(row, by=None)
    row.refresh_from_db()
    return row


@transaction.atomic
def spread(edition: Edition) -> None:
    """What the worker does first, in one transaction: the list of readers."""
    sending.spread.func(edition.pk)


def work() -> None:
    worker.Worker().drain()


def mails() -> list[EmailMultiAlternatives]:
    return [message for message in outbox.outbox if isinstance(message, EmailMultiAlternatives)]


def recipients() -> list[str]:
    return sorted(address for message in mails() for address in message.to)


def html(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def subscribe(email: str = "lina@example.ma", of: Newsletter | None = None, **given: Any) -> None:
    verbs.subscribe(email, of or newsletter(), **{"language": "fr", **given})


@dataclass
class Letters:
    """One of everything, for the matrix of addresses."""

    newsletter: Newsletter = field(init=False)
    active: Subscription = field(init=False)
    pending: Subscription = field(init=False)
    blocked: Suppression = field(init=False)
    draft: Edition = field(init=False)
    sent: Edition = field(init=False)

    def __post_init__(self) -> None:
        self.newsletter = newsletter()
        self.active, self.pending = reader(), reader(state=State.PENDING)
        self.blocked = Suppression.objects.create(address_hash=hashes("gone@example.ma")[0])
        self.draft = edition(article())
        self.sent = sent(article("Le second"))
        Edition.objects.filter(pk=self.sent.pk).update(state=EditionState.SENT, finished_at=timezone.now())

    @property
    def confirming(self) -> str:
        return tokens.confirmation(self.pending)

    @property
    def leaving(self) -> str:
        return tokens.unsubscription(self.active)


def withdraw(article: Article) -> None:
    ledger.withdraw(article, by=None, reason="Erreur")
