"""What notes put into the office: the trail's words, the dashboard's panel, and how long they are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Note
from articles.notes.people import PERMISSION
from newsroom.core import audit, registry
from newsroom.core.models import User

SHOWN = 6
KEPT = timedelta(days=365)
"""A note is kept for so long once it is done; one that waits stays."""
VERBS = {
    "note_written": _("%(actor)s left a note on %(target)s."),
    "note_done": _("%(actor)s marked a note on %(target)s as done."),
    "note_reopened": _("%(actor)s opened a note on %(target)s again."),
}


def for_you(request: HttpRequest) -> dict[str, Any] | None:
    """What colleagues wait for: the longest wait first. No panel where nothing waits."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(PERMISSION):
        return None
    rows = Note.objects.addressed_to(user).order_by("pk")
    found = list(rows.select_related("article", "written_by").defer("article__body")[: SHOWN + 1])
    return {"notes": found[:SHOWN], "more": len(found) > SHOWN} if found else None


def notes_of(email: str) -> Sequence[dict[str, Any]]:
    """What somebody wrote, and where they were named."""
    wanted = Q(written_by__email=email) | Q(mentioned__email=email) | Q(done_by__email=email)
    rows = Note.objects.filter(wanted).order_by("pk").distinct()
    names = ("written_at", "written_by__name", "article_id", "text", "passage", "done_at")
    return list(rows.values(*names))


def forget(before: datetime) -> int:
    rows = Note.objects.filter(done_at__lt=before)
    number = rows.count()
    rows.delete()
    return number


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(note=_("Notes"))
    registry.panels.register(registry.Panel("notes", "articles/notes/for_you.html", for_you, position=25))
    registry.personal_data.register(registry.PersonalData("notes", _("Notes to colleagues"), notes_of, position=40))
    registry.retention.register(registry.Retention("articles.notes", _("Notes that are done"), KEPT, forget))
