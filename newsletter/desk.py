"""What the newsletter puts into the office, what is told about readers, and how long any of it is kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsletter.models import Delivery, Edition, Newsletter, Subscriber, Subscription
from newsletter.models.subscription import State
from newsletter.sending import close_stale
from newsroom.core import audit, registry
from newsroom.core.desk.steps import Step, steps
from newsroom.core.tasks import periodic

UNCONFIRMED = timedelta(days=30)
LEFT = timedelta(days=3 * 365)
"""How long the record stays that somebody had agreed and has left: as long as they could ask about it."""
WHO_GOT_IT = timedelta(days=365)
DRAFTS = 3
VERBS = {
    "edition_added": _("%(actor)s began the edition %(target)s."),
    "edition_changed": _("%(actor)s changed the edition %(target)s."),
    "edition_deleted": _("%(actor)s deleted the edition %(target)s."),
    "edition_assembled": _("%(actor)s put the edition %(target)s together from the day’s articles."),
    "edition_sent": _("%(actor)s sent the edition %(target)s."),
    "edition_finished": _("The edition %(target)s has gone out."),
    "newsletter_added": _("%(actor)s added the newsletter %(target)s."),
    "newsletter_changed": _("%(actor)s changed the newsletter %(target)s."),
    "newsletter_deleted": _("%(actor)s deleted the newsletter %(target)s."),
    "newsletter_unsubscribed": _("%(actor)s took a reader off a newsletter’s list: %(target)s."),
    "newsletter_erased": _("%(actor)s erased the data of a reader of newsletters: %(target)s."),
    "newsletter_unblocked": _("%(actor)s allowed mail to a blocked address again: %(target)s."),
}
FAMILIES = {"edition": _("Editions"), "newsletter": _("Newsletters")}


def panel(request: HttpRequest) -> dict[str, Any] | None:
    """How the last edition went, which drafts wait, and how many readers there are."""
    if not request.user.has_perm("newsletter.view_edition"):
        return None
    last = Edition.objects.gone_out().first()
    count = Count("subscriptions", filter=Q(subscriptions__state=State.ACTIVE))
    return {
        "last": last,
        "numbers": last.deliveries.all().numbers() if last else {},
        "drafts": Edition.objects.drafts()[:DRAFTS],
        "newsletters": Newsletter.objects.annotate(readers=count),
        "may_add": request.user.has_perm("newsletter.add_edition"),
    }


def editions_with(target: models.Model) -> Sequence[models.Model]:
    """Those that hold an article and haven’t been sent."""
    return list(Edition.objects.drafts().filter(items__article=target.pk))


def there_is_a_newsletter(request: HttpRequest) -> bool:
    return Newsletter.objects.exists()


def subscriptions_of(email: str) -> Sequence[dict[str, Any]]:
    rows = Subscription.objects.filter(subscriber__email=email).order_by("pk")
    names = ("newsletter__name", "state", "asked_at", "confirmed_at", "unsubscribed_at", "wording", "source")
    return list(rows.values("subscriber__email", "subscriber__language", *names))


def deliveries_of(email: str) -> Sequence[dict[str, Any]]:
    rows: Any = Delivery.objects.filter(subscriber__email=email).order_by("pk")
    return list(rows.values("edition__subject", "state", "made_at", "sent_at"))


def forget_unconfirmed(before: datetime) -> int:
    return _forget(Subscription.objects.asked_before(before))


def forget_left(before: datetime) -> int:
    return _forget(Subscription.objects.over_before(before))


def _forget(rows: Any) -> int:
    """The subscriptions, and the mailboxes that are on no list any more; answers how many subscriptions."""
    readers = set(rows.values_list("subscriber", flat=True))
    _all, gone = rows.delete()
    Subscriber.objects.filter(pk__in=readers, subscriptions=None).delete()
    return int(gone.get(Subscription._meta.label, 0))


def forget_who_got_it(before: datetime) -> int:
    """The rows stay, as numbers."""
    return Delivery.objects.sent_before(before).update(subscriber=None, message_id="")


PLACES = (
    registry.Place(
        "newsletter",
        _("Newsletter"),
        "mail",
        "admin:newsletter_edition_changelist",
        permission="newsletter.view_edition",
        position=40,
    ),
    registry.Place(
        "newsletter-readers",
        _("Readers by mail"),
        "users",
        "admin:newsletter_subscription_changelist",
        permission="newsletter.view_subscription",
        second=True,
        position=20,
    ),
)
STEP = Step(
    "newsletter",
    _("Set up the newsletter"),
    _("One for each language: then readers find the sign-up box below every article."),
    "mail",
    "admin:newsletter_newsletter_add",
    permission="newsletter.add_newsletter",
    done=there_is_a_newsletter,
    position=40,
)
POINTER = registry.Pointer(
    "editions-with-article",
    "articles.article",
    editions_with,
    40,
    _("Newsletter editions that aren’t sent yet: it won’t be in their mails"),
)
PERSONAL = (
    registry.PersonalData("newsletter.subscriptions", _("Newsletter subscriptions"), subscriptions_of, position=60),
    registry.PersonalData("newsletter.deliveries", _("Newsletter editions received"), deliveries_of, position=61),
)
KEPT = (
    registry.Retention(
        "newsletter.unconfirmed", _("Newsletter sign-ups never confirmed"), UNCONFIRMED, forget_unconfirmed
    ),
    registry.Retention("newsletter.left", _("Newsletter subscriptions ended by the reader"), LEFT, forget_left),
    registry.Retention("newsletter.deliveries", _("Who got which edition"), WHO_GOT_IT, forget_who_got_it),
)


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(**FAMILIES)
    for place in PLACES:
        registry.places.register(place)
    registry.panels.register(registry.Panel("newsletter", "newsletter/desk/panel.html", panel, position=50))
    steps.register(STEP)
    for kind in PERSONAL:
        registry.personal_data.register(kind)
    registry.pointers.register(POINTER)
    for kept in KEPT:
        registry.retention.register(kept)
    periodic(name="newsletter.close", task=close_stale, every=timedelta(hours=1))
