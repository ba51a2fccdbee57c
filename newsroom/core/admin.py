"""Where Django looks for the floor's admin classes; they live beside what they show."""

from newsroom.core.accounts import admin as accounts_admin
from newsroom.core.desk import admin as desk_admin
from newsroom.core.tasks import admin as tasks_admin

__all__ = ["accounts_admin", "desk_admin", "tasks_admin"]
