"""Logs without personal data: no network address, no e-mail, no name, no query string, no secret link."""

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from newsroom.core.ops.masking import masked

logger = logging.getLogger(__name__)
SLOW_MILLISECONDS = 1000
LONGEST_TEXT = 20_000
NOTED = "newsroom.request_id"
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_GOOD_ID = re.compile(r"[A-Za-z0-9\-]{8,64}")
# What every record has; anything else was put there with `extra=`.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# What Django and libraries add that is an object or tells about a person.
_UNTOLD = frozenset({"request", "server_time", "color_message"})


def logging_config(*, demo: bool) -> dict[str, Any]:
    """For Django's LOGGING: one JSON object per line on stderr, or in the demo a line for people."""
    formatter = "newsroom.core.ops.logs.PlainFormatter" if demo else "newsroom.core.ops.logs.JSONFormatter"
    quiet: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django gives these handlers of its own, which would say everything twice.
            "django": quiet | {"level": "INFO"},
            "django.server": quiet | {"level": "INFO"},
            "_granian": quiet | {"level": "WARNING"},
        },
    }


def _message(record: logging.LogRecord) -> str:
    """The message; Django's lines about a request name its route in place of the address somebody asked for."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if match is not None and isinstance(record.args, tuple) and record.args and isinstance(record.args[-1], str):
        record = logging.makeLogRecord(vars(record) | {"args": (*record.args[:-1], f"/{match.route}")})
    return masked(record.getMessage()[:LONGEST_TEXT])


def _noted_id(record: logging.LogRecord) -> str:
    """Django tells of 4xx and 5xx when the middleware is through already, but with the request at hand."""
    meta: dict[str, Any] = getattr(getattr(record, "request", None), "META", {})
    return str(meta.get(NOTED, ""))


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    given = {key: value for key, value in vars(record).items() if key not in _USUAL | _UNTOLD}
    return {
        key: value if isinstance(value, int | float | bool) or value is None else masked(str(value)[:LONGEST_TEXT])
        for key, value in given.items()
    }


class _Formatter(logging.Formatter):
    def formatException(self, ei: Any) -> str:  # noqa: N802  # logging's own name
        # The end of a traceback says what happened.
        return masked(super().formatException(ei)[-LONGEST_TEXT:])


class JSONFormatter(_Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if request_id := _request_id.get() or _noted_id(record):
            line["request_id"] = request_id
        line |= {key: value for key, value in _extras(record).items() if key not in line}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = masked(record.stack_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainFormatter(_Formatter):
    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        text = _message(record).replace("\n", " ⏎ ")
        line = f"{when} {level}{text}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def request_id_of(request: HttpRequest) -> str:
    """The id that our own proxy gave the request, else a fresh one. A stranger's header is not believed."""
    given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
    return given if _GOOD_ID.fullmatch(given) else secrets.token_hex(8)


def route_of(request: HttpRequest) -> dict[str, str]:
    """Name and pattern of the route, whose variable parts may be secret; for an unknown address what is harmless."""
    match = request.resolver_match
    if match is None:
        return {"path": masked(request.path[:200])}
    return {"view": match.view_name or "", "route": f"/{match.route}"}


class RequestLogMiddleware:
    """One line for each request, with an id that is also in the answer and in every other line of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id, started = request_id_of(request), time.monotonic()
        token = _request_id.set(request_id)
        request.META[NOTED] = request_id
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            self._log(request, response, round((time.monotonic() - started) * 1000))
        finally:
            _request_id.reset(token)
        return response

    def _log(self, request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
        if request.path.startswith(settings.STATIC_URL) and response.status_code < 400:
            return
        where = route_of(request)
        slow = milliseconds >= SLOW_MILLISECONDS
        logger.log(
            logging.WARNING if slow else logging.INFO,
            "%s %s %s in %s ms%s",
            request.method,
            where.get("route") or where.get("path"),
            response.status_code,
            milliseconds,
            ", which is slow" if slow else "",
            extra={"method": request.method, "status": response.status_code, "milliseconds": milliseconds, **where},
        )
