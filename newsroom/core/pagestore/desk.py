"""The office's page about the stored pages: what this machine holds, what went wrong, and one page made anew."""

import math
import sqlite3
import time
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from newsroom.core import audit, registry
from newsroom.core.accounts.pages import page
from newsroom.core.models import CdnState, ChangedKey, Problem, User
from newsroom.core.pagestore.entry import Stats
from newsroom.core.pagestore.here import here
from newsroom.core.pagestore.index import AbsentError
from newsroom.core.pagestore.purge import VERBS, PurgeForm, empty_cdn, purge

RIGHT = "core.purge_pages"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Shown:
    """What the page says of the store; `share` in per cent, None while nobody has asked for a page."""

    stats: Stats
    asked: int
    share: float | None
    megabytes: float
    limit: float


@dataclass(frozen=True)
class Told:
    """How telling the CDN goes; `waiting` counts what it should have forgotten by now."""

    state: CdnState
    waiting: int
    problem: Problem | None


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(pages=gettext_lazy("Stored pages"))
    registry.places.register(
        registry.Place(
            "stored_pages", gettext_lazy("Stored pages"), "stack", "admin:core_pages", RIGHT, second=True, position=70
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stored_pages(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    by = cast(User, request.user)  # has_perm lets nobody else in
    if "cdn" in request.POST:
        if settings.PAGE_CDN:
            empty_cdn(by=by)
            messages.success(request, _("The CDN forgets everything in a moment."))
        return HttpResponseRedirect(reverse("admin:core_pages"))
    form = PurgeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        path = form.cleaned_data["address"]
        purge(path, by=by)
        messages.success(request, _("The page %(path)s is made anew for its next reader.") % {"path": path})
        return HttpResponseRedirect(reverse("admin:core_pages"))
    is_on, shown = look()
    context: dict[str, Any] = {"form": form, "is_on": is_on, "shown": shown, "milliseconds": asked_in(), "cdn": told()}
    return page(request, "desk/stored_pages.html", title=_("Stored pages"), **context)


def told() -> Told | None:
    """None where no CDN is told anything."""
    if settings.PAGE_CDN is None:
        return None
    waiting = ChangedKey.objects.unpurged(timezone.now()).values("key").distinct().count()
    state = CdnState.objects.current()
    return Told(state, waiting, Problem(state.problem) if state.problem else None)


def look() -> tuple[bool, Shown | None]:
    """Whether pages are stored, and what of; None while the store can't be read."""
    try:
        store = here()
        return store is not None, in_figures(store.stats(timezone.now())) if store else None
    except (AbsentError, OSError, sqlite3.Error):
        return True, None


def in_figures(stats: Stats) -> Shown:
    hits, misses = stats.tally.get("hits", 0), stats.tally.get("misses", 0)
    asked = hits + misses
    return Shown(stats, asked, 100 * hits / asked if asked else None, stats.size / MEGABYTE, stats.limit / MEGABYTE)


def asked_in() -> int:
    """Milliseconds in which the database answers a question without work, rounded up."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return math.ceil((time.perf_counter() - begun) * 1000)
