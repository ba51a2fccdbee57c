"""The dashboard: a greeting, the panels that are for this person, and no holes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.core import audit
from newsroom.core.models import AuditEntry, Publication, PublicationText, User
from tests import cast

pytestmark = pytest.mark.django_db


def panels(user: User) -> dict[str, set[str]]:
    board = cast.signed_in(user).get("/admin/").context["board"]
    return {column: {shown.panel.name for shown in found} for column, found in board.items()}


def context_of(user: User, name: str) -> dict[str, object]:
    board = cast.signed_in(user).get("/admin/").context["board"]
    return next(shown.context for found in board.values() for shown in found if shown.panel.name == name)


def complete_publication() -> None:
    publication = Publication.objects.current()
    for code in ("fr", "ar", "en"):
        words = {"name": "Le Matin", "strapline": "s", "legal_notice": "n", "contact": "c"}
        PublicationText.objects.create(publication=publication, language=code, **words)


@pytest.mark.parametrize(
    ("who", "desk"),
    [
        (cast.reporter, {"start"}),
        (cast.moderator, {"start"}),
        (cast.chief, {"start", "recent", "publication"}),
        (cast.administrator, {"start", "recent", "publication", "team"}),
    ],
)
def test_each_role_sees_its_panels(who: Callable[[], User], desk: set[str]) -> None:
    shown = set().union(*panels(who()).values())
    assert shown & {"start", "recent", "publication", "team"} == desk


def test_a_column_without_panels_leaves_no_hole() -> None:
    html = cast.signed_in(cast.member()).get("/admin/").content.decode()
    assert '<div class="board single">' in html


def test_it_greets_by_name_in_the_language_of_the_person() -> None:
    person = cast.member("journalist", name="نادية الشرايبي", language="ar")
    html = cast.signed_in(person).get("/admin/").content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert "<bdi>نادية</bdi>" in html


def test_every_first_step_leads_somewhere() -> None:
    for user in (cast.reporter(), cast.chief(), cast.administrator()):
        client = cast.signed_in(user)
        steps = context_of(user, "start")["steps"]
        assert {client.get(url, follow=True).status_code for _step, url in steps} == {200}  # type: ignore[attr-defined]  # a list


def names(user: User) -> set[str]:
    return {step.name for step, _url in context_of(user, "start")["steps"]}  # type: ignore[attr-defined]  # as above


def test_a_step_that_is_done_has_gone() -> None:
    administrator = cast.administrator()
    assert {"publication", "team"} <= names(administrator)
    complete_publication()
    cast.reporter()
    assert not {"publication", "team"} & names(administrator)


def test_the_publication_panel_names_what_is_missing() -> None:
    PublicationText.objects.create(
        publication=Publication.objects.current(), language="fr", name="Le Matin", contact="c"
    )
    chief = cast.member("chief", language="en")
    rows = {row["code"]: row for row in context_of(chief, "publication")["rows"]}  # type: ignore[attr-defined]  # as above
    assert rows["fr"]["missing"] == ["strapline", "legal notice"]
    assert rows["ar"]["text"] is None


def test_the_team_panel_hides_superusers_from_administrators() -> None:
    root = User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine", seen_at=timezone.now())
    administrator = cast.administrator()
    assert root not in context_of(administrator, "team")["seen"]  # type: ignore[operator]  # a queryset
    assert root in context_of(root, "team")["seen"]  # type: ignore[operator]  # as above


def test_the_team_panel_lists_who_has_not_come_yet() -> None:
    invited = cast.member("journalist", name="Ilyas", invited_at=timezone.now() - timedelta(days=2))
    invited.set_unusable_password()
    invited.save()
    assert list(context_of(cast.administrator(), "team")["waiting"]) == [invited]  # type: ignore[call-overload]  # as above


def test_somebody_without_any_right_still_finds_a_page(client: Client) -> None:
    client.force_login(cast.member())
    assert client.get("/admin/").status_code == 200


def test_its_queries_do_not_grow_with_the_house() -> None:
    user = cast.administrator()
    user.user_permissions.set(Permission.objects.all())
    client = cast.signed_in(user)
    counts = []
    for round_ in range(2):
        for index in range(12):
            person = cast.member("journalist", email=f"p{round_}-{index}@example.ma", seen_at=timezone.now())
            audit.record("user.joined", person, by=person)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert AuditEntry.objects.count() == 24
