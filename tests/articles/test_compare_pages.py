"""Every state of an article in the office, two of them side by side, and one put back."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import verbs
from articles.ledger import verbs as ledger
from articles.models import Article, Revision, Tag
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import address, draft, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter() -> User:
    return cast.member("journalist", name="Leïla Bennis", language="en")


@pytest.fixture
def writing(reporter: User) -> Client:
    return cast.signed_in(reporter)


@pytest.fixture
def article(reporter: User) -> Article:
    return draft(reporter, title="Le port ouvre", body="<p>Un mot.</p>")


def save(article: Article, by: User | None, **fields: Any) -> Revision:
    row = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    revision = verbs.save(row, by=by)
    article.refresh_from_db()
    return revision


def kept(article: Article, by: User, title: str) -> Revision:
    """What somebody wrote and didn't save."""
    document = {**article.document().to_json(), "title": title}
    return Revision.objects.create(article=article, made_by=by, sitting=uuid4(), data=document)


def compared(client: Client, article: Article, before: Revision, after: Revision) -> str:
    page = says(client.get(address(article, "compare"), {"from": before.pk, "to": after.pk}))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.split("<main")[-1]))


class TestComparison:
    def test_words_fields_and_formatting_are_told_in_words(
        self, writing: Client, reporter: User, article: Article
    ) -> None:
        before = Revision.objects.get()
        picture = stories.picture(name="Le port au matin")
        body = '<p>Un <strong>mot</strong>.</p><h2>Un titre</h2><p><a href="https://exemple.ma/">Là</a></p>'
        after = save(article, reporter, title="Le port ferme", body=body, picture=picture, kind="analysis")
        page = compared(writing, article, before, after)
        for words in (
            "[taken out: ouvre]",
            "[added: ferme]",
            "(now bold)",
            "Heading New",
            "(a link, to https://exemple.ma/)",
            "Le port au matin",
            "Analysis",
        ):
            assert words in page

    def test_the_last_change_is_what_is_shown_first(self, writing: Client, reporter: User, article: Article) -> None:
        save(article, reporter, title="Le port ferme")
        save(article, reporter, standfirst="Un chapeau.")
        answer = writing.get(address(article, "compare"))
        assert [row.label for row in answer.context["fields"]] == ["Standfirst"]

    def test_the_first_state_is_compared_with_itself(self, writing: Client, article: Article) -> None:
        assert writing.get(address(article, "compare")).context["same"]

    def test_what_was_deleted_meanwhile_is_told_as_deleted(
        self, writing: Client, reporter: User, article: Article
    ) -> None:
        before = Revision.objects.get()
        row = Article.objects.get(pk=article.pk)
        number = stories.tag("gaz").pk
        after = verbs.save(row, by=reporter, tags=[number])
        article.tags.clear()
        Tag.objects.all().delete()
        assert f"(deleted: {number})" in compared(writing, article, before, after)

    def test_scripts_in_a_headline_stay_words(self, writing: Client, reporter: User, article: Article) -> None:
        before = Revision.objects.get()
        after = save(article, reporter, title="<script>alert(1)</script>")
        raw = writing.get(address(article, "compare"), {"from": before.pk, "to": after.pk}).content.decode()
        assert "<script>alert" not in raw

    @pytest.mark.parametrize("value", ["0", "abc", "-1", "9" * 30, "99999"])
    def test_a_state_that_is_none_is_not_found(self, writing: Client, article: Article, value: str) -> None:
        assert writing.get(address(article, "compare"), {"from": value}).status_code == 404

    def test_a_state_of_another_article_is_not_found(self, writing: Client, reporter: User, article: Article) -> None:
        other = verbs.current_revision(draft(reporter), by=reporter)
        assert writing.get(address(article, "compare"), {"to": other.pk}).status_code == 404

    def test_an_article_without_a_state_has_nothing_to_compare(self, writing: Client, reporter: User) -> None:
        bare = Article.objects.create(created_by=reporter)
        for what in ("compare", "revisions"):
            assert "Nothing saved yet." in says(writing.get(address(bare, what)))


class TestUnsaved:
    def test_words_kept_by_themselves_and_then_saved_are_listed_once(
        self, writing: Client, reporter: User, article: Article
    ) -> None:
        kept(article, reporter, "Le port rouvre")
        given_up = kept(article, reporter, "Jamais enregistré")
        saved = save(article, reporter, title="Le port rouvre")
        entries = writing.get(address(article, "revisions")).context["entries"]
        first = Revision.objects.saved().last()
        assert first is not None
        assert {entry.revision.pk for entry in entries} == {saved.pk, given_up.pk, first.pk}

    def test_ones_own_unsaved_words_are_among_the_states(
        self, writing: Client, reporter: User, article: Article
    ) -> None:
        row = kept(article, reporter, "Jamais enregistré")
        assert "Kept by itself, not saved" in says(writing.get(address(article, "revisions")))
        assert "Jamais enregistré" in compared(writing, article, Revision.objects.saved().get(), row).replace(
            "[added: Jamais enregistré]", "Jamais enregistré"
        )

    def test_a_colleagues_unsaved_words_are_for_whoever_decides(
        self, writing: Client, reporter: User, article: Article
    ) -> None:
        chief = cast.chief()
        row = kept(article, chief, "Pas encore pour vous")
        assert "Kept by itself" not in says(writing.get(address(article, "revisions")))
        assert writing.get(address(article, "compare"), {"to": row.pk}).status_code == 404
        mine = kept(article, reporter, "À moi")
        assert cast.signed_in(chief).get(address(article, "compare"), {"to": mine.pk}).status_code == 200


class TestEveryState:
    def test_versions_are_told_where_they_began(self, writing: Client, reporter: User, article: Article) -> None:
        now = timezone.now()
        ledger.publish(Revision.objects.get(), by=None, now=now - 2 * stories.HOUR)
        second = save(article, reporter, title="Le port ferme")
        ledger.publish(second, by=None, now=now - stories.HOUR)
        third = save(article, reporter, title="Le port rouvre")
        ledger.publish(third, by=None, at=now + stories.HOUR, now=now)
        page = says(writing.get(address(article, "revisions")))
        for words in (
            "Readers had it from",
            "Readers have it since",
            "Planned for",
            "On the desk now",
            "Changed: Headline",
        ):
            assert words in page

    def test_the_list_is_walked_to_its_end(self, writing: Client, reporter: User, article: Article) -> None:
        for number in range(45):
            save(article, reporter, title=f"Titre {number}")
        seen: list[int] = []
        query = ""
        while True:
            context = writing.get(address(article, "revisions") + query).context
            seen += [entry.revision.pk for entry in context["entries"]]
            if not context["older"]:
                break
            query = "?" + "before=" + context["older"].replace("+", "%2B")
        assert seen == list(Revision.objects.order_by("-pk").values_list("pk", flat=True))

    @pytest.mark.parametrize("mark", ["abc", "2026-01-01_1", "_", "9999-99-99T00:00:00+00:00_1"])
    def test_a_mark_that_is_none_is_not_found(self, writing: Client, article: Article, mark: str) -> None:
        assert writing.get(address(article, "revisions"), {"before": mark}).status_code == 404

    def test_a_long_list_costs_no_more_than_a_short_one(
        self, writing: Client, reporter: User, article: Article
    ) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as found:
                writing.get(address(article, "revisions"))
            return len(found)

        save(article, reporter, title="Deux")
        cost()  # what a process asks for once
        before = cost()
        for number in range(10):
            save(article, reporter, title=f"Titre {number}")
        assert cost() == before
        assert before < 20


class TestRestoring:
    def test_an_earlier_text_comes_back_and_nothing_is_lost(
        self, writing: Client, reporter: User, article: Article
    ) -> None:
        first = Revision.objects.get()
        save(article, reporter, title="Le port ferme")
        answer = writing.post(address(article, "restore"), {"revision": first.pk, "seen": article.version})
        assert answer["Location"] == address(article)
        assert Article.objects.get().title == "Le port ouvre"
        assert [row.document.title for row in Revision.objects.saved()] == [
            "Le port ouvre",
            "Le port ferme",
            "Le port ouvre",
        ]

    def test_twice_restores_once(self, writing: Client, reporter: User, article: Article) -> None:
        first = Revision.objects.get()
        save(article, reporter, title="Le port ferme")
        for _time in range(2):
            writing.post(address(article, "restore"), {"revision": first.pk, "seen": article.version})
        assert Revision.objects.count() == 3

    @pytest.mark.parametrize("seen", ["stale", "", "abc", "-3", "9" * 40])
    def test_over_something_that_nobody_looked_at_nothing_comes_back(
        self, writing: Client, reporter: User, article: Article, seen: str
    ) -> None:
        first, known = Revision.objects.get(), article.version
        save(article, cast.chief(), title="Le sien")
        seen = str(known) if seen == "stale" else seen
        answer = writing.post(address(article, "restore"), {"revision": first.pk, "seen": seen}, follow=True)
        assert "Somebody saved this article while you had it open." in says(answer)
        assert Article.objects.get().title == "Le sien"

    def test_it_is_not_asked_for_by_a_link(self, writing: Client, article: Article) -> None:
        assert writing.get(address(article, "restore")).status_code == 405

    def test_who_may_not_write_restores_nothing(self, reporter: User, article: Article) -> None:
        first = Revision.objects.get()
        save(article, reporter, title="Le port ferme")
        verbs.submit(Article.objects.all(), by=reporter)
        for user in (reporter, cast.member("journalist", email="autre@example.ma")):
            answer = cast.signed_in(user).post(
                address(article, "restore"), {"revision": first.pk, "seen": article.version}
            )
            assert answer.status_code == 404
        assert Article.objects.get().title == "Le port ferme"

    @pytest.mark.parametrize("value", ["", "0", "abc", "99999"])
    def test_a_state_that_is_none_is_not_found(self, writing: Client, article: Article, value: str) -> None:
        answer = writing.post(address(article, "restore"), {"revision": value, "seen": article.version})
        assert answer.status_code == 404
