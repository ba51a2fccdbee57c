"""How the list of articles is narrowed to what somebody has to do."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Stage
from newsroom.core.models import User

CHOICES: dict[str, str | Promise] = {
    "mine": _("I see to it"),
    "unassigned": _("Submitted, nobody has it"),
    "today": _("Due today"),
    "overdue": _("Overdue"),
}


def wanted(name: str, user: User, *, now: datetime) -> Q:
    """What a choice holds; the day is the newsroom's."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    day = Q(due_at__gte=midnight, due_at__lt=midnight + timedelta(days=1))
    nobodys = Q(stage__in=[Stage.IN_REVIEW, Stage.APPROVED]) & (Q(assignee=None) | Q(assignee__is_active=False))
    return {"mine": Q(assignee=user), "unassigned": nobodys, "today": day, "overdue": Q(due_at__lt=now)}[name]


class DeskFilter(admin.SimpleListFilter):
    title = _("to do")
    parameter_name = "todo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002  # a filter's
        return [(name, str(words)) for name, words in CHOICES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = self.value()
        if name not in CHOICES or not isinstance(request.user, User):
            return queryset
        return queryset.filter(wanted(name, request.user, now=timezone.now()))
