"""The demo's newsletters: one per language, readers in every state, one edition on its way, one in the making."""

from datetime import datetime, timedelta

from django.utils import timezone

from articles.demo.parts import Part
from articles.models import Kind, PublishedVersion
from newsletter import editions
from newsletter.consent import WORDING
from newsletter.models import Edition, Newsletter, Subscriber, Subscription
from newsletter.models.subscription import State, Way
from newsroom.core.models import User

NEWSLETTERS = (
    ("fr", "La marée du matin", "maree", "Chaque matin, en cinq minutes, ce qu’il faut savoir avant de sortir."),
    ("ar", "نشرة الصباح", "nashra", "كل صباح، خلاصة ما ينبغي معرفته في خمس دقائق."),
    ("en", "The Morning Tide", "tide", "Every morning, in five minutes, what to know before you go out."),
)
READERS = {
    "fr": {
        State.ACTIVE: ("amina", "brahim", "chaimae", "driss", "fatima", "hicham", "ilham", "jaouad"),
        State.PENDING: ("kawtar", "larbi"),
        State.UNSUBSCRIBED: ("meryem",),
    },
    "ar": {State.ACTIVE: ("nabil", "ouafa", "rachid"), State.PENDING: ("samira",)},
    "en": {State.ACTIVE: ("tariq", "yasmine"), State.UNSUBSCRIBED: ("zineb",)},
}
SUBJECT = "L’essentiel du jour, en cinq minutes"
INTRO = (
    "Bonjour,\n\nVoici ce que la rédaction a retenu pour vous ce matin. Bonne lecture, et à demain."
    "\n\nSanae Kettani, pour la rédaction"
)
NEXT = "Ce que la marée apporte demain"
ASKED = timedelta(days=12)
FREE = 2
"""So many of the latest articles are for the edition in the making."""


def load() -> None:
    """Adds what is missing; without articles there is no edition, and the editor can put one together later."""
    at = timezone.now()
    for place, (language, name, slug, description) in enumerate(NEWSLETTERS):
        fields = {"name": name, "language": language, "description": description, "position": place}
        newsletter, made = Newsletter.objects.get_or_create(slug=slug, defaults=fields)
        if made:
            for state, names in READERS[language].items():
                for reader in names:
                    _reader(newsletter, reader, state)
    _editions(Newsletter.objects.get(slug="maree"), by=User.objects.filter(email="sanae@demo.example").first(), at=at)


def _reader(newsletter: Newsletter, name: str, state: State) -> None:
    language, asked = newsletter.language, timezone.now() - ASKED
    email = f"{name}@lecteurs.demo.example"
    subscriber, _made = Subscriber.objects.get_or_create(email=email, defaults={"language": language})
    Subscription.objects.get_or_create(
        newsletter=newsletter,
        subscriber=subscriber,
        defaults={
            "state": state,
            "asked_at": asked,
            "confirmed_at": None if state == State.PENDING else asked + timedelta(minutes=4),
            "unsubscribed_at": asked + timedelta(days=5) if state == State.UNSUBSCRIBED else None,
            "left_by": Way.LINK if state == State.UNSUBSCRIBED else "",
            "wording": WORDING,
            "source": "/",
        },
    )


def _editions(newsletter: Newsletter, *, by: User | None, at: datetime) -> None:
    """What is on its way holds all but the latest articles: they are the day's for the edition in the making."""
    articles = _latest(newsletter.language, at)
    if newsletter.editions.exists() or not articles:
        return
    edition = Edition.objects.create(newsletter=newsletter, subject=SUBJECT, intro=INTRO)
    for pk in articles:
        editions.add(edition, pk, by=by, at=at)
    editions.send(edition, by=by, at=at)
    Edition.objects.create(newsletter=newsletter, subject=NEXT)


def _latest(language: str, at: datetime) -> list[int]:
    rows = PublishedVersion.objects.live(at).filter(language=language).exclude(kind=Kind.SPONSORED)
    rows = rows.order_by("-first_published_at", "-article")
    return list(rows.values_list("article", flat=True)[FREE : FREE + editions.CHOSEN])


NEWSLETTER = Part("newsletter", load, position=300)
