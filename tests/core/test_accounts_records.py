from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from newsroom.core import mail, registry
from newsroom.core.accounts import letters, verbs
from newsroom.core.models import Attempt, StaffSession, User
from tests import cast
from tests.core.conftest import Letter
from tests.core.door import nadia, row

pytestmark = pytest.mark.django_db


def known_of(email: str) -> dict[str, list[dict[str, Any]]]:
    ours = {"account", "sessions", "audit"}
    return {kind.name: list(kind.find(email)) for kind in registry.personal_data if kind.name in ours}


def sweep(name: str) -> int:
    kept = next(kept for kept in registry.retention if kept.name == name)
    return kept.forget(timezone.now() - kept.period)


def test_what_is_kept_of_a_person_is_found_by_their_address() -> None:
    nadia()
    cast.editor()
    user = User.objects.get(email="journalist@example.ma")
    verbs.set_roles(user, ["moderator"], by=cast.administrator())
    found = known_of("journalist@example.ma")
    assert found["account"][0]["name"] == "Nadia Chraïbi"
    assert found["sessions"][0]["device"] == "Firefox · Linux"
    assert "Nadia" in found["audit"][0]["what"]


def test_what_is_kept_of_a_person_holds_no_secret() -> None:
    client = nadia()
    found = str(known_of("journalist@example.ma"))
    assert str(client.session.session_key) not in found
    assert User.objects.get().password not in found


def test_nothing_is_kept_of_somebody_unknown() -> None:
    cast.reporter()
    assert known_of("nobody@example.ma") == {"account": [], "sessions": [], "audit": []}


def test_ended_sessions_are_swept_and_live_ones_stay() -> None:
    live, idle, expired = nadia(), row(nadia()), row(nadia())
    StaffSession.objects.filter(pk=idle.pk).update(seen_at=timezone.now() - timedelta(days=5))
    StaffSession.objects.filter(pk=expired.pk).update(expire_date=timezone.now() - timedelta(days=2))
    assert sweep("sessions") == 2
    assert StaffSession.objects.get() == row(live)


def test_lapsed_counters_are_swept_and_others_stay() -> None:
    Attempt.objects.create(key="old", count=9, until=timezone.now() - timedelta(days=2))
    Attempt.objects.create(key="new", count=9, until=timezone.now())
    assert sweep("attempts") == 1
    assert Attempt.objects.get().key == "new"


def write(kind: str, user: User) -> None:
    {
        "invitation": lambda: letters.invitation(user, cast.administrator()),
        "password_reset": lambda: letters.password_reset(user),
        "password_changed": lambda: letters.password_changed(user),
        "address_changed": lambda: letters.address_changed(user, "former@example.ma"),
    }[kind]()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("kind", ["invitation", "password_reset", "password_changed", "address_changed"])
@pytest.mark.parametrize("state", [{}, {"invited_at": timezone.now()}], ids=["joined", "invited"])
def test_every_letter_can_be_read_with_and_without_html(
    kind: str, language: str, state: dict[str, Any], post: list[Letter]
) -> None:
    user = cast.member("journalist", language=language, name="<Nadia> & Cie", **state)
    if state:
        user.set_unusable_password()
    write(kind, user)
    letter = post[0]
    mail.send_now(letter.template, to=letter.to, language=language, context=letter.context, key="k")
    sent = django_mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    assert "<Nadia> & Cie" in sent.body
    assert "&lt;Nadia&gt; &amp; Cie" in html
    link = letter.context.get("link")
    assert not link or (link in sent.body and link in html)
