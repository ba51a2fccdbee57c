"""Keeping what a sitting wrote, settling it, giving it up; each under the article's lock."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.models import Article, Note, Presence, PublishedVersion, Revision
from articles.sittings.sitting import LARGEST, Sitting
from articles.sittings.typed import Typed, document_of, one
from newsroom.core import audit
from newsroom.core.models import User

KEPT_FOR = timedelta(days=30)
BATCH = 500
TITLE = Article._meta.get_field("title").max_length or 300


@transaction.atomic
def begin(typed: Typed, *, by: User, sitting: Sitting) -> Article:
    """The draft that a sitting on the page for a new article writes; made once, however often it is asked for."""
    # Two requests of one page at once: the second finds what the first made.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    known = article_of(by, sitting)
    if known is not None:
        return known
    article = Article(created_by=by)
    document = document_of(typed, article, by=by)
    article.language, article.kind, article.title = document.language, document.kind, document.title[:TITLE]
    article.save()
    audit.record("article.created", article, by=by)
    return article


def article_of(by: User, sitting: Sitting) -> Article | None:
    row = Revision.objects.autosaved().filter(made_by=by, sitting=sitting.id).select_related("article").first()
    return row.article if row else None


@transaction.atomic
def keep(
    typed: Typed, article: Article, *, by: User, sitting: Sitting, now: datetime | None = None, force: bool = False
) -> Revision:
    """Rewrite the sitting's revision with what was typed; what was sent before what is there changes nothing.

    `force` is for a form's own button, whose turn may not be counted: where scripts don't run.
    """
    here = Article.objects.select_for_update().get(pk=article.pk)
    row = Revision.objects.filter(article=here, made_by=by, sitting=sitting.id).first()
    if row is not None and turn_of(row) >= sitting.turn and not force:
        return row
    row = row or Revision(article=here, made_by=by, sitting=sitting.id)
    document = document_of(typed, here, by=by)
    row.data, row.typed = document.to_json(), _with_turn(typed, max(sitting.turn, turn_of(row)))
    row.seen, row.based_on_id = sitting.seen, _based_on(here, sitting.seen)
    row.made_at, row.settled_at = now or timezone.now(), None
    row.save()
    _settle_taken(here, by, sitting, row.made_at)
    if not here.revisions.saved().exists() and here.created_by_id == by.pk:
        # Nobody has saved it: in lists it goes by the headline that it has on its writer's screen.
        Article.objects.filter(pk=here.pk).update(title=document.title[:TITLE], language=document.language)
    return row


def _based_on(article: Article, seen: int | None) -> int | None:
    saved = article.revisions.saved().filter(number=seen).first() if seen else None
    return saved.based_on_id if saved else article.based_on_id


@transaction.atomic
def settle(article: Article, *, by: User, sitting: Sitting, now: datetime | None = None) -> None:
    """The sitting's words are saved. What its page sent before the button was pressed and comes later changes nothing:
    for that, a sitting that kept nothing yet leaves a row too."""
    now = now or timezone.now()
    here = Article.objects.select_for_update().get(pk=article.pk)
    row = Revision.objects.filter(article=here, made_by=by, sitting=sitting.id).first()
    if row is None and sitting.turn:
        row = Revision(article=here, made_by=by, sitting=sitting.id, data=here.document().to_json(), made_at=now)
    if row is not None:
        row.typed = _with_turn(row.typed, max(sitting.turn, turn_of(row)))
        row.seen, row.settled_at = sitting.seen, now
        row.save()
    _settle_taken(here, by, sitting, now)


def _settle_taken(article: Article, by: User, sitting: Sitting, now: datetime) -> None:
    if sitting.takes:
        taken = Revision.objects.autosaved().filter(pk=sitting.takes, article=article, made_by=by, settled_at=None)
        taken.exclude(sitting=sitting.id).update(settled_at=now)


def give_up(article: Article, *, by: User, number: int, now: datetime | None = None) -> bool:
    """Offered no more; it is still among the revisions until its time is over."""
    rows = Revision.objects.autosaved().filter(pk=number, article=article, made_by=by, settled_at=None)
    return bool(rows.update(settled_at=now or timezone.now()))


def turn_of(row: Revision) -> int:
    turn = one(row.typed, "turn")
    return int(turn) if turn else -1


def _with_turn(typed: Typed, turn: int) -> dict[str, list[str]]:
    return {**{name: list(values) for name, values in typed.items()}, "turn": [str(min(turn, LARGEST))]}


def forget(before: datetime) -> int:
    """Autosaves, presences, and drafts that nobody ever saved once nothing of them is left; some at a time."""
    gone = _sweep(Revision.objects.autosaved().filter(made_at__lt=before))
    gone += _sweep(Presence.objects.filter(seen_at__lt=before))
    empty = Article.objects.filter(created_at__lt=before, version=1, body="")
    return gone + _sweep(empty.filter(~_any(Revision), ~_any(PublishedVersion), ~_any(Note)))


def _any(model: type[models.Model]) -> Exists:
    return Exists(model._default_manager.filter(article=OuterRef("pk")))


def _sweep(rows: models.QuerySet[Any]) -> int:
    """Whoever writes in one of them meanwhile keeps it: each batch is locked, and then looked at again."""
    gone, last = 0, 0
    while batch := list(rows.order_by("pk").filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            list(rows.model._default_manager.select_for_update().filter(pk__in=batch).order_by("pk"))
            gone += rows.filter(pk__in=batch).delete()[0]
        last = batch[-1]
    return gone
