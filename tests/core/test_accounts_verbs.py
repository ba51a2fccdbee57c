import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import ValidationError

from newsroom.core.accounts import guards, verbs
from newsroom.core.models import AuditEntry, StaffSession, User
from tests import cast
from tests.core.conftest import Letter
from tests.core.door import roles, root, second_administrator, together

pytestmark = pytest.mark.django_db
OFFICE = "/admin/account/"


ON_OTHERS: dict[str, Callable[[User, User], object]] = {
    "set_roles": lambda user, by: verbs.set_roles(user, ["chief"], by=by),
    "deactivate": lambda user, by: verbs.deactivate(user, by=by),
    "reactivate": lambda user, by: verbs.reactivate(user, by=by),
    "revoke_sessions": lambda user, by: verbs.revoke_sessions(user, by=by),
    "revoke_session": lambda user, by: verbs.revoke_session(user, "x", by=by),
    "resend_invitation": lambda user, by: verbs.resend_invitation(user, by=by),
    "change_account": lambda user, by: verbs.change_account(user, name="X", email="x@example.ma", language="fr", by=by),
}


@pytest.mark.parametrize("verb", ON_OTHERS)
@pytest.mark.parametrize("who", [cast.reporter, cast.chief, cast.moderator, cast.newsletter_editor])
def test_only_administrators_touch_the_accounts_of_others(verb: str, who: Callable[[], User]) -> None:
    with pytest.raises(ValidationError):
        ON_OTHERS[verb](cast.editor(), who())


@pytest.mark.parametrize("verb", ON_OTHERS)
def test_administrators_do_not_touch_those_who_run_the_server(verb: str) -> None:
    with pytest.raises(ValidationError):
        ON_OTHERS[verb](root(), cast.administrator())


@pytest.mark.parametrize("verb", ON_OTHERS)
def test_an_administrator_who_was_deactivated_meanwhile_does_nothing_more(verb: str) -> None:
    with pytest.raises(ValidationError):
        ON_OTHERS[verb](cast.editor(), cast.member("administrator", is_active=False))


def test_roles_are_given_and_taken() -> None:
    salma = cast.editor()
    assert verbs.set_roles(salma, ["chief", "moderator"], by=cast.administrator())
    assert roles(salma) == {"chief", "moderator"}


def test_what_was_given_and_taken_is_written_down() -> None:
    salma = cast.editor()
    verbs.set_roles(salma, ["chief"], by=cast.administrator())
    assert AuditEntry.objects.about(salma).get().detail == {"given": ["chief"], "taken": ["editor"]}


def test_giving_the_same_roles_again_changes_nothing() -> None:
    salma = cast.editor()
    assert not verbs.set_roles(salma, ["editor"], by=cast.administrator())
    assert not AuditEntry.objects.exists()


def test_nobody_changes_their_own_roles() -> None:
    hamza = cast.administrator()
    second_administrator()
    with pytest.raises(ValidationError):
        verbs.set_roles(hamza, ["administrator", "chief"], by=hamza)
    assert roles(hamza) == {"administrator"}


def test_new_roles_hold_from_the_next_request_on() -> None:
    salma, hamza = cast.editor(), cast.administrator()
    client = cast.signed_in(salma)
    verbs.set_roles(salma, ["administrator"], by=hamza)
    assert client.get("/admin/core/user/").status_code == 200


def test_the_last_administrator_keeps_the_role() -> None:
    hamza = cast.administrator()
    with pytest.raises(ValidationError):
        verbs.set_roles(hamza, ["chief"], by=None)


@pytest.mark.parametrize("state", [{"is_active": False}, {"password": "!unusable"}])
def test_an_administrator_who_can_not_come_in_does_not_count(state: dict[str, Any]) -> None:
    hamza = cast.administrator()
    User.objects.filter(pk=second_administrator().pk).update(**state)
    with pytest.raises(ValidationError):
        verbs.deactivate(hamza, by=None)


def test_a_superuser_counts_as_one_who_can_let_others_in() -> None:
    hamza = cast.administrator()
    assert verbs.deactivate(hamza, by=root())


def test_nobody_deactivates_themselves() -> None:
    hamza = cast.administrator()
    second_administrator()
    with pytest.raises(ValidationError):
        verbs.deactivate(hamza, by=hamza)


def test_deactivation_cuts_a_live_session_in_the_next_request() -> None:
    nadia = cast.reporter()
    client = cast.signed_in(nadia)
    assert client.get(OFFICE).status_code == 200
    verbs.deactivate(nadia, by=cast.administrator())
    assert client.get(OFFICE).status_code == 302
    assert not StaffSession.objects.filter(user=nadia).exists()


def test_a_session_that_was_saved_meanwhile_does_not_come_back() -> None:
    nadia = cast.reporter()
    client = cast.signed_in(nadia)
    session = client.session
    session["draft"] = "x"
    verbs.deactivate(nadia, by=cast.administrator())
    with pytest.raises(UpdateError):
        session.save()
    assert not StaffSession.objects.filter(user=nadia).exists()


def test_deactivating_twice_is_written_down_once() -> None:
    nadia, hamza = cast.reporter(), cast.administrator()
    assert [verbs.deactivate(nadia, by=hamza) for _ in range(2)] == [True, False]
    assert AuditEntry.objects.filter(verb="user.deactivated").count() == 1


def test_reactivation_opens_the_account_but_no_session() -> None:
    nadia, hamza = cast.reporter(), cast.administrator()
    client = cast.signed_in(nadia)
    verbs.deactivate(nadia, by=hamza)
    assert [verbs.reactivate(nadia, by=hamza) for _ in range(2)] == [True, False]
    assert client.get(OFFICE).status_code == 302


def test_signing_somebody_out_everywhere_ends_all_their_sessions_and_no_others() -> None:
    nadia, hamza = cast.reporter(), cast.administrator()
    browsers, mine = [cast.signed_in(nadia), cast.signed_in(nadia)], cast.signed_in(hamza)
    assert verbs.revoke_sessions(nadia, by=hamza) == 2
    assert {client.get(OFFICE).status_code for client in browsers} == {302}
    assert mine.get(OFFICE).status_code == 200


def test_one_may_sign_oneself_out_everywhere_but_here() -> None:
    nadia = cast.reporter()
    here, elsewhere = cast.signed_in(nadia), cast.signed_in(nadia)
    assert verbs.revoke_sessions(nadia, by=nadia, except_key=here.session.session_key) == 1
    assert (here.get(OFFICE).status_code, elsewhere.get(OFFICE).status_code) == (200, 302)


def test_nobody_chooses_the_password_of_somebody_else(post: list[Letter]) -> None:
    with pytest.raises(ValidationError):
        verbs.change_password(cast.reporter(), "x" * 20, by=cast.administrator())


def test_a_new_address_is_told_to_the_old_one(post: list[Letter]) -> None:
    nadia = cast.reporter()
    verbs.change_account(nadia, name=nadia.name, email="Nadia@Example.MA", language="fr", by=cast.administrator())
    assert [(letter.template, letter.to) for letter in post] == [("address_changed", "journalist@example.ma")]
    assert User.objects.get(pk=nadia.pk).email == "nadia@example.ma"


def test_a_change_is_written_down_by_its_fields_without_what_was_in_them(post: list[Letter]) -> None:
    nadia = cast.reporter()
    verbs.change_account(nadia, name="Nadia C.", email="n@example.ma", language="ar", by=nadia)
    assert AuditEntry.objects.get().detail == {"fields": ["name", "email", "language"]}


def test_an_address_that_is_taken_is_refused() -> None:
    cast.editor()
    with pytest.raises(ValidationError):
        verbs.change_account(cast.reporter(), name="N", email="EDITOR@example.ma", language="fr", by=None)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_deactivate_each_other_do_not_both_succeed(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(user: User, words: str) -> None:
        check(user, words)
        time.sleep(0.3)  # long enough for the other one to look as well

    hamza, second = cast.administrator(), second_administrator()
    check = guards.must_leave_a_keeper
    monkeypatch.setattr(guards, "must_leave_a_keeper", slowly)
    targets = iter([(hamza, second), (second, hamza)])

    def act() -> bool:
        user, by = next(targets)
        return verbs.deactivate(user, by=by)

    assert sorted(type(answer).__name__ for answer in together(2, act)) == ["ValidationError", "bool"]
    assert User.objects.keepers().count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_that_two_invite_at_once_gets_one_account(post: list[Letter]) -> None:
    answers = together(4, lambda: verbs.invite("leila@example.ma", "Leila", ["journalist"], by=None))
    assert sum(isinstance(answer, User) for answer in answers) == 1
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 3
