"""Notes to colleagues: who reads them, who hears of them, and that no reader ever does."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Note, Stage
from articles.notes import people, verbs
from articles.notes.desk import KEPT, forget
from newsroom.core import mail, registry
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import LIST, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> User:
    return cast.reporter()


@pytest.fixture
def omar() -> User:
    return cast.member("journalist", email="omar@example.ma", name="Omar Bennani")


@pytest.fixture
def article(nadia: User) -> Article:
    return draft(nadia, title="Rabat et Rome")


def notes(article: Article, number: int | None = None, *, part: bool = False) -> str:
    return f"{LIST}{article.pk}/notes/" + (f"{number}/" if number else "") + ("?part=1" if part else "")


def says(answer: Any) -> str:
    return html.unescape(answer.content.decode())


class TestNaming:
    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("@Omar Bennani, tu vérifies ?", True),
            ("Vois avec @omar bennani.", True),
            ("@Omar n’est pas un nom entier", False),
            ("@Omar Bennanix", False),
            ("adresse@Omar Bennani", False),
            ("Omar Bennani", False),
        ],
    )
    def test_an_at_and_the_whole_name_do_it(self, nadia: User, omar: User, text: str, named: bool) -> None:
        found = people.named_in(text, people.colleagues(nadia), ticked=set())
        assert found == ([omar] if named else [])

    def test_the_longer_name_wins(self, nadia: User, omar: User) -> None:
        short = cast.member("journalist", email="o@example.ma", name="Omar")
        among = people.colleagues(nadia)
        assert people.named_in("@Omar Bennani", among, ticked=set()) == [omar]
        assert people.named_in("@Omar, @Omar Bennani", among, ticked=set()) == [short, omar]

    def test_of_two_with_one_name_it_is_the_ticked_one(self, nadia: User, omar: User) -> None:
        twin = cast.member("journalist", email="twin@example.ma", name="Omar Bennani")
        among = people.colleagues(nadia)
        assert people.named_in("@Omar Bennani", among, ticked={twin.pk}) == [twin]
        assert {one.pk for one in people.named_in("@Omar Bennani", among, ticked=set())} == {omar.pk, twin.pk}

    def test_nobody_is_offered_who_reads_no_articles_or_has_left(self, nadia: User, omar: User) -> None:
        cast.moderator()
        cast.member("journalist", email="gone@example.ma", is_active=False)
        User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine")
        assert list(people.colleagues(nadia)) == [omar]

    def test_names_are_set_apart_and_nothing_else_is_markup(self, nadia: User, omar: User, article: Article) -> None:
        verbs.write(article, "<b>x</b> @Omar Bennani", by=nadia)
        page = cast.signed_in(nadia).get(notes(article)).content.decode()
        assert "&lt;b&gt;x&lt;/b&gt; <b>@Omar Bennani</b>" in page


class TestWriting:
    def test_a_note_is_left_and_told(self, nadia: User, omar: User, article: Article) -> None:
        data = {"text": "@Omar Bennani, vérifie.", "passage": "deux\n pays"}
        answer = cast.signed_in(nadia).post(notes(article), data, follow=True)
        note = Note.objects.get()
        assert (note.article, note.written_by, note.passage) == (article, nadia, "deux pays")
        assert list(note.mentioned.all()) == [omar]
        assert "Prévenus\u00a0: Omar Bennani." in says(answer)
        assert AuditEntry.objects.filter(verb="note.written", target_id=str(article.pk), actor=nadia).exists()

    def test_whoever_was_ticked_is_named_without_an_at(self, nadia: User, omar: User, article: Article) -> None:
        cast.signed_in(nadia).post(notes(article), {"text": "Vérifie.", "people": [omar.pk]})
        assert list(Note.objects.get().mentioned.all()) == [omar]

    def test_somebody_who_cannot_be_named_is_refused(self, nadia: User, article: Article) -> None:
        other = cast.moderator()
        answer = cast.signed_in(nadia).post(notes(article), {"text": "Vérifie.", "people": [other.pk]})
        assert answer.status_code == 200
        assert not Note.objects.exists()

    @pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001, "a\0b"])
    def test_bad_words_come_back_with_what_to_do(self, nadia: User, article: Article, text: str) -> None:
        client = cast.signed_in(nadia)
        assert 'class="errorlist"' in says(client.post(notes(article), {"text": text}))
        assert client.post(notes(article, part=True), {"text": text}).status_code == 422
        assert not Note.objects.exists()

    def test_the_writing_page_gets_the_list_alone(self, nadia: User, article: Article) -> None:
        answer = cast.signed_in(nadia).post(notes(article, part=True), {"text": "Un mot."})
        assert says(answer).lstrip().startswith("<p")
        assert "Un mot." in says(answer)
        assert "<form" not in says(answer)

    def test_a_writer_whose_text_is_in_review_still_writes_notes(self, nadia: User, article: Article) -> None:
        Article.objects.filter(pk=article.pk).update(stage=Stage.IN_REVIEW)
        client = cast.signed_in(nadia)
        assert 'id="notes"' in says(client.get(f"{LIST}{article.pk}/change/"))
        client.post(notes(article), {"text": "Un mot."})
        assert Note.objects.count() == 1

    @pytest.mark.parametrize("role", ["journalist", "moderator", "administrator"])
    def test_a_stranger_to_the_article_finds_nothing(self, article: Article, role: str) -> None:
        client = cast.signed_in(cast.member(role, email="other@example.ma"))
        assert client.get(notes(article)).status_code == 404
        assert client.post(notes(article), {"text": "x"}).status_code == 404
        assert not Note.objects.exists()


class TestSettling:
    def test_done_and_not_done_after_all(self, nadia: User, article: Article) -> None:
        note, client = verbs.write(article, "Un mot.", by=nadia), cast.signed_in(nadia)
        client.post(notes(article, note.pk), {"done": "1"})
        note.refresh_from_db()
        assert (note.done_by, note.done_at is None) == (nadia, False)
        client.post(notes(article, note.pk), {"done": "0"})
        note.refresh_from_db()
        assert (note.done_by, note.done_at) == (None, None)

    def test_twice_is_once(self, nadia: User, omar: User, article: Article) -> None:
        note = verbs.write(article, "Un mot.", by=nadia)
        first = verbs.settle(note, done=True, by=nadia)
        assert verbs.settle(note, done=True, by=omar).done_at == first.done_at
        assert AuditEntry.objects.filter(verb="note.done").count() == 1

    def test_it_is_not_done_by_looking(self, nadia: User, article: Article) -> None:
        note = verbs.write(article, "Un mot.", by=nadia)
        assert cast.signed_in(nadia).get(notes(article, note.pk)).status_code == 405

    def test_another_articles_address_and_a_stranger_find_nothing(
        self, nadia: User, omar: User, article: Article
    ) -> None:
        note, other = verbs.write(article, "Un mot.", by=nadia), draft(nadia)
        assert cast.signed_in(nadia).post(notes(other, note.pk), {"done": "1"}).status_code == 404
        assert cast.signed_in(omar).post(notes(article, note.pk), {"done": "1"}).status_code == 404
        assert not Note.objects.exclude(done_at=None).exists()


class TestBeingNamed:
    def test_it_opens_the_article_for_reading_alone(self, nadia: User, omar: User, article: Article) -> None:
        client = cast.signed_in(omar)
        assert client.get(f"{LIST}{article.pk}/change/").status_code == 404
        verbs.write(article, "@Omar Bennani", by=nadia)
        page = client.get(f"{LIST}{article.pk}/change/")
        assert page.status_code == 200
        assert 'name="title"' not in says(page)
        assert client.post(f"{LIST}{article.pk}/change/", {"title": "x"}).status_code in {403, 404}
        assert not Article.objects.editable_by(omar).filter(pk=article.pk).exists()

    def test_a_moderator_who_was_a_journalist_sees_nothing(self, nadia: User, omar: User, article: Article) -> None:
        verbs.write(article, "@Omar Bennani", by=nadia)
        omar.groups.clear()
        assert not Article.objects.visible_to(User.objects.get(pk=omar.pk)).exists()

    def test_it_stands_on_the_dashboard_until_it_is_done(self, nadia: User, omar: User, article: Article) -> None:
        note, client = verbs.write(article, "@Omar Bennani, vérifie.", by=nadia), cast.signed_in(omar)
        assert "vérifie." in says(client.get("/admin/"))
        verbs.settle(note, done=True, by=nadia)
        assert "vérifie." not in says(client.get("/admin/"))

    def test_a_note_on_ones_own_article_waits_for_its_writer(self, nadia: User, article: Article) -> None:
        verbs.write(article, "À moi-même.", by=nadia)
        verbs.write(article, "De la cheffe.", by=cast.chief())
        page = says(cast.signed_in(nadia).get("/admin/"))
        assert "De la cheffe." in page
        assert "À moi-même." not in page


class TestMail:
    def test_the_named_and_the_writers_hear_of_it_once_each(
        self, nadia: User, omar: User, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        signing = cast.member("journalist", email="salma@example.ma", name="Salma B", language="en")
        gone = cast.member("journalist", email="gone@example.ma", is_active=False)
        article.sign([stories.author("Salma", user=signing).pk, stories.author("Parti", user=gone).pk])
        sent: dict[str, dict[str, Any]] = {}
        monkeypatch.setattr(mail, "send", lambda _template, *, to, **facts: sent.update({to: facts}))
        verbs.write(article, "@Omar Bennani @Nadia Chraïbi @La chief", by=cast.chief(), passage="deux pays")
        named = {to: facts["context"]["named"] for to, facts in sent.items()}
        assert named == {nadia.email: True, omar.email: True, signing.email: False}
        letter = sent[signing.email]
        assert (letter["language"], letter["context"]["passage"]) == ("en", "deux pays")
        assert letter["context"]["link"].endswith(f"/admin/articles/article/{article.pk}/change/#notes")

    def test_nobody_is_told_of_an_article_that_left_their_reach(
        self, nadia: User, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nadia.groups.clear()
        sent: list[str] = []
        monkeypatch.setattr(mail, "send", lambda _template, *, to, **_facts: sent.append(to))
        verbs.write(article, "Un mot.", by=cast.chief())
        assert sent == []


class TestKeeping:
    def test_what_is_done_goes_after_a_year_and_what_waits_stays(self, nadia: User, article: Article) -> None:
        now = timezone.now()
        old, fresh = (verbs.write(article, words, by=nadia) for words in ("vieux", "neuf"))
        verbs.write(article, "attend", by=nadia, now=now - 2 * KEPT)
        verbs.settle(old, done=True, by=nadia, now=now - KEPT - timedelta(days=1))
        verbs.settle(fresh, done=True, by=nadia, now=now)
        assert forget(now - KEPT) == 1
        assert {note.text for note in Note.objects.all()} == {"neuf", "attend"}

    def test_a_person_is_told_what_they_wrote_and_where_they_are_named(
        self, nadia: User, omar: User, article: Article
    ) -> None:
        verbs.write(article, "@Omar Bennani", by=nadia)
        kind = next(kind for kind in registry.personal_data if kind.name == "notes")
        for person in (nadia, omar):
            assert [row["text"] for row in kind.find(person.email)] == ["@Omar Bennani"]
        assert kind.find("nobody@example.ma") == []

    def test_they_go_with_the_draft(self, nadia: User, article: Article) -> None:
        verbs.write(article, "Un mot.", by=nadia)
        article.delete()
        assert not Note.objects.exists()


def test_more_notes_and_names_cost_no_further_query(nadia: User, omar: User, article: Article) -> None:
    client = cast.signed_in(nadia)
    client.get("/admin/")
    costs = []
    for _round in range(2):
        for _number in range(4):
            verbs.settle(verbs.write(article, "@Omar Bennani", by=nadia), done=True, by=nadia)
            verbs.write(article, "@Omar Bennani", by=omar)
        cost = 0
        for path in (notes(article), f"{LIST}{article.pk}/change/", "/admin/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            cost += len(queries)
        costs.append(cost)
    assert costs[0] == costs[1]


def test_a_client_without_a_session_is_led_to_the_door(client: Client, article: Article) -> None:
    assert "/admin/login/" in client.post(notes(article), {"text": "x"})["Location"]
