"""Tasks of lost workers come back; who lives is judged by beats that move."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from newsroom.core.models import BackgroundTask, WorkerBeat
from newsroom.core.tasks import recovery, worker
from newsroom.core.tasks.attempt import claim
from newsroom.core.tasks.recovery import Watch, recover
from tests.core import task_samples

pytestmark = pytest.mark.django_db
PATIENCE = timedelta(seconds=20)


def taken_by(worker_id: str, sample: object = task_samples.counted_whole) -> BackgroundTask:
    sample.enqueue("name", "words")  # type: ignore[attr-defined]  # any of the samples
    WorkerBeat.objects.get_or_create(pk=worker_id)
    assert claim(worker_id, at=timezone.now())
    return BackgroundTask.objects.get()


def watched(watch: Watch, clock: float) -> int:
    return recover(watch, "observer", at=timezone.now(), clock=clock)


def test_a_beat_that_stands_still_for_too_long_loses_its_tasks() -> None:
    taken_by("lost")
    watch = Watch(PATIENCE)
    assert [watched(watch, clock) for clock in (0, 19, 21)] == [0, 0, 1]
    assert BackgroundTask.objects.get().status == "READY"
    assert not WorkerBeat.objects.filter(pk="lost").exists()


def test_a_beat_that_moves_keeps_its_tasks_whatever_its_clock_says() -> None:
    taken_by("abroad")
    watch, long_ago = Watch(PATIENCE), timezone.now() - timedelta(days=400)
    for second in range(0, 100, 10):
        WorkerBeat.objects.filter(pk="abroad").update(seen_at=long_ago + timedelta(seconds=second))
        assert watched(watch, second) == 0


def test_who_could_not_beat_itself_judges_anew() -> None:
    taken_by("lost")
    watch = Watch(PATIENCE)
    watched(watch, 0)
    watch.start_over()
    assert [watched(watch, clock) for clock in (100, 119, 121)] == [0, 0, 1]


def test_a_worker_that_moves_at_the_last_moment_is_left_alone() -> None:
    row = taken_by("late")
    seen_at = WorkerBeat.objects.get().seen_at
    WorkerBeat.objects.update(seen_at=seen_at + timedelta(seconds=1))
    assert recovery._bury("late", seen_at, [row], at=timezone.now()) == 0
    assert BackgroundTask.objects.held(row).exists()


def test_a_task_without_any_beat_behind_it_comes_back_at_once() -> None:
    taken_by("signed-off")
    WorkerBeat.objects.all().delete()
    assert watched(Watch(PATIENCE), 0) == 1


def test_a_worker_takes_back_what_it_left_itself() -> None:
    taken_by("me")
    assert recover(Watch(PATIENCE), "me", at=timezone.now(), clock=0) == 1


def test_a_replaced_worker_is_not_waited_for() -> None:
    taken_by("dead")
    assert recovery.replace("dead", at=timezone.now()) == 1
    assert recovery.replace("dead", at=timezone.now()) == 0


def test_a_task_without_attempts_left_has_failed_and_says_why() -> None:
    taken_by("killer", task_samples.noted)
    recovery.replace("killer", at=timezone.now())
    row = BackgroundTask.objects.get()
    assert (row.status, row.exception_class_path) == ("FAILED", "")
    assert "worker stopped before the task was done" in row.traceback


def test_a_task_that_kills_its_workers_is_not_tried_forever() -> None:
    taken_by("w0", task_samples.failing)
    for number in range(1, 10):
        recovery.replace(f"w{number - 1}", at=timezone.now())
        WorkerBeat.objects.create(pk=f"w{number}")
        claim(f"w{number}", at=timezone.now())
    row = BackgroundTask.objects.get()
    assert (row.status, row.attempts) == ("FAILED", 3)


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    lazy = worker.Worker()
    pauses: list[float] = []
    monkeypatch.setattr(lazy, "_sleep", pauses.append)
    answers = iter([OperationalError("gone")] * 6 + [True])

    def step() -> bool:
        answer = next(answers)
        if isinstance(answer, OperationalError):
            raise answer
        return answer

    lazy._until_stopped(step)
    assert pauses == [0.25, 0.5, 1.0, 2.0, 4.0, 5.0]
