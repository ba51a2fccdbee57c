"""The publication's form: one row, every language in it, recorded, for those who answer for it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from newsroom.core.models import AuditEntry, Publication, PublicationText, SocialAccount, User
from tests import cast

pytestmark = pytest.mark.django_db
LIST, FORM = "/admin/core/publication/", "/admin/core/publication/1/change/"


@pytest.fixture
def client() -> Client:
    return cast.signed_in(cast.member("chief", name="Driss Alaoui", language="en"))


def form(*, texts: list[dict[str, Any]], there: int = 0, **fields: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"contact_email": "", "phone": "", **fields}
    data |= {"texts-TOTAL_FORMS": "3", "texts-INITIAL_FORMS": str(there), "accounts-TOTAL_FORMS": "0"}
    data |= {"accounts-INITIAL_FORMS": "0"}
    for index, text in enumerate(texts):
        blank = {"name": "", "strapline": "", "contact": "", "legal_notice": "", "publication": "1", "id": ""}
        data |= {f"texts-{index}-{name}": value for name, value in {**blank, **text}.items()}
    return data


def three(**french: str) -> list[dict[str, Any]]:
    return [{"language": "fr", **french}, {"language": "ar"}, {"language": "en"}]


def test_the_list_leads_straight_to_the_row(client: Client) -> None:
    response = client.get(LIST)
    assert (response.status_code, response["Location"]) == (302, FORM)


def test_the_form_offers_every_language_in_its_own_direction(client: Client) -> None:
    client.get(LIST)
    response = client.get(FORM)
    for code, direction in (("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")):
        written = re.findall(rf'<(?:input|textarea)[^>]*lang="{code}"[^>]*>', response.content.decode())
        assert [f'dir="{direction}"' in tag for tag in written] == [True] * 4
    assertContains(response, "<bdi>العربيّة</bdi>")


def test_saving_works_and_leaves_untouched_languages_alone(client: Client) -> None:
    client.get(LIST)
    response = client.post(FORM, form(texts=three(name="Le Matin"), phone="0537"))
    assert response.status_code == 302
    assert Publication.objects.get().phone == "0537"
    assert list(PublicationText.objects.values_list("language", "name")) == [("fr", "Le Matin")]


def test_saving_is_recorded_once_with_what_changed(client: Client) -> None:
    client.get(LIST)
    client.post(FORM, form(texts=three(name="Le Matin"), phone="0537"))
    entry = AuditEntry.objects.get(verb="publication.changed")
    assert (entry.actor_name, entry.target_label, entry.detail) == (
        "Driss Alaoui",
        "Le Matin",
        {"fields": ["phone", "texts"]},
    )


def test_saving_the_same_twice_is_recorded_once(client: Client) -> None:
    client.get(LIST)
    client.post(FORM, form(texts=three(), phone="0537"))
    client.post(FORM, form(texts=three(), phone="0537"))
    assert AuditEntry.objects.filter(verb="publication.changed").count() == 1


def test_a_language_that_is_sent_twice_is_refused(client: Client) -> None:
    client.get(LIST)
    twice = [{"language": "fr", "name": "A"}, {"language": "fr", "name": "B"}, {"language": "en"}]
    assert client.post(FORM, form(texts=twice)).status_code == 200
    assert not PublicationText.objects.exists()


def test_the_default_language_stays_and_another_may_go(client: Client) -> None:
    publication = Publication.objects.current()
    rows = [PublicationText.objects.create(publication=publication, language=code, name=code) for code in ("fr", "ar")]
    known = [{"id": str(row.pk), "language": row.language, "name": row.name} for row in rows]
    refused = client.post(FORM, form(there=2, texts=[{**known[0], "DELETE": "on"}, known[1], {"language": "en"}]))
    assertContains(refused, "The texts in the default language stay")
    client.post(FORM, form(there=2, texts=[known[0], {**known[1], "DELETE": "on"}, {"language": "en"}]))
    assert [text.language for text in PublicationText.objects.all()] == ["fr"]


def test_a_social_account_that_runs_code_is_refused(client: Client) -> None:
    client.get(LIST)
    data = form(texts=three()) | {"accounts-TOTAL_FORMS": "1"}
    data |= {"accounts-0-network": "X", "accounts-0-url": "javascript:alert(1)", "accounts-0-position": "0"}
    assert client.post(FORM, data).status_code == 200
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("path", ["/admin/core/publication/add/", "/admin/core/publication/1/delete/"])
def test_nobody_adds_or_deletes_it(path: str) -> None:
    Publication.objects.current()
    root = User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine")
    assert cast.signed_in(root).get(path).status_code == 404
    assert cast.signed_in(root).post(path, {"post": "yes"}).status_code == 404
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("who", [cast.reporter, cast.editor, cast.moderator, cast.newsletter_editor])
@pytest.mark.parametrize("path", [LIST, FORM])
def test_it_does_not_exist_for_the_others(who: Callable[[], User], path: str) -> None:
    Publication.objects.current()
    client = cast.signed_in(who())
    assert client.get(path).status_code == 404
    assert client.post(path, form(texts=three(name="Mine"))).status_code == 404
    assert not PublicationText.objects.exists()


def test_a_stranger_is_led_to_the_door() -> None:
    assert Client().post(FORM, form(texts=three(name="Mine")))["Location"].startswith("/admin/login/")


def test_the_name_stands_on_the_office_and_at_its_door(client: Client) -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="fr", name="Le <Matin>")
    for visitor in (client, Client()):
        assertContains(visitor.get("/admin/", follow=True), "<bdi>Le &lt;Matin&gt;</bdi>")
