"""The one place where Django 5.2 and 6.x differ."""

from typing import TYPE_CHECKING, Any

from django import VERSION

if TYPE_CHECKING or VERSION < (6, 0):
    from django_tasks import TaskResultStatus as TaskResultStatus
    from django_tasks import task as task
    from django_tasks.base import Task as _Task

    TASKS_LOGGER = "django_tasks"
else:
    from django.tasks import TaskResultStatus as TaskResultStatus
    from django.tasks import task as task
    from django.tasks.base import Task as _Task

    TASKS_LOGGER = "django.tasks"

Task = _Task
"""The class of what `@task` makes."""


def csp_nonce(request: Any) -> dict[str, object]:
    """Context processor: 5.2 ignores the name, 6.x's admin templates read exactly this one."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
