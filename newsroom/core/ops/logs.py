"""JSON logs without personal data."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse


def logging_config(*, demo: bool) -> dict[str, Any]:
    return {"version": 1, "disable_existing_loggers": False}


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
