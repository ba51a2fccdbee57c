"""The dashboard: registered panels in columns, a hole for none, and the desk's own panels."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_info

from newsroom.core.desk.steps import steps
from newsroom.core.models import AuditEntry, Publication, User
from newsroom.core.models.user import State
from newsroom.core.registry import Panel, panels

LATEST = 6
"""How many rows a panel shows: enough to see at a glance, short enough to read."""


@dataclass(frozen=True)
class Shown:
    panel: Panel
    context: dict[str, Any]


def board(request: HttpRequest) -> dict[str, list[Shown]]:
    """The panels that are for this person, by column; a panel whose context is None leaves no trace."""
    columns: dict[str, list[Shown]] = {"wide": [], "main": [], "side": []}
    for panel in panels:
        context = panel.context(request)
        if context is not None:
            columns[panel.column].append(Shown(panel, context))
    return columns


def start_panel(request: HttpRequest) -> dict[str, Any] | None:
    """What this person can do next; what is done has gone from the list."""
    mine = [step for step in steps if not step.permission or request.user.has_perm(step.permission)]
    links = [(step, reverse(step.view)) for step in mine if step.done is None or not step.done(request)]
    return {"steps": links} if links else None


def team_panel(request: HttpRequest) -> dict[str, Any] | None:
    user = request.user
    if not (isinstance(user, User) and user.has_perm("core.view_user")):
        return None
    people = User.objects.manageable_by(user)
    waiting = people.filter(State.INVITED.condition).order_by("invited_at")
    seen = people.active().exclude(seen_at=None).order_by("-seen_at")
    return {"waiting": waiting[:LATEST], "seen": seen[:LATEST]}


def publication_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Per language, which of the texts that readers are owed are still missing."""
    if not request.user.has_perm("core.view_publication"):
        return None
    texts = {text.language: text for text in Publication.objects.current().texts.all()}
    rows = [
        {
            "code": code,
            "language": get_language_info(code)["name_local"],
            "text": texts.get(code),
            "missing": texts[code].missing() if code in texts else [],
        }
        for code, _name in settings.LANGUAGES
    ]
    return {"rows": rows, "may_change": request.user.has_perm("core.change_publication")}


def recent_panel(request: HttpRequest) -> dict[str, Any] | None:
    if not request.user.has_perm("core.view_auditentry"):
        return None
    return {"entries": AuditEntry.objects.all()[:LATEST]}
