"""Who has an article open. A page says every few seconds that it is there; one that falls silent is gone."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, Presence
from newsroom.core.models import User

BEAT = timedelta(seconds=10)
GONE = timedelta(seconds=30)
"""Three beats: with the last one and the question of who looks, a closed page is forgotten within 45 seconds."""


def arrive(article: Article, *, by: User, sitting: UUID, wrote: bool = False, now: datetime | None = None) -> None:
    now = now or timezone.now()
    row = Presence(article=article, user=by, sitting=sitting, since=now, seen_at=now)
    Presence.objects.bulk_create([row], ignore_conflicts=True)
    mine = Presence.objects.filter(article=article, user=by, sitting=sitting)
    mine.filter(seen_at__lt=now - GONE).update(since=now)
    mine.update(seen_at=now, **({"wrote_at": now} if wrote else {}))


def leave(article: Article, *, by: User, sitting: UUID) -> None:
    Presence.objects.filter(article=article, user=by, sitting=sitting).delete()


def here(article: Article, *, by: User, besides: UUID | None = None, now: datetime | None = None) -> list[str]:
    """A sentence for each person whose page is there, and one where the same person has it open twice."""
    now = now or timezone.now()
    pages = Presence.objects.filter(article=article, seen_at__gt=now - GONE)
    pages = pages.exclude(sitting=besides) if besides else pages
    people: defaultdict[User, list[Presence]] = defaultdict(list)
    for page in pages.select_related("user"):
        people[page.user].append(page)
    return [_sentence(user, rows, by) for user, rows in people.items()]


def _sentence(user: User, pages: Iterable[Presence], by: User) -> str:
    if user == by:
        return _("You have this article open in another window too.")
    since = date_format(timezone.localtime(min(page.since for page in pages)), "TIME_FORMAT")
    if any(page.wrote_at for page in pages):
        words = _("%(who)s is editing this article, since %(time)s.")
    else:
        words = _("%(who)s has this article open, since %(time)s.")
    return words % {"who": str(user), "time": since}
