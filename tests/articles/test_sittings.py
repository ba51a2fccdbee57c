"""What is written is kept by itself, never touches the working copy, and is offered until it is saved or given up."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.desk import verbs
from articles.models import Article, PublishedVersion, Revision, Stage
from articles.office.forms import ArticleForm
from articles.sittings.typed import NAMES
from articles.sittings.verbs import forget
from newsroom.core import registry
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.articles import stories
from tests.articles.sittings import Page
from tests.articles.test_office_writing import LIST, address, draft, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> User:
    return cast.reporter()


@pytest.fixture
def page(nadia: User) -> Page:
    return Page(nadia, draft(nadia))


def here(page: Page) -> Article:
    assert page.article
    return Article.objects.get(pk=page.article.pk)


class TestKeeping:
    def test_words_are_kept_in_one_revision_that_is_rewritten(self, page: Page) -> None:
        for words in ("Un", "Un deux", "Un deux trois"):
            page.keep(title=words)
        assert Revision.objects.autosaved().count() == 1
        assert page.row.document.title == "Un deux trois"

    def test_the_working_copy_its_version_and_its_revisions_stay_as_they_are(self, page: Page) -> None:
        before, count = here(page), here(page).revisions.saved().count()
        page.keep(title="Autre", body="<p>Autre.</p>")
        after = here(page)
        assert (after.title, after.body, after.version) == (before.title, before.body, before.version)
        assert after.revisions.saved().count() == count

    def test_every_field_of_the_form_is_kept_as_it_was_typed(self, page: Page) -> None:
        assert set(NAMES) == set(ArticleForm.base_fields) - {"seen"}
        page.keep(note="Une note", wanted="Plus court", tags="gaz, nouveau", related=["pas un article"], at="2026-")
        kept = page.row.typed
        assert (kept["note"], kept["wanted"], kept["tags"]) == (["Une note"], ["Plus court"], ["gaz, nouveau"])
        assert (kept["related"], kept["at"]) == (["pas un article"], ["2026-"])

    def test_what_arrives_late_replaces_nothing(self, page: Page) -> None:
        page.keep(title="Premier")
        late = page.form()
        page.keep(title="Second")
        page.client.post(page.keeps, late)
        assert page.row.document.title == "Second"

    def test_what_the_form_would_refuse_is_kept(self, page: Page) -> None:
        page.keep(title="é" * 400, points=[f"Point {n}" for n in range(9)], category="999999", slug="x" * 300)
        assert page.row.document.title == "é" * 400
        assert len(page.row.document.points) == 9

    def test_scripts_are_taken_out_and_a_nul_breaks_nothing(self, page: Page) -> None:
        page.keep(title="A\0b", body="<p>Bon<script>alert(1)</script></p>")
        assert page.row.document.title == "Ab"
        assert "script" not in page.row.document.body + str(page.row.typed["body"])

    def test_a_text_too_long_to_be_read_is_refused_in_words(self, page: Page) -> None:
        answer = page.write(body="<p>" + "mot " * 60_000).client.post(page.keeps, page.form())
        assert answer.status_code == 413
        assert answer.json()["said"]

    def test_titles_that_a_person_may_not_see_are_not_kept_by_number(self, page: Page) -> None:
        secret = draft(cast.chief(), title="Secret")
        page.keep(related=[str(secret.pk)])
        assert page.row.document.related == ()

    def test_a_sitting_knows_what_it_began_from(self, page: Page) -> None:
        begun = here(page).version
        verbs.save(Article.objects.get(pk=here(page).pk), by=None)
        Page(cast.chief(), here(page)).save(title="Le sien")
        told = page.keep(title="Le mien")
        assert (page.row.seen, told["version"]) == (begun, begun + 1)
        assert "Driss Alaoui" in told["behind"]

    def test_two_people_keep_beside_each_other(self, page: Page) -> None:
        other = Page(cast.chief(), page.article)
        page.keep(title="A")
        other.keep(title="B")
        page.keep(title="AA")
        assert (page.row.document.title, other.row.document.title) == ("AA", "B")

    def test_nothing_of_it_is_published(self, page: Page) -> None:
        page.keep(body="<p>Pas encore.</p>")
        verbs.publish(Article.objects.filter(pk=here(page).pk), by=None)
        assert "Pas encore" not in str(PublishedVersion.objects.get().data)


class TestNewArticles:
    def test_the_first_words_make_a_draft_and_the_page_becomes_its_page(self, nadia: User) -> None:
        page = Page(nadia)
        told = page.keep(title="Un début", language="ar")
        article = Article.objects.get()
        assert told["address"] == address(article)
        assert (article.title, article.language, article.created_by) == ("Un début", "ar", nadia)
        assert AuditEntry.objects.filter(verb="article.created").count() == 1

    def test_asking_twice_makes_one_draft(self, nadia: User) -> None:
        page = Page(nadia)
        page.keep(title="Un")
        page.article = None
        page.keep(title="Un deux")
        assert Article.objects.get().title == "Un deux"

    def test_a_form_sent_to_the_page_for_new_ones_saves_that_draft(self, nadia: User) -> None:
        page = Page(nadia)
        page.keep(title="Un")
        page.article = None
        page.save(title="Un deux")
        assert Article.objects.get().title == "Un deux"
        assert Article.objects.get().revisions.saved().count() == 1

    def test_a_late_word_of_a_page_that_has_saved_makes_no_second_draft(self, nadia: User) -> None:
        page = Page(nadia).write(title="Un")
        late = page.form()
        page.save(title="Un deux")
        page.client.post(f"{LIST}keep/", late)
        assert Article.objects.get().title == "Un deux"
        assert page.row.settled_at is not None

    def test_a_draft_that_was_never_saved_opens_with_what_was_written(self, nadia: User) -> None:
        page = Page(nadia)
        page.keep(title="Un début", standfirst="Un chapeau")
        again = page.open()
        form = again["adminform"].form
        assert (form["standfirst"].value(), again["sitting"]["takes"]) == ("Un chapeau", page.row.pk)

    def test_saying_that_one_is_there_makes_no_draft(self, nadia: User) -> None:
        page = Page(nadia)
        answer = page.client.post(page.keeps, {"sitting": str(page.sitting)})
        assert answer.json()["here"] == []
        assert not Article.objects.exists()


class TestOffers:
    def test_words_that_were_not_saved_are_offered_when_the_page_is_opened_again(self, page: Page) -> None:
        page.keep(title="Jamais enregistré")
        offer = page.open()["sitting"]["offer"]
        assert offer.revision == page.row
        answer = page.client.get(address(here(page)))
        assert offer.take in says(answer)

    def test_taken_up_they_stand_in_the_form_with_what_they_began_from(self, page: Page) -> None:
        begun = here(page).version
        page.keep(title="Gardé", tags="nouveau", points=["Un", "Deux"], note="Une note", category="")
        Page(cast.chief(), here(page)).save(standfirst="Autre")
        form = page.open(take=str(page.row.pk))["adminform"].form
        values = {name: form[name].value() for name in ("title", "tags", "points", "note", "category", "seen")}
        assert values == {
            "title": "Gardé",
            "tags": "nouveau",
            "points": ["Un", "Deux"],
            "note": "Une note",
            "category": "",
            "seen": begun,
        }

    def test_the_old_ones_are_settled_as_soon_as_the_new_page_has_kept_them(self, page: Page) -> None:
        page.keep(title="Gardé")
        again = Page(page.user, page.article, takes=str(page.row.pk))
        assert page.row.settled_at is None
        again.keep(title="Gardé")
        assert page.row.settled_at is not None
        assert page.open()["sitting"]["offer"].revision == again.row

    @pytest.mark.parametrize("kept_before", [True, False])
    def test_saving_settles(self, page: Page, kept_before: bool) -> None:
        if kept_before:
            page.keep(title="Gardé")
        assert page.save(title="Enregistré").status_code == 302
        assert page.row.settled_at is not None
        assert page.open()["sitting"]["offer"] is None

    def test_a_refused_save_is_kept_and_offered(self, page: Page) -> None:
        assert page.save(title="é" * 301, standfirst="Reste là").status_code == 200
        assert page.row.document.standfirst == "Reste là"
        assert page.open()["sitting"]["offer"].revision == page.row

    def test_a_refused_save_without_scripts_is_kept_each_time(self, page: Page) -> None:
        for words in ("Une fois", "Deux fois"):
            page.turn = -1
            page.save(title="é" * 301, standfirst=words)
        assert page.row.document.standfirst == "Deux fois"

    def test_a_refused_deed_leaves_nothing_to_offer_since_the_words_are_saved(self, nadia: User) -> None:
        page = Page(nadia, draft(nadia, title="", category=None))
        page.fields["deed"] = "submit"
        assert page.save(standfirst="Un chapeau").status_code == 200
        assert here(page).standfirst == "Un chapeau"
        assert page.open()["sitting"]["offer"] is None

    def test_what_says_nothing_new_is_not_offered(self, page: Page) -> None:
        page.keep()
        assert page.open()["sitting"]["offer"] is None

    @pytest.mark.parametrize("fields", [{"tags": "inconnu"}, {"note": "Une note aux lecteurs"}])
    def test_words_that_no_document_holds_are_offered_too(self, page: Page, fields: dict[str, Any]) -> None:
        page.keep(**fields)
        assert page.open()["sitting"]["offer"] is not None

    def test_nobody_is_offered_the_words_of_another(self, page: Page) -> None:
        page.keep(title="Les miens")
        other = Page(cast.chief(), page.article)
        assert other.open()["sitting"]["offer"] is None
        assert other.open(take=str(page.row.pk))["sitting"]["takes"] is None

    def test_given_up_they_are_offered_no_more_and_still_there(self, page: Page) -> None:
        page.keep(title="Sans suite")
        for _time in range(2):
            assert page.client.post(f"{LIST}{here(page).pk}/give-up/", {"number": page.row.pk}).status_code == 302
        assert page.open()["sitting"]["offer"] is None
        assert page.row.document.title == "Sans suite"

    def test_only_the_writer_gives_them_up(self, page: Page) -> None:
        page.keep(title="Les miens")
        chief = cast.signed_in(cast.chief())
        chief.post(f"{LIST}{here(page).pk}/give-up/", {"number": page.row.pk})
        assert page.row.settled_at is None


class TestTheDoor:
    def test_a_stranger_is_told_in_json(self, page: Page) -> None:
        answer = Client().post(page.keeps, page.form())
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")

    def test_a_colleague_who_signed_in_in_the_same_browser_keeps_nothing_in_their_name(self, page: Page) -> None:
        colleague = cast.signed_in(cast.chief())
        answer = colleague.post(page.keeps, {**page.write(title="Les miens").form(), "person": page.user.pk})
        assert answer.status_code == 409
        assert not Revision.objects.autosaved().exists()

    def test_after_signing_in_again_the_old_stamp_is_refused_and_a_new_one_is_given(self, page: Page) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(page.user)
        form = page.write(title="Gardé").form(csrfmiddlewaretoken="x" * 64)
        assert client.post(page.keeps, form).status_code == 403
        token = client.get(page.keeps).json()["token"]
        assert client.post(page.keeps, {**form, "csrfmiddlewaretoken": token}).status_code == 200

    def test_words_are_kept_although_somebody_submitted_the_article_meanwhile(self, page: Page) -> None:
        page.keep(title="Un")
        verbs.submit(Article.objects.all(), by=None)
        assert here(page).stage == Stage.IN_REVIEW
        page.keep(title="Un deux")
        assert page.row.document.title == "Un deux"

    def test_who_may_not_change_an_article_keeps_nothing_in_it(self, page: Page) -> None:
        verbs.submit(Article.objects.all(), by=None)
        other = Page(cast.member("journalist", email="o@example.ma"), page.article)
        assert other.client.post(other.keeps, other.form()).status_code == 404

    @pytest.mark.parametrize("sitting", ["", "x", "1" * 40])
    def test_what_names_no_sitting_is_refused(self, page: Page, sitting: str) -> None:
        assert page.client.post(page.keeps, page.form(sitting=sitting)).status_code == 400

    @pytest.mark.parametrize("number", ["-1", "9" * 30, "x", "٣"])
    def test_nonsense_numbers_harm_nothing(self, page: Page, number: str) -> None:
        answer = page.client.post(page.keeps, page.form(turn=number, seen=number, takes=number))
        assert answer.status_code == 200


class TestForgetting:
    def test_autosaves_are_kept_thirty_days_and_what_was_saved_for_ever(self, page: Page) -> None:
        page.save(title="Enregistré")
        page.keep(title="Pas enregistré")
        kept = next(kept for kept in registry.retention if kept.name == "articles.autosaves")
        saved = here(page).revisions.saved().count()
        with time_machine.travel(timezone.now() + timedelta(days=29)):
            kept.forget(timezone.now() - kept.period)
            assert Revision.objects.autosaved().exists()
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            kept.forget(timezone.now() - kept.period)
        assert not Revision.objects.autosaved().exists()
        assert here(page).revisions.saved().count() == saved

    def test_a_draft_that_was_never_saved_goes_with_its_words_and_no_other_does(self, nadia: User) -> None:
        Page(nadia).keep(title="Jamais")
        kept = [draft(nadia), stories.published(), Article.objects.create(body="<p>Un texte.</p>")]
        forget(timezone.now() + timedelta(days=1))
        assert set(Article.objects.all()) == set(kept)
