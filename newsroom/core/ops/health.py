"""Two addresses for load balancers and monitors. They say which part fails and never why: that is in the logs."""

import logging
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.core.models import WorkerBeat

logger = logging.getLogger(__name__)
DATABASE_SECONDS = 2.0
OK, FAILING, LATE, UNKNOWN = "ok", "failing", "late", "unknown"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": OK})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this node can serve. A late worker is told and fails nothing: readers don't need it."""
    at = timezone.now()
    parts = {**_database.parts(at), "disk": OK if disk_is_writable() else FAILING}
    ready = FAILING not in parts.values()
    return JsonResponse({"status": OK if ready else FAILING, **parts}, status=200 if ready else 503)


class HealthMiddleware:
    """First of all middleware: a load balancer asks by address, without a known Host and without TLS."""

    views: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.views.get(request.path_info, self.get_response)(request)


class DatabaseCheck:
    """Asks the database in a thread of its own, so that one that hangs costs two seconds and one thread."""

    def __init__(self, seconds: float = DATABASE_SECONDS) -> None:
        self.seconds = seconds
        self._pool: ThreadPoolExecutor | None = None
        self._asked: Future[dict[str, str]] | None = None
        self._migrated = False

    def parts(self, at: datetime) -> dict[str, str]:
        if self._pool is None:  # made late: a process that forks has no use for its parent's threads
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")
        if self._asked is None or self._asked.done():
            self._asked = self._pool.submit(self._ask, at)
        try:
            return self._asked.result(timeout=self.seconds)
        except FutureTimeout:
            logger.warning("The database did not answer within %s s", self.seconds)
        except Exception as error:  # noqa: BLE001  # whatever is wrong with it, the answer is 503
            logger.warning("The database fails: %s", error)
        return {"database": FAILING, "migrations": UNKNOWN, "worker": UNKNOWN}

    def _ask(self, at: datetime) -> dict[str, str]:
        try:
            connection.ensure_connection()
            if not self._migrated:
                executor = MigrationExecutor(connection)
                self._migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            if not self._migrated:
                return {"database": OK, "migrations": FAILING, "worker": UNKNOWN}
            return {"database": OK, "migrations": OK, "worker": OK if worker_is_fresh(at) else LATE}
        finally:
            connection.close()


_database = DatabaseCheck()


def worker_is_fresh(at: datetime) -> bool:
    """Any worker, on any machine, has said lately that it lives."""
    return WorkerBeat.objects.filter(seen_at__gt=at - timedelta(seconds=settings.TASK_LOST_SECONDS)).exists()


def disk_is_writable() -> bool:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"newsroom")
            file.flush()
    except OSError as error:
        logger.warning("The data folder can't be written to: %s", error)
        return False
    return True
