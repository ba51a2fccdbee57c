from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.core.accounts import reauth, verbs
from newsroom.core.models import AuditEntry, StaffSession, User
from tests import cast
from tests.core.conftest import Letter
from tests.core.door import hidden, roles, root, second_administrator, sign_in

pytestmark = pytest.mark.django_db
TEAM, ADD = "/admin/core/user/", "/admin/core/user/add/"
LEILA = {"email": "leila@example.ma", "name": "Leïla", "language": "ar", "roles": ["journalist", "moderator"]}


def office(user: User | None = None) -> Client:
    """A browser in which the password was given just now."""
    client = Client()
    sign_in(client, (user or cast.administrator()).email)
    return client


def page_of(user: User) -> str:
    return f"{TEAM}{user.pk}/change/"


def do(client: Client, action: str, *people: User) -> str:
    """Run an action of the list; answers the page that comes next."""
    data = {"action": action, "_selected_action": [user.pk for user in people], "index": "0"}
    return client.post(TEAM, data, follow=True).content.decode()


def values(user: User, **changes: Any) -> dict[str, Any]:
    return {"email": user.email, "name": user.name, "language": user.language, "roles": sorted(roles(user)), **changes}


def test_the_team_is_listed_with_roles_and_states() -> None:
    cast.member("journalist", email="gone@example.ma", name="Partie", is_active=False)
    page = office().get(TEAM).content.decode()
    for words in ("Partie", "gone@example.ma", "status-deactivated", "status-active"):
        assert words in page


@pytest.mark.parametrize("who", [cast.reporter, cast.editor, cast.chief, cast.moderator, cast.newsletter_editor])
@pytest.mark.parametrize("path", [TEAM, ADD])
@pytest.mark.parametrize("method", ["get", "post"])
def test_to_the_others_the_team_does_not_exist(who: Callable[[], User], path: str, method: str) -> None:
    assert getattr(office(who()), method)(path).status_code == 404


def test_a_stranger_is_led_to_the_door() -> None:
    assert Client().get(TEAM).headers["Location"] == "/admin/login/?next=/admin/core/user/"


def test_the_list_costs_the_same_however_many_there_are() -> None:
    client, costs = office(), []
    client.get(TEAM)
    for start in (0, 10):
        for number in range(start, start + 10):
            cast.member("journalist", "moderator", email=f"n{number}@example.ma")
        with CaptureQueriesContext(connection) as queries:
            client.get(TEAM)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("query", "found"), [("role=editor", {"editor@example.ma"}), ("state=invited", {"new@example.ma"})]
)
def test_the_list_is_narrowed_by_role_and_state(query: str, found: set[str]) -> None:
    cast.editor()
    new = cast.member("journalist", email="new@example.ma", invited_at=timezone.now())
    new.set_unusable_password()
    new.save()
    listed = office().get(f"{TEAM}?{query}").context["cl"].queryset
    assert {user.email for user in listed} == found


def test_a_state_that_does_not_exist_narrows_nothing() -> None:
    assert office().get(f"{TEAM}?state=x&role=x").status_code == 200


@pytest.mark.parametrize("query", ["bennis", "EDITOR@", "Salma"])
def test_people_are_found_by_name_and_address(query: str) -> None:
    cast.editor()
    assert [user.name for user in office().get(f"{TEAM}?q={query}").context["cl"].queryset] == ["Salma Bennis"]


def test_inviting_makes_the_account_and_sends_the_mail(post: list[Letter]) -> None:
    response = office().post(ADD, LEILA)
    leila = User.objects.get(email="leila@example.ma")
    assert response.headers["Location"] == TEAM
    assert (leila.name, leila.language, roles(leila)) == ("Leïla", "ar", {"journalist", "moderator"})
    assert [(letter.template, letter.to) for letter in post] == [("invitation", "leila@example.ma")]


def test_after_one_invitation_comes_the_next_if_wanted(post: list[Letter]) -> None:
    client = office()
    assert 'name="_addanother"' in client.get(ADD).content.decode()
    assert client.post(ADD, {**LEILA, "_addanother": "1"}).headers["Location"] == ADD


def test_inviting_twice_is_told(post: list[Letter]) -> None:
    client = office()
    assert [client.post(ADD, LEILA).status_code for _ in range(2)] == [302, 200]
    assert len(post) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"roles": []},
        {"roles": ["owner"]},
        {"email": "LEILA\n@example.ma"},
        {"email": "lеila@example.ma"},  # a Cyrillic е
        {"email": "ADMINISTRATOR@example.ma"},
        {"name": "x" * 300},
        {"name": "\0"},
        {"name": "Leila\u202e"},
        {"language": "de"},
    ],
)
def test_an_invitation_that_can_not_be_is_told_why(change: dict[str, Any], post: list[Letter]) -> None:
    response = office().post(ADD, {**LEILA, **change})
    assert response.status_code == 200
    assert response.context["errors"]
    assert post == []


@pytest.mark.parametrize(
    "sent", [{"is_superuser": "on"}, {"password": "x"}, {"user_permissions": "1"}, {"is_active": ""}]
)
def test_no_form_makes_a_superuser_or_sets_a_password(sent: dict[str, str], post: list[Letter]) -> None:
    office().post(ADD, {**LEILA, **sent})
    leila = User.objects.get(email="leila@example.ma")
    assert (leila.is_superuser, leila.is_active, leila.has_usable_password()) == (False, True, False)
    assert not leila.user_permissions.exists()


def test_roles_are_shown_with_what_they_may() -> None:
    page = office().get(ADD).content.decode()
    assert page.count('type="checkbox" name="roles"') == 6
    assert 'class="meta"' in page.partition('name="roles"')[2]


def test_changing_roles_goes_through_the_verb() -> None:
    salma = cast.editor()
    office().post(page_of(salma), values(salma, roles=["chief"]))
    assert roles(salma) == {"chief"}
    assert AuditEntry.objects.about(salma).get().verb == "user.roles"


def test_saving_without_a_change_writes_nothing_down() -> None:
    salma = cast.editor()
    client = office()
    assert [client.post(page_of(salma), values(salma)).status_code for _ in range(2)] == [302, 302]
    assert not AuditEntry.objects.exists()


def test_ones_own_roles_are_shown_but_not_taken() -> None:
    hamza = cast.administrator()
    second_administrator()
    client = office(hamza)
    assert "disabled" in client.get(page_of(hamza)).content.decode().partition('name="roles"')[2][:200]
    client.post(page_of(hamza), values(hamza, roles=["chief", "administrator"]))
    assert roles(hamza) == {"administrator"}


def test_what_a_verb_refuses_at_the_last_moment_is_told_and_nothing_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise ValidationError("Trop tard.")

    salma, client = cast.editor(), office()
    monkeypatch.setattr(verbs, "set_roles", refuse)
    page = client.post(page_of(salma), values(salma, name="Autre", roles=["chief"]), follow=True).content.decode()
    assert "Trop tard." in page
    assert User.objects.get(pk=salma.pk).name == "Salma Bennis"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_superuser_does_not_exist_for_an_administrator(method: str) -> None:
    racine, client = root(), office()
    answers = [getattr(client, method)(path).status_code for path in (page_of(racine), f"{TEAM}99999/change/")]
    assert answers == [404, 404]
    assert "root@example.ma" not in client.get(TEAM).content.decode()


def test_a_superuser_sees_superusers() -> None:
    assert "root@example.ma" in office(root()).get(TEAM).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_deleted(method: str) -> None:
    salma = cast.editor()
    assert getattr(office(), method)(f"{TEAM}{salma.pk}/delete/", {"post": "yes"}).status_code == 404
    assert "delete_selected" not in office(second_administrator()).get(TEAM).content.decode()
    assert User.objects.filter(pk=salma.pk).exists()


def test_deactivating_several_skips_oneself_and_says_why() -> None:
    hamza, salma = cast.administrator(), cast.editor()
    second_administrator()
    page = do(office(hamza), "deactivate", hamza, salma)
    assert list(User.objects.filter(is_active=False)) == [salma]
    assert "Hamza Ouali" in page.partition('class="warning"')[2][:200]


@pytest.mark.parametrize("action", ["deactivate", "reactivate"])
def test_an_action_done_twice_says_so(action: str) -> None:
    salma, client = cast.member("editor", is_active=action == "deactivate"), office()
    pages = [do(client, action, salma) for _ in range(2)]
    assert ['class="success"' in page for page in pages] == [True, False]
    assert 'class="warning"' in pages[1]


def test_the_invitation_is_sent_again_to_those_only_who_wait_for_it(post: list[Letter]) -> None:
    client = office()
    client.post(ADD, LEILA)
    page = do(client, "resend_invitation", User.objects.get(email="leila@example.ma"), cast.editor())
    assert len(post) == 2
    assert "Salma Bennis" in page.partition('class="warning"')[2][:200]


def test_somebody_is_signed_out_everywhere() -> None:
    salma = cast.editor()
    browser, client = cast.signed_in(salma), office()
    do(client, "sign_out_everywhere", salma)
    assert browser.get("/admin/account/").status_code == 302
    assert StaffSession.objects.filter(user=salma).count() == 0


def test_an_action_reaches_no_superuser() -> None:
    racine = root()
    do(office(), "deactivate", racine)
    racine.refresh_from_db()
    assert racine.is_active


@pytest.mark.parametrize("action", ["deactivate", "resend_invitation", "reactivate", "sign_out_everywhere"])
def test_what_the_page_of_a_person_offers_is_done_by_the_list(action: str) -> None:
    states: dict[str, dict[str, Any]] = {
        "reactivate": {"is_active": False},
        "resend_invitation": {"invited_at": timezone.now()},
    }
    salma = cast.member("editor", **states.get(action, {}))
    if action == "resend_invitation":
        User.objects.filter(pk=salma.pk).update(password="!")
    assert f'name="action" value="{action}"' in office().get(page_of(salma)).content.decode()


STALE = {
    "inviting": lambda salma: (ADD, LEILA),
    "changing": lambda salma: (page_of(salma), values(salma, roles=["chief", "moderator"])),
    "deactivating": lambda salma: (TEAM, {"action": "deactivate", "_selected_action": [salma.pk], "index": "0"}),
}


@pytest.mark.parametrize("act", STALE.values(), ids=STALE)
def test_dangerous_acts_take_a_fresh_password_and_then_go_on(act: Any, post: list[Letter]) -> None:
    salma = cast.editor()
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False) as clock:
        client = office()
        clock.shift(3600)
        path, data = act(salma)
        asked = client.post(path, data)
        assert not AuditEntry.objects.exists()
        client.post(path, {**hidden(asked.content.decode()), reauth.FIELD: cast.PASSWORD})
    assert AuditEntry.objects.count() == 1
