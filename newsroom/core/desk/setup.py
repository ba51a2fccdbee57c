"""What the floor itself puts into the office: its places, its panels, its first steps, its retention."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.core import registry
from newsroom.core.desk import dashboard
from newsroom.core.desk.steps import Step, steps
from newsroom.core.models import AuditEntry, Publication, User

FIVE_YEARS = timedelta(days=5 * 365 + 2)

PLACES = (
    registry.Place("dashboard", _("Today"), "home", "admin:index", position=0),
    registry.Place(
        "publication",
        _("Publication"),
        "paper",
        "admin:core_publication_changelist",
        permission="core.view_publication",
        second=True,
        position=40,
    ),
    registry.Place(
        "audit",
        _("Audit trail"),
        "book",
        "admin:core_auditentry_changelist",
        permission="core.view_auditentry",
        second=True,
        position=60,
    ),
)
PANELS = (
    registry.Panel("start", "desk/panels/start.html", dashboard.start_panel, position=10),
    registry.Panel("recent", "desk/panels/recent.html", dashboard.recent_panel, position=80),
    registry.Panel("team", "desk/panels/team.html", dashboard.team_panel, column="side", position=20),
    registry.Panel(
        "publication", "desk/panels/publication.html", dashboard.publication_panel, column="side", position=40
    ),
)


def publication_is_complete(request: HttpRequest) -> bool:
    return Publication.objects.current().is_complete()


def somebody_else_is_here(request: HttpRequest) -> bool:
    return bool(User.objects.exclude(pk=request.user.pk).exists())


STEPS = (
    Step(
        "publication",
        _("Complete the publication"),
        _("Its name, strapline, legal notice and contact, in every language that readers find here."),
        "paper",
        "admin:core_publication_changelist",
        permission="core.change_publication",
        done=publication_is_complete,
        position=10,
    ),
    Step(
        "team",
        _("Invite your colleagues"),
        _("They get a mail, choose a password, and see here what their roles let them do."),
        "users",
        "admin:core_user_add",
        permission="core.add_user",
        done=somebody_else_is_here,
        position=20,
    ),
    Step(
        "account",
        _("Look over your account"),
        _("Your password, and where you are signed in."),
        "key",
        "admin:account",
        position=90,
    ),
)


def register() -> None:
    for place in PLACES:
        registry.places.register(place)
    for panel in PANELS:
        registry.panels.register(panel)
    for step in STEPS:
        steps.register(step)
    registry.retention.register(
        registry.Retention(
            "audit", _("Audit trail"), FIVE_YEARS, lambda before: AuditEntry.objects.purge(before=before), position=10
        )
    )
