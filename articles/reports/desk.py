"""What reports put into the office, and how long anything about their senders is kept."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.demo.parts import parts
from articles.models import Report
from articles.reports import verbs
from articles.reports.demo import REPORTS
from newsroom.core import audit, registry
from newsroom.core.desk.lists import told, up_to_most
from newsroom.core.models import User

SHOWN = 5
LATE = timedelta(days=1)
KEPT, ADDRESSES_KEPT = timedelta(days=365), timedelta(days=90)
VERBS = {
    "report_taken": _("%(actor)s took up %(target)s."),
    "report_fixed": _("%(actor)s settled %(target)s: it is fixed."),
    "report_not_error": _("%(actor)s settled %(target)s: it is no error."),
    "report_spam": pgettext_lazy("a report", "%(actor)s marked %(target)s as spam."),
    "report_reopened": _("%(actor)s opened %(target)s again."),
}


def waiting(request: HttpRequest) -> int:
    user = request.user
    return up_to_most(Report.objects.decided_by(user).waiting()) if isinstance(user, User) else 0


def panel(request: HttpRequest) -> dict[str, Any] | None:
    """For those who decide: what readers report of their sections, the longest wait first; nothing where none waits."""
    user = request.user
    if not isinstance(user, User):
        return None
    rows = Report.objects.decided_by(user).waiting()
    shown = rows.select_related("article", "decided_by").defer("article__body").order_by("received_at", "pk")
    first = list(shown[:SHOWN])
    if not first:
        return None
    return {"reports": first, "count": told(up_to_most(rows)), "late": timezone.now() - LATE}


def reports_of(email: str) -> Sequence[dict[str, Any]]:
    rows = Report.objects.from_person(email).order_by("received_at", "pk")
    names = ("received_at", "article_id", "email", "passage", "text", "state", "decided_at")
    return list(rows.values(*names))


def register() -> None:
    audit.declare(**VERBS)
    parts.register(REPORTS)
    audit.name_families(report=_("Reports of errors"))
    audit.name_by_number("articles.report", _("Report no. %(number)s"))
    registry.places.register(
        registry.Place(
            "reports",
            _("Reports"),
            "warn",
            "admin:articles_report_changelist",
            permission="articles.view_report",
            count=waiting,
            position=15,
        )
    )
    registry.panels.register(registry.Panel("reports", "articles/reports/panel.html", panel, position=22))
    label = _("Reports of errors by readers")
    registry.personal_data.register(registry.PersonalData("reports", label, reports_of, position=55))
    registry.retention.register(registry.Retention("articles.reports", label, KEPT, verbs.forget))
    addresses = _("E-mail addresses of readers who reported an error")
    registry.retention.register(
        registry.Retention("articles.reports.addresses", addresses, ADDRESSES_KEPT, verbs.forget_addresses)
    )
