"""Readers report errors without an account or a cookie; the report is a task for those who decide on the article."""

import threading
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.ledger import verbs as ledger
from articles.models import Article, PublishedVersion, Report
from articles.models.report import LONGEST, PASSAGE, ReportState
from articles.reports import desk, receipts, verbs
from articles.reports.verbs import Words
from articles.reports.views import FROM_NETWORK
from newsroom.core import registry
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.articles import stories
from tests.articles.test_ledger import refused
from tests.comments import people

pytestmark = pytest.mark.django_db
TYPED = {"text": "C’est douze, pas dix.", "passage": "dix bateaux", "email": "Lina@Example.MA", "subject": ""}
LIST = "/admin/articles/report/"


@pytest.fixture
def version() -> PublishedVersion:
    return stories.published(now=timezone.now()).versions.get()


def address(version: PublishedVersion, language: str = "") -> str:
    return f"{language and f'/{language}'}/signaler/{version.article_id}/"


def send(version: PublishedVersion, *, headers: dict[str, str] | None = None, **typed: str) -> Any:
    """Post the form as a browser does from our own page."""
    return Client(headers=people.OURS if headers is None else headers).post(address(version), {**TYPED, **typed})


def says(answer: Any) -> str:
    return unescape(answer.content.decode())


def report(version: PublishedVersion, text: str = "Faux.", **fields: Any) -> Report:
    return verbs.receive(version.article_id, Words(text, **fields))


class TestSending:
    def test_it_comes_in_and_its_sender_is_led_to_their_own_page(self, version: PublishedVersion) -> None:
        answer = send(version)
        row = Report.objects.get()
        assert answer.status_code == 303
        assert (row.article_id, row.version_id, row.language, row.state) == (
            version.article_id,
            version.pk,
            "fr",
            "open",
        )
        assert (row.text, row.passage, row.email) == ("C’est douze, pas dix.", "dix bateaux", "lina@example.ma")

    def test_the_page_afterwards_shows_it_and_is_never_stored(self, version: PublishedVersion) -> None:
        page = Client().get(send(version)["Location"])
        assert page.status_code == 200
        assert "C’est douze, pas dix." in says(page)
        assert "lina@example.ma" not in says(page)
        assert "no-store" in page["Cache-Control"]

    def test_no_answer_sets_a_cookie_and_the_form_holds_no_token(self, version: PublishedVersion) -> None:
        sent = send(version)
        answers = [sent, send(version, text=""), Client().get(address(version)), Client().get(sent["Location"])]
        assert [answer.cookies.output() for answer in answers] == [""] * 4
        assert "csrf" not in says(answers[2])

    def test_the_article_leads_there_and_a_passage_comes_along(self, version: PublishedVersion) -> None:
        article = says(Client().get(version.get_absolute_url()))
        assert f'<a href="{address(version)}" rel="nofollow" data-report>' in article
        form = Client().get(address(version), {"passage": "dix <b>bateaux\u202e"})
        assert "\ndix <b>bateaux</textarea>" in says(form)
        assert "no-store" in form["Cache-Control"]
        assert 'content="noindex"' in says(form)

    def test_a_passage_of_an_address_is_cut_to_what_can_be_sent(self, version: PublishedVersion) -> None:
        form = Client().get(address(version), {"passage": "x" * 2000})
        assert f"\n{'x' * PASSAGE}</textarea>" in says(form)

    def test_looking_at_the_form_writes_nothing(self, version: PublishedVersion) -> None:
        Client().get(address(version), TYPED)
        assert not Report.objects.exists()

    def test_the_form_is_in_the_language_of_its_article(self) -> None:
        arabic = people.article("مخطط الموانئ", language="ar")
        answer = Client().get(f"/signaler/{arabic.article_id}/", {"passage": "كلمة"})
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"/ar/signaler/{arabic.article_id}/?passage=")
        sent = Client(headers=people.OURS).post(address(arabic, "ar"), {**TYPED, "text": "الرقم خطأ."})
        assert sent["Location"].startswith("/ar/signaler/recu/")
        assert Report.objects.get().language == "ar"

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_other_methods_are_refused(self, version: PublishedVersion, method: str) -> None:
        assert getattr(Client(), method)(address(version)).status_code == 405

    def test_an_address_of_the_sender_is_not_needed(self, version: PublishedVersion) -> None:
        assert send(version, email="", passage="").status_code == 303


class TestTwice:
    def test_the_same_words_are_one_report_with_one_answer(self, version: PublishedVersion) -> None:
        pages = [says(Client().get(send(version)["Location"])) for _time in range(2)]
        assert pages[0] == pages[1]
        assert Report.objects.count() == 1

    def test_other_words_or_another_article_are_another_one(self, version: PublishedVersion) -> None:
        send(version)
        send(version, text="Autre chose.")
        send(stories.published(now=timezone.now()).versions.get())
        assert Report.objects.count() == 3

    @pytest.mark.django_db(transaction=True)
    def test_two_clicks_at_once_are_one(self) -> None:
        version = stories.published(now=timezone.now()).versions.get()
        barrier = threading.Barrier(4)

        def click() -> None:
            barrier.wait()
            report(version)
            connection.close()

        clicks = [threading.Thread(target=click) for _number in range(4)]
        for thread in clicks:
            thread.start()
        for thread in clicks:
            thread.join()
        assert Report.objects.count() == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"text": ""}, "text"),
            ({"text": " \u200b\n"}, "text"),
            ({"text": "x" * (LONGEST + 1)}, "text"),
            ({"passage": "x" * (PASSAGE + 1)}, "passage"),
            ({"email": "lina.example.ma"}, "email"),
            ({"email": "lina@example.ma\nBcc: x@example.ma"}, "email"),
        ],
        ids=str,
    )
    def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
        self, version: PublishedVersion, typed: dict[str, Any], field: str
    ) -> None:
        answer = send(version, **{"passage": "À garder.", **typed})
        page = says(answer)
        assert (answer.status_code, Report.objects.count()) == (422, 0)
        assert f'href="#report-form-{field}"' in page
        assert "passage" in typed or "À garder." in page

    def test_a_filled_decoy_is_refused_and_the_text_kept(self, version: PublishedVersion) -> None:
        answer = send(version, subject="Viagra")
        assert (answer.status_code, Report.objects.count()) == (422, 0)
        assert "C’est douze, pas dix." in says(answer)

    @pytest.mark.parametrize(
        "headers",
        [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {}],
        ids=str,
    )
    def test_a_form_from_elsewhere_is_refused_and_kept(
        self, version: PublishedVersion, headers: dict[str, str]
    ) -> None:
        answer = send(version, headers=headers)
        assert (answer.status_code, Report.objects.count()) == (403, 0)
        assert "C’est douze, pas dix." in says(answer)

    def test_many_in_a_short_time_wait_and_keep_their_words(self, version: PublishedVersion) -> None:
        for number in range(FROM_NETWORK.limit):
            assert send(version, text=f"N {number}").status_code == 303
        held = send(version, text="Une de trop.")
        assert held.status_code == 429
        assert int(held["Retry-After"]) > 0
        assert "Une de trop." in says(held)

    def test_a_withdrawn_article_takes_none_and_gives_the_words_back(self, version: PublishedVersion) -> None:
        ledger.withdraw(version.article, by=None, reason="x")
        answer = send(version)
        assert (answer.status_code, Report.objects.count()) == (410, 0)
        assert "C’est douze, pas dix." in says(answer)
        assert "Un titre" not in says(answer)

    @pytest.mark.parametrize("number", ["99999", "9" * 30])
    def test_what_never_was_is_not_there(self, number: str) -> None:
        assert Client().get(f"/signaler/{number}/").status_code == 404
        assert Client(headers=people.OURS).post(f"/signaler/{number}/", TYPED).status_code == 404

    def test_a_draft_looks_like_nothing(self) -> None:
        assert Client().get(f"/signaler/{Article.objects.create(title='Secret').pk}/").status_code == 404

    def test_a_receipt_is_signed_and_over_one_day(self, version: PublishedVersion, monkeypatch: Any) -> None:
        path = receipts.address(report(version))
        assert Client().get(path[:-3] + "/").status_code == 404
        assert Client().get(path).status_code == 200
        monkeypatch.setattr(receipts, "KEPT", timedelta(seconds=-1))
        assert Client().get(path).status_code == 404


class TestWhatBecomesOfIt:
    def test_the_sender_is_told_and_given_the_correction(self, version: PublishedVersion) -> None:
        row, chief = report(version), cast.chief()
        corrected = ledger.correct(stories.revision(version.article), by=None, note="Douze, et non dix.")
        verbs.decide(row, ReportState.FIXED, by=chief, correction=corrected.corrections.get().pk)
        page = says(Client().get(receipts.address(row)))
        assert "Douze, et non dix." in page
        assert corrected.get_absolute_url() in page

    def test_of_a_withdrawn_article_the_page_tells_nothing(self, version: PublishedVersion) -> None:
        row = report(version)
        corrected = ledger.correct(stories.revision(version.article), by=None, note="Douze, et non dix.")
        verbs.decide(row, ReportState.FIXED, by=None, correction=corrected.corrections.get().pk)
        ledger.withdraw(version.article, by=None, reason="x")
        page = says(Client().get(receipts.address(row)))
        assert ("Douze, et" in page, "un-titre" in page) == (False, False)

    def test_each_step_is_in_the_trail_without_a_word_of_the_reader(self, version: PublishedVersion) -> None:
        row, chief = report(version, email="lina@example.ma"), cast.chief()
        for state in (ReportState.TAKEN, ReportState.NOT_ERROR, ReportState.OPEN, ReportState.SPAM):
            verbs.decide(row, state, by=chief)
        entries = AuditEntry.objects.filter(verb__startswith="report.").order_by("pk")
        assert [entry.verb for entry in entries] == [
            "report.taken",
            "report.not_error",
            "report.reopened",
            "report.spam",
        ]
        assert all("Faux" not in entry.target_label and "lina" not in str(entry.detail) for entry in entries)

    def test_who_comes_second_is_told_and_changes_nothing(self, version: PublishedVersion) -> None:
        row, first, second = report(version), cast.chief(), cast.member("editor", name="Omar")
        verbs.decide(row, ReportState.TAKEN, by=first)
        with refused("meanwhile"):
            verbs.decide(row, ReportState.TAKEN, by=second)
        verbs.decide(row, ReportState.FIXED, by=second)
        for state in (ReportState.SPAM, ReportState.TAKEN):
            with refused("meanwhile"):
                verbs.decide(row, state, by=first)
        row.refresh_from_db()
        assert (row.state, row.decided_by) == ("fixed", second)

    def test_twice_is_once(self, version: PublishedVersion) -> None:
        row, chief = report(version), cast.chief()
        for _time in range(2):
            verbs.decide(row, ReportState.TAKEN, by=chief)
        for _time in range(2):
            verbs.decide(row, ReportState.SPAM, by=chief)
        assert AuditEntry.objects.filter(verb__startswith="report.").count() == 2

    def test_a_note_of_another_article_or_of_tomorrow_is_refused(self, version: PublishedVersion) -> None:
        row, other = report(version), stories.published()
        theirs = ledger.correct(stories.revision(other), by=None, note="Autre.").corrections.get()
        at = timezone.now() + stories.HOUR
        planned = ledger.correct(stories.revision(version.article), by=None, note="Demain.", at=at).corrections.get()
        for number in (theirs.pk, planned.pk, 0):
            with refused("correction"):
                verbs.decide(row, ReportState.FIXED, by=None, correction=number)


class TestInTheOffice:
    @pytest.fixture
    def editor(self) -> User:
        return cast.editor(stories.section())

    @pytest.fixture
    def about(self) -> Article:
        """The desk has its category too."""
        article = stories.published(now=timezone.now())
        article.title, article.category = "Le port", stories.section()
        article.save()
        return article

    @pytest.fixture
    def row(self, about: Article) -> Report:
        return report(about.versions.get(), passage="dix bateaux", email="lina@example.ma")

    def test_it_is_on_the_dashboard_in_the_list_and_beside_the_article(
        self, editor: User, about: Article, row: Report
    ) -> None:
        client = cast.signed_in(editor)
        for path in ("/admin/", f"{LIST}?state=waiting", f"/admin/articles/article/{about.pk}/change/"):
            assert f"/admin/articles/report/{row.pk}/change/" in says(client.get(path)), path

    def test_its_page_quotes_the_passage_and_offers_what_can_be_done(self, editor: User, row: Report) -> None:
        page = says(cast.signed_in(editor).get(f"{LIST}{row.pk}/change/"))
        assert "dix bateaux" in page
        assert "mailto:lina@example.ma" in page
        assert [f'value="{state}"' in page for state in ("taken", "fixed", "not_error", "spam", "open")] == [
            *[True] * 4,
            False,
        ]

    def test_take_and_settle_move_it_from_open_to_done(self, editor: User, row: Report) -> None:
        client = cast.signed_in(editor)

        def listed(tab: str) -> bool:
            return row in list(client.get(LIST, {"state": tab}).context["cl"].result_list)

        assert client.post(f"{LIST}{row.pk}/decide/", {"state": "taken"}).status_code == 302
        assert (listed("waiting"), listed("done")) == (True, False)
        assert client.post(f"{LIST}{row.pk}/decide/", {"state": "fixed", "correction": ""}).status_code == 302
        assert (listed("waiting"), listed("done")) == (False, True)

    def test_settling_links_the_correction_that_came_of_it(self, editor: User, about: Article, row: Report) -> None:
        note = ledger.correct(stories.revision(about), by=None, note="Douze.").corrections.get()
        client = cast.signed_in(editor)
        assert f'<option value="{note.pk}">' in says(client.get(f"{LIST}{row.pk}/change/"))
        client.post(f"{LIST}{row.pk}/decide/", {"state": "fixed", "correction": note.pk})
        row.refresh_from_db()
        assert row.correction == note
        assert "Douze." in says(client.get(f"{LIST}{row.pk}/change/"))

    def test_the_writer_reads_what_is_said_of_their_article_but_neither_settles_it_nor_sees_the_address(
        self, about: Article, row: Report
    ) -> None:
        reporter = cast.reporter()
        Article.objects.filter(pk=about.pk).update(created_by=reporter)
        client = cast.signed_in(reporter)
        page = says(client.get(f"{LIST}{row.pk}/change/"))
        assert ("Faux." in page, "lina@example.ma" in page, 'value="fixed"' in page) == (True, False, False)
        assert client.post(f"{LIST}{row.pk}/decide/", {"state": "fixed"}).status_code == 404

    @pytest.mark.parametrize("who", [cast.reporter, cast.editor, cast.moderator, cast.administrator])
    def test_to_others_it_does_not_exist(self, row: Report, who: Any) -> None:
        client = cast.signed_in(who())
        assert client.get(f"{LIST}{row.pk}/change/").status_code == 404
        assert client.post(f"{LIST}{row.pk}/decide/", {"state": "spam"}).status_code == 404
        assert f"/report/{row.pk}/" not in says(client.get("/admin/"))

    @pytest.mark.parametrize("state", ["", "gone", "fixed\n"])
    def test_what_is_no_decision_is_nothing(self, editor: User, row: Report, state: str) -> None:
        assert cast.signed_in(editor).post(f"{LIST}{row.pk}/decide/", {"state": state}).status_code == 404

    def test_the_second_of_two_editors_is_told(self, editor: User, row: Report) -> None:
        verbs.decide(row, ReportState.SPAM, by=cast.chief())
        answer = cast.signed_in(editor).post(f"{LIST}{row.pk}/decide/", {"state": "fixed"}, follow=True)
        assert "Driss Alaoui" in says(answer)
        row.refresh_from_db()
        assert row.state == "spam"

    def test_nobody_finds_addresses_by_searching(self, editor: User, row: Report) -> None:
        client = cast.signed_in(editor)
        found = client.get(LIST, {"q": "lina@example.ma", "state": "waiting"}).context["cl"].result_list
        assert list(found) == []
        assert client.get(LIST, {"email__startswith": "l", "state": "waiting"}).status_code in {302, 400}

    def test_more_of_them_cost_no_further_query(self, about: Article) -> None:
        chief, costs = cast.chief(), []
        client = cast.signed_in(chief)
        client.get("/admin/")
        for round_ in range(2):
            for number in range(6):
                made = report(about.versions.get(), f"N {round_} {number}")
                verbs.decide(made, ReportState.TAKEN, by=chief)
            cost = 0
            for path in ("/admin/", f"{LIST}?state=waiting", f"/admin/articles/article/{about.pk}/change/"):
                with CaptureQueriesContext(connection) as queries:
                    client.get(path)
                cost += len(queries)
            costs.append(cost)
        assert costs[0] == costs[1]


class TestKeeping:
    def test_a_person_is_told_what_they_sent(self, version: PublishedVersion) -> None:
        report(version, email="lina@example.ma")
        report(version, "Sans adresse.")
        kind = next(kind for kind in registry.personal_data if kind.name == "reports")
        assert [row["text"] for row in kind.find("lina@example.ma")] == ["Faux."]
        assert kind.find("") == []

    def test_addresses_go_first_then_the_reports(self, version: PublishedVersion) -> None:
        now = timezone.now()
        for age in (400, 100, 1):
            words = Words(f"Vieux de {age} jours.", email="lina@example.ma")
            row = verbs.receive(version.article_id, words)
            Report.objects.filter(pk=row.pk).update(received_at=now - timedelta(days=age))
        kept = {entry.name: entry for entry in registry.retention}
        addresses, reports = kept["articles.reports.addresses"], kept["articles.reports"]
        assert addresses.forget(now - addresses.period) == 2
        assert reports.forget(now - reports.period) == 1
        assert list(Report.objects.order_by("pk").values_list("email", flat=True)) == ["", "lina@example.ma"]
        assert desk.ADDRESSES_KEPT <= desk.KEPT
