"""The writing desk's addresses in hands that mean no good, and on days when everything happens at once."""

import html
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from articles.models import Article, Note, PieceTemplate, Presence, Revision
from articles.recurring import verbs as recurring
from articles.sittings import verbs as sittings
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.sittings import Page
from tests.articles.test_office_writing import ADD, LIST, address, draft, typed

pytestmark = pytest.mark.django_db
NUMBERS = ("", "-1", "x", "9" * 18, "9" * 30, "٣", "1e5", "[]", "\x00", "None")
NAMES = (
    *("turn", "seen", "takes", "take", "number", "revision", "from", "to", "before", "like", "template", "person"),
    *("people", "done", "merge-shown", "merge-key", "category", "categories", "authors", "picture", "related"),
)
BODIES = {
    "half a JSON": (b'{"a":', "application/json", 500),
    "surrogates": (
        b"text=%ED%A0%80&title=%ED%A0%80&body=%26%23xD800;&sitting=%ff",
        "application/x-www-form-urlencoded",
        500,
    ),
    "no end": (b"--x\r\nbroken", "multipart/form-data; boundary=x", 500),
    "no boundary": (b"a" * 99, "multipart/form-data", 500),
    "20,000 fields": (b"a=1&" * 20_000, "application/x-www-form-urlencoded", 500),
}
PLACES = (
    *("keep/", "{}/keep/", "{}/give-up/", "{}/restore/", "{}/notes/", "{}/notes/1/", "{}/template/", "{}/revisions/"),
    *("{}/compare/", "{}/change/", "{}/delete/", "add/", "drop/image/", "drop/image/1/"),
)
HUGE = {
    "title": 10_000,
    "standfirst": 10_000,
    "slug": 500,
    "picture_alt": 5_000,
    "picture_caption": 9_000,
    "tags": 9_000,
}


@pytest.fixture
def nadia() -> User:
    return cast.reporter()


@pytest.fixture
def article(nadia: User) -> Article:
    return draft(nadia, title="Secret de Nadia")


@pytest.fixture
def boss(db: None) -> Client:
    return cast.signed_in(cast.member("chief", name="Leïla", language="en"))


def says(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def at(place: str, article: Article) -> str:
    return LIST + place.format(article.pk)


@pytest.mark.parametrize("place", PLACES)
class TestWhateverIsSent:
    def test_numbers_that_are_none(self, boss: Client, article: Article, place: str) -> None:
        for value in NUMBERS:
            sent = dict.fromkeys(NAMES, value) | {"sitting": str(uuid4()), "text": "Note", "name": "Modèle"}
            for ask in (boss.get, boss.post):
                assert ask(at(place, article), sent).status_code < 500, (value, ask)

    def test_bodies_that_nobody_can_read(self, boss: Client, article: Article, place: str) -> None:
        for what, (body, kind, limit) in BODIES.items():
            answer = boss.generic("POST", at(place, article), body, content_type=kind)
            assert answer.status_code < limit, what

    def test_methods_that_are_none_and_a_form_from_elsewhere(self, article: Article, place: str) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(cast.chief())
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            assert 400 <= strict.generic(method, at(place, article)).status_code < 500
        assert strict.post(at(place, article), {"title": "x", "sitting": str(uuid4())}).status_code in {403, 405}
        assert Revision.objects.autosaved().count() == Note.objects.count() == 0


class TestHugeWords:
    @pytest.fixture
    def row(self, nadia: User, article: Article) -> Revision:
        page = Page(nadia, article)
        page.keep(**{name: "m" * length for name, length in HUGE.items()}, points=["p" * 3_000] * 40)
        return page.row

    def test_are_kept_as_typed_and_come_back(self, nadia: User, article: Article, row: Revision) -> None:
        page = cast.signed_in(nadia).get(address(article), {"take": row.pk})
        for name, length in HUGE.items():
            assert "m" * length in says(page), name

    def test_are_refused_in_words_when_they_are_put_back(self, boss: Client, article: Article, row: Revision) -> None:
        article.refresh_from_db()
        sent = {"revision": row.pk, "seen": article.version}
        page = boss.post(at("{}/restore/", article), sent, follow=True)
        article.refresh_from_db()
        assert article.title == "Secret de Nadia"
        assert "at most 300 characters" in says(page)


class TestNotesAndTemplates:
    @pytest.mark.parametrize(
        "text", ["@Nad\u0131a Chraïbi", "@NAD\u0130A CHRAÏBI", "@" * 2_000, "\u202e@Nadia Chraïbi"]
    )
    def test_a_name_that_is_spelt_strangely_is_a_note_all_the_same(
        self, boss: Client, nadia: User, article: Article, text: str
    ) -> None:
        assert boss.post(at("{}/notes/", article), {"text": text}).status_code == 302
        assert Note.objects.get().text == text

    def test_somebody_whom_no_number_can_be_is_refused_and_the_note_comes_back(
        self, boss: Client, article: Article
    ) -> None:
        page = boss.post(at("{}/notes/", article), {"text": "Mon mot", "people": ["9" * 30]})
        assert page.status_code == 200
        assert "Mon mot" in says(page)
        assert Note.objects.count() == 0

    @pytest.mark.parametrize("name", ["\u202e", "\x08", "\u2066\u2069"])
    def test_a_template_needs_a_name_that_can_be_seen(self, boss: Client, article: Article, name: str) -> None:
        assert boss.post(at("{}/template/", article), {"name": name}).status_code == 200
        assert PieceTemplate.objects.count() == 0

    def test_a_name_that_is_taken_at_the_same_moment_is_said(
        self, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        recurring.keep(article, "Agenda", by=None)
        rows = PieceTemplate.objects.none()
        monkeypatch.setattr(PieceTemplate.objects, "select_for_update", lambda: rows)
        with pytest.raises(ValidationError, match="Agenda"):
            recurring.keep(article, "Agenda", by=None)


class TestDeletingADraft:
    def ask(self, client: Client, article: Article) -> dict[str, str]:
        return {"post": "yes", "seen": client.get(address(article, "delete")).context["seen"]}

    def test_what_was_saved_since_the_question_is_not_deleted(
        self, boss: Client, nadia: User, article: Article
    ) -> None:
        sent = self.ask(boss, article)
        assert Page(nadia, article).save(title="Mieux").status_code == 302
        page = boss.post(address(article, "delete"), sent, follow=True)
        assert "Somebody has written in this article" in says(page)
        assert Article.objects.get().title == "Mieux"
        boss.post(address(article, "delete"), self.ask(boss, article))
        assert not Article.objects.exists()

    def test_nor_what_somebody_is_writing(self, boss: Client, nadia: User, article: Article) -> None:
        page = Page(nadia, article)
        page.keep(title="Un début")
        sent = self.ask(boss, article)
        page.keep(title="Un début et la suite")
        boss.post(address(article, "delete"), sent)
        assert page.row.document.title == "Un début et la suite"

    def test_a_window_of_ones_own_is_no_reason(self, nadia: User, article: Article) -> None:
        page = Page(nadia, article)
        sent = self.ask(page.client, article)
        page.keep(title="Un mot encore")
        assert page.client.post(address(article, "delete"), sent).status_code == 302
        assert not Article.objects.exists()

    def test_without_the_question_nothing_goes(self, boss: Client, article: Article) -> None:
        boss.post(address(article, "delete"), {"post": "yes"})
        assert Article.objects.exists()

    def test_twice_is_once(self, nadia: User, article: Article) -> None:
        client = cast.signed_in(nadia)
        sent = self.ask(client, article)
        answers = [client.post(address(article, "delete"), sent).status_code for _time in range(2)]
        assert answers == [302, 404]

    def test_whoever_still_writes_in_it_is_told_that_it_is_gone(
        self, boss: Client, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep = sittings.keep

        def too_late(*args: Any, **kwargs: Any) -> Any:
            Article.objects.get(pk=article.pk).delete()
            return keep(*args, **kwargs)

        monkeypatch.setattr(sittings, "keep", too_late)
        sent = typed(article, sitting=str(uuid4()), turn=1)
        assert boss.post(at("{}/keep/", article), sent).status_code == 404


class TestTheSweep:
    def test_takes_some_at_a_time_and_never_what_was_saved(
        self, nadia: User, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sittings, "BATCH", 3)
        for _page in range(7):
            Page(nadia, article).keep(title="Jamais enregistré")
        saved = set(article.revisions.saved().values_list("pk", flat=True))
        later = timezone.now() + timedelta(days=1)
        assert sittings.forget(later) == 14  # as many windows
        assert set(article.revisions.values_list("pk", flat=True)) == saved
        assert saved
        assert Presence.objects.count() == 0

    def test_leaves_an_empty_draft_that_a_colleague_asks_about(self, nadia: User) -> None:
        page = Page(nadia)
        page.keep(title="Un début")
        assert page.article
        Note.objects.create(article=page.article, text="Tu l’écris quand ?")
        sittings.forget(timezone.now() + timedelta(days=1))
        assert Article.objects.filter(pk=page.article.pk).exists()

    def test_leaves_what_was_written_again_while_it_swept(
        self, nadia: User, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = Page(nadia, article)
        page.keep(title="Il y a un mois")
        before = timezone.now()
        lock = type(Revision.objects).select_for_update

        def and_writes(manager: Any, *args: Any, **kwargs: Any) -> Any:
            Revision.objects.filter(pk=page.row.pk).update(made_at=before + timedelta(minutes=1))
            return lock(manager, *args, **kwargs)

        monkeypatch.setattr(type(Revision.objects), "select_for_update", and_writes)
        sittings.forget(before)
        assert page.row.document.title == "Il y a un mois"


class TestWhoReadsWhat:
    PAGES = (
        "{}/change/",
        "{}/revisions/",
        "{}/compare/",
        "{}/notes/",
        "{}/preview/page/",
        "{}/review/",
        "{}/template/",
        "{}/delete/",
    )

    @pytest.fixture
    def kept(self, nadia: User, article: Article) -> Revision:
        page = Page(nadia, article)
        page.keep(title="Jamais dit", standfirst="Mot gardé")
        Note.objects.create(article=article, text="Mot entre nous", written_by=nadia)
        return page.row

    @pytest.mark.parametrize("role", ["journalist", "moderator", "newsletter"])
    def test_nothing_of_an_article_that_isnt_theirs(self, article: Article, kept: Revision, role: str) -> None:
        client = cast.signed_in(cast.member(role, email="autre@example.ma"))
        for place in self.PAGES:
            assert client.get(at(place, article)).status_code == 404, place
        sent = {"sitting": str(kept.sitting), "turn": 9, "revision": kept.pk, "number": kept.pk, "seen": 2, "text": "x"}
        for place in ("{}/keep/", "{}/give-up/", "{}/restore/", "{}/notes/", "{}/delete/"):
            assert client.post(at(place, article), typed(article, **sent)).status_code == 404, place
        assert client.get(ADD, {"like": article.pk}).status_code == 404
        kept.refresh_from_db()
        assert (kept.document.title, kept.settled_at) == ("Jamais dit", None)

    def test_nothing_for_somebody_who_left(self, article: Article, kept: Revision) -> None:
        gone = cast.member("chief", email="partie@example.ma")
        client = cast.signed_in(gone)
        User.objects.filter(pk=gone.pk).update(is_active=False)
        for place in self.PAGES:
            assert client.get(at(place, article)).status_code == 302, place
        assert client.post(at("{}/keep/", article), typed(article, sitting=str(uuid4()))).status_code == 401

    def test_a_state_of_another_article_is_not_there(self, boss: Client, article: Article, kept: Revision) -> None:
        other = draft(title="Un autre")
        mine = other.revisions.saved().first()
        assert mine is not None
        for query in ({"from": kept.pk, "to": mine.pk}, {"from": mine.pk, "to": kept.pk}):
            assert boss.get(at("{}/compare/", other), query).status_code == 404
        sent = {"revision": kept.pk, "seen": other.version, "number": kept.pk}
        assert boss.post(at("{}/restore/", other), sent).status_code == 404
        boss.post(at("{}/give-up/", other), sent)
        assert "Jamais dit" not in says(boss.get(address(other), {"take": kept.pk}))
        kept.refresh_from_db()
        assert kept.settled_at is None

    def test_a_colleagues_sitting_is_not_written_in(self, boss: Client, article: Article, kept: Revision) -> None:
        boss.post(at("{}/keep/", article), typed(article, title="De Leïla", sitting=str(kept.sitting), turn=99))
        kept.refresh_from_db()
        assert kept.document.title == "Jamais dit"
        assert Revision.objects.autosaved().count() == 2

    def test_a_page_begun_by_somebody_who_lost_the_article_keeps_silent(self, nadia: User) -> None:
        page = Page(nadia)
        page.keep(title="Un début")
        Article.objects.update(created_by=None)
        answer = page.client.post(f"{LIST}keep/", page.form())
        assert answer.status_code == 404


def test_what_nobody_published_is_on_no_page_for_readers(nadia: User, article: Article) -> None:
    live = stories.published(now=timezone.now() - timedelta(hours=1))
    Page(nadia, article).keep(title="Mot gardé")
    Page(cast.chief(), live).keep(title="Mot gardé", body="<p>Mot gardé</p>")
    for row in (live, article):
        Note.objects.create(article=row, text="Mot gardé", written_by=nadia)
    address = live.versions.live().with_addresses().get().get_absolute_url()
    for page in ("/", address, "/maroc/", "/feed/", "/sitemap.xml", "/maroc/feed/"):
        answer = Client().get(page, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # either
        assert "Mot gardé" not in html.unescape(body.decode()), page
