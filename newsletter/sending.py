"""How an edition gets to its readers: deliveries are made in batches, mails leave in slices.

Nobody gets an edition twice. A delivery is marked as being handed over – committed, and only while its reader is on
the list – before the mail server sees it, and as sent when the server has taken it. A worker that is killed in between
leaves it marked; whoever takes the slice over calls it unclear and doesn't send it again: that reader may or may not
have the mail. So a crash costs at most the one mail that each worker had in its hands. One gap is left that no sender
can close: a connection that breaks after the server took the mail and before it said so looks like a refusal, and the
mail is tried again, under the same Message-ID, by which mailboxes recognise it.
"""

import smtplib
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter import letters
from newsletter.models import Delivery, Edition, Subscription
from newsletter.models.edition import DeliveryState, EditionState
from newsroom.core import audit, mail
from newsroom.core.tasks import enqueue_on_commit, last_step, task

BATCH, SLICE = 500, 50
PATIENCE = timedelta(hours=24)
"""Yesterday's news is no news: what the mail server hasn't taken by then isn't sent any more."""


class LaterError(Exception):
    """Some mailboxes asked to come back later."""


@task(atomic=True, retries=20, label=_("Make the list of an edition’s readers"))
def spread(edition_id: int, after: int = 0) -> None:
    """Deliveries for the next batch of readers, with the tasks that send them; then itself again, for the rest."""
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    if edition.state != EditionState.SENDING or edition.spread_at:
        return
    active = Subscription.objects.active().filter(newsletter=edition.newsletter_id, subscriber__gt=after)
    readers = list(active.order_by("subscriber").values_list("subscriber", flat=True)[:BATCH])
    known = set(edition.deliveries.filter(subscriber__in=readers).values_list("subscriber", flat=True))
    made = Delivery.objects.bulk_create(
        [Delivery(edition=edition, subscriber_id=pk) for pk in readers if pk not in known]
    )
    for start in range(0, len(made), SLICE):
        part = made[start : start + SLICE]
        enqueue_on_commit(deliver, edition_id, part[0].pk, part[-1].pk)
    if len(readers) == BATCH:
        enqueue_on_commit(spread, edition_id, readers[-1])
    else:
        edition.spread_at = timezone.now()
        edition.save(update_fields=["spread_at"])
        settle(edition_id)


@task(retries=8, backoff=timedelta(minutes=1), label=_("Send an edition to some of its readers"))
def deliver(edition_id: int, first: int, last: int) -> None:
    """Send what waits of the deliveries numbered `first` to `last`; comes back for what a server didn't take yet."""
    edition = Edition.objects.select_related("newsletter").get(pk=edition_id)
    rows = edition.deliveries.filter(pk__range=(first, last))
    rows.filter(state=DeliveryState.SENDING).update(state=DeliveryState.UNCLEAR)
    if edition.state == EditionState.SENDING:
        Round(edition).send(rows)
    with last_step():
        settle(edition_id)


class Round:
    """One slice, over one connection."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.shared = letters.context(edition, letters.stories(edition))
        self.later = 0

    def send(self, rows: Any) -> None:
        """Raises LaterError where somebody's mail must be tried again, and whatever keeps all of it from leaving."""
        waiting = list(rows.waiting().exclude(subscriber=None).order_by("pk"))
        readers = Subscription.objects.select_related("newsletter", "subscriber").filter(
            newsletter=self.edition.newsletter_id, subscriber__in=[row.subscriber_id for row in waiting]
        )
        by_subscriber = {row.subscriber_id: row for row in readers}
        if waiting and self.shared["stories"]:
            with get_connection() as connection:
                for delivery in waiting:
                    if reader := by_subscriber.get(delivery.subscriber_id or 0):
                        self._to(delivery, reader, connection)
        if self.later:
            raise LaterError(f"{self.later} of {len(waiting)} mailboxes asked to come back later.")
        # Whoever waits now has left the list, or there is nothing to tell them any more.
        rows.waiting().update(state=DeliveryState.SKIPPED)

    def _to(self, delivery: Delivery, reader: Subscription, connection: Any) -> None:
        context, headers = letters.for_reader(self.shared, reader)
        message = mail.compose(
            letters.TEMPLATE,
            to=reader.subscriber.email,
            language=reader.newsletter.language,
            context=context,
            headers=headers,
            key=delivery.key,
        )
        if not _take(delivery, reader, message.extra_headers["Message-ID"]):
            return
        try:
            connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refusal:
            self._refused(delivery, refusal)
        except Exception:
            _put_back(delivery)
            raise
        else:
            _mark(delivery, DeliveryState.SENT, sent_at=timezone.now())

    def _refused(self, delivery: Delivery, refusal: smtplib.SMTPRecipientsRefused) -> None:
        codes = {code for code, _reason in refusal.recipients.values()}
        if min(codes, default=0) >= mail.PERMANENT:
            _mark(delivery, DeliveryState.REFUSED)
        else:
            _put_back(delivery)
            self.later += 1


def _take(delivery: Delivery, reader: Subscription, message_id: str) -> bool:
    """Whether this worker, and no other, may hand the mail over: it waits, and its reader is on the list.

    The condition must stand on the row itself: through a join it would become a subquery, which PostgreSQL answers
    from an old snapshot when another worker took the row a moment ago.
    """
    listed = Subscription.objects.active().filter(newsletter=reader.newsletter_id, subscriber=OuterRef("subscriber_id"))
    rows = Delivery.objects.waiting().filter(Exists(listed), pk=delivery.pk)
    return bool(rows.update(state=DeliveryState.SENDING, message_id=message_id))


def _mark(delivery: Delivery, state: DeliveryState, sent_at: datetime | None = None) -> None:
    """The outcome. Who was taken for dead meanwhile knows better than whoever called the mail unclear."""
    ours = [DeliveryState.SENDING, DeliveryState.UNCLEAR]
    Delivery.objects.filter(pk=delivery.pk, state__in=ours).update(state=state, sent_at=sent_at)


def _put_back(delivery: Delivery) -> None:
    """The server said no. What somebody else called unclear meanwhile stays so: they are done with it."""
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING).update(state=DeliveryState.WAITING)


@transaction.atomic
def settle(edition_id: int, *, at: datetime | None = None) -> bool:
    """An edition whose last delivery has come to an end is sent. The lock lets one of two slices be the later one."""
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    if edition.state != EditionState.SENDING or not edition.spread_at or edition.deliveries.unfinished().exists():
        return False
    edition.state, edition.finished_at = EditionState.SENT, at or timezone.now()
    edition.save(update_fields=["state", "finished_at"])
    audit.record("edition.finished", edition, by=None, **edition.deliveries.all().numbers())
    return True


@task(atomic=True, label=_("Close editions that could not be sent to everybody"))
def close_stale() -> None:
    give_up(timezone.now() - PATIENCE)


def give_up(before: datetime) -> int:
    """End what was sent before an instant and still waits; answers how many editions that were."""
    closed = 0
    for edition in Edition.objects.sending().filter(sent_at__lt=before):
        rows = edition.deliveries.all()
        rows.filter(state=DeliveryState.SENDING).update(state=DeliveryState.UNCLEAR)
        rows.waiting().update(state=DeliveryState.GIVEN_UP)
        Edition.objects.filter(pk=edition.pk, spread_at=None).update(spread_at=timezone.now())
        closed += settle(edition.pk)
    return closed
