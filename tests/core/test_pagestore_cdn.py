"""The CDN in front is told what has changed: by a task, joined, again when it fails, and with an alarm."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from newsroom.core.models import BackgroundTask, CdnState, ChangedKey
from newsroom.core.pagestore import EVERYTHING, changed, keys
from newsroom.core.pagestore.cdn import PATIENCE, SOON, purge_changed, purge_left
from newsroom.core.pagestore.vendors import PurgeError
from newsroom.core.tasks.worker import Worker
from tests import cast
from tests.core.cdns import TOKEN, FakeCdn, cdn_here

pytestmark = pytest.mark.django_db
MANY = keys.MANY


@pytest.fixture
def cdn(settings: Any) -> Iterator[FakeCdn]:
    with cdn_here() as fake:
        settings.PAGE_CDN = fake.named("own")
        yield fake


def tasks() -> list[datetime]:
    return sorted(BackgroundTask.objects.waiting().values_list("run_after", flat=True))


def pass_by(time: timedelta = SOON) -> None:
    """As if so much time had gone by since all that was written."""
    for row in ChangedKey.objects.all():
        row.made_at -= time
        row.due_at = row.due_at - time if row.due_at else None
        row.save()
    for task in BackgroundTask.objects.waiting():
        BackgroundTask.objects.filter(pk=task.pk).update(run_after=(task.run_after or timezone.now()) - time)
    state = CdnState.objects.current()
    if state.paused_until:
        CdnState.objects.update(paused_until=state.paused_until - time)


def work(time: timedelta = SOON) -> int:
    pass_by(time)
    return Worker().drain()


def told(cdn: FakeCdn) -> list[list[str]]:
    """The keys of each request."""
    return [json.loads(asked.body)["keys"] for asked in cdn.asked]


def make(number: int) -> None:
    changed(*(f"article:{each}" for each in range(number)))


# -- What is told, and when -------------------------------------------------------------------------------------------


def test_what_changed_is_forgotten_two_seconds_later_and_not_before(cdn: FakeCdn) -> None:
    changed("article:1", "list:paper:0:fr")
    assert Worker().drain() == 0
    work()
    assert told(cdn) == [["article:1", "list:paper:0:fr", MANY]]
    assert not ChangedKey.objects.filter(purged_at=None).exists()


def test_several_changes_are_joined_and_told_once(cdn: FakeCdn) -> None:
    for number in (1, 2, 2):
        changed(f"article:{number}")
    work()
    assert told(cdn) == [["article:1", "article:2", MANY]]
    work(timedelta(hours=1))
    assert len(cdn.asked) == 1


def test_a_transaction_writes_one_task_whatever_it_changes(cdn: FakeCdn) -> None:
    with transaction.atomic():
        for number in range(5):
            changed(f"article:{number}")
    assert len(tasks()) == 1


@pytest.mark.django_db(transaction=True)
def test_each_transaction_has_a_task_of_its_own(cdn: FakeCdn) -> None:
    for number in range(2):
        with transaction.atomic():
            changed(f"article:{number}")
    assert len(tasks()) == 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_that_was_rolled_back(cdn: FakeCdn) -> None:
    with transaction.atomic():
        changed("article:1")
        transaction.set_rollback(True)
    assert (tasks(), work()) == ([], 0)
    assert not cdn.asked


def test_a_savepoint_that_is_rolled_back_takes_no_other_change_along(cdn: FakeCdn) -> None:
    with transaction.atomic():
        with transaction.atomic():
            changed("article:1")
            transaction.set_rollback(True)
        changed("article:2")
    work()
    assert told(cdn) == [["article:2", MANY]]


def test_a_change_that_is_too_young_is_left_to_a_task_of_its_own(cdn: FakeCdn) -> None:
    changed("article:1")
    pass_by()
    changed("article:2")  # of the same transaction, so without one as yet
    Worker().drain()
    assert told(cdn) == [["article:1", MANY]]
    work()
    assert told(cdn)[1:] == [["article:2", MANY]]


def test_what_is_planned_is_told_when_its_time_has_come(cdn: FakeCdn) -> None:
    at = timezone.now() + timedelta(hours=3)
    changed("article:1", at=at)
    changed("article:2", at=at, hides=True)
    assert tasks() == [at + SOON]
    work(timedelta(hours=3))
    assert not cdn.asked
    work()
    assert told(cdn) == [["article:1", "article:2", MANY]]


def test_what_is_planned_for_soon_is_not_forgotten_over_what_changes_now(cdn: FakeCdn) -> None:
    changed("article:1")
    changed("article:2", at=timezone.now() + timedelta(seconds=20))
    work()
    work(timedelta(seconds=21))
    work()
    assert told(cdn) == [["article:1", MANY], ["article:2", MANY]]


def test_all_pages_are_named_by_one_key(cdn: FakeCdn) -> None:
    changed("article:1", EVERYTHING)
    work()
    assert told(cdn) == [[EVERYTHING]]
    assert not ChangedKey.objects.filter(purged_at=None).exists()


def test_many_changes_go_in_batches(cdn: FakeCdn) -> None:
    make(600)
    work()
    assert [len(batch) for batch in told(cdn)] == [256, 256, 89]
    assert {key for batch in told(cdn) for key in batch} == {f"article:{each}" for each in range(600)} | {MANY}


def test_very_many_changes_are_told_as_everything(cdn: FakeCdn) -> None:
    make(1100)
    work()
    assert told(cdn) == [[EVERYTHING]]


def test_a_key_that_cannot_be_said_is_told_as_the_pages_say_it(cdn: FakeCdn) -> None:
    changed("tag:a, b")
    work()
    assert told(cdn) == [[MANY]]
    assert not ChangedKey.objects.filter(purged_at=None).exists()


def test_without_a_cdn_nothing_is_written_but_the_change() -> None:
    changed("article:1")
    purge_changed.call()
    assert (tasks(), ChangedKey.objects.count()) == ([], 1)


# -- How each of them is told -----------------------------------------------------------------------------------------


def test_cloudflare_is_told_in_tags_a_hundred_at_a_time(cdn: FakeCdn, settings: Any) -> None:
    settings.PAGE_CDN = cdn.named("cloudflare", "/client/v4/zones/z1/purge_cache")
    make(100)
    work()
    first = cdn.asked[0]
    assert (first.method, first.path) == ("POST", "/client/v4/zones/z1/purge_cache")
    assert first.headers["Authorization"] == f"Bearer {TOKEN}"
    assert first.headers["Content-Type"] == "application/json"
    assert [len(json.loads(asked.body)["tags"]) for asked in cdn.asked] == [100, 1]


def test_fastly_is_told_in_a_header(cdn: FakeCdn, settings: Any) -> None:
    settings.PAGE_CDN = cdn.named("fastly", "/service/s1")
    changed("article:1", "shell")
    work()
    (asked,) = cdn.asked
    assert (asked.path, asked.headers["Surrogate-Key"]) == ("/service/s1/purge", f"article:1 {MANY} shell")
    assert asked.headers["Fastly-Key"] == TOKEN
    assert "Authorization" not in asked.headers


@pytest.mark.parametrize(
    ("kind", "path", "body"),
    [
        ("cloudflare", "/zone", '{"purge_everything": true}'),
        ("fastly", "/zone/purge_all", ""),
        ("own", "/zone", '{"keys": ["everything"]}'),
    ],
)
def test_the_command_empties_each_of_them(cdn: FakeCdn, settings: Any, kind: Any, path: str, body: str) -> None:
    settings.PAGE_CDN = cdn.named(kind)
    call_command("pages", "cdn")
    assert [(asked.path, asked.body) for asked in cdn.asked] == [(path, body)]
    assert CdnState.objects.get().succeeded_at


def test_the_command_says_what_is_wrong(cdn: FakeCdn) -> None:
    cdn.says(401)
    with pytest.raises(CommandError, match=r"refused, 401.*NEWSROOM_CDN_TOKEN"):
        call_command("pages", "cdn")


def test_the_command_says_that_there_is_no_cdn() -> None:
    with pytest.raises(CommandError, match="No CDN is named"):
        call_command("pages", "cdn")


# -- What can go wrong ------------------------------------------------------------------------------------------------


def problem() -> tuple[str, int]:
    state = CdnState.objects.get()
    return state.problem, state.status


@pytest.mark.parametrize(("status", "name"), [(429, "busy"), (500, "broken"), (503, "broken"), (408, "busy")])
def test_what_may_pass_is_tried_again_without_a_word_to_anybody(cdn: FakeCdn, status: int, name: str) -> None:
    cast.administrator()
    cdn.says(status)
    changed("article:1")
    work()
    assert problem() == (name, status)
    work(timedelta(seconds=15))
    assert told(cdn) == [["article:1", MANY]] * 2
    assert (problem(), CdnState.objects.get().failures, mail.outbox) == (("", 0), 0, [])


@pytest.mark.parametrize(
    ("status", "name"), [(400, "rejected"), (401, "refused"), (403, "refused"), (404, "unknown"), (302, "moved")]
)
def test_what_will_not_pass_alarms_at_once(cdn: FakeCdn, status: int, name: str) -> None:
    keeper = cast.administrator()
    cdn.says(status, Location="/elsewhere")
    changed("article:1")
    work()
    assert problem() == (name, status)
    assert [(letter.to, f"HTTP {status}" in letter.body) for letter in mail.outbox] == [([keeper.email], True)]
    assert [asked.path for asked in cdn.asked] == ["/zone"]  # whither it leads nobody went


def test_what_lasts_alarms_too(cdn: FakeCdn) -> None:
    cast.administrator()
    changed("article:1")
    for number in range(PATIENCE):
        assert len(mail.outbox) == 0
        cdn.says(500)
        changed(f"tag:{number}")
        work(timedelta(minutes=10))
    assert len(mail.outbox) == 1


def test_what_was_refused_for_long_is_asked_for_again(cdn: FakeCdn) -> None:
    for _time in range(12):
        cdn.says(500)
    changed("article:1")
    for _time in range(12):
        work(timedelta(minutes=10))
    assert (tasks(), ChangedKey.objects.unpurged(timezone.now()).count()) == ([], 1)  # nobody asks any more
    cdn.asked.clear()
    cdn.answers.clear()
    purge_left.call()
    purge_left.call()
    assert len(tasks()) == 1
    work(timedelta(minutes=10))
    assert told(cdn) == [["article:1", MANY]]
    purge_left.call()
    assert tasks() == []


def test_an_alarm_comes_once_an_hour(cdn: FakeCdn) -> None:
    cast.administrator()
    for minutes in (0, 20, 45):
        CdnState.objects.filter(alarmed_at__isnull=False).update(
            alarmed_at=timezone.now() - timedelta(minutes=minutes + 16)
        )
        cdn.says(401)
        changed("article:1")
        work(timedelta(minutes=10))
    assert len(mail.outbox) == 2


def test_it_is_left_alone_for_as_long_as_it_asks(cdn: FakeCdn) -> None:
    cdn.says(429, Retry_After="120")
    changed("article:1")
    work()
    changed("article:2")
    work(timedelta(seconds=60))
    assert len(cdn.asked) == 1
    work(timedelta(seconds=90))
    assert told(cdn)[1:] == [["article:1", "article:2", MANY]]


def test_batches_that_went_are_not_sent_again(cdn: FakeCdn) -> None:
    cdn.says(200)
    cdn.says(500)
    make(300)
    work()
    assert ChangedKey.objects.filter(purged_at=None).count() == 44
    work(timedelta(seconds=15))
    assert [len(batch) for batch in told(cdn)] == [256, 45, 45]


def test_cloudflare_says_no_in_words_too(cdn: FakeCdn, settings: Any) -> None:
    settings.PAGE_CDN = cdn.named("cloudflare")
    cdn.says(200, b'{"success": false, "errors": [{"code": 1107}]}')
    changed("article:1")
    work()
    assert problem() == ("rejected", 200)


def test_nobody_who_is_not_there_is_waited_for_in_vain(cdn: FakeCdn, settings: Any) -> None:
    cdn.port = 1
    settings.PAGE_CDN = cdn.named("own")
    changed("article:1")
    work()
    assert problem() == ("silent", 0)


def test_a_token_never_travels_in_the_open(settings: Any) -> None:
    settings.PAGE_CDN = type(FakeCdn().named("own"))("own", "http://192.0.2.1/purge", TOKEN)
    changed("article:1")
    work()
    assert problem() == ("unsafe", 0)


def test_the_token_is_told_to_nobody_else(cdn: FakeCdn, caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    caplog.set_level(logging.DEBUG)
    cast.administrator()
    cdn.says(403, f"Bearer {TOKEN} is wrong".encode(), X_Echo=TOKEN)
    changed("article:1")
    work()
    page = cast.signed_in(cast.chief()).get("/admin/pages/").content.decode()
    kept = "".join(BackgroundTask.objects.values_list("traceback", flat=True))
    letters = "".join(str(letter.message()) for letter in mail.outbox)
    logged = "".join(f"{record.getMessage()}{record.exc_info}{vars(record)}" for record in caplog.records)
    assert "PurgeError" in kept
    assert "HTTP 403" in page
    assert len(letters) > 500
    assert TOKEN not in page + kept + letters + logged + repr(settings.PAGE_CDN)


def test_a_failure_says_what_it_was_in_the_log(cdn: FakeCdn, caplog: pytest.LogCaptureFixture) -> None:
    cdn.says(500)
    changed("article:1")
    pass_by()
    with pytest.raises(PurgeError, match="broken, 500"):
        purge_changed.call()
    said = [record for record in caplog.records if record.name == "newsroom.core.pagestore.cdn"]
    assert [(record.levelname, record.__dict__["status"]) for record in said] == [("ERROR", 500)]
