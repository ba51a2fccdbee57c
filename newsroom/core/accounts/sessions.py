"""The session engine: database rows that name their account, end when idle, and know when they were last used."""

from datetime import datetime
from typing import Any

from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.http import HttpRequest
from django.utils import timezone

from newsroom.core.models import StaffSession, User

BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD_GIVEN = "password_given_at"  # noqa: S105  # the name of a time, not a secret


class SessionStore(DatabaseSessions):
    row: StaffSession | None = None
    """The row that the session was read from; None for one that is new."""

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        row = super().create_model_instance(data)
        assert isinstance(row, StaffSession)  # noqa: S101  # `get_model_class` says so
        user_id = data.get("_auth_user_id")
        row.user_id = int(user_id) if user_id else None
        return row

    def _get_session_from_db(self) -> StaffSession | None:
        self.row = StaffSession.objects.live(timezone.now()).filter(session_key=self.session_key).first()
        if self.row is None:
            self._session_key = None
        return self.row


def open_session(request: HttpRequest, user: User, *, at: datetime | None = None) -> None:
    """Sign `user` in under a new session id, with nothing left of what the browser's session held before."""
    request.session.flush()
    login(request, user, backend=BACKEND)
    request.session[PASSWORD_GIVEN] = (at or timezone.now()).timestamp()
