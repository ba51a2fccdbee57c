"""Background work in the office: who sees it, what it shows, and running it again."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.core.models import AuditEntry, BackgroundTask, User, WorkerBeat
from newsroom.core.tasks import verbs, worker
from newsroom.core.tasks.panel import failed_count, tasks_panel
from tests import cast
from tests.core import task_samples

pytestmark = pytest.mark.django_db
LIST = "/admin/core/backgroundtask/"


def failed(words: str = "nadia@example.ma") -> BackgroundTask:
    """A task that has failed for good, as the worker leaves it."""
    task_samples.failing.enqueue(words)
    for _attempt in range(3):
        BackgroundTask.objects.waiting().update(run_after=timezone.now())
        worker.Worker().drain()
    return BackgroundTask.objects.failed().get()


def run_again(client: Client, *tasks: BackgroundTask) -> int:
    chosen = [str(task.pk) for task in tasks]
    return client.post(LIST, {"action": "run_again", "_selected_action": chosen}).status_code


def panel_of(user: User) -> dict[str, object] | None:
    request = RequestFactory().get("/admin/")
    request.user = user
    return tasks_panel(request)


def test_an_administrator_runs_a_failed_task_again_with_all_its_attempts() -> None:
    hamza, task = cast.administrator(), failed()
    assert run_again(cast.signed_in(hamza), task) == 302
    task.refresh_from_db()
    assert (task.status, task.attempts) == ("READY", 0)
    entry = AuditEntry.objects.get(verb="task.retried")
    assert (entry.actor, entry.target_label) == (hamza, "failing")


def test_running_again_twice_is_running_again_once() -> None:
    hamza, task = cast.administrator(), failed()
    tasks = BackgroundTask.objects.filter(pk=task.pk)
    assert [verbs.run_again(tasks, by=hamza), verbs.run_again(tasks, by=hamza)] == [1, 0]
    assert AuditEntry.objects.filter(verb="task.retried").count() == 1


def test_what_waits_or_runs_is_not_run_again() -> None:
    task_samples.counted_whole.enqueue("waiting")
    assert verbs.run_again(BackgroundTask.objects.all(), by=cast.administrator()) == 0


def test_looking_at_the_list_changes_nothing() -> None:
    task = failed()
    client = cast.signed_in(cast.administrator())
    assert client.get(LIST, {"action": "run_again", "_selected_action": str(task.pk)}).status_code in {200, 302}
    assert BackgroundTask.objects.failed().exists()


def test_a_stranger_is_sent_to_the_sign_in() -> None:
    task = failed()
    assert run_again(Client(), task) == 302
    assert BackgroundTask.objects.failed().exists()


@pytest.mark.parametrize("who", [cast.reporter, cast.chief, cast.moderator, cast.newsletter_editor])
def test_for_other_roles_it_does_not_exist(who: object) -> None:
    task = failed()
    client = cast.signed_in(who())  # type: ignore[operator]  # one of the cast's functions
    assert run_again(client, task) in {403, 404}
    assert client.get(LIST).status_code in {403, 404}
    assert client.get(f"{LIST}{task.pk}/change/").status_code in {403, 404}
    assert BackgroundTask.objects.failed().exists()


def test_nothing_in_the_office_shows_what_the_task_was_given() -> None:
    task = failed("nadia@example.ma")
    client = cast.signed_in(cast.administrator())
    for address in (LIST, f"{LIST}{task.pk}/change/"):
        page = client.get(address).content.decode()
        assert "failing" in page
        assert "nadia" not in page


def test_what_succeeded_is_not_listed() -> None:
    task_samples.counted_whole.enqueue("fine")
    worker.Worker().drain()
    assert "counted" not in cast.signed_in(cast.administrator()).get(LIST).content.decode()


def test_the_list_is_narrowed_by_state() -> None:
    failed()
    task_samples.counted_whole.enqueue("waiting")
    client = cast.signed_in(cast.administrator())
    pages = [client.get(LIST, {"state": state}).content.decode() for state in ("FAILED", "READY", "nonsense")]
    assert [("failing" in page, "counted whole" in page) for page in pages] == [
        (True, False),
        (False, True),
        (True, True),
    ]


def test_a_task_can_be_neither_added_nor_changed_nor_deleted() -> None:
    task, client = failed(), cast.signed_in(cast.administrator())
    addresses = [f"{LIST}add/", f"{LIST}{task.pk}/delete/", f"{LIST}{task.pk}/change/"]
    assert {client.post(address, {"post": "yes"}).status_code for address in addresses} <= {403, 404}
    assert BackgroundTask.objects.failed().exists()


def test_the_list_costs_as_many_queries_for_many_as_for_few(django_assert_max_num_queries: object) -> None:
    client = cast.signed_in(cast.administrator())
    for number in range(40):
        task_samples.counted_whole.enqueue(str(number))
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # pytest-django's fixture is untyped
        client.get(LIST)


def test_the_stock_page_that_shows_arguments_is_gone() -> None:
    assert not admin.site.is_registered(DBTaskResult)


def test_the_panel_counts_for_administrators_and_says_nothing_to_others() -> None:
    failed()
    task_samples.counted_whole.enqueue("waiting")
    WorkerBeat.objects.create(pk="alive")
    assert panel_of(cast.reporter()) is None
    shown = panel_of(cast.administrator())
    assert shown
    assert [shown[key] for key in ("failed", "waiting", "workers", "is_late")] == [1, 1, 1, False]
    assert failed_count(RequestFactory().get("/")) == 1


def test_a_wait_of_more_than_ten_minutes_is_late() -> None:
    task_samples.counted_whole.enqueue("old")
    BackgroundTask.objects.update(enqueued_at=timezone.now() - timedelta(minutes=11))
    shown = panel_of(cast.administrator())
    assert shown
    assert shown["is_late"]
