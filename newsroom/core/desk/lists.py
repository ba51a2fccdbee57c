"""Lists of the office: tabs by status, and lists too long to be counted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

M = TypeVar("M", bound=models.Model)
BEFORE = "before"


MOST = 99
"""Tabs count up to so many; beyond, they say “99+”."""
FARTHEST = 100_000
"""Pages of an address beyond this mean nothing."""


def up_to_most(rows: "models.QuerySet[Any]") -> int:
    """How many there are, counted no further than can be told: a list of any length costs the same."""
    return rows.order_by().values("pk")[: MOST + 1].count()


def told(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)


def status_tabs(rows: "models.QuerySet[Any]", field: str, request: HttpRequest) -> list[dict[str, Any]]:
    """A tab per value of `field` and one for all, each with its number, a short query each; other filters stay."""
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
                "count": told(up_to_most(rows.filter(**{field: value}) if value else rows)),
                "current": chosen == str(value),
            }
        )
    return tabs


class UncountedChangeList(ChangeList):
    """Pages that lead to the next and the one before, in whatever order; nothing is counted."""

    next_page = previous_page = ""
    """The queries that lead there; empty at the ends."""

    def get_results(self, request: HttpRequest) -> None:
        if not 0 < self.page_num <= FARTHEST:
            raise IncorrectLookupParameters
        start = (self.page_num - 1) * self.list_per_page
        found = self.rows(start, start + self.list_per_page + 1)
        if not found and start:
            raise IncorrectLookupParameters
        self.take(found)
        if len(found) > self.list_per_page:
            self.next_page = self.get_query_string({PAGE_VAR: self.page_num + 1})
        if start:
            # An address without a query would be the one that the browser has open.
            self.previous_page = self.get_query_string({PAGE_VAR: self.page_num - 1})

    def rows(self, start: int, stop: int) -> list[Any]:
        return list(self.queryset[start:stop])

    def take(self, found: list[Any]) -> None:
        """Show these, up to a page of them; whether there are more is what one more of them tells."""
        # The template wants a list; the admin's actions want to know whether there is one.
        self.result_list = found[: self.list_per_page]
        self.result_count, self.full_result_count = len(self.result_list), None
        self.show_full_result_count, self.show_admin_actions = False, bool(found)
        self.can_show_all = self.multi_page = self.show_all = False
        self.paginator = Paginator(self.result_list, self.list_per_page)


class KeysetChangeList(UncountedChangeList):
    """A list that is walked by "older than this row" instead of by page numbers: any depth costs one short query.

    For models ordered by `-at, -pk`.
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
        self.take(found)
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
