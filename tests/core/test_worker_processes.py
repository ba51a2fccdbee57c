"""Workers as processes: killed, paused, two at once, without a database. Nothing is lost, nothing counts twice."""

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from django.db import connection

from newsroom.core.models import Attempt, BackgroundTask, WorkerBeat
from newsroom.core.tasks.worker import new_worker_id
from tests.core import task_samples
from tests.core.processes import eventually, manage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def all_done() -> bool:
    return not BackgroundTask.objects.unfinished().exists()


def kill(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)


def test_workers_killed_at_random_lose_no_task_and_finish_none_twice(tmp_path: Path) -> None:
    names = [f"task-{number}" for number in range(24)]
    for name in names:
        sample = task_samples.counted_whole if name.endswith(("0", "2", "4")) else task_samples.counted_last
        sample.enqueue(name, seconds=0.15)
    before = ""
    for _round in range(4):
        worker_id = new_worker_id()
        with manage("worker", "--id", worker_id, "--replaces", before or "nobody", folder=tmp_path) as process:
            eventually(BackgroundTask.objects.running().filter(worker_ids__icontains=worker_id).exists)
            time.sleep(random.uniform(0.0, 0.5))
            kill(process)
        before = worker_id
    with manage("worker", "--replaces", before, folder=tmp_path):
        eventually(all_done, seconds=25)
    assert dict(Attempt.objects.values_list("key", "count")) == dict.fromkeys(names, 1)
    assert all(row.status == "SUCCESSFUL" for row in BackgroundTask.objects.all())


def test_a_task_of_a_killed_worker_is_taken_over_by_one_that_was_told_nothing(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    task_samples.counted_last.enqueue("left", seconds=1.0, path=str(path))
    with manage("worker", folder=tmp_path) as process:
        eventually(lambda: lines(path))
        kill(process)
    with manage("worker", folder=tmp_path):
        eventually(all_done)
    assert lines(path) == ["left", "left"]
    assert Attempt.objects.get(key="left").count == 1


def test_two_workers_share_the_tasks_and_start_none_twice(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    for number in range(40):
        task_samples.noted.enqueue(str(path), f"task-{number}", seconds=0.03)
    with manage("worker", folder=tmp_path), manage("worker", folder=tmp_path):
        eventually(all_done, seconds=25)
    assert sorted(lines(path)) == sorted(f"task-{number}" for number in range(40))
    assert len({row.worker for row in BackgroundTask.objects.all()}) == 2


def test_a_worker_that_was_paused_does_not_finish_what_another_took(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    task_samples.counted_last.enqueue("paused", seconds=0.6, path=str(path))
    paused_id = new_worker_id()
    with manage("worker", "--id", paused_id, folder=tmp_path) as paused:
        eventually(lambda: lines(path))
        paused.send_signal(signal.SIGSTOP)
        with manage("worker", folder=tmp_path):
            eventually(all_done)
            paused.send_signal(signal.SIGCONT)
            eventually(WorkerBeat.objects.filter(pk=paused_id).exists)
            eventually(lambda: "given to another worker" in (tmp_path / "worker.log").read_text())
    assert Attempt.objects.get(key="paused").count == 1
    assert BackgroundTask.objects.get().attempts == 2


def test_a_worker_finishes_its_task_before_it_stops(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    task_samples.counted_last.enqueue("current", seconds=0.8, path=str(path))
    with manage("worker", folder=tmp_path) as process:
        eventually(lambda: lines(path))
        task_samples.counted_last.enqueue("next")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert list(Attempt.objects.values_list("key", "count")) == [("current", 1)]
    assert not WorkerBeat.objects.exists()


def test_a_second_signal_stops_at_once_and_the_task_waits_again(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    task_samples.counted_last.enqueue("long", seconds=60, path=str(path))
    with manage("worker", folder=tmp_path) as process:
        eventually(lambda: lines(path))
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=5) == 1
    row = BackgroundTask.objects.get()
    assert (row.status, row.attempts) == ("READY", 1)


def test_a_database_that_is_busy_or_cuts_off_only_delays_the_work(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    with manage("worker", folder=tmp_path) as process:
        task_samples.counted_last.enqueue("during", seconds=0.5, path=str(path))
        eventually(lambda: lines(path))
        make_trouble()
        task_samples.counted_whole.enqueue("after")
        eventually(all_done)
        assert process.poll() is None
    assert dict(Attempt.objects.values_list("key", "count")) == {"during": 1, "after": 1}


def make_trouble() -> None:
    """SQLite: another writer holds the database. PostgreSQL: all connections but our own are cut, several times."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
            time.sleep(1.5)
            cursor.execute("COMMIT")
            return
        for _time in range(5):
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            time.sleep(0.3)
