from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from newsroom.core.accounts import verbs
from newsroom.core.accounts.tokens import INVITATION
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.core.conftest import Letter
from tests.core.door import opened, sign_in

pytestmark = pytest.mark.django_db
PHRASE = "une-phrase-bien-à-moi"
JOINED = {"name": "Leïla Amrani", "new_password": PHRASE, "again": PHRASE}


def invite(email: str = "leila@example.ma", name: str = "Leila", *roles: str, **fields: Any) -> User:
    return verbs.invite(email, name, roles or ("journalist",), by=fields.pop("by", None), **fields)


def test_an_invitation_makes_an_account_that_nobody_can_enter_yet(post: list[Letter]) -> None:
    leila = invite()
    assert leila.is_invited
    assert sign_in(Client(), leila.email, "").status_code == 200


def test_the_invitation_is_in_the_language_of_the_invited(post: list[Letter]) -> None:
    invite(language="ar")
    assert (post[0].template, post[0].to, post[0].language) == ("invitation", "leila@example.ma", "ar")


def test_an_invitation_is_written_down_with_who_made_it(post: list[Letter]) -> None:
    hamza = cast.administrator()
    entry = AuditEntry.objects.about(invite(by=hamza)).get()
    assert (entry.verb, entry.actor, entry.detail) == ("user.invited", hamza, {"roles": ["journalist"]})


def test_the_invited_choose_name_and_password_and_are_in(post: list[Letter]) -> None:
    invite()
    client, step = opened(post[0].path)
    assert client.post(step, JOINED).headers["Location"] == "/admin/"
    assert User.objects.get().name == "Leïla Amrani"
    assert sign_in(Client(), "leila@example.ma", PHRASE).status_code == 302


def test_joining_is_written_down(post: list[Letter]) -> None:
    leila = invite()
    client, step = opened(post[0].path)
    client.post(step, JOINED)
    assert AuditEntry.objects.about(leila).first().verb == "user.joined"  # type: ignore[union-attr]  # there is one


def test_an_invitation_works_once(post: list[Letter]) -> None:
    invite()
    client, step = opened(post[0].path)
    client.post(step, JOINED)
    assert Client().get(post[0].path).status_code == 410


def test_two_windows_on_one_invitation_join_once(post: list[Letter]) -> None:
    invite()
    (one, step), (two, _step) = opened(post[0].path), opened(post[0].path)
    one.post(step, JOINED)
    assert two.post(step, {**JOINED, "name": "X"}).status_code == 410
    assert User.objects.get().name == "Leïla Amrani"


def test_the_verb_itself_takes_a_token_once(post: list[Letter]) -> None:
    leila = invite()
    token = INVITATION.make(leila)
    verbs.join(leila, token, "Leïla", PHRASE)
    with pytest.raises(ValidationError):
        verbs.join(leila, token, "Autre", PHRASE)


def test_an_invitation_is_good_for_seven_days(post: list[Letter]) -> None:
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False) as clock:
        invite()
        clock.shift(7 * 24 * 3600 - 1)
        assert Client().get(post[0].path).status_code == 302
        clock.shift(2)
        assert Client().get(post[0].path).status_code == 410


def test_an_invitation_dies_with_the_account(post: list[Letter]) -> None:
    verbs.deactivate(invite(), by=None)
    assert Client().get(post[0].path).status_code == 410


def test_sending_it_again_closes_the_first_link_and_opens_another(post: list[Letter]) -> None:
    verbs.resend_invitation(invite(), by=None)
    assert [Client().get(letter.path).status_code for letter in post] == [410, 302]


def test_who_joined_is_not_invited_again(post: list[Letter]) -> None:
    with pytest.raises(ValidationError):
        verbs.resend_invitation(cast.reporter(), by=None)


def test_who_is_deactivated_is_not_invited_again(post: list[Letter]) -> None:
    leila = invite()
    verbs.deactivate(leila, by=None)
    with pytest.raises(ValidationError):
        verbs.resend_invitation(leila, by=None)


def test_a_corrected_address_gets_an_invitation_of_its_own(post: list[Letter]) -> None:
    leila = invite()
    verbs.change_account(leila, name="Leila", email="leila@example.com", language="fr", by=None)
    assert [(letter.template, letter.to) for letter in post][-1] == ("invitation", "leila@example.com")
    assert Client().get(post[0].path).status_code == 410


@pytest.mark.parametrize(
    "email",
    [
        "leila@example.ma\nBcc: x@example.net",
        "lеila@example.ma",  # a Cyrillic е
        "leila@exаmple.ma",  # a Cyrillic а
        "leila\0@example.ma",
        "leila",
        "",
        "x" * 300 + "@example.ma",
    ],
)
def test_nobody_is_invited_at_what_is_no_plain_address(email: str, post: list[Letter]) -> None:
    with pytest.raises(ValidationError):
        invite(email)
    assert post == []


def test_a_letter_that_folds_to_another_is_folded_before_anything_is_sent(post: list[Letter]) -> None:
    invite("\u212aarim@example.ma\r\n")  # the Kelvin sign
    assert [letter.to for letter in post] == ["karim@example.ma"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 300, "Leila\0", "Leila\nBcc: x", "Leila\u202egnp"])
def test_nobody_is_invited_under_what_is_no_name(name: str, post: list[Letter]) -> None:
    with pytest.raises(ValidationError):
        invite(name=name)
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["ليلى العمراني", "محمد\u200cرضا", "Jean-Noël O’Brien", "李雷"])
def test_names_of_all_the_world_are_taken(name: str, post: list[Letter]) -> None:
    assert invite(name=name).name == name


def test_an_address_has_one_account_in_whatever_case(post: list[Letter]) -> None:
    invite()
    with pytest.raises(ValidationError):
        invite("LEILA@Example.ma")


def test_a_role_that_does_not_exist_is_refused(post: list[Letter]) -> None:
    with pytest.raises(ValidationError):
        invite("leila@example.ma", "Leila", "owner")


@pytest.mark.parametrize("who", [cast.reporter, cast.chief, cast.moderator])
def test_only_administrators_invite(who: Any, post: list[Letter]) -> None:
    with pytest.raises(ValidationError):
        invite(by=who())


@pytest.mark.parametrize("data", [{**JOINED, "name": ""}, {**JOINED, "name": "x" * 300}, {**JOINED, "again": "x"}])
def test_an_invitation_that_is_filled_in_badly_comes_back(data: dict[str, str], post: list[Letter]) -> None:
    leila = invite()
    client, step = opened(post[0].path)
    assert client.post(step, data).status_code == 200
    leila.refresh_from_db()
    assert leila.is_invited


def test_a_password_like_the_new_name_is_not_taken(post: list[Letter]) -> None:
    invite()
    client, step = opened(post[0].path)
    words = "Leïla Amrani Idrissi"
    assert client.post(step, {"name": words, "new_password": words, "again": words}).status_code == 200


def test_an_invitation_opened_by_somebody_signed_in_ends_in_the_new_account(post: list[Letter]) -> None:
    leila = invite()
    client, step = opened(post[0].path, cast.signed_in(cast.reporter()))
    client.post(step, JOINED)
    assert client.session["_auth_user_id"] == str(leila.pk)
