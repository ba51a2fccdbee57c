"""The demo's newsletters: readers in every state, and an edition that its worker sends."""

import pytest

from newsletter import demo, editions
from newsletter.models import Edition, Newsletter, Subscription
from newsletter.models.edition import EditionState
from newsletter.models.subscription import State
from tests.newsletter import letters

pytestmark = pytest.mark.django_db


def test_there_is_one_in_every_language_with_readers_in_every_state() -> None:
    demo.load()
    assert set(Newsletter.objects.values_list("language", flat=True)) == {"fr", "ar", "en"}
    assert set(Subscription.objects.values_list("state", flat=True)) == set(State.values)
    for row in (*Newsletter.objects.all(), *Subscription.objects.all()):
        row.full_clean()


def test_one_edition_goes_out_and_one_is_in_the_making() -> None:
    for number in range(10):
        letters.article(f"Titre {number}")
    demo.load()
    letters.work()
    sent, draft = Edition.objects.order_by("pk")
    assert (sent.state, draft.state, sent.items.count()) == (EditionState.SENT, EditionState.DRAFT, 8)
    assert len(letters.mails()) == len(demo.READERS["fr"][State.ACTIVE])


def test_the_edition_in_the_making_takes_the_articles_of_the_day() -> None:
    for number in range(10):
        letters.article(f"Titre {number}")
    demo.load()
    draft = Edition.objects.get(state=EditionState.DRAFT)
    assert editions.assemble(draft, by=None) == demo.FREE


def test_without_articles_there_is_no_edition() -> None:
    demo.load()
    assert not Edition.objects.exists()


def test_twice_adds_nothing() -> None:
    for number in range(demo.FREE + 1):
        letters.article(f"Titre {number}")
    demo.load()
    before = (Newsletter.objects.count(), Subscription.objects.count(), Edition.objects.count())
    demo.load()
    assert (Newsletter.objects.count(), Subscription.objects.count(), Edition.objects.count()) == before
