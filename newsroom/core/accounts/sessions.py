"""The session engine: database rows that name their account."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from newsroom.core.models import StaffSession


class SessionStore(DatabaseSessions):
    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        row: StaffSession = super().create_model_instance(data)
        user_id = data.get("_auth_user_id")
        row.user_id = int(user_id) if user_id else None
        return row
