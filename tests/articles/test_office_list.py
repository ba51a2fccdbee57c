"""The list of articles: tabs, filters, decisions about many, and what it costs."""

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import verbs
from articles.ledger import verbs as ledger
from articles.models import Article, Stage
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import LIST, draft

pytestmark = pytest.mark.django_db


def one(article: Article) -> Any:
    return Article.objects.filter(pk=article.pk)


@pytest.fixture
def chief() -> User:
    return cast.chief()


@pytest.fixture
def desk(chief: User) -> Client:
    return cast.signed_in(chief)


def titles(client: Client, query: str = "") -> list[str]:
    return [row.title for row in client.get(LIST + query).context["cl"].result_list]


def act(client: Client, name: str, *articles: Article, **fields: Any) -> Any:
    ticked = [article.pk for article in articles]
    seen = [f"{pk}:{version}" for pk, version in Article.objects.values_list("pk", "version")]
    chosen = {"action": f"{name}_chosen", "index": 0, "_selected_action": ticked, "seen": seen}
    return client.post(LIST, {**chosen, **fields}, follow=True)


def says(response: Any) -> str:
    return html.unescape(response.content.decode())


class TestTabs:
    @pytest.fixture
    def each(self, chief: User) -> None:
        draft(chief, title="Brouillon")
        for title, steps in (("Relecture", 1), ("Approuvé", 2)):
            article = draft(chief, title=title)
            for verb in (verbs.submit, verbs.approve)[:steps]:
                verb(one(article), by=chief)
        planned, live, gone = (draft(chief, title=title) for title in ("Prévu", "En ligne", "Retiré"))
        verbs.publish(one(planned), by=chief, at=timezone.now() + timedelta(days=1))
        verbs.publish(one(live), by=chief)
        verbs.publish(one(gone), by=chief)
        ledger.withdraw(gone, by=chief, reason="Faux.")

    @pytest.mark.parametrize(
        ("state", "title"),
        [
            ("drafts", "Brouillon"),
            ("review", "Relecture"),
            ("approved", "Approuvé"),
            ("planned", "Prévu"),
            ("live", "En ligne"),
            ("withdrawn", "Retiré"),
        ],
    )
    def test_each_tab_holds_its_own(self, each: None, desk: Client, state: str, title: str) -> None:
        assert titles(desk, f"?state={state}") == [title]

    def test_without_a_tab_everything_is_there(self, each: None, desk: Client) -> None:
        assert len(titles(desk)) == 6

    @pytest.mark.parametrize(
        "query", ["?state=nonsense", "?section=x", "?author=x", "?before=x", "?section=99999999999999999999"]
    )
    def test_an_address_that_means_nothing_is_no_error(self, desk: Client, query: str) -> None:
        assert desk.get(LIST + query, follow=True).status_code == 200


class TestFindingAndFiltering:
    def test_a_section_holds_what_is_below_it(self, desk: Client) -> None:
        top = stories.section("sport")
        draft(None, title="Match", category=stories.section("football", parent=top))
        draft(None, title="Loi")
        assert titles(desk, f"?section={top.pk}") == ["Match"]

    def test_by_author_and_by_language(self, desk: Client) -> None:
        article = draft(None, title="خبر", language="ar")
        other = stories.author("Driss Alaoui")
        article.sign([other.pk])
        draft(None, title="Loi")
        assert titles(desk, f"?author={other.pk}") == ["خبر"]
        assert titles(desk, "?language__exact=ar") == ["خبر"]

    def test_words_of_the_headline_and_names_are_found_once(self, desk: Client) -> None:
        article = draft(None, title="Rabat et Rome")
        article.sign([stories.author("Nadia Chraïbi").pk, stories.author("Nadia Deux").pk])
        draft(None, title="Loi").sign([])
        assert titles(desk, "?q=Rome") == ["Rabat et Rome"]
        assert titles(desk, "?q=Nadia") == ["Rabat et Rome"]

    def test_the_list_is_walked_to_its_end(self, desk: Client) -> None:
        Article.objects.bulk_create(Article(title=f"{n}") for n in range(120))
        seen, query = [], ""
        while True:
            found = desk.get(LIST + query).context["cl"]
            seen += [row.title for row in found.result_list]
            if not found.older:
                break
            query = found.older
        assert sorted(seen, key=int) == [str(n) for n in range(120)]


class TestMany:
    def test_drafts_are_submitted_and_what_is_left_alone_is_named_with_its_reason(
        self, desk: Client, chief: User
    ) -> None:
        good, bad = draft(chief, title="Complet"), draft(chief, title="Sans rubrique", category=None)
        answer = act(desk, "submit", good, bad)
        assert Article.objects.get(pk=good.pk).stage == Stage.IN_REVIEW
        assert Article.objects.get(pk=bad.pk).stage == Stage.DRAFT
        assert "Sans rubrique" in says(answer).split('class="messagelist"')[1].split("</ul>")[0]

    def test_those_in_review_are_approved_then_published(self, desk: Client, chief: User) -> None:
        rows = [draft(chief, title=title) for title in ("A", "B")]
        act(desk, "submit", *rows)
        act(desk, "approve", *rows)
        assert set(Article.objects.values_list("stage", flat=True)) == {Stage.APPROVED}
        act(desk, "publish", *rows)
        assert [article.versions.count() for article in rows] == [1, 1]

    def test_twice_publishes_once(self, desk: Client, chief: User) -> None:
        article = draft(chief)
        for _time in range(2):
            act(desk, "publish", article)
        assert article.versions.count() == 1

    def test_what_changed_since_the_list_was_shown_is_left_alone(self, desk: Client, chief: User) -> None:
        article = draft(chief)
        seen = f"{article.pk}:{article.version}"
        other = Article.objects.get(pk=article.pk)
        other.title = "Autre"
        verbs.save(other, by=chief)
        for name in ("submit", "publish"):
            for stale in ([seen], []):
                act(desk, name, article, seen=stale)
        assert not article.versions.exists()
        assert Article.objects.get().stage == Stage.DRAFT

    def test_withdrawing_asks_why_for_all_of_them_first(self, desk: Client, chief: User) -> None:
        rows = [draft(chief, title=title) for title in ("A", "B")]
        act(desk, "publish", *rows)
        assert 'name="reason"' in says(act(desk, "withdraw", *rows))
        assert all(article.versions.live().exists() for article in rows)
        act(desk, "withdraw", *rows, reason="Faux.", words="Retiré.")
        assert not any(article.versions.live().exists() for article in rows)

    def test_an_editor_decides_in_their_own_section_only(self, chief: User) -> None:
        mine, other = draft(chief), draft(chief, category=stories.section("sport"), title="Ailleurs")
        for article in (mine, other):
            verbs.submit(one(article), by=chief)
        act(cast.signed_in(cast.editor(stories.section())), "publish", mine, other)
        assert (mine.versions.count(), other.versions.count()) == (1, 0)

    def test_what_the_checks_warn_of_is_left_alone_unless_somebody_says_so(self, desk: Client, chief: User) -> None:
        good, bare = draft(chief, title="Complet"), draft(chief, title="Sans chapeau", standfirst="")
        later = timezone.localtime() + timedelta(days=1)
        plan = {"asked": "1", "at": later.strftime("%Y-%m-%dT%H:%M")}
        assert "Sans chapeau" in says(act(desk, "plan", good, bare))
        assert not good.versions.exists()
        assert "confirmez que vous l’avez vu" in says(act(desk, "plan", good, bare, **plan))
        assert (good.versions.count(), bare.versions.count()) == (1, 0)
        act(desk, "plan", bare, **plan, confirmed="on")
        assert bare.versions.count() == 1

    @pytest.mark.parametrize("at", ["", "2020-01-01T10:00", "nonsense"])
    def test_a_time_that_is_none_comes_back(self, desk: Client, chief: User, at: str) -> None:
        article = draft(chief)
        assert 'class="errorlist"' in says(act(desk, "plan", article, asked="1", at=at))
        assert not article.versions.exists()

    def test_many_move_to_a_category_and_what_is_there_already_is_told(self, desk: Client, chief: User) -> None:
        sport = stories.section("sport")
        rows = [draft(chief, title="A"), draft(chief, title="B", category=sport)]
        answer = act(desk, "move", *rows, asked="1", category=sport.pk)
        assert set(Article.objects.values_list("category", flat=True)) == {sport.pk}
        assert "Il est déjà dans cette rubrique." in says(answer)
        assert Article.objects.get(title="A").revisions.saved().count() == 2

    def test_many_get_tags_each_in_its_own_language(self, desk: Client, chief: User) -> None:
        one_, other = draft(chief, title="A"), draft(chief, title="خبر", language="ar")
        act(desk, "tag", one_, other, asked="1", tags="Gaz, Énergie")
        for article in (one_, other):
            assert {tag.language for tag in article.tags.all()} == {article.language}
            assert article.tags.count() == 2
        assert "Il a déjà ces thèmes." in says(act(desk, "tag", one_, asked="1", tags="gaz"))

    @pytest.mark.parametrize("name", ["move", "tag"])
    def test_a_writer_changes_only_what_is_with_them(self, chief: User, name: str) -> None:
        reporter = cast.reporter()
        mine, waiting = draft(reporter, title="A"), draft(reporter, title="B")
        verbs.submit(one(waiting), by=reporter)
        fields = {"category": stories.section("sport").pk, "tags": "Gaz"}
        page = says(act(cast.signed_in(reporter), name, mine, waiting, asked="1", **fields))
        assert "À cette étape, quelqu’un d’autre y travaille." in page
        assert mine.revisions.saved().count() == 2
        assert waiting.revisions.saved().count() == 1

    @pytest.mark.parametrize("name", ["move", "tag", "plan"])
    def test_what_was_changed_meanwhile_is_left_alone(self, desk: Client, chief: User, name: str) -> None:
        article, later = draft(chief), timezone.localtime() + timedelta(days=1)
        fields = {"category": stories.section("sport").pk, "tags": "Gaz", "at": later.strftime("%Y-%m-%dT%H:%M")}
        act(desk, name, article, asked="1", seen=[f"{article.pk}:99"], **fields)
        assert not article.versions.exists()
        assert article.revisions.saved().count() == 1

    @pytest.mark.parametrize("name", ["approve", "publish", "withdraw", "plan"])
    def test_a_writer_is_not_offered_an_editors_decision(self, name: str) -> None:
        reporter = cast.reporter()
        article = draft(reporter)
        client = cast.signed_in(reporter)
        act(client, name, article, reason="Non.")
        assert f'value="{name}_chosen"' not in says(client.get(LIST))
        article.refresh_from_db()
        assert (article.stage, article.versions.count()) == (Stage.DRAFT, 0)

    def test_nobody_deletes_many(self, desk: Client, chief: User) -> None:
        article = draft(chief)
        desk.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes", "index": 0})
        assert Article.objects.filter(pk=article.pk).exists()


def cost(work: Callable[[], Any]) -> int:
    work()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    return len(queries)


@pytest.mark.parametrize("query", ["", "?state=live", "?state=review", "?q=Titre"])
def test_the_list_costs_the_same_for_ten_and_for_twenty_and_less_than_twenty_queries(
    desk: Client, chief: User, query: str
) -> None:
    def more() -> None:
        for number in range(10):
            article = draft(chief, title=f"Titre {number}")
            verbs.submit(one(article), by=chief)
            if number % 2:
                verbs.publish(one(article), by=chief)

    more()
    before = cost(lambda: desk.get(LIST + query))
    more()
    assert cost(lambda: desk.get(LIST + query)) == before
    assert before < 20


@pytest.mark.parametrize("name", ["move", "tag", "plan", "submit"])
def test_a_hundred_at_once_cost_so_many_queries_each(desk: Client, chief: User, name: str) -> None:
    later, sport = timezone.localtime() + timedelta(days=1), stories.section("sport")
    fields = {"asked": "1", "category": sport.pk, "tags": "Gaz", "at": later.strftime("%Y-%m-%dT%H:%M")}

    def spent(number: int) -> int:
        rows = [draft(chief, title=f"Titre {chr(97 + n % 26)}{n}") for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            act(desk, name, *rows, **fields)
        return len(queries)

    ten, hundred = spent(10), spent(100)
    assert (hundred - ten) / 90 < 90


def test_nothing_counts_the_whole_table(desk: Client, chief: User) -> None:
    draft(chief)
    with CaptureQueriesContext(connection) as queries:
        desk.get(LIST)
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"].upper()]
    assert all(
        "LIMIT 100" in sql for sql in counts if "articles_article" in sql and "stage" not in sql.split("WHERE")[-1]
    )


def test_the_dashboard_tells_what_waits_what_is_mine_and_what_is_planned(desk: Client, chief: User) -> None:
    waiting, planned = draft(chief, title="À relire"), draft(chief, title="Pour demain")
    draft(chief, title="À moi")
    verbs.submit(one(waiting), by=chief)
    verbs.publish(one(planned), by=chief, at=timezone.now() + timedelta(days=1))
    page = says(desk.get("/admin/"))
    assert all(words in page for words in ("À relire", "Pour demain", "À moi"))
    assert '<b class="count">1</b>' in page
