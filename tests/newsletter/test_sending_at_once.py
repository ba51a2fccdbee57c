"""Several workers, killed workers, paused ones: nobody gets an edition twice."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from newsletter import editions, sending, verbs
from newsletter.models import Delivery, Edition, Subscriber, Subscription
from newsletter.models.edition import EditionState
from newsroom.core.models import BackgroundTask, WorkerBeat
from newsroom.core.tasks.worker import new_worker_id
from tests.core.processes import eventually, manage
from tests.newsletter import letters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*deeds: Callable[[], Any]) -> list[Exception]:
    start, raised = Barrier(len(deeds)), []

    def run(deed: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            deed()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test wants to see it
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def test_two_people_who_send_at_once_send_once() -> None:
    letters.reader()
    edition = letters.edition(letters.article())
    errors = at_once(*[lambda: editions.send(edition, by=None)] * 2)
    assert [type(error) for error in errors] == [ValidationError]
    letters.work()
    assert len(letters.mails()) == 1


@pytest.mark.parametrize("_round", range(4))
def test_three_workers_at_one_slice_send_each_mail_once(_round: int) -> None:
    wanted = sorted(letters.reader().subscriber.email for _number in range(20))
    edition = letters.sent(letters.article())
    letters.spread(edition)
    first, last = (Delivery.objects.order_by(order)[0].pk for order in ("pk", "-pk"))
    assert at_once(*[lambda: sending.deliver.func(edition.pk, first, last)] * 3) == []
    sending.deliver.func(edition.pk, first, last)
    assert letters.recipients() == wanted
    assert Edition.objects.get().state == EditionState.SENT


def test_two_slices_that_end_together_end_the_edition() -> None:
    for _number in range(8):
        letters.reader()
    edition = letters.sent(letters.article())
    letters.spread(edition)
    ids = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    parts = [(ids[0], ids[3]), (ids[4], ids[7])]
    assert at_once(*[lambda part=part: sending.deliver.func(edition.pk, *part) for part in parts]) == []
    assert Edition.objects.get().state == EditionState.SENT


def test_one_address_typed_by_many_at_once_gets_one_mail() -> None:
    of = letters.newsletter()
    assert at_once(*[lambda: verbs.subscribe("lina@example.ma", of, language="fr")] * 4) == []
    letters.work()
    assert (len(letters.mails()), Subscriber.objects.count(), Subscription.objects.count()) == (1, 1, 1)


def received(folder: Path) -> Counter[str]:
    """Who found how many mails, from the files that the workers wrote."""
    found: Counter[str] = Counter()
    for file in (folder / "outbox").glob("*.eml"):
        found.update(line for line in file.read_text().splitlines() if line.startswith("To: "))
    return found


def test_workers_killed_at_random_send_nobody_twice_and_leave_out_one_each_at_most(tmp_path: Path) -> None:
    for _number in range(120):
        letters.reader()
    edition = letters.sent(letters.article())
    before, kills = "nobody", 0
    for _round in range(4):
        worker_id = new_worker_id()
        with manage(
            "worker", "--id", worker_id, "--replaces", before, "--settings", "tests.demo_mail", folder=tmp_path
        ) as worker:
            eventually(WorkerBeat.objects.filter(pk=worker_id).exists)
            time.sleep(random.uniform(0.1, 0.5))
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=10)
        before, kills = worker_id, kills + 1
    with manage("worker", "--replaces", before, "--settings", "tests.demo_mail", folder=tmp_path):
        eventually(lambda: not BackgroundTask.objects.unfinished().exists(), seconds=40)
    edition.refresh_from_db()
    numbers, found = Delivery.objects.all().numbers(), received(tmp_path)
    assert edition.state == EditionState.SENT
    assert set(found.values()) == {1}
    assert numbers["unclear"] <= kills
    assert numbers["sent"] + numbers["unclear"] == 120
    assert numbers["sent"] <= len(found) <= 120
