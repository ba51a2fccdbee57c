"""What came out, by year, month and day: pages that change only when a story of their own time does."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import addresses
from articles.pages import calendar, lists
from articles.pages.words import language, today
from articles.shell import shell_of
from newsroom.core.pagestore import depends, keys, stored

DAY = timedelta(days=1)
_YEAR, _TWO = re.compile(r"[0-9]{4}", re.ASCII), re.compile(r"[0-9]{2}", re.ASCII)
Address = Callable[[str], str]
"""Of one page in a language."""


@require_safe
@stored()
def years(request: HttpRequest) -> HttpResponse:
    at = timezone.now()

    def address(code: str) -> str:
        return addresses.in_language(code, "archive")

    found = [(year, _of_year(year)(language())) for year in calendar.years(language(), at=at)]
    elsewhere = {code: address(code) for code, _name in settings.LANGUAGES}
    return _page(request, "years", address, at, elsewhere=elsewhere, years=found)


@require_safe
@stored()
def year(request: HttpRequest, year: str) -> HttpResponse:
    at, first = timezone.now(), _date(year)
    months = calendar.months(first.year, language(), at=at)
    if not any(month.number for month in months):
        raise Http404
    found = _elsewhere(first, date(first.year + 1, 1, 1), _of_year(first.year), f"{first.year}", at)
    return _page(request, "year", _of_year(first.year), at, elsewhere=found, first=first, months=months)


@require_safe
@stored()
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    at, first = timezone.now(), _date(year, month)
    days = calendar.days(first, language(), at=at)
    if not any(day.number for day in days):
        raise Http404

    def address(code: str) -> str:
        return calendar.of_month(first, code)

    before, after = (first - DAY).replace(day=1), (first + 31 * DAY).replace(day=1)
    found = _elsewhere(first, after, address, f"{first:%Y-%m}", at)
    far = (after + 31 * DAY).replace(day=1)
    depends(*(keys.archive(language(), f"{edge:%Y-%m}") for edge in (before, after)))
    near = calendar.has([(before, first), (after, far)], language(), at=at)
    pairs = zip((before, after), near, strict=True)
    steps = [calendar.of_month(edge, language()) if there else "" for edge, there in pairs]
    context = {"first": first, "weeks": calendar.weeks(days), "above": _above(first), "steps": steps}
    return _page(request, "month", address, at, elsewhere=found, before=before, after=after, **context)


@require_safe
@stored(params=("before",))
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    at, here = timezone.now(), _date(year, month, day)

    def address(code: str) -> str:
        return calendar.of_day(here, code)

    after = lists.read(request.GET.get("before", ""))
    page = lists.of_day(here, shell_of(request).index, at=at, after=after)
    if not page.cards:
        raise Http404
    neighbours = (here - DAY, here + DAY)
    depends(*(keys.archive(language(), edge.isoformat()) for edge in neighbours))
    near = calendar.has([(edge, edge + DAY) for edge in neighbours], language(), at=at)
    steps = [calendar.of_day(edge, language()) if there else "" for edge, there in zip(neighbours, near, strict=True)]
    context = {"day": here, "page": page, "is_later": after is not None, "above": _above(here, with_month=True)}
    found = _elsewhere(here, here + DAY, address, here.isoformat(), at)
    return _page(
        request, "day", address, at, elsewhere=found, steps=steps, before=neighbours[0], after=neighbours[1], **context
    )


def _of_year(year: int) -> Address:
    return lambda code: addresses.in_language(code, "archive_year", year=f"{year}")


def _date(year: str, month: str = "01", day: str = "01") -> date:
    """What an address says, written as ours are and in no other way: raises Http404."""
    if not (_YEAR.fullmatch(year) and _TWO.fullmatch(month) and _TWO.fullmatch(day)):
        raise Http404
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise Http404 from None
    if not calendar.FIRST_YEAR <= found.year <= calendar.LAST_YEAR:
        raise Http404
    return found


def _above(day: date, *, with_month: bool = False) -> list[tuple[str, date, str]]:
    """The steps that lead to a page: how the step's date is written, the date, and the address."""
    steps = [("Y", day, _of_year(day.year)(language()))]
    return [*steps, ("F", day, calendar.of_month(day, language()))] if with_month else steps


def _elsewhere(first: date, end: date, address: Address, period: str, at: datetime) -> dict[str, str]:
    """Where the same time is found in other languages that have anything of it."""
    codes = [code for code, _name in settings.LANGUAGES]
    depends(*(keys.archive(code, period) for code in codes))
    found = calendar.languages(first, end, at=at)
    return {code: address(code) for code in codes if code in found}


def _page(
    request: HttpRequest, name: str, address: Address, at: datetime, *, elsewhere: Mapping[str, str], **context: Any
) -> HttpResponse:
    here = address(language())
    if unquote(here) != request.path:
        return HttpResponsePermanentRedirect(here)
    context |= {"elsewhere": elsewhere, "today": today(at)}
    return TemplateResponse(request, f"articles/archive/{name}.html", context)
