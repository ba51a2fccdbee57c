"""What readers do: sign up, confirm, leave; and what the newsroom does for them on request.

Whoever signs an address up learns nothing about it: whether it is new, waits, is on the list, has left or is blocked,
the verb answers nothing and costs one task. Only the mailbox itself gets to know.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter import addresses, tokens
from newsletter.consent import WORDING
from newsletter.models import Delivery, Newsletter, Subscriber, Subscription, Suppression
from newsletter.models.subscription import State, Way, hashes
from newsroom.core import audit, mail
from newsroom.core.accounts.throttle import Throttle
from newsroom.core.models import User

MAILS = Throttle("newsletter.mailbox", 1, timedelta(hours=1))
"""Nobody's mailbox can be filled by typing its address here."""


def subscribe(
    email: str, newsletter: Newsletter, *, language: str, source: str = "", at: datetime | None = None
) -> None:
    """Ask the mailbox whether it wants the newsletter. The mail holds no word of whoever typed the address.

    At most one mail an hour goes to one address, whatever is asked for meanwhile, and none to a blocked one. Somebody
    who has left keeps out until they confirm anew; somebody on the list is told so and nothing changes.
    """
    at = at or timezone.now()
    if Suppression.objects.of(email).exists() or MAILS.hit(email, at=at):
        return
    with transaction.atomic():
        subscription = _asked(email, newsletter, language=language, source=source, at=at)
        _write(subscription)


def _asked(email: str, newsletter: Newsletter, *, language: str, source: str, at: datetime) -> Subscription:
    """The subscription as it is after somebody asked for it: what is active stays as it was."""
    subscriber, _made = Subscriber.objects.get_or_create(email=email, defaults={"language": language, "created_at": at})
    fresh = {"asked_at": at, "wording": WORDING, "source": source[:200]}
    subscription, made = Subscription.objects.select_for_update().get_or_create(
        newsletter=newsletter, subscriber=subscriber, defaults=fresh
    )
    if made or subscription.state == State.ACTIVE:
        return subscription
    if subscription.state == State.UNSUBSCRIBED:
        subscription.turn += 1
        subscription.state, subscription.left_by = State.PENDING, ""
        subscription.confirmed_at = subscription.unsubscribed_at = None
    for name, value in fresh.items():
        setattr(subscription, name, value)
    subscription.save()
    return subscription


def _write(subscription: Subscription) -> None:
    reader, name = subscription.subscriber, subscription.newsletter.name
    if subscription.state == State.ACTIVE:
        template, link = "newsletter_already", addresses.unsubscription(subscription)
    else:
        template, link = "newsletter_confirm", addresses.confirmation(subscription)
    context = {"newsletter": name, "link": link, "days": tokens.LIFETIME.days}
    mail.send(template, to=reader.email, language=reader.language, context=context)


@transaction.atomic
def confirm(token: str, *, at: datetime | None = None) -> Subscription:
    """Put the reader on the list; done twice, it stays done. Raises ValidationError: closed, expired."""
    opened = tokens.open_confirmation(token)
    if opened is None:
        raise ValidationError(_("This link opens nothing any more."), code="closed")
    subscription = _lock(opened.subscription)
    if subscription.state == State.ACTIVE:
        return subscription
    if subscription.state == State.UNSUBSCRIBED or subscription.turn != opened.subscription.turn:
        raise ValidationError(_("This link opens nothing any more."), code="closed")
    if opened.is_expired:
        raise ValidationError(_("This link has expired. Ask for a new one."), code="expired")
    subscription.state, subscription.confirmed_at = State.ACTIVE, at or timezone.now()
    subscription.save(update_fields=["state", "confirmed_at"])
    return subscription


@transaction.atomic
def unsubscribe(subscription: Subscription, *, way: Way, by: User | None = None, at: datetime | None = None) -> bool:
    """Off the list, whatever the state; False where that was so already."""
    row = _lock(subscription)
    if row.state == State.UNSUBSCRIBED:
        return False
    row.state, row.unsubscribed_at, row.left_by = State.UNSUBSCRIBED, at or timezone.now(), way
    row.save(update_fields=["state", "unsubscribed_at", "left_by"])
    if by is not None:
        audit.record("newsletter.unsubscribed", row, by=by)
    return True


@transaction.atomic
def erase(subscriber: Subscriber, *, by: User | None, at: datetime | None = None) -> None:
    """Forget a reader: nothing of theirs stays but the keyed hash that keeps any further mail from them."""
    audit.record("newsletter.erased", subscriber, by=by)
    Suppression.objects.get_or_create(
        address_hash=hashes(subscriber.email)[0], defaults={"since": at or timezone.now()}
    )
    Delivery.objects.filter(subscriber=subscriber).update(subscriber=None, message_id="")
    subscriber.delete()


def _lock(subscription: Subscription) -> Subscription:
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("newsletter", "subscriber")
    return rows.get(pk=subscription.pk)


@transaction.atomic
def unblock(suppression: Suppression, *, by: User) -> None:
    """Allow mail to an address again: its owner asked for it."""
    audit.record("newsletter.unblocked", suppression, by=by)
    suppression.delete()
