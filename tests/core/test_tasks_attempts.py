"""One attempt after the other: retry, failing for good, and what commits together."""

import logging
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from newsroom.core.models import Attempt as Count
from newsroom.core.models import BackgroundTask, WorkerBeat
from newsroom.core.tasks import attempt, enqueue_on_commit, worker
from newsroom.core.tasks.policy import LONGEST_PAUSE, Policy, policy_of
from tests.core import task_samples

pytestmark = pytest.mark.django_db


def counted(name: str) -> int:
    return sum(Count.objects.filter(key=name).values_list("count", flat=True))


def drain() -> int:
    return worker.Worker().drain()


def make_due() -> None:
    BackgroundTask.objects.waiting().update(run_after=timezone.now())


def claimed(worker_id: str = "w", at: datetime | None = None) -> attempt.Attempt:
    WorkerBeat.objects.get_or_create(pk=worker_id)
    found = attempt.claim(worker_id, at=at or timezone.now())
    assert found
    return found


def test_what_succeeds_is_done_once() -> None:
    task_samples.counted_whole.enqueue("once")
    assert (drain(), drain()) == (1, 0)
    assert counted("once") == 1


def test_what_fails_waits_longer_every_time() -> None:
    task_samples.failing.enqueue()
    now = timezone.now()
    drain()
    row = BackgroundTask.objects.get()
    assert (row.status, row.attempts) == ("READY", 1)
    assert timedelta(seconds=7) < row.run_after - now < timedelta(seconds=14)


def test_what_failed_after_all_its_retries_has_failed_and_is_logged_as_an_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    task_samples.failing.enqueue()
    for _attempt in range(5):
        make_due()
        drain()
    row = BackgroundTask.objects.get()
    assert (row.status, row.attempts, counted("failing")) == ("FAILED", 3, 3)
    assert [record.levelno for record in caplog.records if "failed" in record.message] == [30, 30, 40]


def test_the_kept_traceback_names_nobody() -> None:
    task_samples.failing.enqueue()
    drain()
    row = BackgroundTask.objects.get()
    assert "salma" not in row.traceback
    assert "ValueError: No mailbox for" in row.traceback


def test_the_log_never_tells_the_arguments(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    task_samples.counted_whole.enqueue("salma-bennis")
    drain()
    assert "salma-bennis" not in "".join(str(vars(record)) for record in caplog.records if "newsroom" in record.name)


def test_a_whole_task_that_fails_leaves_nothing_behind() -> None:
    task_samples.failing_whole.enqueue("nothing")
    drain()
    assert counted("nothing") == 0


def test_a_task_that_fails_after_its_last_step_is_done_all_the_same() -> None:
    task_samples.failing_late.enqueue("late")
    drain()
    assert BackgroundTask.objects.get().status == "SUCCESSFUL"
    assert counted("late") == 1


@pytest.mark.parametrize("sample", [task_samples.counted_whole, task_samples.counted_last])
def test_an_attempt_whose_task_was_given_to_another_is_rolled_back(sample: object) -> None:
    sample.enqueue("fenced")  # type: ignore[attr-defined]  # parametrised over tasks of different types
    mine = claimed("mine")
    attempt.give_back(mine.row, at=timezone.now())
    theirs = claimed("theirs")
    attempt.perform(mine)
    assert counted("fenced") == 0
    attempt.perform(theirs)
    assert (counted("fenced"), BackgroundTask.objects.get().status) == (1, "SUCCESSFUL")


def test_two_that_believe_they_have_a_task_finish_it_once() -> None:
    task_samples.counted_whole.enqueue("twice")
    first = claimed()
    attempt.perform(attempt.Attempt(BackgroundTask.objects.get()))
    attempt.perform(first)
    assert counted("twice") == 1


def test_a_failure_of_one_that_lost_its_task_changes_nothing() -> None:
    task_samples.failing.enqueue()
    mine = claimed("mine")
    attempt.give_back(mine.row, at=timezone.now())
    theirs = claimed("theirs")
    attempt.perform(mine)
    assert BackgroundTask.objects.held(theirs.row).exists()


def test_a_worker_without_a_beat_takes_nothing() -> None:
    task_samples.counted_whole.enqueue("beatless")
    assert attempt.claim("nobody", at=timezone.now()) is None
    assert BackgroundTask.objects.waiting().exists()


def test_the_more_urgent_task_goes_first() -> None:
    task_samples.counted_whole.enqueue("later")
    task_samples.counted_whole.using(priority=10).enqueue("now")
    assert claimed().row.args_kwargs["args"] == ["now"]


def test_a_task_is_not_started_before_its_time() -> None:
    at = timezone.now()
    task_samples.counted_whole.using(run_after=at + timedelta(hours=1)).enqueue("tomorrow")
    assert drain() == 0
    assert claimed(at=at + timedelta(hours=2))


def test_a_task_that_the_code_no_longer_has_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    task_samples.counted_whole.enqueue("gone")
    BackgroundTask.objects.update(task_path="tests.core.task_samples.removed")
    assert drain() == 1
    row = BackgroundTask.objects.get()
    assert (row.status, row.exception_class_path) == ("READY", "builtins.ImportError")


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_enqueued() -> None:
    with transaction.atomic():
        enqueue_on_commit(task_samples.counted_whole, "never")
        transaction.set_rollback(True)
    assert not BackgroundTask.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_looking_at_an_empty_queue_writes_nothing(django_assert_num_queries: object) -> None:
    WorkerBeat.objects.create(pk="w")
    with django_assert_num_queries(1) as queries:  # type: ignore[operator]  # pytest-django's fixture is untyped
        assert attempt.claim("w", at=timezone.now()) is None
    assert queries[0]["sql"].startswith("SELECT")


@pytest.mark.django_db(transaction=True)
def test_an_outcome_is_noted_once_the_database_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    outcomes = iter([OperationalError("gone"), OperationalError("still gone"), None])

    def note() -> None:
        if (error := next(outcomes)) is not None:
            raise error

    attempt.insist(note)
    assert next(outcomes, "all used") == "all used"


def test_pauses_double_within_a_quarter_and_end_at_six_hours() -> None:
    policy = Policy(backoff=timedelta(seconds=10))
    for number, seconds in [(1, 10), (2, 20), (5, 160), (500, LONGEST_PAUSE.total_seconds())]:
        assert 0.75 * seconds <= policy.pause(number).total_seconds() <= 1.25 * seconds


def test_a_task_of_somebody_else_has_the_usual_policy() -> None:
    assert policy_of("somewhere.else") == Policy()
    assert policy_of(task_samples.noted.module_path).retries == 0
