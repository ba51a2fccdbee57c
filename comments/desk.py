"""What comments put into the office, and what is told about people who wrote one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import KEPT_REFUSED, Comment
from newsroom.core import audit, registry
from newsroom.core.desk.lists import up_to_most

LATE = timedelta(hours=12)
SHOWN = 5
VERBS = {
    "comment_approved": _("%(actor)s approved %(target)s."),
    "comment_rejected": _("%(actor)s rejected %(target)s."),
    "comment_spam": _("%(actor)s marked %(target)s as spam."),
    "comment_undone": _("%(actor)s took back the decision on %(target)s."),
    "comment_left": _("%(actor)s left comments alone on which others had decided."),
}
FAMILIES = {"comment": _("Comments")}


def waiting(request: HttpRequest) -> int:
    return up_to_most(Comment.objects.pending())


def held_panel(request: HttpRequest) -> dict[str, Any] | None:
    """For those who decide: how many wait, since when, and the first of them."""
    if not request.user.has_perm("comments.change_comment"):
        return None
    pending = Comment.objects.pending()
    first = list(pending.order_by("created_at", "pk")[:SHOWN])
    is_late = bool(first) and timezone.now() - first[0].created_at > LATE
    return {"count": pending.count(), "first": first, "is_late": is_late}


def comments_of(email: str) -> Sequence[dict[str, Any]]:
    rows = Comment.objects.from_person(email).order_by("created_at", "pk")
    names = ("created_at", "article_id", "name", "email", "text", "is_visible", "decision", "decided_at")
    return list(rows.values(*names))


def forget_refused(before: datetime) -> int:
    """What somebody answered stays: without it, the answer would hang in the air."""
    return Comment.objects.refused_before(before).delete()[0]


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(**FAMILIES)
    audit.name_by_number("comments.comment", _("Comment no. %(number)s"))
    registry.places.register(
        registry.Place(
            "comments",
            _("Comments"),
            "talk",
            "admin:comments_comment_changelist",
            permission="comments.view_comment",
            count=waiting,
            position=30,
        )
    )
    registry.panels.register(registry.Panel("comments", "comments/desk/held.html", held_panel, position=30))
    registry.personal_data.register(registry.PersonalData("comments", _("Comments"), comments_of, position=50))
    registry.retention.register(
        registry.Retention("comments.refused", _("Comments that were refused"), KEPT_REFUSED, forget_refused)
    )
