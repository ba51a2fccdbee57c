from typing import Any

import pytest
import time_machine
from django.test import Client

from newsroom.core.accounts import reauth
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.core.conftest import Letter
from tests.core.door import PAGE, hidden, is_in, nadia, row, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "/admin/account/password/"
NEW = "une-autre-phrase-de-passe"
CHANGE = {"old_password": cast.PASSWORD, "new_password": NEW, "again": NEW}
MINE = {"name": "Nadia Chraïbi", "email": "journalist@example.ma", "language": "fr"}


def ending(client: Client) -> str:
    return f"{PAGE}sessions/{row(client).handle}/end/"


WRITES = [PASSWORD, f"{PAGE}sessions/others/end/", f"{PAGE}sessions/abc/end/", PAGE]


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_led_to_the_door(path: str, method: str) -> None:
    assert getattr(Client(), method)(path).headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("path", WRITES[1:3])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_ends_no_session(path: str, method: str) -> None:
    assert getattr(nadia(), method)(path).status_code == 405


def test_name_and_language_are_ones_own_to_change() -> None:
    nadia().post(PAGE, {**MINE, "name": "Nadia C.", "language": "ar"})
    user = User.objects.get()
    assert (user.name, user.language) == ("Nadia C.", "ar")


def test_saving_twice_is_written_down_once() -> None:
    client = nadia()
    for _ in range(2):
        client.post(PAGE, {**MINE, "name": "Nadia C."})
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("change", [{"name": ""}, {"name": "x" * 300}, {"email": "a@b\nc"}, {"language": "de"}])
def test_what_can_not_be_is_told_and_renames_nobody(change: dict[str, str]) -> None:
    response = nadia().post(PAGE, {**MINE, **change})
    assert response.status_code == 200
    assert User.objects.get().name in response.content.decode()


def test_the_form_takes_no_rights() -> None:
    nadia().post(PAGE, {**MINE, "is_superuser": "on", "groups": "1", "roles": "administrator"})
    user = User.objects.get()
    assert (user.is_superuser, list(user.groups.values_list("name", flat=True))) == (False, ["journalist"])


def test_a_new_address_takes_a_fresh_password(post: list[Letter]) -> None:
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False) as clock:
        client = nadia()
        clock.shift(3600)
        asked = client.post(PAGE, {**MINE, "email": "n@example.ma"})
        assert User.objects.get().email == "journalist@example.ma"
        client.post(PAGE, {**hidden(asked.content.decode()), reauth.FIELD: cast.PASSWORD})
    assert User.objects.get().email == "n@example.ma"
    assert [letter.to for letter in post] == ["journalist@example.ma"]


def test_another_name_takes_none() -> None:
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False) as clock:
        client = nadia()
        clock.shift(3600)
        assert client.post(PAGE, {**MINE, "name": "Nadia C."}).status_code == 302


def test_changing_the_password_keeps_this_browser_and_signs_out_the_others(post: list[Letter]) -> None:
    here, elsewhere = nadia(), nadia()
    assert here.post(PASSWORD, CHANGE).headers["Location"] == PAGE
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert sign_in(Client(), password=NEW).status_code == 302


def test_a_changed_password_gives_this_browser_a_new_session_id(post: list[Letter]) -> None:
    client = nadia()
    before = client.session.session_key
    client.post(PASSWORD, CHANGE)
    assert client.session.session_key != before
    assert row(client).device == "Firefox · Linux"


def test_a_changed_password_is_told_by_mail(post: list[Letter]) -> None:
    nadia().post(PASSWORD, CHANGE)
    assert [(letter.template, letter.to) for letter in post] == [("password_changed", "journalist@example.ma")]


@pytest.mark.parametrize("change", [{"old_password": "faux"}, {"again": "autre"}, {"new_password": "x", "again": "x"}])
def test_a_password_is_not_changed_by_halves(change: dict[str, str], post: list[Letter]) -> None:
    assert nadia().post(PASSWORD, {**CHANGE, **change}).status_code == 200
    assert sign_in(Client()).status_code == 302
    assert post == []


def test_guessing_the_present_password_is_slow() -> None:
    client = nadia()
    answers = [client.post(PASSWORD, {**CHANGE, "old_password": "faux"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_every_browser_is_listed_and_this_one_marked() -> None:
    here, _elsewhere = nadia(), nadia("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) Version/17.4 Safari/604.1")
    page = here.get(PAGE).content.decode()
    assert page.count('class="tag ok"') == 1
    assert page.index("Firefox · Linux") > 0
    assert page.index("Safari · iPhone") > 0


def test_no_page_shows_a_session_id() -> None:
    here, elsewhere = nadia(), nadia()
    page = here.get(PAGE).content.decode()
    assert not [client for client in (here, elsewhere) if str(client.session.session_key) in page]


def test_the_sessions_of_others_are_not_listed() -> None:
    client = nadia()
    sign_in(Client(), cast.editor().email)
    assert len(client.get(PAGE).context["sessions"]) == 1


def test_one_browser_is_signed_out() -> None:
    here, one, other = nadia(), nadia(), nadia()
    assert here.post(ending(one)).headers["Location"] == PAGE
    assert (is_in(here), is_in(one), is_in(other)) == (True, False, True)


def test_signing_out_a_browser_twice_is_written_down_once() -> None:
    here, one = nadia(), nadia()
    path = ending(one)
    assert [here.post(path).status_code for _ in range(2)] == [302, 302]
    assert AuditEntry.objects.filter(verb="session.revoked").count() == 1


@pytest.mark.parametrize("who", ["editor@example.ma", "administrator@example.ma"])
def test_nobody_ends_a_session_of_somebody_else_here(who: str) -> None:
    client = nadia()
    cast.editor(), cast.administrator()
    stranger = Client()
    sign_in(stranger, who)
    stranger.post(ending(client))
    assert is_in(client)


def test_the_session_id_itself_ends_nothing() -> None:
    here, one = nadia(), nadia()
    here.post(f"{PAGE}sessions/{one.session.session_key}/end/")
    assert is_in(one)


def test_all_other_browsers_are_signed_out_at_once() -> None:
    here, others = nadia(), [nadia(), nadia()]
    here.post(f"{PAGE}sessions/others/end/")
    assert (is_in(here), *map(is_in, others)) == (True, False, False)


def test_signing_out_nobody_else_is_no_error() -> None:
    assert nadia().post(f"{PAGE}sessions/others/end/", follow=True).status_code == 200


@pytest.mark.parametrize("path", [PAGE, PASSWORD])
def test_every_field_has_its_label(path: str) -> None:
    page: Any = nadia().get(path).content.decode()
    for name in ("name", "email", "language") if path == PAGE else ("old_password", "new_password", "again"):
        assert f'<label for="id_{name}"' in page
