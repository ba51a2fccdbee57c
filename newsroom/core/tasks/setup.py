"""What the task queue registers of itself; called by the app's `ready()`."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from newsroom.core import audit, registry
from newsroom.core.tasks import periodic, sweep
from newsroom.core.tasks.panel import failed_count, tasks_panel


def register() -> None:
    audit.declare(task_retried=_("%(actor)s had “%(target)s” run again."))
    audit.name_families(task=_("Background work"))
    periodic(name="sweep", task=sweep.sweep, daily=time(3, 40))
    registry.retention.register(
        registry.Retention("tasks.done", _("Background work that is done"), sweep.KEEP_DONE, sweep.forget_done)
    )
    registry.retention.register(
        registry.Retention("tasks.failed", _("Background work that failed"), sweep.KEEP_FAILED, sweep.forget_failed)
    )
    registry.panels.register(registry.Panel("tasks", "desk/panels/tasks.html", tasks_panel, column="side", position=80))
    registry.places.register(
        registry.Place(
            "tasks",
            _("Background work"),
            icon="tasks",
            view="admin:core_backgroundtask_changelist",
            permission="core.view_tasks",
            count=failed_count,
            second=True,
            position=80,
        )
    )
