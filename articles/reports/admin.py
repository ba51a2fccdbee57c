"""Reports in the office: the list of what waits and what is done, and one report with what can be done about it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from articles.models import Report
from articles.models.report import ReportState
from articles.reports import verbs
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.desk.lists import told, up_to_most
from newsroom.core.models import User
from newsroom.core.templatetags.desk import status

LIST = "admin:articles_report_changelist"
STATE = "state"
TABS: dict[str, str | Promise] = {
    "waiting": pgettext_lazy("reports", "Open"),
    "done": pgettext_lazy("reports", "Done"),
    "": gettext_lazy("All"),
}
DONE: dict[ReportState, str | Promise] = {
    ReportState.OPEN: gettext_lazy("The report is open again."),
    ReportState.TAKEN: gettext_lazy("The report is yours now."),
    ReportState.FIXED: gettext_lazy("The report is settled: fixed."),
    ReportState.NOT_ERROR: gettext_lazy("The report is settled: no error."),
    ReportState.SPAM: gettext_lazy("The report is marked as spam."),
}
SIGNS = {
    ReportState.OPEN: "warn",
    ReportState.TAKEN: "review",
    ReportState.FIXED: "ok",
    ReportState.NOT_ERROR: "draft",
    ReportState.SPAM: "stop",
}
NOTES = 20
LOOKUPS = frozenset({STATE, "language__exact", "article__id__exact"})


class StateFilter(admin.SimpleListFilter):
    """The tabs: they stand above the list, not among the filters."""

    title = gettext_lazy("state")
    parameter_name = STATE
    template = "articles/desk/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, str(label)) for name, label in TABS.items() if name]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        return _of_tab(queryset, self.value() or "")


def _of_tab(rows: Any, name: str) -> Any:
    return rows.waiting() if name == "waiting" else rows.done() if name == "done" else rows


@admin.register(Report)
class ReportAdmin(DeskAdmin[Report]):
    trail = ""  # the verbs record themselves
    list_display = ("summary", "stage", "received")
    list_filter = (StateFilter, "language")
    list_select_related = ("article", "decided_by")
    search_fields = ("text", "passage")
    sortable_by = ()
    actions = ()

    # -- what is seen, and by whom ------------------------------------------------------------------------------------
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Reports go by themselves after a while; nobody makes one disappear by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """People settle reports and don't edit them."""
        return obj is None and super().has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        user = request.user
        return Report.objects.visible_to(user) if isinstance(user, User) else Report.objects.none()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nothing else narrows the list: who may not see addresses must not guess them by filtering."""
        return lookup in LOOKUPS

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What has waited longest comes first; of what is done, the latest."""
        return ("received_at", "pk") if request.GET.get(STATE) == "waiting" else ("-received_at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST" and not request.GET:
            return HttpResponseRedirect(f"?{STATE}=waiting")
        return super().changelist_view(request, {"tabs": self._tabs(request), **(extra_context or {})})

    def _tabs(self, request: HttpRequest) -> list[dict[str, Any]]:
        found, chosen = [], request.GET.get(STATE, "")
        waits = up_to_most(_of_tab(self.get_queryset(request), "waiting"))
        for name, label in TABS.items():
            query = request.GET.copy()
            for parameter in (STATE, "p", "e"):
                query.pop(parameter, None)
            if name:
                query[STATE] = name
            count = told(waits) if name == "waiting" and waits else ""
            # "?" alone would lead to the address as it is; an order that means nothing asks for everything.
            query_string = "?" + (query.urlencode() or "o=")
            found.append({"label": label, "query": query_string, "count": count, "current": chosen == name})
        return found

    @admin.display(description=gettext_lazy("report"))
    def summary(self, report: Report) -> SafeString:
        """What is said, and about what."""
        return format_html(
            '<bdi class="row-title" dir="auto">{}</bdi><span class="meta"><bdi lang="{}">{}</bdi></span>',
            Truncator(report.text).chars(140),
            report.article.language,
            Truncator(str(report.article)).words(14),
        )

    @admin.display(description=gettext_lazy("state"))
    def stage(self, report: Report) -> SafeString:
        state = ReportState(report.state)
        who = format_html(' <bdi class="meta">{}</bdi>', report.decided_by) if report.decided_by else ""
        return format_html("{}{}", status(SIGNS[state], str(state.label)), who)

    @admin.display(description=gettext_lazy("received"))
    def received(self, report: Report) -> SafeString:
        when = date_format(timezone.localtime(report.received_at), "SHORT_DATETIME_FORMAT")
        return format_html('<time class="nowrap" datetime="{}">{}</time>', report.received_at.isoformat(), when)

    # -- one of them --------------------------------------------------------------------------------------------------
    def get_fieldsets(self, request: HttpRequest, obj: Report | None = None) -> Any:
        return [(None, {"fields": []})]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        report, user, now = kwargs.get("obj"), request.user, timezone.now()
        if isinstance(report, Report) and isinstance(user, User):
            decides = Report.objects.decided_by(user).filter(pk=report.pk).exists()
            notes = verbs.corrections_of(report, now)[:NOTES] if decides else ()
            live = report.article.versions.live(now).with_addresses().first()
            context |= {"may_decide": decides, "notes": notes, "live": live, "shown": self.stage(report)}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/decide/", decide, name="articles_report_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, state = request.user, request.POST.get("state", "")
        rows = Report.objects.decided_by(user) if isinstance(user, User) else Report.objects.none()
        report = rows.filter(pk=pk).first() if pk < 2**63 else None
        if report is None or state not in ReportState.values or not isinstance(user, User):
            raise Http404
        number = request.POST.get("correction", "")
        note = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None
        try:
            found = verbs.decide(report, ReportState(state), by=user, correction=note)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, str(DONE[ReportState(state)]))
            if not ReportState(found.state).waits:
                return HttpResponseRedirect(reverse(LIST))
        return HttpResponseRedirect(reverse("admin:articles_report_change", args=[pk]))
