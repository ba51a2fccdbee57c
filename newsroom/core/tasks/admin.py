"""Background work in the office: what waits, runs or failed, and the way to run it again."""

from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks_db import admin as stock_admin  # noqa: F401  # so that what it registers can be taken back
from django_tasks_db.models import DBTaskResult

from newsroom.core.compat import TaskResultStatus
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.models import BackgroundTask, User
from newsroom.core.models.work import BackgroundTaskQuerySet
from newsroom.core.tasks import verbs
from newsroom.core.tasks.policy import policy_of

# Importing their module registered it; it shows the arguments, which may name a reader.
if admin.site.is_registered(DBTaskResult):
    admin.site.unregister(DBTaskResult)

SHOWN = ("what", "state", "given", "since", "begun", "ended", "tries", "next_try", "details")

STATES = {
    TaskResultStatus.READY: _("Waiting"),
    TaskResultStatus.RUNNING: _("Running"),
    TaskResultStatus.FAILED: _("Failed"),
}


class StateFilter(admin.SimpleListFilter):
    """In our words: the library's own are not translated, and one of its states is never listed."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(state.value), words) for state, words in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[BackgroundTask]) -> QuerySet[BackgroundTask]:
        return queryset.filter(status=self.value()) if self.value() in STATES else queryset


@admin.register(BackgroundTask)
class BackgroundTaskAdmin(DeskAdmin[BackgroundTask]):
    list_display = ["what", "state", "since", "tries", "next_try", "problem"]
    list_filter = [StateFilter]
    ordering = ["-enqueued_at"]
    actions = ["run_again"]
    fields = SHOWN
    readonly_fields = SHOWN
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[BackgroundTask]:
        return (
            BackgroundTask.objects.unfinished() if self.has_view_permission(request) else BackgroundTask.objects.none()
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: BackgroundTask | None = None) -> bool:
        return request.user.has_perm("core.view_tasks")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.retry_tasks")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: BackgroundTask | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BackgroundTask | None = None) -> bool:
        return False

    @admin.action(description=_("Run again what failed"), permissions=["retry"])
    def run_again(self, request: HttpRequest, queryset: BackgroundTaskQuerySet) -> None:
        count = verbs.run_again(queryset, by=cast(User, request.user))  # has_retry_permission lets nobody else in
        if count:
            words = ngettext("%(count)d task will run again.", "%(count)d tasks will run again.", count)
            messages.success(request, words % {"count": count})
        else:
            messages.warning(request, _("None of these has failed; there was nothing to run again."))

    @admin.display(description=_("task"))
    def what(self, task: BackgroundTask) -> str:
        return str(policy_of(task.task_path).label) or str(task).replace("_", " ")

    @admin.display(description=_("state"), ordering="status")
    def state(self, task: BackgroundTask) -> str:
        return str(STATES.get(TaskResultStatus(task.status), task.status))

    @admin.display(description=_("given"))
    def given(self, task: BackgroundTask) -> str:
        """The numbers among the arguments: they are ids. Anything else may tell about a person."""
        values = [*task.args_kwargs.get("args", []), *task.args_kwargs.get("kwargs", {}).values()]
        return ", ".join(str(value) if isinstance(value, int) else "…" for value in values) or "–"

    @admin.display(description=_("attempts"))
    def tries(self, task: BackgroundTask) -> int:
        return task.attempts

    @admin.display(description=_("next attempt"))
    def next_try(self, task: BackgroundTask) -> Any:
        """Only after a failure: until then a task waits for nothing but its turn."""
        return task.run_after if task.status == TaskResultStatus.READY and task.attempts else "–"

    @admin.display(description=_("problem"))
    def problem(self, task: BackgroundTask) -> str:
        if task.exception_class_path:
            return task.exception_class_path.rpartition(".")[2]
        return str(_("The worker stopped")) if task.traceback else ""

    # Their own names of these are English only.
    @admin.display(description=_("waiting since"), ordering="enqueued_at")
    def since(self, task: BackgroundTask) -> datetime:
        return task.enqueued_at

    @admin.display(description=_("last begun"))
    def begun(self, task: BackgroundTask) -> datetime | str:
        return task.started_at or "–"

    @admin.display(description=_("ended"))
    def ended(self, task: BackgroundTask) -> datetime | str:
        return task.finished_at or "–"

    @admin.display(description=_("details for whoever looks after the site"))
    def details(self, task: BackgroundTask) -> str:
        return task.traceback or "–"
