"""The one place where Django 5.2 and 6.x differ."""

from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import EmailPolicy, default
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


class _WholeHeader(UnstructuredHeader):
    def fold(self, *, policy: Any) -> str:
        header: Any = self
        return f"{header.name}: {header}{policy.linesep}"


def whole_headers(given: dict[str, Any], *names: str) -> dict[str, Any]:
    """The arguments of a mail's `message()` with which these headers are written on one line, as they are.

    5.2 does so anyway and takes no policy; 6.x folds and encodes by one.
    """
    if VERSION < (6, 0):
        return given
    registry = HeaderRegistry()
    for name in names:
        registry.map_to_type(name, _WholeHeader)  # type: ignore[arg-type]  # the registry makes a header of it
    policy: EmailPolicy = given.get("policy", default)
    return {**given, "policy": policy.clone(header_factory=registry)}
