"""Logs tell what happened to the site and nothing about people."""

import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from newsroom.core.ops.logs import JSONFormatter, PlainFormatter, RequestLogMiddleware, logging_config, request_id_of
from newsroom.core.ops.masking import masked

RESET = "/admin/reset/MQ/cwb3zq-5f0a7ac1b6b7d4a9e3c21f0d9b8e7a65/"
SIGNED = "/join/12:1vGh2K:Zk3v_xq0-TnR5mY8wQeLpA7dUcFbHsJgX1iO9uVtPyE/"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the JSON handler writes."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONFormatter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def lines(written: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("mail to salma.bennis+x@presse.example.ma bounced", "mail to […] bounced"),
        ("GET /x?email=salma%40example.ma&page=2 HTTP/1.1", "GET /x?[…] HTTP/1.1"),
        (f"Not Found: {RESET}", "Not Found: /admin/reset/MQ/[…]/"),
        (f"Not Found: {SIGNED}", "Not Found: /join/[…]/"),
        ("session 8x2k0q9w7e5r3t1y6u4i2o0p9a8s7d6f", "session […]"),
        ("نادية@مثال.المغرب", "[…]"),
    ],
)
def test_what_is_private_is_hidden(given: str, told: str) -> None:
    assert masked(given) == told


@pytest.mark.parametrize(
    "text",
    [
        "/politique/le-budget-2027-de-la-ville-de-casablanca-adopte-12345/",
        "task 6f1d2c3b-1a2b-4c3d-8e9f-0a1b2c3d4e5f of newsroom.core.tasks.sweep.forget",
        'File "/srv/newsroom/newsroom/core/migrations/0001_initial.py", line 12, in somewhere_else_entirely',
        "ميزانية الدار البيضاء لسنة 2027",
    ],
)
def test_what_helps_to_find_a_fault_stays(text: str) -> None:
    assert masked(text) == text


def test_hiding_is_quick_on_a_very_long_line() -> None:
    assert len(masked("a.b-" * 50_000)) == 200_000


def test_a_line_is_one_json_object_with_time_level_and_what_was_added(written: StringIO) -> None:
    logging.getLogger("newsroom.x").warning("Two\nlines of %s", "text", extra={"rows": 3, "who": "a@b.ma"})
    line = lines(written)[0]
    assert line.pop("time").endswith("+00:00")
    words = {"level": "warning", "logger": "newsroom.x", "message": "Two\nlines of text", "rows": 3, "who": "[…]"}
    assert line == words


def test_a_traceback_is_one_field_and_names_nobody(written: StringIO) -> None:
    try:
        raise ValueError("no mailbox salma@example.ma")
    except ValueError:
        logging.getLogger("newsroom.x").exception("Failed")
    assert len(lines(written)) == 1
    assert "Traceback" in lines(written)[0]["exception"]
    assert "salma" not in written.getvalue()


@pytest.mark.django_db
def test_a_request_is_told_by_its_route_without_address_query_or_person(client: Client, written: StringIO) -> None:
    client.get("/admin/login/?next=/secret", REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Telltale/1.0"})
    line = next(line for line in lines(written) if line["logger"] == "newsroom.core.ops.logs")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/admin/login/", 200)
    assert isinstance(line["milliseconds"], int)
    assert not any(word in written.getvalue() for word in ("203.0.113.9", "secret", "Telltale"))


@pytest.mark.django_db
def test_an_unknown_address_is_told_without_its_secrets(client: Client, written: StringIO) -> None:
    client.get(f"/nowhere{RESET}?mail=salma@example.ma")
    assert "cwb3zq" not in written.getvalue()
    assert "salma" not in written.getvalue()
    assert all(line.get("path", "/nowhere").startswith("/nowhere") for line in lines(written))


def test_djangos_own_lines_name_the_route_too(written: StringIO, rf: RequestFactory) -> None:
    request = rf.get("/reset/short-secret/")
    request.resolver_match = ResolverMatch(lambda: None, (), {}, route="reset/<token>/")
    logging.getLogger("django.request").warning("Gone: %s", request.path, extra={"request": request})
    assert lines(written)[0]["message"] == "Gone: /reset/<token>/"
    assert "short-secret" not in written.getvalue()


@pytest.mark.django_db
def test_all_lines_of_a_request_share_the_id_that_the_answer_bears(client: Client, written: StringIO) -> None:
    answer = client.get("/nowhere/")
    assert len(answer["X-Request-ID"]) == 16
    assert {line["request_id"] for line in lines(written)} == {answer["X-Request-ID"]}


@pytest.mark.parametrize(
    ("proxies", "given", "believed"),
    [(1, "abc-12345678", True), (0, "abc-12345678", False), (1, "short", False), (1, 'x"\n{"level":', False)],
)
def test_an_id_is_believed_from_our_proxy_only(
    settings: Any, rf: RequestFactory, proxies: int, given: str, believed: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", headers={"x-request-id": given})
    assert (request_id_of(request) == given) is believed


def test_a_slow_request_is_a_warning(rf: RequestFactory, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    middleware = RequestLogMiddleware(lambda _request: HttpResponse())
    middleware._log(rf.get("/x/"), HttpResponse(), 1500)
    middleware._log(rf.get("/x/"), HttpResponse(), 15)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_static_files_that_are_found_are_not_told(rf: RequestFactory, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    request: HttpRequest = rf.get("/static/desk/icons.svg")
    RequestLogMiddleware(lambda _request: HttpResponse())(request)
    assert not caplog.records
    RequestLogMiddleware(lambda _request: HttpResponse(status=404))(request)
    assert len(caplog.records) == 1


def test_the_demo_writes_lines_for_people() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "One\ntwo for %s", ("a@b.ma",), None)
    assert PlainFormatter().format(record)[9:] == "warning: One ⏎ two for […]"
    assert logging_config(demo=True)["formatters"] != logging_config(demo=False)["formatters"]


def test_djangos_own_handlers_say_nothing_twice() -> None:
    loggers = logging_config(demo=False)["loggers"]
    assert all(loggers[name]["handlers"] == [] and loggers[name]["propagate"] for name in ("django", "django.server"))
    assert sys.stderr is not sys.stdout
