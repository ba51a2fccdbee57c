from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.core.accounts import letters, tasks, verbs
from newsroom.core.accounts.tokens import RESET
from newsroom.core.models import Attempt, AuditEntry, BackgroundTask, StaffSession, User
from tests import cast
from tests.core.conftest import Letter
from tests.core.door import essence, opened, sign_in

pytestmark = pytest.mark.django_db
ASK, SENT = "/admin/password/reset/", "/admin/password/reset/sent/"
NEW = "une-autre-phrase-de-passe"
CHOSEN = {"new_password": NEW, "again": NEW}


def ask(email: str = "journalist@example.ma", network: str = "192.0.2.1") -> Any:
    return Client().post(ASK, {"email": email}, REMOTE_ADDR=network)


def asked_for() -> list[int]:
    """The accounts – 0: none – that the queue holds a request for."""
    rows = BackgroundTask.objects.filter(task_path__endswith="send_password_reset").order_by("enqueued_at")
    return [row.args_kwargs["args"][0] for row in rows]


def link(post: list[Letter], user: User) -> str:
    tasks.send_password_reset.func(user.pk)
    return post[-1].path


def test_asking_enqueues_a_mail_for_the_account() -> None:
    nadia = cast.reporter()
    assert ask().headers["Location"] == SENT
    assert asked_for() == [nadia.pk]


def test_the_address_may_be_typed_in_any_case() -> None:
    nadia = cast.reporter()
    ask("JOURNALIST@Example.MA")
    assert asked_for() == [nadia.pk]


def test_an_address_without_an_account_costs_the_same_queries() -> None:
    cast.reporter()
    with CaptureQueriesContext(connection) as known:
        ask()
    with CaptureQueriesContext(connection) as unknown:
        ask("nobody@example.ma", "198.51.100.1")
    assert len(known) == len(unknown)
    assert asked_for()[-1] == 0


@pytest.mark.parametrize("email", ["journalist@example.ma", "gone@example.ma", "nobody@example.ma"])
def test_the_answer_is_the_same_for_every_address(email: str) -> None:
    cast.reporter()
    cast.member("editor", email="gone@example.ma", is_active=False)
    assert essence(ask(email)) == essence(ask("never@example.ma"))


def test_too_many_requests_get_the_same_answer_and_no_mail() -> None:
    nadia = cast.reporter()
    answers = [ask() for _ in range(5)]
    assert {response.headers["Location"] for response in answers} == {SENT}
    assert asked_for() == [nadia.pk] * 3 + [0] * 2


def test_one_network_gets_twenty_mails_an_hour() -> None:
    people = [cast.member("journalist", email=f"n{number}@example.ma") for number in range(21)]
    for person in people:
        ask(person.email)
    assert asked_for()[19:] == [people[19].pk, 0]


@pytest.mark.parametrize("email", ["a@b\nc", "\0@example.ma", "jo\0e@example.ma", "x" * 300 + "@example.ma", ""])
def test_what_is_no_address_is_not_asked_for(email: str) -> None:
    ask(email)
    assert asked_for() == []


def test_no_mail_goes_to_a_deactivated_account(post: list[Letter]) -> None:
    tasks.send_password_reset.func(cast.member("journalist", is_active=False).pk)
    assert post == []


def test_the_mail_goes_to_the_address_that_we_know(post: list[Letter]) -> None:
    nadia = cast.member("journalist", language="ar")
    tasks.send_password_reset.func(nadia.pk)
    assert (post[0].to, post[0].language) == ("journalist@example.ma", "ar")


def test_who_was_never_in_is_told_whom_to_ask(post: list[Letter]) -> None:
    nadia = cast.member("journalist", invited_at=timezone.now())
    nadia.set_unusable_password()
    nadia.save()
    letters.password_reset(nadia)
    assert post[0].context["link"] == ""


def test_the_token_leaves_the_address_at_once(post: list[Letter]) -> None:
    path = link(post, cast.reporter())
    _client, step = opened(path)
    assert step.endswith("/open/")
    assert path.split("/")[-2] not in step


def test_the_page_is_kept_by_nobody_and_told_to_nobody(post: list[Letter]) -> None:
    client, step = opened(link(post, cast.reporter()))
    headers = client.get(step).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_new_password_lets_its_owner_in(post: list[Letter]) -> None:
    client, step = opened(link(post, cast.reporter()))
    assert client.post(step, CHOSEN).headers["Location"] == "/admin/"
    assert client.get("/admin/account/").status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 302


def test_a_new_password_ends_every_session(post: list[Letter]) -> None:
    nadia = cast.reporter()
    elsewhere = cast.signed_in(nadia)
    client, step = opened(link(post, nadia))
    client.post(step, CHOSEN)
    assert elsewhere.get("/admin/account/").status_code == 302
    assert StaffSession.objects.filter(user=nadia).count() == 1


def test_a_new_password_is_told_to_its_owner_and_written_down(post: list[Letter]) -> None:
    nadia = cast.reporter()
    client, step = opened(link(post, nadia))
    client.post(step, CHOSEN)
    assert post[-1].template == "password_changed"
    assert AuditEntry.objects.about(nadia).get().verb == "user.password"


def test_an_owner_who_was_held_up_gets_in_by_mail(post: list[Letter]) -> None:
    nadia = cast.reporter()
    for _ in range(6):
        sign_in(Client(), password="faux")
    client, step = opened(link(post, nadia))
    assert client.post(step, CHOSEN).status_code == 302


def test_looking_at_the_link_uses_nothing_up(post: list[Letter]) -> None:
    path = link(post, cast.reporter())
    for method in (Client().get, Client().head):
        method(path)
    client, step = opened(path)
    assert client.get(step).status_code == 200


def test_a_link_works_once(post: list[Letter]) -> None:
    path = link(post, cast.reporter())
    client, step = opened(path)
    client.post(step, CHOSEN)
    response = Client().get(path)
    assert response.status_code == 410
    assert ASK in response.content.decode()


def test_two_windows_on_one_link_change_the_password_once(post: list[Letter]) -> None:
    path = link(post, cast.reporter())
    (one, step), (two, _step) = opened(path), opened(path)
    one.post(step, CHOSEN)
    assert two.post(step, {"new_password": "x" * 20, "again": "x" * 20}).status_code == 410
    assert sign_in(Client(), password=NEW).status_code == 302


def test_the_verb_itself_takes_a_token_once(post: list[Letter]) -> None:
    nadia = cast.reporter()
    token = RESET.make(nadia)
    verbs.reset_password(nadia, token, NEW)
    with pytest.raises(ValidationError):
        verbs.reset_password(nadia, token, NEW)


def test_a_link_is_good_for_a_day(post: list[Letter]) -> None:
    nadia = cast.reporter()
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False) as clock:
        path = link(post, nadia)
        clock.shift(24 * 3600 - 1)
        assert Client().get(path).status_code == 302
        clock.shift(2)
        assert Client().get(path).status_code == 410


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "other@example.ma"}])
def test_a_link_dies_with_what_it_was_made_for(change: dict[str, Any], post: list[Letter]) -> None:
    nadia = cast.reporter()
    path = link(post, nadia)
    User.objects.filter(pk=nadia.pk).update(**change)
    assert Client().get(path).status_code == 410


def test_signing_in_with_the_old_password_closes_the_link(post: list[Letter]) -> None:
    path = link(post, cast.reporter())
    sign_in(Client())
    assert Client().get(path).status_code == 410


TAMPERED = ["MQ/x", "MQ/open", "x/open", "%00/open", "MQ/a.b", "LTE/x", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/x", "é/ض"]


@pytest.mark.parametrize("end", TAMPERED)
@pytest.mark.parametrize("start", ["password/reset", "invitation"])
def test_a_link_that_is_none_gets_a_clear_page(start: str, end: str) -> None:
    assert Client().get(f"/admin/{start}/{end}/").status_code == 410


def test_the_token_of_one_account_opens_no_other(post: list[Letter]) -> None:
    nadia, salma = cast.reporter(), cast.editor()
    theirs, ours = link(post, nadia).split("/"), link(post, salma).split("/")
    assert Client().get("/".join([*theirs[:-2], ours[-2], ""])).status_code == 410


def test_one_bit_more_or_less_opens_nothing(post: list[Letter]) -> None:
    path = link(post, cast.reporter())
    assert {Client().get(path[:-2] + "/").status_code, Client().get(path[:-1] + "x/").status_code} == {410}


def test_a_reset_token_opens_no_invitation(post: list[Letter]) -> None:
    path = link(post, cast.reporter())
    assert Client().get(path.replace("password/reset", "invitation")).status_code == 410


def test_guessing_links_is_slow() -> None:
    answers = [Client().get("/admin/password/reset/MQ/x/").status_code for _ in range(31)]
    assert answers == [410] * 30 + [429]


def test_guesses_of_others_close_no_good_link(post: list[Letter]) -> None:
    path = link(post, cast.reporter())
    for _ in range(31):
        Client().get("/admin/password/reset/MQ/x/")
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"new_password": NEW, "again": NEW + "x"},
        {"new_password": "court", "again": "court"},
        {"new_password": "journalist@example.ma", "again": "journalist@example.ma"},
        {"new_password": "motdepasse12", "again": ""},
        {"new_password": "x\0" + NEW, "again": "x\0" + NEW},
        {"new_password": "x" * 2000, "again": "x" * 2000},
    ],
)
def test_a_password_against_the_rules_is_not_taken(data: dict[str, str], post: list[Letter]) -> None:
    client, step = opened(link(post, cast.reporter()))
    assert client.post(step, data).status_code == 200
    assert sign_in(Client()).status_code == 302


def test_the_rules_are_told_before_and_tied_to_the_field(post: list[Letter]) -> None:
    client, step = opened(link(post, cast.reporter()))
    page = client.get(step).content.decode()
    assert 'aria-describedby="id_new_password_helptext"' in page
    assert 'autocomplete="new-password"' in page
    assert "12" in page.partition("id_new_password_helptext")[2][:300]


def test_asking_leaves_no_address_behind() -> None:
    ask("journalist@example.ma")
    assert "journalist" not in str(list(Attempt.objects.values()) + list(BackgroundTask.objects.values()))
