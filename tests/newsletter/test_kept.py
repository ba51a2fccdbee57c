"""What is kept of readers, for how long, and what goes when they ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter import desk, verbs
from newsletter.models import Delivery, Subscriber, Subscription, Suppression
from newsletter.models.subscription import State, Way
from newsroom.core import registry
from newsroom.core.models import AuditEntry
from tests import cast
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EMAIL = "lina@example.ma"


def sweep(name: str) -> int:
    kept = next(kept for kept in registry.retention if kept.name == name)
    return kept.forget(timezone.now() - kept.period)


def test_a_sign_up_that_nobody_confirmed_is_forgotten_after_thirty_days() -> None:
    now = timezone.now()
    letters.reader(EMAIL, state=State.PENDING, asked_at=now - 31 * DAY)
    letters.reader("fresh@example.ma", state=State.PENDING, asked_at=now - 29 * DAY)
    letters.reader("active@example.ma", asked_at=now - 400 * DAY)
    assert sweep("newsletter.unconfirmed") == 1
    assert set(Subscriber.objects.values_list("email", flat=True)) == {"fresh@example.ma", "active@example.ma"}


def test_a_mailbox_that_is_on_another_list_stays() -> None:
    letters.reader(EMAIL, state=State.PENDING, asked_at=timezone.now() - 31 * DAY)
    letters.reader(EMAIL, of=letters.newsletter("ar"))
    assert sweep("newsletter.unconfirmed") == 1
    assert Subscription.objects.get().newsletter.language == "ar"


def test_who_has_left_is_forgotten_when_they_could_not_ask_any_more() -> None:
    letters.reader(EMAIL, state=State.UNSUBSCRIBED, unsubscribed_at=timezone.now() - desk.LEFT - DAY)
    letters.reader("later@example.ma", state=State.UNSUBSCRIBED)
    assert sweep("newsletter.left") == 1
    assert Subscriber.objects.get().email == "later@example.ma"


def test_who_got_what_becomes_a_number_after_a_year() -> None:
    letters.reader()
    letters.sent(letters.article())
    letters.work()
    Delivery.objects.update(made_at=timezone.now() - 366 * DAY)
    assert sweep("newsletter.deliveries") == 1
    row = Delivery.objects.get()
    assert (row.subscriber, row.message_id, row.state) == (None, "", "sent")


def test_a_reader_can_be_told_everything_about_them() -> None:
    letters.reader(EMAIL, source="/maroc/")
    letters.reader()
    letters.sent(letters.article())
    letters.work()
    told = {kind.name: kind.find(EMAIL) for kind in registry.personal_data}
    assert [row["source"] for row in told["newsletter.subscriptions"]] == ["/maroc/"]
    assert [row["edition__subject"] for row in told["newsletter.deliveries"]] == ["L’essentiel"]


def test_erasing_leaves_a_hash_and_a_number() -> None:
    row = letters.reader(EMAIL)
    letters.sent(letters.article())
    letters.work()
    verbs.erase(row.subscriber, by=cast.newsletter_editor())
    assert not Subscriber.objects.exists()
    assert not Subscription.objects.exists()
    assert Delivery.objects.get().subscriber is None
    assert EMAIL not in str(list(Suppression.objects.values()))
    assert not any(EMAIL in str((entry.target_label, entry.detail)) for entry in AuditEntry.objects.all())


def test_nothing_is_ever_sent_to_somebody_erased_until_they_are_allowed_again() -> None:
    verbs.erase(letters.reader(EMAIL).subscriber, by=None)
    letters.subscribe(EMAIL)
    letters.work()
    assert letters.mails() == []
    verbs.unblock(Suppression.objects.get(), by=cast.newsletter_editor())
    letters.subscribe(EMAIL)
    letters.work()
    assert letters.recipients() == [EMAIL]


def test_leaving_by_the_newsroom_is_told_without_the_address() -> None:
    row = letters.reader(EMAIL)
    assert verbs.unsubscribe(row, way=Way.OFFICE, by=cast.newsletter_editor())
    entry = AuditEntry.objects.get(verb="newsletter.unsubscribed")
    assert EMAIL not in f"{entry.target_label} {entry.detail}"
