"""Links in mails to readers: signed, so that nothing needs to be stored and nobody can write one for somebody else."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner

from newsletter.models import Subscription

LIFETIME = timedelta(days=7)
LARGEST = 2**63


@dataclass(frozen=True)
class Opened:
    """What a confirmation link names."""

    subscription: Subscription
    is_expired: bool


def confirmation(subscription: Subscription) -> str:
    """Bound to the mailbox and to the reader's turn: when they left and come back, it is another link."""
    return _confirming(subscription).sign(str(subscription.pk))


def open_confirmation(token: str) -> Opened | None:
    """None for what we didn't sign, and for what we signed in an earlier turn or for a row that is gone."""
    subscription = _find(token)
    if subscription is None:
        return None
    try:
        _confirming(subscription).unsign(token, max_age=LIFETIME)
    except SignatureExpired:
        return Opened(subscription, is_expired=True)
    except BadSignature:
        return None
    return Opened(subscription, is_expired=False)


def unsubscription(subscription: Subscription) -> str:
    """Good for as long as the subscription is there: a link in a mail of last year must still work."""
    return _leaving(subscription).sign(str(subscription.pk))


def open_unsubscription(token: str) -> Subscription | None:
    subscription = _find(token)
    if subscription is None:
        return None
    try:
        _leaving(subscription).unsign(token)
    except BadSignature:
        return None
    return subscription


def _find(token: str) -> Subscription | None:
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 20 and int(number) < LARGEST):
        return None
    return Subscription.objects.select_related("newsletter", "subscriber").filter(pk=int(number)).first()


def _confirming(subscription: Subscription) -> TimestampSigner:
    parts = ["newsletter.confirm", subscription.subscriber.email, str(subscription.turn)]
    return TimestampSigner(sep=".", salt="\0".join(parts))


def _leaving(subscription: Subscription) -> Signer:
    return Signer(sep=".", salt=f"newsletter.unsubscribe\0{subscription.subscriber_id}")
