"""Jobs that come round: once each, whatever happens to clocks and workers."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.core import registry
from newsroom.core.models import BackgroundTask, PeriodicRun
from newsroom.core.tasks import periodic, rhythm, worker
from newsroom.core.tasks.rhythm import next_daily, tick
from newsroom.core.tasks.sweep import KEEP_DONE, KEEP_FAILED, sweep
from tests.core import task_samples

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)
CASABLANCA, PARIS = ZoneInfo("Africa/Casablanca"), ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rhythm, "_jobs", {})
    periodic(name="hourly", task=task_samples.failing, every=HOUR)
    tick(NOON)


@pytest.mark.usefixtures("hourly")
def test_a_job_runs_when_its_time_has_come_and_not_before() -> None:
    assert [tick(NOON + minutes * timedelta(minutes=1)) for minutes in (1, 59, 60, 61)] == [[], [], ["hourly"], []]
    assert BackgroundTask.objects.count() == 1


@pytest.mark.usefixtures("hourly")
def test_a_long_outage_is_made_up_for_once() -> None:
    assert tick(NOON + timedelta(days=9)) == ["hourly"]
    assert tick(NOON + timedelta(days=9, minutes=59)) == []


@pytest.mark.usefixtures("hourly")
def test_of_two_workers_one_starts_the_job() -> None:
    row, job = PeriodicRun.objects.get(), rhythm._jobs["hourly"]
    assert [rhythm._start(job, row, NOON + HOUR), rhythm._start(job, row, NOON + HOUR)] == [True, False]
    assert BackgroundTask.objects.count() == 1


@pytest.mark.usefixtures("hourly")
def test_a_job_that_is_to_run_more_often_does_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rhythm, "_jobs", {})
    periodic(name="hourly", task=task_samples.failing, every=timedelta(minutes=5))
    tick(NOON + timedelta(minutes=1))
    assert tick(NOON + timedelta(minutes=7)) == ["hourly"]


@pytest.mark.usefixtures("hourly")
def test_a_name_is_taken_once() -> None:
    with pytest.raises(ImproperlyConfigured):
        periodic(name="hourly", task=sweep, every=HOUR)


@pytest.mark.parametrize("given", [{}, {"every": HOUR, "daily": time(3)}, {"every": timedelta()}])
def test_a_rhythm_is_one_of_two(given: dict[str, object]) -> None:
    with pytest.raises(ImproperlyConfigured):
        periodic(name="odd", task=sweep, **given)  # type: ignore[arg-type]  # wrong on purpose


def runs(zone: ZoneInfo, wanted: time, start: datetime, days: int) -> list[datetime]:
    """Every run of a daily job from `start`, as a worker that looks every ten minutes finds them."""
    found, due = [], next_daily(wanted, start, zone=zone)
    for step in range(days * 144):
        at = start + step * timedelta(minutes=10)
        if due <= at:
            found.append(at.astimezone(zone))
            due = next_daily(wanted, at, zone=zone)
    return found


@pytest.mark.parametrize("wanted", [time(2, 30), time(3, 0), time(3, 30), time(0, 0), time(23, 50)])
@pytest.mark.parametrize(
    ("zone", "change"),
    [
        (CASABLANCA, datetime(2026, 2, 15, tzinfo=UTC)),  # an hour back for Ramadan
        (CASABLANCA, datetime(2026, 3, 22, tzinfo=UTC)),  # and forward after it
        (PARIS, datetime(2026, 3, 29, tzinfo=UTC)),
        (PARIS, datetime(2026, 10, 25, tzinfo=UTC)),
    ],
)
def test_a_daily_job_runs_once_on_every_day_of_the_calendar(zone: ZoneInfo, change: datetime, wanted: time) -> None:
    found = runs(zone, wanted, change - timedelta(days=3), 7)
    days = [moment.date() for moment in found]
    assert len(days) == len(set(days))
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]


def test_a_time_that_a_day_skips_comes_an_hour_later() -> None:
    due = next_daily(time(2, 30), datetime(2026, 3, 28, 12, tzinfo=UTC), zone=PARIS)
    assert due.astimezone(PARIS).time() == time(3, 30)


def test_the_sweep_forgets_each_kind_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    retention = registry.Registry[registry.Retention]("retention periods")
    swept: list[datetime] = []

    def forget(before: datetime) -> int:
        swept.append(before)
        return 0

    monkeypatch.setattr(registry, "retention", retention)
    retention.register(registry.Retention("broken", "Broken", HOUR, lambda _before: 1 // 0, position=1))
    retention.register(registry.Retention("good", "Good", HOUR, forget, position=2))
    sweep.enqueue()
    worker.Worker().drain()
    assert len(swept) == 1
    assert list(BackgroundTask.objects.unfinished().values_list("args_kwargs__args", flat=True)) == [["broken"]]


def test_work_that_is_done_is_forgotten_after_a_week_and_failed_work_after_three_months() -> None:
    for status in ("SUCCESSFUL", "FAILED", "READY"):
        for days in (1, 8, 91):
            row = task_samples.counted_whole.enqueue(f"{status}-{days}")
            BackgroundTask.objects.filter(pk=row.id).update(status=status, finished_at=NOON - timedelta(days=days))
    kept = {entry.name: entry for entry in registry.retention}
    assert (kept["tasks.done"].period, kept["tasks.failed"].period) == (KEEP_DONE, KEEP_FAILED)
    assert kept["tasks.done"].forget(NOON - KEEP_DONE) == 2
    assert kept["tasks.failed"].forget(NOON - KEEP_FAILED) == 1
    assert BackgroundTask.objects.waiting().count() == 3
