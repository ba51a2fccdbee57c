"""The page of what comes, day by day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.agenda.coming import Event, What, coming
from articles.models import Article
from newsroom.core.models import User
from newsroom.core.moments import shift

PERMISSION = "articles.view_article"
PERIODS = (
    ("2", gettext_lazy("Two days")),
    ("7", gettext_lazy("A week")),
    ("31", gettext_lazy("A month")),
    ("366", gettext_lazy("A year")),
)
USUAL = "7"


@dataclass(frozen=True)
class Day:
    date: date
    events: list[Event]
    shift: str
    """The newsroom's distance from GMT on that day: it isn't the same in every month."""


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def page(request: HttpRequest) -> HttpResponse:
        return agenda(request, site)

    return [path("coming/", site.admin_view(require_safe(page)), name="articles_article_coming")]


def agenda(request: HttpRequest, site: AdminSite) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or not user.has_perm(PERMISSION):
        raise PermissionDenied
    now, period = timezone.now(), request.GET.get("days", USUAL)
    period = period if period in dict(PERIODS) else USUAL
    events = coming(user, now=now, until=now + timedelta(days=int(period)))
    context = {
        "title": _("What comes"),
        "waiting": [event for event in events if event.what is What.HELD],
        "days": by_day([event for event in events if event.what is not What.HELD]),
        "periods": PERIODS,
        "period": period,
        "now": now,
    }
    request.current_app = site.name
    facts = {**site.each_context(request), "opts": Article._meta, **context}
    return TemplateResponse(request, "articles/agenda/coming.html", facts)


def by_day(events: list[Event]) -> list[Day]:
    """In the newsroom's zone."""
    groups = groupby(events, key=lambda event: _day(event.at))
    days = [(day, list(found)) for day, found in groups]
    return [Day(day, found, shift(found[0].at)) for day, found in days]


def _day(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date()
