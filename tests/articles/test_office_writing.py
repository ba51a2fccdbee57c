"""The writing page: what it saves, what it refuses, and that nothing typed is lost."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.desk import verbs
from articles.models import Article, Revision, Stage, Tag
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.articles import stories

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/articles/article/", "/admin/articles/article/add/"


def address(article: Article, what: str = "change") -> str:
    return f"{LIST}{article.pk}/{what}/"


def typed(article: Article | None = None, **fields: Any) -> dict[str, Any]:
    """What a browser sends: every field as it stands, with `fields` over it."""
    row = article or Article()
    plain = ("language", "kind", "title", "slug", "standfirst", "body", "picture_alt", "picture_caption")
    data: dict[str, Any] = {name: getattr(row, name) for name in plain}
    data |= {"points": row.points, "category": row.category_id or "", "picture": row.picture_id or ""}
    if article:
        data |= {"seen": article.version, "authors": [line.author_id for line in article.bylines.all()]}
        data |= {"categories": [one.pk for one in article.categories.all()]}
        data |= {"tags": ", ".join(tag.name for tag in article.tags.all())}
        data |= {"related": [str(pick.picked_id) for pick in article.picks.all()]}
    return data | fields


def draft(by: User | None = None, **fields: Any) -> Article:
    """A complete working copy of which no check warns, saved by the desk."""
    plain: dict[str, Any] = {"title": "Un titre", "standfirst": "Deux phrases.", "body": "<p>Un texte.</p>"}
    plain["category"] = stories.section()
    article = Article(**{**plain, **fields})
    verbs.save(article, by=by, authors=[stories.author().pk])
    return article


def says(response: Any) -> str:
    return html.unescape(response.content.decode())


@pytest.fixture
def reporter() -> User:
    return cast.reporter()


@pytest.fixture
def writing(reporter: User) -> Client:
    return cast.signed_in(reporter)


class TestSaving:
    def test_an_empty_form_makes_a_draft(self, writing: Client, reporter: User) -> None:
        answer = writing.post(ADD, typed())
        article = Article.objects.get()
        assert answer.status_code == 302
        assert answer["Location"] == address(article)
        assert (article.stage, article.created_by) == (Stage.DRAFT, reporter)

    def test_everything_typed_is_kept(self, writing: Client) -> None:
        first, second = stories.author("Nadia Chraïbi"), stories.author("Driss Alaoui")
        place, picture, other = stories.section(), stories.picture(), stories.published()
        fields: dict[str, Any] = {"title": "Rabat et Rome", "standfirst": "Deux phrases.", "body": "<p>Le texte.</p>"}
        facts: dict[str, Any] = {
            "points": ["Un", "", "Deux"],
            "category": place.pk,
            "authors": [second.pk, "", first.pk],
        }
        more: dict[str, Any] = {
            "picture": picture.pk,
            "picture_alt": "Deux drapeaux",
            "tags": "gaz, Italie",
            "related": [str(other.pk)],
        }
        writing.post(ADD, typed(**fields, **facts, **more))
        document = Article.objects.exclude(pk=other.pk).get().document()
        assert (document.title, document.points, document.slug) == ("Rabat et Rome", ("Un", "Deux"), "rabat-et-rome")
        assert document.authors == (second.pk, first.pk)
        assert document.picture is not None
        assert (document.picture.image, document.picture.alt) == (picture.pk, "Deux drapeaux")
        assert set(Tag.objects.filter(pk__in=document.tags).values_list("slug", flat=True)) == {"gaz", "italie"}
        assert (document.category, document.related) == (place.pk, (other.pk,))

    def test_a_new_tag_is_told_in_the_trail(self, writing: Client) -> None:
        writing.post(ADD, typed(tags="gaz"))
        assert AuditEntry.objects.filter(verb="tag.added", target_label="gaz").count() == 1

    def test_saving_the_same_again_makes_no_revision(self, writing: Client, reporter: User) -> None:
        article = draft(reporter)
        for _time in range(2):
            article.refresh_from_db()
            writing.post(address(article), typed(article, standfirst="Mieux."))
        assert Revision.objects.filter(article=article).count() == 2

    def test_an_arabic_article_is_written_in_its_own_direction(self, writing: Client, reporter: User) -> None:
        writing.post(ADD, typed(language="ar", title="اجتماع أمني بالرباط", body="<p>نص.</p>"))
        article = Article.objects.get()
        page = says(writing.get(address(article)))
        assert article.slug == "اجتماع-أمني-بالرباط"
        assert 'id="manuscript" lang="ar"' in page
        assert 'dir="rtl"' in page

    @pytest.mark.parametrize("role", ["moderator", "newsletter", "administrator"])
    def test_other_roles_find_no_such_page(self, role: str) -> None:
        client = cast.signed_in(cast.member(role))
        assert (client.get(ADD).status_code, client.post(ADD, typed()).status_code) == (404, 404)
        assert not Article.objects.exists()

    def test_a_stranger_is_led_to_the_door(self, client: Client) -> None:
        assert client.post(ADD, typed()).status_code == 302
        assert not Article.objects.exists()


class TestBadInput:
    def test_a_title_of_three_hundred_characters_is_kept_and_one_more_refused(self, writing: Client) -> None:
        assert writing.post(ADD, typed(title="é" * 300)).status_code == 302
        answer = writing.post(ADD, typed(title="é" * 301, standfirst="Reste là"))
        assert answer.status_code == 200
        assert "Reste là" in says(answer)
        assert Article.objects.count() == 1

    @pytest.mark.parametrize("title", ["   ", "\u202e\u2066", "\t\n"])
    def test_a_title_of_blanks_is_no_title(self, writing: Client, title: str) -> None:
        writing.post(ADD, typed(title=title))
        assert Article.objects.get().title == ""

    @pytest.mark.parametrize("title", ["🇲🇦 🇮🇹 👩🏽‍💻", "Rabat – الرباط – Rome", "<script>alert(1)</script>"])
    def test_a_title_of_any_signs_is_shown_as_typed(self, writing: Client, title: str) -> None:
        writing.post(ADD, typed(title=title))
        for page in (LIST, address(Article.objects.get()), "/admin/"):
            raw = writing.get(page).content.decode()
            assert title in html.unescape(raw)
            assert "<script>alert" not in raw

    def test_scripts_and_script_links_posted_as_body_are_taken_out(self, writing: Client) -> None:
        body = '<p onclick="x()">A<script>alert(1)</script> <a href="javascript:alert(2)">b</a></p>'
        writing.post(ADD, typed(title="T", body=body))
        stored = Article.objects.get().body
        assert not any(bad in stored for bad in ("script", "onclick", "alert(2)"))

    def test_seven_points_are_refused_and_all_come_back(self, writing: Client) -> None:
        answer = writing.post(ADD, typed(points=[f"Point {n}" for n in range(7)]))
        assert answer.status_code == 200
        assert "Point 6" in says(answer)

    @pytest.mark.parametrize("words", ["abc", "javascript:alert(1)", "999999", "9" * 30])
    def test_a_related_article_that_is_none_is_refused(self, writing: Client, words: str) -> None:
        answer = writing.post(ADD, typed(related=[words], title="Reste là"))
        assert answer.status_code == 200
        assert "Reste là" in says(answer)

    def test_a_foreign_draft_cannot_be_picked(self, writing: Client) -> None:
        secret = draft(cast.chief(), title="Secret")
        assert writing.post(ADD, typed(related=[str(secret.pk)])).status_code == 200
        assert not Article.objects.exclude(pk=secret.pk).exists()


class TestTwoPeople:
    def test_what_is_in_review_is_read_only_for_its_writer(self, writing: Client, reporter: User) -> None:
        article = draft(reporter)
        verbs.submit(Article.objects.all(), by=reporter)
        page = says(writing.get(address(article)))
        assert 'name="title"' not in page
        assert "Un texte." in page
        assert writing.post(address(article), typed(article, title="Autre")).status_code == 404

    def test_somebody_elses_draft_is_hidden(self, writing: Client) -> None:
        article = draft(cast.chief())
        for what in ("change", "history", "preview", "preview/page", "review", "delete"):
            assert writing.get(address(article, what)).status_code == 404


class TestPreviewAndDeletion:
    def test_the_preview_is_the_page_and_is_neither_stored_nor_indexed(self, writing: Client, reporter: User) -> None:
        article = draft(reporter, title="Pas encore publié", language="fr")
        answer = writing.get(address(article, "preview/page"))
        assert "Pas encore publié" in says(answer)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert not article.versions.exists()

    def test_one_never_published_shows_all_that_readers_will_get(self, writing: Client, reporter: User) -> None:
        other, photo = stories.published(stories.text(title="Un autre"), now=timezone.now()), stories.picture()
        parts = {"picture": photo, "picture_alt": "Un quai", "standfirst": "Le chapeau."}
        article = draft(reporter, body=f'<p>Un texte.</p><aside data-article="{other.pk}"></aside>', **parts)
        article.tags.set([stories.tag("gaz")])
        page = says(writing.get(address(article, "preview/page")))
        for part in ("Le chapeau.", "Un texte.", "Un autre", 'alt="Un quai"', "/tags/gaz/", "Nadia Chraïbi"):
            assert part in page, part

    def test_an_empty_draft_has_a_preview_too(self, writing: Client, reporter: User) -> None:
        article = Article(language="ar")
        verbs.save(article, by=reporter)
        assert writing.get(address(article, "preview/page")).status_code == 200

    def test_a_draft_is_deleted_by_its_writer_and_told(self, writing: Client, reporter: User) -> None:
        article = draft(reporter)
        seen = writing.get(address(article, "delete")).context["seen"]
        assert writing.post(address(article, "delete"), {"post": "yes", "seen": seen}).status_code == 302
        assert not Article.objects.exists()
        assert AuditEntry.objects.filter(verb="article.discarded").count() == 1

    def test_what_was_published_cannot_be_deleted(self, reporter: User) -> None:
        article = stories.published()
        client = cast.signed_in(cast.chief())
        assert client.post(address(article, "delete"), {"post": "yes"}).status_code == 404
        assert Article.objects.filter(pk=article.pk).exists()


def test_the_add_button_stands_in_the_header_for_writers_alone(writing: Client) -> None:
    link = f'href="{reverse("admin:articles_article_add")}"'
    assert link in says(writing.get("/admin/account/"))
    assert link not in says(cast.signed_in(cast.moderator()).get("/admin/account/"))
