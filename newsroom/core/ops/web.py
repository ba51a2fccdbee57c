"""The web server's process, started by the supervisor: `python -m newsroom.core.ops.web PARENT HOST PORT WORKERS`."""

import logging
import os
import sys
from typing import Any

from django.conf import settings
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from newsroom.core.ops.kin import end_with_parent

THREADS = 16
"""Requests that one process answers at a time. They hold no database connection: they answer what is stored, or wait
for the few threads in which Django works (newsroom/core/pagestore/front.py), so that some are left for readers."""
CONNECTIONS = 512
"""Connections that one process keeps open, idle ones included; those beyond wait in the kernel's queue."""
SECONDS_TO_STOP = 5
"""A request that is still running then is cut off. Less than the supervisor's own patience."""


def _is_news(record: logging.LogRecord) -> bool:
    """Granian warns of more threads than cores, for threads that compute; ours wait."""
    return "Python threads" not in record.getMessage()


def server(host: str, port: int, workers: int) -> Any:
    return Granian(
        target="newsroom.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=60,
        backlog=2048,
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        log_access=False,  # it would write network addresses; our own request log doesn't
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_STOP,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    end_with_parent(int(sys.argv[1]))
    # For newsroom/wsgi.py, in the processes that this one starts.
    os.environ["WEB_PARENT"] = str(os.getpid())
    logging.getLogger("_granian").addFilter(_is_news)
    server(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])).serve()
