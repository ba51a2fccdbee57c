from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, override_settings
from django.urls import path

from newsroom.core.accounts import reauth
from newsroom.core.models import Attempt, User
from newsroom.urls import urlpatterns as site
from tests import cast
from tests.core.door import hidden, sign_in

NOON = "2026-03-03T12:00:00Z"
ACT = "/act/?step=2"


@reauth.sudo_required
def act(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"did": request.POST, "all": dict(request.POST.lists()), "method": request.method})


urlpatterns = [path("act/", act), *site]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dangerous")]


@pytest.fixture
def dangerous(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def stale() -> Client:
    """Nadia's browser, in which she gave her password too long ago."""
    cast.reporter()
    client = Client()
    with time_machine.travel("2026-03-03T11:40:00Z", tick=False):
        sign_in(client)
    return client


def confirm(client: Client, asked: Any, password: str = cast.PASSWORD) -> Any:
    return client.post(ACT, {**hidden(asked.content.decode()), reauth.FIELD: password})


@time_machine.travel(NOON, tick=False)
def test_who_gave_the_password_just_now_is_not_asked() -> None:
    cast.reporter()
    client = Client()
    sign_in(client)
    assert client.post(ACT, {"a": "1"}).json()["did"] == {"a": "1"}


@time_machine.travel(NOON, tick=False)
def test_a_stale_sign_in_is_asked_before_anything_is_done() -> None:
    response = stale().post(ACT, {"a": "1"})
    assert response.status_code == 200
    assert 'autocomplete="current-password"' in response.content.decode()


@pytest.mark.parametrize(("minutes", "asked"), [(14, False), (15, True)])
def test_the_password_is_fresh_for_a_quarter_of_an_hour(minutes: int, asked: bool) -> None:
    cast.reporter()
    client = Client()
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client)
        clock.shift(minutes * 60)
        assert client.post(ACT, {}).headers["Content-Type"].startswith("text/html") is asked


@time_machine.travel(NOON, tick=False)
def test_looking_takes_no_password() -> None:
    assert stale().get(ACT).json()["method"] == "GET"


DATA = {
    "title": "« Le soir » & <b>المساء</b> \"'",
    "tags": ["un", "deux", "un", ""],
    "text": "premier\r\n\r\nsecond\t",
    "اسم": "قيمة",
    "_save": "Enregistrer",
    'n"><script>': "x",
}


@time_machine.travel(NOON, tick=False)
def test_what_was_entered_arrives_unharmed() -> None:
    client = stale()
    done = confirm(client, client.post(ACT, DATA)).json()
    assert done["all"] == {name: value if isinstance(value, list) else [value] for name, value in DATA.items()}


@time_machine.travel(NOON, tick=False)
def test_a_password_that_was_given_counts_for_the_next_act_too() -> None:
    client = stale()
    confirm(client, client.post(ACT, {"a": "1"}))
    assert client.post(ACT, {"a": "2"}).json()["did"] == {"a": "2"}


@time_machine.travel(NOON, tick=False)
def test_a_wrong_password_asks_again_and_keeps_what_was_entered() -> None:
    client = stale()
    again = confirm(client, client.post(ACT, DATA), "faux")
    assert 'aria-invalid="true"' in again.content.decode()
    assert confirm(client, again).json()["all"]["tags"] == DATA["tags"]


@time_machine.travel(NOON, tick=False)
def test_guessing_here_is_slow_too() -> None:
    client = stale()
    asked = client.post(ACT, {"a": "1"})
    assert [confirm(client, asked, "faux").status_code for _ in range(6)] == [200] * 5 + [429]
    held = confirm(client, asked)
    assert (held.status_code, held.headers["Retry-After"]) == (429, "900")


@time_machine.travel(NOON, tick=False)
def test_the_right_password_leaves_no_counter_behind() -> None:
    client = stale()
    asked = client.post(ACT, {"a": "1"})
    confirm(client, asked, "faux")
    confirm(client, asked)
    assert not Attempt.objects.filter(key=reauth.TRIES.key(str(User.objects.get().pk))).exists()


@time_machine.travel(NOON, tick=False)
def test_a_form_with_a_file_leads_back_to_itself() -> None:
    client = stale()
    upload = SimpleUploadedFile("une.txt", b"x")
    asked = client.post(ACT, {"a": "1", "file": upload})
    done = confirm(client, asked)
    assert (done.status_code, done.headers["Location"]) == (302, ACT)


@time_machine.travel(NOON, tick=False)
def test_a_form_with_a_file_stays_one_after_a_wrong_password() -> None:
    client = stale()
    asked = client.post(ACT, {"a": "1", "file": SimpleUploadedFile("une.txt", b"x")})
    assert confirm(client, confirm(client, asked, "faux")).headers["Location"] == ACT


@time_machine.travel(NOON, tick=False)
def test_the_act_never_sees_the_password() -> None:
    client = stale()
    assert reauth.FIELD not in confirm(client, client.post(ACT, {"a": "1"})).json()["all"]


@time_machine.travel(NOON, tick=False)
def test_the_page_that_asks_is_kept_by_nobody() -> None:
    assert "no-store" in stale().post(ACT, {"a": "1"}).headers["Cache-Control"]


@time_machine.travel(NOON, tick=False)
def test_a_session_that_remembers_the_future_is_not_fresh() -> None:
    client = stale()
    session = client.session
    session["password_given_at"] = 9_999_999_999
    session.save()
    assert client.post(ACT, {"a": "1"}).headers["Content-Type"].startswith("text/html")


@time_machine.travel(NOON, tick=False)
def test_confirming_stores_no_other_hash_that_would_end_the_session() -> None:
    client = stale()
    before = User.objects.get().password
    asked = client.post(ACT, {"a": "1"})
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher", MD5]):
        confirm(client, asked)
    assert User.objects.get().password == before


MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://testserver/admin/account/?a=1", "/admin/account/?a=1"),
        ("https://evil.example/", "/admin/"),
        ("", "/admin/"),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_cancelling_leads_back_and_never_away(referrer: str, back: str) -> None:
    page = stale().post(ACT, {"a": "1"}, headers={"Referer": referrer}).content.decode()
    assert f'<a href="{back}">' in page
