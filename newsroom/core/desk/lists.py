"""Lists of the office: tabs by status, and lists too long to be counted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

M = TypeVar("M", bound=models.Model)
BEFORE = "before"


def status_tabs(rows: "models.QuerySet[Any]", field: str, request: HttpRequest) -> list[dict[str, Any]]:
    """A tab per value of `field` and one for all, each with its number, in one query; other filters stay."""
    counts = dict(rows.order_by().values_list(field).annotate(n=models.Count("pk")))
    parameter = f"{field}__exact"
    chosen = request.GET.get(parameter, "")
    choices: Iterable[Any] = rows.model._meta.get_field(field).flatchoices
    tabs = []
    for value, label in [("", _("All")), *choices]:
        query = request.GET.copy()
        for name in (parameter, "p", "e"):
            query.pop(name, None)
        if value:
            query[parameter] = value
        tabs.append(
            {
                "label": label,
                # "?" alone would lead to the address as it is; an order that means nothing asks for everything.
                "query": "?" + (query.urlencode() or "o="),
                "count": counts.get(value, 0) if value else sum(counts.values()),
                "current": chosen == str(value),
            }
        )
    return tabs


class KeysetChangeList(ChangeList):
    """A list that is walked by "older than this row" instead of by page numbers: any depth costs one short query.

    For models ordered by `-at, -pk`. Nothing is counted.
    """

    older = ""
    """The query that leads to what comes after the last row; empty at the end."""
    begun = False
    """Whether there is something newer."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        found = super().get_filters_params(params)
        found.pop(BEFORE, None)
        return found

    def get_results(self, request: HttpRequest) -> None:
        rows = self.queryset
        mark = request.GET.get(BEFORE, "")
        if mark:
            at, pk = read_mark(mark)
            rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
        found = list(rows[: self.list_per_page + 1])
        self.result_list = found[: self.list_per_page]
        self.result_count = len(self.result_list)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = bool(found)
        self.can_show_all = self.multi_page = False
        self.paginator = Paginator(self.result_list, self.list_per_page)
        self.begun = bool(mark)
        if len(found) > self.list_per_page:
            last = self.result_list[-1]
            self.older = self.get_query_string({BEFORE: f"{last.at.isoformat()}_{last.pk}"})

    @property
    def newest(self) -> str:
        return self.get_query_string(remove=[BEFORE])


def read_mark(mark: str) -> tuple[datetime, int]:
    """Raises IncorrectLookupParameters, on which the admin starts the list anew, for what isn't a mark of ours."""
    moment, _separator, pk = mark.rpartition("_")
    try:
        at = parse_datetime(moment)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise IncorrectLookupParameters
    return at, int(pk)
