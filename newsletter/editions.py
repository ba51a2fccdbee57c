"""What the newsroom does with an edition. Each verb is one transaction under the edition's lock.

What they refuse is a ValidationError in words for the person at the desk; whether that person may is the caller's to
know.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Kind, PublishedVersion
from newsletter import letters, sending
from newsletter.models import Edition, EditionItem, Subscription
from newsletter.models.edition import EditionState
from newsroom.core import audit, mail
from newsroom.core.models import User
from newsroom.core.tasks import enqueue_on_commit

DAY = timedelta(hours=24)
CHOSEN, MOST = 8, 20
"""So many articles are put together at once; so many fit into a mail that no mail program cuts off."""


@transaction.atomic
def assemble(edition: Edition, *, by: User | None, at: datetime | None = None) -> int:
    """Fill a draft with what was first published in its language in the last 24 hours, the latest first.

    Left out are sponsored articles and those that went out to these readers before. What was in the draft is replaced;
    answers how many there are now. Raises ValidationError: sent, empty.
    """
    row, at = _draft(edition), at or timezone.now()
    known = EditionItem.objects.filter(edition__newsletter=row.newsletter_id).exclude(edition__state=EditionState.DRAFT)
    fresh = (
        PublishedVersion.objects.live(at)
        .filter(language=row.newsletter.language, first_published_at__gt=at - DAY)
        .exclude(kind=Kind.SPONSORED)
        .exclude(article__in=known.values("article"))
        .order_by("-first_published_at", "-article")
    )
    articles = list(fresh.values_list("article", flat=True)[:CHOSEN])
    if not articles:
        words = _("Nothing new was published in this language in the last 24 hours. Choose articles yourself.")
        raise ValidationError(words, code="empty")
    row.items.all().delete()
    items = [EditionItem(edition=row, article_id=pk, position=place) for place, pk in enumerate(articles, 1)]
    EditionItem.objects.bulk_create(items)
    audit.record("edition.assembled", row, by=by, articles=articles)
    return len(items)


@transaction.atomic
def add(edition: Edition, article_id: int, *, by: User | None, at: datetime | None = None) -> PublishedVersion:
    """Put an article at the end. Raises ValidationError: sent, live (it isn't, in this language), twice, full."""
    row = _draft(edition)
    version = PublishedVersion.objects.live(at).filter(article=article_id, language=row.newsletter.language).first()
    if version is None:
        raise ValidationError(_("This article isn’t online in the newsletter’s language."), code="live")
    if row.items.filter(article=article_id).exists():
        raise ValidationError(_("This article is in the edition already."), code="twice")
    if row.items.count() >= MOST:
        words = ngettext(
            "An edition holds %(most)d article at most: mail programs cut longer mails off.",
            "An edition holds %(most)d articles at most: mail programs cut longer mails off.",
            MOST,
        )
        raise ValidationError(words, code="full", params={"most": MOST})
    last = row.items.aggregate(last=Max("position"))["last"] or 0
    EditionItem.objects.create(edition=row, article_id=article_id, position=last + 1)
    _tell_changed(row, by)
    return version


@transaction.atomic
def remove(edition: Edition, item_id: int, *, by: User | None) -> bool:
    """False where it was gone already. Raises ValidationError: sent."""
    row = _draft(edition)
    gone, _rows = row.items.filter(pk=item_id).delete()
    if gone:
        _tell_changed(row, by)
    return bool(gone)


@transaction.atomic
def move(edition: Edition, item_id: int, direction: int, *, by: User | None) -> bool:
    """One place up (-1) or down (1); False where it stands there already or is gone. Raises ValidationError: sent."""
    row = _draft(edition)
    items = list(row.items.all())
    here = next((place for place, item in enumerate(items) if item.pk == item_id), None)
    if here is None or not 0 <= here + direction < len(items):
        return False
    items[here], items[here + direction] = items[here + direction], items[here]
    _number(items)
    _tell_changed(row, by)
    return True


@transaction.atomic
def send(edition: Edition, *, by: User | None, at: datetime | None = None) -> int:
    """Fix what the edition says and let it go out to everybody on the list now; answers how many articles it has.

    An article that isn't online leaves the edition. Raises ValidationError: sent (a second time), empty, nobody.
    """
    row, at = _draft(edition), at or timezone.now()
    kept = _freeze(row, at)
    if not kept:
        raise ValidationError(_("None of its articles is online. Choose others before you send it."), code="empty")
    if not Subscription.objects.active().filter(newsletter=row.newsletter_id).exists():
        raise ValidationError(_("Nobody is on this newsletter’s list yet."), code="nobody")
    row.state, row.sent_at, row.sent_by = EditionState.SENDING, at, by
    row.save(update_fields=["state", "sent_at", "sent_by"])
    audit.record("edition.sent", row, by=by, articles=[item.article_id for item in kept])
    enqueue_on_commit(sending.spread, row.pk)
    return len(kept)


def _freeze(row: Edition, at: datetime) -> list[EditionItem]:
    told = letters.stories(row, at=at)
    row.items.filter(pk__in=[story.item.pk for story in told if story.version is None]).delete()
    kept = [story.item for story in told if story.version]
    for story in told:
        story.item.version = story.version
    EditionItem.objects.bulk_update(kept, ["version"])
    _number(kept)
    return kept


def send_test(edition: Edition, *, to: User, at: datetime | None = None) -> None:
    """The edition as it stands, to the person who asks. Raises ValidationError: empty."""
    shared = letters.context(edition, letters.stories(edition, at=at), at=at)
    if not shared["stories"]:
        raise ValidationError(_("There is nothing in it yet that is online. Choose articles first."), code="empty")
    language = edition.newsletter.language
    mail.send(letters.TEMPLATE, to=to.email, language=language, context=letters.for_the_newsroom(shared, language))


def _draft(edition: Edition) -> Edition:
    row = Edition.objects.select_for_update(of=("self",)).select_related("newsletter").get(pk=edition.pk)
    if not row.is_draft:
        words = _("This edition was sent on %(day)s. Nobody gets it twice, and it can’t be changed any more.")
        day = date_format(timezone.localtime(row.sent_at), "DATETIME_FORMAT")
        raise ValidationError(words, code="sent", params={"day": day})
    return row


def _number(items: list[EditionItem]) -> None:
    for place, item in enumerate(items, 1):
        item.position = place
    EditionItem.objects.bulk_update(items, ["position"])


def _tell_changed(row: Edition, by: User | None) -> None:
    audit.record("edition.changed", row, by=by)
