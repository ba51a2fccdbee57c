"""What load balancers and monitors are told."""

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.utils import timezone

from newsroom.core.models import WorkerBeat
from newsroom.core.ops import health

READY = {"status": "ok", "database": "ok", "migrations": "ok", "disk": "ok"}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_they_answer_whatever_the_host_and_without_tls(client: Client, address: str) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get(address, headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_they_are_read_only_and_never_stored(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")
    assert "no-store" in answer["Cache-Control"]


def test_healthz_asks_no_database(client: Client) -> None:
    # Without the django_db mark any query fails this test.
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert not answer.cookies


@pytest.mark.django_db(transaction=True)
def test_readyz_is_ready_and_says_that_the_worker_is_late(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, READY | {"worker": "late"})
    WorkerBeat.objects.create(pk="w")
    assert client.get("/readyz").json() == READY | {"worker": "ok"}
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert client.get("/readyz").json()["worker"] == "late"


@pytest.mark.django_db
def test_readyz_names_a_missing_disk_and_no_details(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "unmounted"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["disk"]) == (503, "failing")
    assert str(tmp_path) not in answer.content.decode()


def test_readyz_names_a_database_that_refuses_and_no_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: object, _at: object) -> dict[str, str]:
        raise OperationalError("password authentication failed for user newsroom")

    monkeypatch.setattr(health.DatabaseCheck, "_ask", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    unknown = {"migrations": "unknown", "worker": "unknown"}
    assert answer.json() == {**READY, "status": "failing", "database": "failing", **unknown}


def test_a_database_that_hangs_costs_a_bounded_time_and_one_thread() -> None:
    check, hang = health.DatabaseCheck(seconds=0.1), threading.Event()
    check._ask = lambda _at: {"database": "ok"} if hang.wait(10) else {}  # type: ignore[method-assign,assignment]  # it hangs
    started, threads = time.monotonic(), threading.active_count()
    for _time in range(5):
        assert check.parts(timezone.now())["database"] == "failing"
    assert time.monotonic() - started < 2
    assert threading.active_count() <= threads + 1
    hang.set()


@pytest.mark.django_db(transaction=True)
def test_a_database_without_its_tables_is_not_ready() -> None:
    check, recorder = health.DatabaseCheck(), MigrationRecorder(connection)
    last = max(name for app, name in recorder.applied_migrations() if app == "newsletter")
    recorder.record_unapplied("newsletter", last)
    try:
        assert check.parts(timezone.now())["migrations"] == "failing"
    finally:
        recorder.record_applied("newsletter", last)
    assert check.parts(timezone.now())["migrations"] == "ok"
