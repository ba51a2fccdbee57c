"""By-lines, tags and static pages in the office."""

import html
from typing import Any

import pytest
from django.test import Client

from articles.models import Address, Author, StaticPage, Tag
from newsroom.core.models import AuditEntry
from tests import cast
from tests.articles import stories

pytestmark = pytest.mark.django_db
AUTHORS, TAGS, PAGES = "/admin/articles/author/", "/admin/articles/tag/", "/admin/articles/staticpage/"


def author_form(**names: str) -> dict[str, Any]:
    data: dict[str, Any] = {"slug": "", "user": "", "texts-TOTAL_FORMS": 3, "texts-INITIAL_FORMS": 0}
    for number, code in enumerate(("fr", "ar", "en")):
        fields = {"language": code, "name": names.get(code, ""), "role": "", "biography": ""}
        data |= {f"texts-{number}-{key}": value for key, value in fields.items()}
    return data


def says(response: Any) -> str:
    return html.unescape(response.content.decode())


@pytest.fixture
def chief(db: None) -> Client:
    return cast.signed_in(cast.chief())


def test_an_author_gets_a_slug_of_their_name_and_the_next_of_the_same_name_another(chief: Client) -> None:
    for _time in range(2):
        chief.post(f"{AUTHORS}add/", author_form(fr="Nadia Chraïbi", ar="نادية الشرايبي"))
    assert set(Author.objects.values_list("slug", flat=True)) == {"nadia-chraibi", "nadia-chraibi-2"}
    assert AuditEntry.objects.filter(verb="author.added").count() == 2


def test_a_taken_slug_is_refused_with_a_free_one(chief: Client) -> None:
    stories.author("Personne")
    answer = chief.post(f"{AUTHORS}add/", {**author_form(fr="Autre"), "slug": "personne"})
    assert "personne-2" in says(answer)
    assert Author.objects.count() == 1


def test_an_author_without_any_name_is_refused(chief: Client) -> None:
    assert chief.post(f"{AUTHORS}add/", author_form()).status_code == 200
    assert not Author.objects.exists()


def test_whom_a_published_version_names_cannot_be_deleted(chief: Client) -> None:
    stories.published()
    author = stories.author()
    chief.post(f"{AUTHORS}{author.pk}/delete/", {"post": "yes"})
    assert Author.objects.filter(pk=author.pk).exists()
    other = stories.author("Personne")
    chief.post(f"{AUTHORS}{other.pk}/delete/", {"post": "yes"})
    assert not Author.objects.filter(pk=other.pk).exists()


def test_a_tag_that_a_published_version_bears_cannot_be_deleted(chief: Client) -> None:
    tag = stories.tag("gaz")
    stories.published(stories.text(tags=(tag.pk,)))
    chief.post(f"{TAGS}{tag.pk}/delete/", {"post": "yes"})
    assert Tag.objects.filter(pk=tag.pk).exists()


def test_a_tag_is_added_with_a_slug_once_per_language(chief: Client) -> None:
    for language in ("fr", "en", "fr"):
        chief.post(f"{TAGS}add/", {"language": language, "name": "Énergie", "slug": ""})
    assert list(Tag.objects.order_by("pk").values_list("language", "slug")) == [
        ("fr", "energie"),
        ("en", "energie"),
        ("fr", "energie-2"),
    ]


class TestPages:
    def sent(self, **fields: Any) -> dict[str, Any]:
        return {"language": "fr", "title": "Qui sommes-nous", "slug": "", "body": "<p>Nous.</p>", **fields}

    def test_a_page_is_written_with_an_address_and_told(self, chief: Client) -> None:
        chief.post(f"{PAGES}add/", self.sent(is_published="on"))
        page = StaticPage.objects.get()
        assert Address.objects.get(staticpage=page).slug == "qui-sommes-nous"
        assert AuditEntry.objects.filter(verb="page.written").count() == 1

    @pytest.mark.parametrize("slug", ["admin", "maroc"])
    def test_a_reserved_or_taken_slug_is_refused_with_a_proposal(self, chief: Client, slug: str) -> None:
        stories.section("maroc")
        answer = chief.post(f"{PAGES}add/", self.sent(slug=slug, title="Reste là"))
        assert f"{slug}-2" in says(answer)
        assert "Reste là" in says(answer)
        assert not StaticPage.objects.exists()

    def test_a_stale_page_is_refused_with_what_was_typed(self, chief: Client) -> None:
        chief.post(f"{PAGES}add/", self.sent())
        page = StaticPage.objects.get()
        first = self.sent(slug=page.slug, seen=page.version)
        chief.post(f"{PAGES}{page.pk}/change/", {**first, "title": "Premier"})
        answer = chief.post(f"{PAGES}{page.pk}/change/", {**first, "title": "Second"})
        assert "Second" in says(answer)
        assert StaticPage.objects.get().title == "Premier"

    def test_a_page_is_deleted_with_its_address(self, chief: Client) -> None:
        chief.post(f"{PAGES}add/", self.sent())
        chief.post(f"{PAGES}{StaticPage.objects.get().pk}/delete/", {"post": "yes"})
        assert not StaticPage.objects.exists()
        assert not Address.objects.exists()
