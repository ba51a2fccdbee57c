"""What accounts keep about people, for how long, and where it is found."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from newsroom.core import audit, registry
from newsroom.core.models import Attempt, AuditEntry, StaffSession, User
from newsroom.core.roles import labels

DAY = timedelta(days=1)


def account_of(email: str) -> list[dict[str, Any]]:
    return [
        {
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "roles": labels([group.name for group in user.groups.all()]),
            "active": user.is_active,
            "invited_at": user.invited_at,
            "joined_at": user.joined_at,
            "last_login": user.last_login,
            "seen_at": user.seen_at,
        }
        for user in User.objects.filter(email=email).prefetch_related("groups")
    ]


def sessions_of(email: str) -> list[dict[str, Any]]:
    rows = StaffSession.objects.filter(user__email=email).order_by("created_at")
    return list(rows.values("created_at", "seen_at", "expire_date", "network", "device"))


def deeds_of(email: str) -> list[dict[str, Any]]:
    """What the trail says that they did, and what was done to their account."""
    user = User.objects.filter(email=email).first()
    if user is None:
        return []
    entries = (AuditEntry.objects.filter(actor=user) | AuditEntry.objects.about(user)).order_by("at", "pk")
    return [{"at": entry.at, "what": audit.in_words(entry), "detail": entry.detail} for entry in entries]


def forget_sessions(before: datetime) -> int:
    gone: int = StaffSession.objects.over(before).delete()[0]
    return gone


def forget_attempts(before: datetime) -> int:
    return Attempt.objects.lapsed(before).delete()[0]


def register() -> None:
    registry.personal_data.register(registry.PersonalData("account", _("Account"), account_of, position=10))
    registry.personal_data.register(registry.PersonalData("sessions", _("Sessions"), sessions_of, position=20))
    registry.personal_data.register(registry.PersonalData("audit", _("Audit trail"), deeds_of, position=30))
    registry.retention.register(registry.Retention("sessions", _("Ended sessions"), DAY, forget_sessions))
    registry.retention.register(registry.Retention("attempts", _("Counters of attempts"), DAY, forget_attempts))
    registry.places.register(
        registry.Place(
            "team",
            _("Team"),
            "users",
            "admin:core_user_changelist",
            permission="core.view_user",
            second=True,
            position=50,
        )
    )
