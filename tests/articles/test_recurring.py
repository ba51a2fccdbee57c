"""Templates of recurring pieces, and articles that begin as a copy."""

import html
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from articles.ledger.document import Document, PictureUse
from articles.models import Article, Image, PieceTemplate
from articles.pictures import verbs as library
from articles.recurring import verbs
from newsroom.core.models import AuditEntry, User
from newsroom.core.registry import who_points_at
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import ADD, LIST, draft, typed

pytestmark = pytest.mark.django_db
TEMPLATES = "/admin/articles/piecetemplate/"


@pytest.fixture
def chief() -> User:
    return cast.chief()


@pytest.fixture
def desk(chief: User) -> Client:
    return cast.signed_in(chief)


@pytest.fixture
def agenda(chief: User) -> Article:
    """With something in every field that a template keeps, and in those that it doesn't."""
    article, picture = draft(chief, title="Agenda de la semaine", slug="agenda", language="ar"), stories.picture()
    use = PictureUse(picture.pk, "Un calendrier", "La légende")
    other = stories.published()
    text = Document(
        language="ar",
        kind="analysis",
        title=article.title,
        slug="agenda",
        standfirst="Sept jours.",
        points=("Lundi", "Mardi"),
        body="<p>Le texte.</p>",
        picture=use,
        category=article.category_id,
        categories=(stories.section("sport").pk,),
        authors=(stories.author("Omar B").pk,),
        tags=(stories.tag("gaz").pk, stories.tag("eau").pk),
        related=(other.pk,),
    )
    article.put(text)
    return article


def shown(client: Client, query: str) -> dict[str, Any]:
    """What the form of a new article holds."""
    form = client.get(ADD + query).context["adminform"].form
    return {name: form[name].value() for name in form.fields}


def says(answer: Any) -> str:
    return html.unescape(answer.content.decode())


class TestBeginning:
    @pytest.mark.parametrize("way", ["template", "like"])
    def test_everything_is_taken_over_but_by_line_and_address(self, desk: Client, agenda: Article, way: str) -> None:
        source = verbs.keep(agenda, "Agenda", by=None) if way == "template" else agenda
        found, text = shown(desk, f"?{way}={source.pk}"), agenda.document()
        assert {name: found[name] for name in ("language", "kind", "title", "standfirst", "body")} == {
            name: getattr(text, name) for name in ("language", "kind", "title", "standfirst", "body")
        }
        assert (found["points"], found["tags"]) == (["Lundi", "Mardi"], "eau, gaz")
        assert text.picture
        assert (found["picture"], found["picture_alt"]) == (text.picture.image, "Un calendrier")
        assert (found["category"], found["categories"]) == (text.category, list(text.categories))
        assert found["related"] == [f"{text.related[0]} – {Article.objects.get(pk=text.related[0])}"]
        assert not found["slug"]
        assert not found["authors"]

    def test_nothing_is_stored_before_it_is_saved_and_then_it_is_an_article_of_its_own(
        self, desk: Client, agenda: Article
    ) -> None:
        before = Article.objects.count()
        found = shown(desk, f"?like={agenda.pk}")
        assert Article.objects.count() == before
        desk.post(ADD, typed() | {name: value for name, value in found.items() if value is not None})
        copy = Article.objects.latest("pk")
        assert (copy.title, copy.translation_group == agenda.translation_group) == (agenda.title, False)
        assert not copy.bylines.exists()

    def test_the_one_who_begins_it_signs_it(self, chief: User, desk: Client, agenda: Article) -> None:
        author = stories.author("Driss Alaoui", user=chief)
        assert shown(desk, f"?like={agenda.pk}")["authors"] == [author.pk]

    def test_what_has_been_deleted_since_is_left_out(self, desk: Client, agenda: Article) -> None:
        template = verbs.keep(agenda, "Agenda", by=None)
        agenda.put(Document())
        Image.objects.all().delete()
        stories.tag("gaz").delete()
        found = shown(desk, f"?template={template.pk}")
        assert (found["picture"], found["tags"]) == (None, "eau")

    @pytest.mark.parametrize("query", ["?template=99", "?like=99", "?template=x", f"?like={'9' * 30}", "?like="])
    def test_what_is_not_there_is_not_there(self, desk: Client, query: str) -> None:
        assert desk.get(ADD + query).status_code == 404

    def test_somebody_elses_draft_is_no_source(self, agenda: Article) -> None:
        assert cast.signed_in(cast.reporter()).get(f"{ADD}?like={agenda.pk}").status_code == 404

    def test_every_writer_is_offered_the_templates(self, agenda: Article) -> None:
        verbs.keep(agenda, "Agenda & <b>suite</b>", by=None)
        client = cast.signed_in(cast.reporter())
        for path in ("/admin/", LIST):
            assert "Agenda & <b>suite</b>" in says(client.get(path))
            assert "<b>suite" not in client.get(path).content.decode()

    def test_without_a_template_there_is_no_menu(self, desk: Client) -> None:
        assert "New article from" not in says(desk.get(LIST))


class TestKeeping:
    def test_an_article_becomes_a_template(self, desk: Client, chief: User, agenda: Article) -> None:
        answer = desk.post(f"{LIST}{agenda.pk}/template/", {"name": " Agenda  du lundi "})
        row = PieceTemplate.objects.get()
        assert answer["Location"] == reverse("admin:articles_article_change", args=[agenda.pk])
        assert (row.name, row.language, row.document.title) == ("Agenda du lundi", "ar", agenda.title)
        assert (row.document.authors, row.document.slug) == ((), "")
        assert AuditEntry.objects.filter(verb="template.added", actor=chief).exists()

    def test_a_name_that_is_taken_is_asked_about(self, desk: Client, agenda: Article) -> None:
        verbs.keep(agenda, "Agenda", by=None)
        agenda.put(Document(title="Neuf"))
        address = f"{LIST}{agenda.pk}/template/"
        assert "Il existe déjà un modèle «\u00a0Agenda\u00a0»" in says(desk.post(address, {"name": "agenda"}))
        assert PieceTemplate.objects.get().document.title != "Neuf"
        desk.post(address, {"name": "agenda", "over": "on"})
        assert PieceTemplate.objects.get().document.title == "Neuf"

    @pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\0b"])
    def test_a_bad_name_is_refused(self, desk: Client, agenda: Article, name: str) -> None:
        assert desk.post(f"{LIST}{agenda.pk}/template/", {"name": name}).status_code == 200
        assert not PieceTemplate.objects.exists()

    def test_a_writer_keeps_none(self, agenda: Article) -> None:
        user = cast.reporter()
        Article.objects.filter(pk=agenda.pk).update(created_by=user)
        assert cast.signed_in(user).post(f"{LIST}{agenda.pk}/template/", {"name": "x"}).status_code == 404
        assert not PieceTemplate.objects.exists()


class TestTheOffice:
    def fields(self, **more: Any) -> dict[str, Any]:
        return {"name": "Match", "language": "fr", "kind": "news", "title": "Le match", "body": "<p>Score</p>"} | more

    def test_one_is_written_from_nothing(self, desk: Client) -> None:
        place = stories.section()
        more = {"points": ["But", ""], "category": place.pk, "standfirst": "Hier soir."}
        desk.post(f"{TEMPLATES}add/", self.fields(**more))
        text = PieceTemplate.objects.get().document
        assert (text.title, text.body, text.points, text.category) == ("Le match", "<p>Score</p>", ("But",), place.pk)
        assert AuditEntry.objects.filter(verb="template.added").exists()

    def test_a_change_leaves_tags_and_pictures_as_they_were(self, desk: Client, agenda: Article) -> None:
        row = verbs.keep(agenda, "Agenda", by=None)
        page = desk.get(f"{TEMPLATES}{row.pk}/change/")
        assert page.context["adminform"].form["title"].value() == agenda.title
        desk.post(f"{TEMPLATES}{row.pk}/change/", self.fields(title="Autre"))
        text = PieceTemplate.objects.get().document
        assert (text.title, text.language, text.points) == ("Autre", "fr", ())
        assert (text.tags, text.picture) == (row.document.tags, row.document.picture)

    def test_what_is_typed_is_made_harmless(self, desk: Client) -> None:
        desk.post(f"{TEMPLATES}add/", self.fields(body="<p onclick=x>Score</p><script>1</script>"))
        assert PieceTemplate.objects.get().document.body == "<p>Score</p>"

    @pytest.mark.parametrize("more", [{"name": ""}, {"points": ["x"] * 7}, {"kind": "x"}, {"title": "x" * 301}])
    def test_bad_input_comes_back(self, desk: Client, more: dict[str, Any]) -> None:
        assert desk.post(f"{TEMPLATES}add/", self.fields(**more)).status_code == 200
        assert not PieceTemplate.objects.exists()

    def test_a_picture_that_a_template_shows_stays_in_the_library(self, chief: User, agenda: Article) -> None:
        row = verbs.keep(agenda, "Agenda", by=None)
        picture = Image.objects.get()
        agenda.put(Document())
        assert row in who_points_at(picture)
        with pytest.raises(ValidationError):
            library.remove(picture, by=chief)
        row.delete()
        assert who_points_at(picture) == []
