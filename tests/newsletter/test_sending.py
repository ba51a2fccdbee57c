"""Mails leave once for everybody on the list, whatever happens meanwhile."""

import re
import smtplib
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter import sending, verbs
from newsletter.models import Delivery, Edition
from newsletter.models.edition import DeliveryState, EditionState
from newsletter.models.subscription import State, Way
from newsroom.core import mail
from newsroom.core.models import BackgroundTask
from tests.newsletter import letters

pytestmark = pytest.mark.django_db


def numbers() -> dict[str, int]:
    """How many deliveries there are, by state; without the zeros."""
    return {state: count for state, count in Delivery.objects.all().numbers().items() if count}


def run_again() -> None:
    """What waits for a later try is due now."""
    BackgroundTask.objects.waiting().update(run_after=timezone.now())
    letters.work()


def test_everybody_on_the_list_gets_it_once_and_nobody_else() -> None:
    wanted = sorted(letters.reader().subscriber.email for _number in range(3))
    letters.reader(state=State.PENDING)
    letters.reader(state=State.UNSUBSCRIBED)
    letters.reader(of=letters.newsletter("ar"))
    edition = letters.sent(letters.article())
    letters.work()
    edition.refresh_from_db()
    assert letters.recipients() == wanted
    assert (edition.state, numbers()) == (EditionState.SENT, {"sent": 3})


def test_the_headers_are_what_mail_programs_look_for(settings: Any) -> None:
    settings.SITE_URL = "https://example.ma"
    letters.reader()
    letters.sent(letters.article())
    letters.work()
    headers = letters.mails()[0].extra_headers
    delivery = Delivery.objects.get()
    assert re.fullmatch(r"<https://example\.ma/newsletter/unsubscribe/\d+\.[\w-]+/>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<lettre-fr.newsletter.example.ma>"
    assert headers["Message-ID"] == f"<edition-{delivery.edition_id}-{delivery.pk}@example.ma>" == delivery.message_id
    assert headers["Auto-Submitted"] == "auto-generated"


def test_the_one_click_address_of_a_mail_unsubscribes_its_reader(settings: Any) -> None:
    row = letters.reader()
    letters.sent(letters.article())
    letters.work()
    sent = letters.mails()[0].message().as_bytes().decode()
    link = re.search(r"List-Unsubscribe:\s+<([^>]+)>", sent)
    assert link
    Client().post(link[1].removeprefix(settings.SITE_URL), {"List-Unsubscribe": "One-Click"})
    row.refresh_from_db()
    assert row.state == State.UNSUBSCRIBED


def test_who_leaves_between_sending_and_their_mail_gets_none() -> None:
    row = letters.reader()
    letters.reader()
    edition = letters.sent(letters.article())
    letters.spread(edition)
    verbs.unsubscribe(row, way=Way.LINK)
    letters.work()
    assert row.subscriber.email not in letters.recipients()
    assert numbers() == {"sent": 1, "skipped": 1}


def test_who_leaves_at_the_last_moment_gets_none() -> None:
    row = letters.reader()
    edition = letters.sent(letters.article())
    letters.spread(edition)
    compose = mail.compose

    def leave(*args: Any, **given: Any) -> Any:
        verbs.unsubscribe(row, way=Way.LINK)
        return compose(*args, **given)

    with mock.patch.object(mail, "compose", leave):
        letters.work()
    assert (letters.mails(), numbers()) == ([], {"skipped": 1})


def test_who_is_erased_meanwhile_gets_none() -> None:
    row = letters.reader()
    edition = letters.sent(letters.article())
    letters.spread(edition)
    verbs.erase(row.subscriber, by=None)
    letters.work()
    assert (letters.mails(), numbers()) == ([], {"skipped": 1})


def test_a_slice_done_twice_sends_nothing_twice() -> None:
    letters.reader()
    edition = letters.sent(letters.article())
    letters.work()
    only = Delivery.objects.get()
    sending.deliver.func(edition.pk, only.pk, only.pk)
    Edition.objects.update(state=EditionState.SENDING)
    sending.deliver.func(edition.pk, only.pk, only.pk)
    assert len(letters.mails()) == 1


def test_the_list_made_twice_has_everybody_once() -> None:
    letters.reader()
    edition = letters.sent(letters.article())
    letters.spread(edition)
    Edition.objects.update(spread_at=None)
    letters.spread(edition)
    assert Delivery.objects.count() == 1


def test_the_database_refuses_a_second_delivery() -> None:
    row = letters.reader()
    edition = letters.sent(letters.article())
    Delivery.objects.create(edition=edition, subscriber=row.subscriber)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(edition=edition, subscriber=row.subscriber)


def test_what_a_dead_worker_had_in_its_hands_is_not_sent_again() -> None:
    for _number in range(2):
        letters.reader()
    edition = letters.sent(letters.article())
    letters.spread(edition)
    first = Delivery.objects.order_by("pk").first()
    assert first
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.SENDING)
    letters.work()
    edition.refresh_from_db()
    assert (len(letters.mails()), numbers()) == (1, {"sent": 1, "unclear": 1})
    assert edition.state == EditionState.SENT


def test_a_worker_that_was_only_slow_has_the_last_word() -> None:
    letters.reader()
    edition = letters.sent(letters.article())
    letters.spread(edition)
    real = EmailBackend.send_messages

    def slowly(self: Any, messages: Any) -> int:
        Delivery.objects.update(state=DeliveryState.UNCLEAR)  # somebody took it for dead
        return real(self, messages)

    with mock.patch.object(EmailBackend, "send_messages", slowly):
        letters.work()
    assert (len(letters.mails()), numbers()) == (1, {"sent": 1})


def failing(*errors: Exception | None) -> Any:
    """A mail server that answers these, one mail after the other, and takes the rest."""
    left, real = list(errors), EmailBackend.send_messages

    def send(self: Any, messages: Any) -> int:
        error = left.pop(0) if left else None
        if error:
            raise error
        return real(self, messages)

    return mock.patch.object(EmailBackend, "send_messages", send)


def refusal(code: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"x@example.ma": (code, b"no")})


def test_a_server_that_goes_away_in_the_middle_loses_and_repeats_nothing() -> None:
    wanted = sorted(letters.reader().subscriber.email for _number in range(4))
    letters.sent(letters.article())
    with failing(None, None, smtplib.SMTPServerDisconnected("gone")):
        letters.work()
        assert (len(letters.mails()), numbers()) == (2, {"sent": 2, "waiting": 2})
        run_again()
    assert (letters.recipients(), numbers()) == (wanted, {"sent": 4})


def test_a_mailbox_that_wants_it_later_holds_up_nobody() -> None:
    for _number in range(3):
        letters.reader()
    letters.sent(letters.article())
    with failing(refusal(451)):
        letters.work()
        assert numbers() == {"sent": 2, "waiting": 1}
        run_again()
    assert (len(letters.mails()), numbers()) == (3, {"sent": 3})


def test_a_mailbox_that_does_not_exist_is_counted_and_left() -> None:
    for _number in range(2):
        letters.reader()
    edition = letters.sent(letters.article())
    with failing(refusal(550)):
        letters.work()
    edition.refresh_from_db()
    assert (numbers(), edition.state) == ({"sent": 1, "refused": 1}, EditionState.SENT)


def test_a_second_try_bears_the_same_message_id() -> None:
    letters.reader()
    letters.sent(letters.article())
    seen: list[str] = []

    def note(self: Any, messages: Any) -> int:
        seen.append(messages[0].extra_headers["Message-ID"])
        raise smtplib.SMTPServerDisconnected

    with mock.patch.object(EmailBackend, "send_messages", note):
        letters.work()
        run_again()
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_what_the_server_has_not_taken_in_a_day_is_given_up() -> None:
    letters.reader()
    edition = letters.sent(letters.article())
    with failing(*[smtplib.SMTPServerDisconnected()] * 9):
        letters.work()
    assert sending.give_up(timezone.now() - sending.PATIENCE) == 0
    assert sending.give_up(timezone.now() + timedelta(seconds=1)) == 1
    run_again()
    edition.refresh_from_db()
    assert (letters.mails(), numbers(), edition.state) == ([], {"given_up": 1}, EditionState.SENT)


def test_the_list_is_made_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 3)
    monkeypatch.setattr(sending, "SLICE", 2)
    wanted = sorted(letters.reader().subscriber.email for _number in range(6))
    edition = letters.sent(letters.article())
    letters.work()
    edition.refresh_from_db()
    assert (letters.recipients(), edition.state) == (wanted, EditionState.SENT)


def costs(readers: int) -> tuple[int, int]:
    """Queries for the list of readers, and for what each mail costs, in a slice."""
    of = letters.newsletter(slug=f"n{readers}")
    for _number in range(readers):
        letters.reader(of=of)
    edition = letters.sent(letters.article(f"Pour {readers}"), of=of)
    with CaptureQueriesContext(connection) as listing:
        letters.spread(edition)
    rows = Delivery.objects.filter(edition=edition).order_by("pk").values_list("pk", flat=True)
    with CaptureQueriesContext(connection) as mailing:
        sending.deliver.func(edition.pk, rows[0], rows[len(rows) - 1])
    return len(listing), len(mailing)


def test_the_list_costs_the_same_for_twice_as_many_and_a_mail_a_fixed_number() -> None:
    (few, mails_few), (many, mails_many) = costs(5), costs(10)
    assert few == many
    assert mails_many - mails_few == 5 * ((mails_many - mails_few) // 5) <= 5 * 5


def test_taking_a_mail_asks_the_row_itself() -> None:
    """Through a subquery on the same table two workers could both take it, on PostgreSQL."""
    row = letters.reader()
    edition = letters.sent(letters.article())
    delivery = Delivery.objects.create(edition=edition, subscriber=row.subscriber)
    with CaptureQueriesContext(connection) as queries:
        assert sending._take(delivery, row, "<a@b>")
    assert [query["sql"].count("newsletter_delivery") > 0 for query in queries] == [True]
    assert 'FROM "newsletter_delivery"' not in queries[0]["sql"]
    assert not sending._take(delivery, row, "<a@b>")
