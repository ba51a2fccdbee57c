"""The demo loads once, always the same, and leaves alone what people made of it."""

import socket
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from articles.categories import verbs
from articles.demo import steps
from articles.demo.house import HOUSE, PASSWORD, PEOPLE
from articles.demo.parts import Part, load_missing
from articles.management.commands import demo
from articles.models import Category, CategoryText
from newsroom.core import roles
from newsroom.core.models import AuditEntry, Publication, PublicationText, SocialAccount, User
from newsroom.core.ops import supervisor
from newsroom.core.registry import Registry
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """These are about loading and serving; what else the demo loads has its own tests."""
    house: Registry[Part] = Registry("parts")
    house.register(HOUSE)
    monkeypatch.setattr("articles.demo.parts.parts", house)


def run(**options: Any) -> str:
    out = StringIO()
    call_command("demo", no_serve=True, stdout=out, **options)
    return out.getvalue()


def state() -> list[Any]:
    texts = CategoryText.objects.values_list("category", "language", "name", "slug", "description")
    people = User.objects.values_list("email", "name", "password")
    return [list(texts), list(people), list(PublicationText.objects.values()), AuditEntry.objects.count()]


def test_it_loads_a_paper_in_three_languages() -> None:
    run()
    assert set(PublicationText.objects.values_list("language", flat=True)) == {"fr", "ar", "en"}
    assert Category.objects.roots().count() == 6
    assert all(category.texts.count() == 3 for category in Category.objects.all())


def test_every_text_of_it_is_what_a_person_could_have_saved() -> None:
    run()
    for model in (Category, CategoryText, Publication, PublicationText, SocialAccount, User):
        for row in model._default_manager.all():
            row.full_clean()


def test_there_is_one_person_for_every_role() -> None:
    run()
    assert [person.role for person in PEOPLE] == [role.code for role in roles.ROLES]
    for person in PEOPLE:
        assert list(User.objects.get(email=person.address).groups.values_list("name", flat=True)) == [person.role]


def test_its_people_can_sign_in_with_the_password_that_is_printed() -> None:
    printed = run()
    assert PASSWORD in printed
    for person in PEOPLE:
        assert person.address in printed
        assert User.objects.get(email=person.address).check_password(PASSWORD)


def test_the_editor_answers_for_the_chosen_sections() -> None:
    run()
    editor = User.objects.get(email="omar@demo.example")
    assert CategoryText.objects.get(slug="emploi").category in Category.objects.editable_by(editor)
    assert CategoryText.objects.get(slug="sport", language="fr").category not in Category.objects.editable_by(editor)


def test_twice_changes_nothing() -> None:
    run()
    before = state()
    run()
    assert state() == before


def test_what_was_written_meanwhile_stays() -> None:
    run()
    text = CategoryText.objects.get(slug="football", language="fr")
    text.name = "Ballon rond"
    text.save()
    verbs.move(CategoryText.objects.get(slug="athletisme").category, None, by=None)
    PublicationText.objects.filter(language="fr").update(name="Le Nôtre")
    User.objects.get(email="ghita@demo.example").delete()
    before = state()
    run()
    assert state() == before


def test_a_password_chosen_since_is_not_printed_as_the_old_one() -> None:
    run()
    user = User.objects.get(email="omar@demo.example")
    user.set_password("une autre phrase entière")
    user.save()
    assert "password chosen since" in next(line for line in run().splitlines() if "omar@" in line)


def test_somebody_who_cannot_sign_in_is_not_offered() -> None:
    run()
    User.objects.filter(email="omar@demo.example").update(is_active=False)
    assert "omar@" not in run()


def test_a_database_that_was_in_use_keeps_what_it_has() -> None:
    mine = cast.category("Sport")
    PublicationText.objects.create(publication=Publication.objects.current(), language="fr", name="Le Mien")
    run()
    assert CategoryText.objects.get(slug="sport", language="fr").category == mine
    assert PublicationText.objects.get().name == "Le Mien"


def test_a_part_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(verbs, "assign", break_down)
        with pytest.raises(RuntimeError):
            load_missing()
    assert not User.objects.exists()
    assert HOUSE.name in load_missing()


@override_settings(DEMO=False)
def test_production_is_refused_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="demo mode only"):
        run()
    assert not User.objects.exists()


def test_a_taken_port_is_told_before_anything_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with override_settings(HOST="127.0.0.1", PORT=port), pytest.raises(CommandError, match=f"Port {port} is taken"):
            call_command("demo", stdout=StringIO())
    assert not User.objects.exists()


def test_it_serves_with_what_it_has_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def serve(*, announce: str) -> int:
        said.append(announce)
        return 0

    monkeypatch.setattr(supervisor, "reserve", lambda host, port: socket.socket())
    monkeypatch.setattr(supervisor, "run", serve)
    call_command("demo", stdout=StringIO())
    assert all(f"{settings.SITE_URL}{path}" in said[0] for path in ("/", "/ar/", "/en/", "/admin/", "/outbox/"))


def test_a_site_that_ends_badly_says_so_with_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "reserve", lambda host, port: socket.socket())
    monkeypatch.setattr(supervisor, "run", lambda *, announce: 3)
    with pytest.raises(SystemExit) as ended:
        call_command("demo", stdout=StringIO())
    assert ended.value.code == 3


def test_a_database_that_is_up_to_date_is_not_migrated_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "call_command", lambda *args, **kwargs: pytest.fail("migrated"))
    assert not steps.migrate()


def test_columns_stand_under_each_other() -> None:
    assert demo._table([("a", "long"), ("bbb", "c")]) == ["  a     long", "  bbb   c"]
