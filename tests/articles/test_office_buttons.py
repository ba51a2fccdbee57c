"""The buttons of the writing page: each works, rejects GET, strangers and wrong roles, and bears a second click."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import verbs
from articles.ledger import verbs as ledger
from articles.models import Article, PublishedVersion, Stage
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import address, draft, typed

pytestmark = pytest.mark.django_db
DEEDS = (
    "submit",
    "request_changes",
    "approve",
    "publish",
    "plan",
    "correct",
    "plan_correction",
    "cancel:1",
    "reinstate",
    "embargo",
    "end",
)


def press(client: Client, article: Article, deed: str, **fields: Any) -> Any:
    article.refresh_from_db()
    return client.post(address(article), typed(article, deed=deed, **fields))


def local(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def soon() -> Any:
    return (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)


def says(response: Any) -> str:
    return html.unescape(response.content.decode())


def live(article: Article) -> PublishedVersion | None:
    return article.versions.live().first()


@pytest.fixture
def reporter() -> User:
    return cast.reporter()


@pytest.fixture
def editor() -> User:
    return cast.editor(stories.section())


@pytest.fixture
def desk(editor: User) -> Client:
    return cast.signed_in(editor)


@pytest.fixture
def waiting(reporter: User) -> Article:
    article = draft(reporter)
    verbs.submit(Article.objects.filter(pk=article.pk), by=reporter)
    return article


@pytest.fixture
def online(waiting: Article, editor: User) -> Article:
    verbs.publish(Article.objects.filter(pk=waiting.pk), by=editor)
    return waiting


class TestTheWriter:
    def test_submits_and_what_was_typed_goes_with_it(self, reporter: User) -> None:
        article = draft(reporter)
        press(cast.signed_in(reporter), article, "submit", standfirst="En deux mots.")
        article.refresh_from_db()
        assert (article.stage, article.standfirst) == (Stage.IN_REVIEW, "En deux mots.")

    def test_without_headline_nothing_is_submitted_the_text_is_saved_and_the_message_leads_there(
        self, reporter: User
    ) -> None:
        article = draft(reporter)
        answer = press(cast.signed_in(reporter), article, "submit", title="", body="<p>Autre texte.</p>")
        article.refresh_from_db()
        assert answer.status_code == 200
        assert 'href="#id_title"' in says(answer)
        assert (article.stage, article.body) == (Stage.DRAFT, "<p>Autre texte.</p>")

    def test_the_form_that_came_back_can_be_sent_at_once(self, reporter: User) -> None:
        article, client = draft(reporter), cast.signed_in(reporter)
        answer = press(client, article, "submit", title="", body="<p>Autre.</p>")
        seen = answer.context["adminform"].form.data["seen"]
        again = typed(article, title="Voilà", seen=seen, deed="submit")
        assert client.post(address(article), again).status_code == 302
        article.refresh_from_db()
        assert article.stage == Stage.IN_REVIEW

    def test_takes_it_back(self, reporter: User, waiting: Article) -> None:
        client = cast.signed_in(reporter)
        assert client.get(address(waiting, "take-back")).status_code == 405
        assert client.post(address(waiting, "take-back")).status_code == 302
        waiting.refresh_from_db()
        assert waiting.stage == Stage.DRAFT

    def test_who_takes_it_back_twice_is_told(self, reporter: User, waiting: Article) -> None:
        client = cast.signed_in(reporter)
        client.post(address(waiting, "take-back"))
        answer = client.post(address(waiting, "take-back"), follow=True)
        assert "errors" not in says(answer).split("<main")[0]
        assert "messagelist" in says(answer)

    def test_a_colleague_cannot_take_it_back(self, waiting: Article) -> None:
        other = cast.member("journalist", email="other@example.ma")
        assert cast.signed_in(other).post(address(waiting, "take-back")).status_code == 404

    @pytest.mark.parametrize("deed", [name for name in DEEDS if name != "submit"])
    def test_finds_no_button_of_an_editor(self, reporter: User, deed: str) -> None:
        article = draft(reporter)
        assert press(cast.signed_in(reporter), article, deed, title="Autre").status_code == 404
        assert Article.objects.get(pk=article.pk).title == "Un titre"
        assert not article.versions.exists()


class TestTheEditor:
    def test_requests_changes_with_a_note(self, desk: Client, waiting: Article) -> None:
        press(desk, waiting, "request_changes", wanted="Une seconde source.")
        waiting.refresh_from_db()
        assert (waiting.stage, waiting.changes_wanted) == (Stage.CHANGES_REQUESTED, "Une seconde source.")

    def test_without_a_note_nothing_is_returned(self, desk: Client, waiting: Article) -> None:
        assert press(desk, waiting, "request_changes", wanted=" ").status_code == 200
        waiting.refresh_from_db()
        assert waiting.stage == Stage.IN_REVIEW

    def test_approves_what_is_on_the_screen(self, desk: Client, waiting: Article) -> None:
        press(desk, waiting, "approve", title="Relu")
        waiting.refresh_from_db()
        assert waiting.stage == Stage.APPROVED
        assert waiting.approved is not None
        assert waiting.approved.document.title == "Relu"

    def test_publishes_what_is_on_the_screen(self, desk: Client, waiting: Article) -> None:
        answer = press(desk, waiting, "publish", title="Relu et corrigé")
        version = live(waiting)
        assert answer.status_code == 302
        assert version is not None
        assert version.title == "Relu et corrigé"

    def test_a_second_click_publishes_nothing_again(self, desk: Client, waiting: Article) -> None:
        press(desk, waiting, "publish")
        assert press(desk, waiting, "publish").status_code == 200
        assert waiting.versions.count() == 1

    def test_two_editors_publishing_the_same_form_make_one_version(self, desk: Client, waiting: Article) -> None:
        sent = typed(waiting, deed="publish", title="Même clic")
        first = desk.post(address(waiting), sent)
        second = cast.signed_in(cast.chief()).post(address(waiting), sent)
        assert (first.status_code, second.status_code) == (302, 200)
        assert waiting.versions.count() == 1

    def test_what_is_missing_is_said_at_each_field_and_what_was_typed_is_saved(
        self, desk: Client, waiting: Article
    ) -> None:
        missing = {"title": "", "slug": "", "body": "", "authors": [], "picture": stories.picture().pk}
        answer = press(desk, waiting, "publish", **missing, standfirst="Gardé")
        page = says(answer)
        for input_ in ("id_title", "id_body", "id_authors_0", "id_picture_alt"):
            assert f'href="#{input_}"' in page
            assert f'id="{input_}"' in page
        assert Article.objects.get(pk=waiting.pk).standfirst == "Gardé"
        assert not waiting.versions.exists()

    @pytest.mark.parametrize("deed", DEEDS)
    def test_changes_nothing_by_looking(self, desk: Client, waiting: Article, deed: str) -> None:
        assert desk.get(address(waiting), {"deed": deed}).status_code == 200
        waiting.refresh_from_db()
        assert (waiting.stage, waiting.versions.count()) == (Stage.IN_REVIEW, 0)

    @pytest.mark.parametrize("deed", [*DEEDS, "withdraw", "nonsense", "cancel:x"])
    def test_of_another_section_finds_nothing(self, waiting: Article, deed: str) -> None:
        other = cast.member("editor", email="other@example.ma")
        other.edited_categories.set([stories.section("sport")])
        assert press(cast.signed_in(other), waiting, deed).status_code == 404
        waiting.refresh_from_db()
        assert waiting.stage == Stage.IN_REVIEW

    @pytest.mark.parametrize("deed", DEEDS)
    def test_a_stranger_is_led_to_the_door(self, client: Client, waiting: Article, deed: str) -> None:
        assert press(client, waiting, deed).status_code == 302
        waiting.refresh_from_db()
        assert (waiting.stage, waiting.versions.count()) == (Stage.IN_REVIEW, 0)

    def test_cannot_publish_into_a_section_that_is_not_theirs(self, desk: Client, waiting: Article) -> None:
        press(desk, waiting, "publish", category=stories.section("sport").pk)
        assert not waiting.versions.exists()


class TestTime:
    def test_plans_moves_and_cancels_in_the_newsrooms_zone(self, desk: Client, waiting: Article) -> None:
        at = soon()
        press(desk, waiting, "plan", at=local(at))
        version = waiting.versions.get()
        assert version.live_from == at
        press(desk, waiting, f"reschedule:{version.pk}", at=local(at + timedelta(hours=3)))
        moved = waiting.versions.get()
        assert moved.live_from == at + timedelta(hours=3)
        press(desk, waiting, f"cancel:{moved.pk}")
        assert not waiting.versions.exists()

    def test_the_page_of_a_planned_article_offers_its_cancelling(self, desk: Client, waiting: Article) -> None:
        press(desk, waiting, "plan", at=local(soon()))
        assert f'value="cancel:{waiting.versions.get().pk}"' in says(desk.get(address(waiting)))

    @pytest.mark.parametrize("at", ["", "2020-01-01T10:00", "bientôt"])
    def test_no_time_or_a_past_one_is_refused_and_stays_in_the_form(
        self, desk: Client, waiting: Article, at: str
    ) -> None:
        answer = press(desk, waiting, "plan", at=at)
        assert answer.status_code == 200
        assert f'value="{at}"' in says(answer) or not at
        assert not waiting.versions.exists()

    def test_cancelling_twice_is_told(self, desk: Client, waiting: Article) -> None:
        press(desk, waiting, "plan", at=local(soon()))
        number = waiting.versions.get().pk
        press(desk, waiting, f"cancel:{number}")
        assert press(desk, waiting, f"cancel:{number}").status_code == 200

    def test_a_planned_publication_of_another_article_is_out_of_reach(self, desk: Client, waiting: Article) -> None:
        other = stories.published()
        planned = stories.plan(other, soon(), now=timezone.now())
        press(desk, waiting, f"cancel:{planned.pk}")
        assert PublishedVersion.objects.filter(pk=planned.pk).exists()

    def test_an_embargo_holds_and_only_the_chief_lifts_it(self, desk: Client, waiting: Article) -> None:
        press(desk, waiting, "embargo", embargo=local(soon()))
        assert press(desk, waiting, "publish", embargo=local(soon())).status_code == 200
        assert press(desk, waiting, "embargo", embargo="").status_code == 200
        chief = cast.signed_in(cast.chief())
        assert press(chief, waiting, "embargo", embargo="").status_code == 302
        assert press(desk, waiting, "publish").status_code == 302

    def test_an_end_date_is_set(self, desk: Client, online: Article) -> None:
        at = soon()
        press(desk, online, "end", ends=local(at))
        online.refresh_from_db()
        assert online.ends_at == at


class TestAfterPublication:
    def test_a_correction_tells_readers(self, desk: Client, online: Article) -> None:
        note = {"change": "correction", "note": "Le nom était faux."}
        press(desk, online, "correct", body="<p>Le bon nom.</p>", **note)
        version = live(online)
        assert version is not None
        assert version.corrections.get().text == "Le nom était faux."

    def test_a_correction_can_be_planned_with_its_note(self, desk: Client, online: Article) -> None:
        at = soon()
        facts = {"change": "correction", "note": "Le nom était faux.", "body": "<p>Le bon nom.</p>"}
        assert "Le nom était faux." in says(press(desk, online, "plan_correction", **facts))  # no time yet
        assert online.versions.count() == 1
        press(desk, online, "plan_correction", at=local(at), **facts)
        planned = online.versions.get(live_from=at)
        assert (planned.change, planned.corrections.get().text) == ("correction", "Le nom était faux.")

    def test_a_correction_without_its_note_comes_back_whole(self, desk: Client, online: Article) -> None:
        answer = press(desk, online, "correct", body="<p>Le bon nom.</p>", change="correction", note="")
        assert answer.status_code == 200
        assert "Le bon nom" in says(answer)
        assert online.versions.count() == 1

    def test_a_note_that_was_refused_is_still_in_the_form(self, desk: Client, online: Article) -> None:
        answer = press(desk, online, "correct", body="<p>B.</p>", change="typo", note="Une note de trop.")
        assert "Une note de trop." in says(answer)
        assert online.versions.count() == 1

    def test_withdrawing_asks_why_then_takes_it_off(self, desk: Client, online: Article) -> None:
        assert desk.get(address(online, "withdraw")).status_code == 200
        assert live(online) is not None
        assert desk.post(address(online, "withdraw"), {"reason": " "}).status_code == 200
        desk.post(address(online, "withdraw"), {"reason": "Faux.", "words": "Retiré."})
        assert live(online) is None
        assert online.withdrawals.get().words == "Retiré."

    def test_withdrawing_twice_is_told_and_keeps_the_words(self, desk: Client, online: Article) -> None:
        desk.post(address(online, "withdraw"), {"reason": "Faux."})
        answer = desk.post(address(online, "withdraw"), {"reason": "Encore faux."})
        assert answer.status_code == 200
        assert "Encore faux." in says(answer)
        assert online.withdrawals.count() == 1

    def test_the_writer_cannot_withdraw(self, reporter: User, online: Article) -> None:
        client = cast.signed_in(reporter)
        assert client.get(address(online, "withdraw")).status_code == 404
        assert client.post(address(online, "withdraw"), {"reason": "Honte."}).status_code == 404
        assert live(online) is not None

    def test_only_the_chief_reinstates(self, desk: Client, editor: User, online: Article) -> None:
        ledger.withdraw(online, by=editor, reason="Faux.")
        assert press(desk, online, "reinstate").status_code == 404
        chief = cast.signed_in(cast.chief())
        assert press(chief, online, "reinstate").status_code == 302
        assert live(online) is not None
        assert press(chief, online, "reinstate").status_code == 200
