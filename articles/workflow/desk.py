"""What the workflow puts on the dashboard; registered in the app's `ready()`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article
from articles.workflow.events import ABOUT_MINE
from newsroom.core import registry
from newsroom.core.models import AuditEntry, User

SHOWN = 6
RECENT = timedelta(days=3)
LATEST = 200
"""So many of somebody's articles, the newest, are looked at for news."""


def _user(request: HttpRequest) -> User | None:
    user = request.user
    return user if isinstance(user, User) and user.has_perm("articles.view_article") else None


def yours(request: HttpRequest) -> dict[str, Any] | None:
    """What this person was asked to see to or has taken: what is due first. No panel where there is nothing."""
    user = _user(request)
    if user is None:
        return None
    rows = Article.objects.visible_to(user).filter(assignee=user)
    first = rows.order_by(F("due_at").asc(nulls_last=True), "pk").select_related("category").defer("body")
    found = list(first.prefetch_related("category__texts")[: SHOWN + 1])
    return {"rows": found[:SHOWN], "more": len(found) > SHOWN, "now": timezone.now()} if found else None


def news(request: HttpRequest) -> dict[str, Any] | None:
    """What others have decided about this person's texts lately, the latest first."""
    user = _user(request)
    found = what_became(user, since=timezone.now() - RECENT) if user else []
    return {"entries": found} if found else None


def what_became(user: User, *, since: datetime) -> Sequence[AuditEntry]:
    own = Article.objects.of(user).order_by("-pk").values_list("pk", flat=True)[:LATEST]
    told = AuditEntry.objects.filter(target_type=Article._meta.label_lower, target_id__in=[str(pk) for pk in own])
    return list(told.filter(at__gte=since, verb__in=ABOUT_MINE).exclude(actor=user)[:SHOWN])


def register() -> None:
    registry.panels.register(registry.Panel("yours", "articles/workflow/yours.html", yours, position=15))
    registry.panels.register(registry.Panel("news", "articles/workflow/news.html", news, position=35))
