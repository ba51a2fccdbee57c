"""The sitting's part of the writing page."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from articles.models import Article, Revision
from articles.sittings import presence, verbs
from articles.sittings.offers import moment, offer, taken
from articles.sittings.sitting import Sitting, number
from articles.sittings.typed import as_initial, typed_in
from newsroom.core.models import User

KEEP, KEEP_NEW = "admin:articles_article_keep", "admin:articles_article_keep_new"


def begun(request: HttpRequest, user: User) -> str | None:
    """The id of the article that the page for a new one has made meanwhile: what it sends is about that."""
    sitting = Sitting.read(request.POST)
    article = verbs.article_of(user, sitting) if sitting else None
    return str(article.pk) if article else None


def took_up(request: HttpRequest, article: Article | None, user: User) -> Revision | None:
    if article is None or request.method == "POST":
        return None
    return taken(article, user, number(request.GET.get("take", "")))


def initial(request: HttpRequest, article: Article | None, user: User) -> dict[str, Any]:
    """What the form begins with instead of the working copy: words that were kept and not saved."""
    row = took_up(request, article, user)
    return {**as_initial(row.typed), "seen": row.seen} if row else {}


def saved(request: HttpRequest, article: Article, user: User) -> None:
    sitting = Sitting.read(request.POST)
    if sitting is not None:
        verbs.settle(article, by=user, sitting=sitting)


def refused(request: HttpRequest, article: Article | None, user: User) -> None:
    """The form comes back with errors, nothing is saved: what it holds is kept all the same."""
    sitting = Sitting.read(request.POST)
    if sitting is None:
        return
    try:
        typed = typed_in(request.POST)
    except ValidationError:
        return
    verbs.keep(typed, article or verbs.begin(typed, by=user, sitting=sitting), by=user, sitting=sitting, force=True)


def context(request: HttpRequest, article: Article | None, user: User, *, may_edit: bool) -> dict[str, Any]:
    """For the templates `articles/sittings/rail.html` and `offer.html`."""
    sitting = Sitting.read(request.POST) or Sitting(uuid4())
    row = took_up(request, article, user)
    pk = article.pk if article else None
    found = offer(article, user, besides=sitting.id) if article and row is None else None
    return {
        "sitting": sitting,
        "takes": row.pk if row else sitting.takes,
        "took": moment(row.made_at) if row else "",
        "offer": found,
        "may_edit": may_edit,
        "person": user,
        "keep": reverse(KEEP, args=[pk]) if pk else reverse(KEEP_NEW),
        "keep_new": reverse(KEEP_NEW),
        "beat": int(presence.BEAT.total_seconds()),
        "here": presence.here(article, by=user, besides=sitting.id) if article else [],
    }
