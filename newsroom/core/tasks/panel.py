"""Background work at a glance, for the dashboard."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from newsroom.core.desk.lists import up_to_most
from newsroom.core.models import BackgroundTask, WorkerBeat

LATE = timedelta(minutes=10)


def tasks_panel(request: HttpRequest) -> dict[str, Any] | None:
    """What waits, since when, what failed lately, and whether anybody works; for those who may see it."""
    if not request.user.has_perm("core.view_tasks"):
        return None
    at = timezone.now()
    waiting = BackgroundTask.objects.due(at)
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    alive = WorkerBeat.objects.filter(seen_at__gt=at - timedelta(seconds=settings.TASK_LOST_SECONDS))
    return {
        "failed": BackgroundTask.objects.failed().filter(finished_at__gt=at - timedelta(days=7)).count(),
        "waiting": waiting.count(),
        "oldest": oldest if oldest and at - oldest > timedelta(minutes=1) else None,
        "is_late": oldest is not None and at - oldest > LATE,
        "workers": alive.count(),
    }


def failed_count(request: HttpRequest) -> int:
    """For the navigation: what failed for good and is still there to be run again."""
    return up_to_most(BackgroundTask.objects.failed())
