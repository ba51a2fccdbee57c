"""The newsletter in the office: an edition from its first word to the last mail, and who may see whose address."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsletter.models import Edition, Newsletter, Subscriber, Subscription, Suppression
from newsletter.models.edition import EditionState
from newsletter.models.subscription import State, hashes
from newsroom.core.models import AuditEntry
from tests import cast
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
LIST = "/admin/newsletter/edition/"
READERS = "/admin/newsletter/subscription/"
EMAIL = "lina@example.ma"


@pytest.fixture
def editor(db: None) -> Client:
    return cast.signed_in(cast.newsletter_editor())


def page(edition: Edition, what: str = "change") -> str:
    return f"{LIST}{edition.pk}/{what}/"


def says(response: Any) -> str:
    return str(response.content.decode())


def act(client: Client, action: str, *rows: Subscription) -> Any:
    return client.post(READERS, {"action": action, "_selected_action": [row.pk for row in rows]})


class TestEditions:
    def test_one_is_begun_and_leads_to_its_articles(self, editor: Client) -> None:
        data = {"newsletter": letters.newsletter().pk, "subject": "L’essentiel", "intro": "Bonjour"}
        response = editor.post(f"{LIST}add/", data)
        edition = Edition.objects.get()
        assert (response["Location"], edition.subject) == (page(edition), "L’essentiel")
        assert AuditEntry.objects.filter(verb="edition.added").exists()

    def test_the_articles_of_the_day_are_one_press_away(self, editor: Client) -> None:
        letters.article("Le port de Dakhla")
        edition = letters.edition()
        editor.post(page(edition, "assemble"))
        assert "Le port de Dakhla" in says(editor.get(page(edition)))

    def test_a_refusal_is_said_on_its_page(self, editor: Client) -> None:
        edition = letters.edition()
        response = editor.post(page(edition, "assemble"), follow=True)
        assert 'class="messagelist"' in says(response) or "error" in says(response)
        assert not edition.items.exists()

    def test_articles_are_found_by_words_of_their_headline_and_put_in(self, editor: Client) -> None:
        wanted, other = letters.article("Le port de Dakhla"), letters.article("La pluie")
        edition = letters.edition()
        found = says(editor.get(page(edition, "pick"), {"q": "dakhla"}))
        assert (f'value="{wanted.pk}"' in found, f'value="{other.pk}"' in found) == (True, False)
        editor.post(page(edition, "pick"), {"article": wanted.pk})
        assert edition.items.get().article == wanted

    @pytest.mark.parametrize("article", ["", "x", "99999", "9" * 30, "-1"])
    def test_nonsense_puts_nothing_in(self, editor: Client, article: str) -> None:
        edition = letters.edition()
        assert editor.post(page(edition, "pick"), {"article": article}).status_code == 302
        assert not edition.items.exists()

    def test_articles_are_moved_and_taken_out(self, editor: Client) -> None:
        one, two = letters.article("un"), letters.article("deux")
        edition = letters.edition(one, two)
        item = edition.items.get(article=two).pk
        editor.post(page(edition, f"items/{item}"), {"do": "up"})
        assert list(edition.items.values_list("article", flat=True)) == [two.pk, one.pk]
        editor.post(page(edition, f"items/{item}"), {"do": "remove"})
        assert edition.items.get().article == one
        assert editor.post(page(edition, f"items/{item}"), {"do": "burn"}).status_code == 302

    def test_an_article_that_is_gone_says_so(self, editor: Client) -> None:
        article = letters.article()
        edition = letters.edition(article)
        letters.withdraw(article)
        assert 'class="tag stop"' in says(editor.get(page(edition)))

    def test_the_preview_shows_the_mail_alone_in_its_frame(self, editor: Client) -> None:
        edition = letters.edition(letters.article("Le port"))
        assert "frame-src 'self'" in editor.get(page(edition, "preview"))["Content-Security-Policy"]
        mail = editor.get(page(edition, "preview/mail"))
        assert "Le port" in says(mail)
        assert mail["Content-Security-Policy"].startswith("sandbox")
        assert "/unsubscribe/" not in says(mail)

    def test_a_test_comes_to_oneself(self, editor: Client) -> None:
        letters.reader()
        editor.post(page(letters.edition(letters.article()), "test"))
        letters.work()
        assert letters.recipients() == ["newsletter@example.ma"]

    def test_sending_takes_a_fresh_password(self, editor: Client) -> None:
        letters.reader()
        edition = letters.edition(letters.article())
        assert 'type="password"' in says(editor.post(page(edition, "send")))
        edition.refresh_from_db()
        assert edition.is_draft
        editor.post(page(edition, "send"), {"sudo-password": cast.PASSWORD})
        edition.refresh_from_db()
        assert edition.state == EditionState.SENDING

    def test_the_question_says_how_many_and_what_is_left_out(self, editor: Client) -> None:
        letters.reader()
        gone = letters.article("Retiré")
        edition = letters.edition(gone, letters.article("Reste"))
        letters.withdraw(gone)
        asked = says(editor.get(page(edition, "send")))
        assert ("Reste" in asked, "Retiré" in asked) == (True, False)

    def test_a_second_time_is_refused_in_words(self, editor: Client) -> None:
        letters.reader()
        edition = letters.sent(letters.article())
        response = editor.post(page(edition, "send"), follow=True)
        assert response.redirect_chain == [(page(edition), 302)]
        letters.work()
        assert len(letters.mails()) == 1

    def test_progress_is_seen(self, editor: Client) -> None:
        letters.reader()
        edition = letters.sent(letters.article())
        assert "data-sending" in says(editor.get(page(edition, "progress")))
        letters.work()
        assert "<strong>1</strong>" in says(editor.get(page(edition, "progress")))
        assert "data-sending" not in says(editor.get(page(edition)))

    def test_a_sent_edition_can_be_read_and_not_changed(self, editor: Client) -> None:
        letters.reader()
        edition = letters.sent(letters.article())
        assert 'name="_save"' not in says(editor.get(page(edition)))
        assert editor.post(page(edition), {"subject": "Autre"}).status_code == 404
        assert editor.post(page(edition, "delete"), {"post": "yes"}).status_code == 404

    def test_a_draft_may_be_deleted(self, editor: Client) -> None:
        edition = letters.edition(letters.article())
        editor.post(page(edition, "delete"), {"post": "yes"})
        assert not Edition.objects.exists()

    @pytest.mark.parametrize("path", [LIST, READERS, "/admin/newsletter/newsletter/"])
    def test_a_list_costs_the_same_for_more_rows(self, editor: Client, path: str) -> None:
        costs = []
        for number in range(2):
            for _more in range(5):
                of = letters.newsletter(slug=f"n{number}{_more}")
                letters.reader(of=of)
                letters.sent(letters.article(), of=of)
            editor.get(path)
            with CaptureQueriesContext(connection) as queries:
                editor.get(path)
            costs.append(len(queries))
        assert costs[0] == costs[1]


class TestReaders:
    def test_the_editor_sees_addresses_and_finds_one_by_the_whole_of_it(self, editor: Client) -> None:
        letters.reader(EMAIL)
        letters.reader("lina@example.com")
        assert EMAIL in says(editor.get(READERS))
        found = says(editor.get(READERS, {"q": "LINA@example.ma"}))
        assert (EMAIL in found, "lina@example.com" in found) == (True, False)
        assert EMAIL not in says(editor.get(READERS, {"q": "lina"})).replace('value="lina"', "")

    def test_without_the_right_there_are_numbers_and_no_search(self) -> None:
        row = letters.reader(EMAIL)
        chief = cast.signed_in(cast.chief())
        for path in (READERS, f"{READERS}{row.pk}/change/", f"{READERS}?q={EMAIL}"):
            shown = says(chief.get(path)).replace(f"?q={EMAIL}", "")
            assert EMAIL not in shown
            assert f"#{row.subscriber_id}" in shown

    def test_sorting_and_filtering_by_the_address_is_refused(self) -> None:
        letters.reader(EMAIL)
        chief = cast.signed_in(cast.chief())
        answer = chief.get(READERS, {"subscriber__email__startswith": "lina"})
        assert answer.status_code in {302, 400, 404}

    def test_readers_are_taken_off_at_their_wish(self, editor: Client) -> None:
        row, left = letters.reader(EMAIL), letters.reader(state=State.UNSUBSCRIBED)
        act(editor, "unsubscribe", row, left)
        row.refresh_from_db()
        assert (row.state, row.left_by) == (State.UNSUBSCRIBED, "office")
        assert AuditEntry.objects.filter(verb="newsletter.unsubscribed").count() == 1

    def test_erasing_takes_a_fresh_password(self, editor: Client) -> None:
        row = letters.reader(EMAIL)
        assert 'type="password"' in says(act(editor, "erase", row))
        assert Subscriber.objects.exists()
        data = {"action": "erase", "_selected_action": [row.pk], "sudo-password": cast.PASSWORD}
        editor.post(READERS, data)
        assert not Subscriber.objects.exists()
        assert Suppression.objects.of(EMAIL).exists()

    @pytest.mark.parametrize("action", ["erase", "unsubscribe"])
    def test_the_chief_does_neither(self, action: str) -> None:
        row = letters.reader(EMAIL)
        act(cast.signed_in(cast.chief()), action, row)
        row.refresh_from_db()
        assert row.state == State.ACTIVE

    def test_a_blocked_address_is_found_by_typing_it_and_allowed_again(self, editor: Client) -> None:
        mine, other = (Suppression.objects.create(address_hash=hashes(email)[0]) for email in (EMAIL, "x@example.ma"))
        found = says(editor.get("/admin/newsletter/suppression/", {"q": EMAIL}))
        assert (str(mine) in found, str(other) in found) == (True, False)
        editor.post(f"/admin/newsletter/suppression/{mine.pk}/delete/", {"post": "yes"})
        assert list(Suppression.objects.all()) == [other]
        assert AuditEntry.objects.filter(verb="newsletter.unblocked").exists()


class TestTheRest:
    def test_a_newsletter_with_readers_keeps_its_language_and_its_slug(self, editor: Client) -> None:
        row = letters.reader().newsletter
        data = {"name": "Autre", "slug": "autre", "language": "ar", "description": "", "is_open": "on", "position": "1"}
        editor.post(f"/admin/newsletter/newsletter/{row.pk}/change/", data)
        row.refresh_from_db()
        assert (row.name, row.slug, row.language) == ("Autre", "lettre-fr", "fr")

    def test_a_new_newsletter_opens_the_box(self, editor: Client, client: Client) -> None:
        data = {"name": "La lettre", "slug": "lettre", "language": "fr", "is_open": "on", "position": "0"}
        editor.post("/admin/newsletter/newsletter/add/", data)
        assert f'value="{Newsletter.objects.get().pk}"' in says(client.get("/newsletter/"))

    def test_the_dashboard_tells_how_the_last_edition_went(self, editor: Client) -> None:
        letters.reader()
        letters.sent(letters.article())
        letters.work()
        panel = re.search(r'id="panel-newsletter".*?</section>', says(editor.get("/admin/")), re.DOTALL)
        assert panel
        assert "<dd>1</dd>" in panel[0]

    def test_before_the_first_mail_the_dashboard_says_that_it_is_being_sent(self, editor: Client) -> None:
        letters.reader()
        letters.sent(letters.article())
        panel = re.search(r'id="panel-newsletter".*?</section>', says(editor.get("/admin/")), re.DOTALL)
        assert panel
        assert str(EditionState.SENDING.label) in panel[0]
        assert "<dd>0</dd>" not in panel[0]

    def test_who_has_nothing_to_do_with_it_has_no_panel(self) -> None:
        letters.newsletter()
        assert "panel-newsletter" not in says(cast.signed_in(cast.reporter()).get("/admin/"))

    def test_a_right_to_see_editions_alone_sends_nothing(self) -> None:
        letters.reader()
        person = cast.member("moderator")
        person.user_permissions.set(Permission.objects.filter(codename="view_edition"))
        client, edition = cast.signed_in(person), letters.edition(letters.article())
        assert client.get(page(edition)).status_code == 200
        answers = [client.post(page(edition, what)).status_code for what in ("send", "assemble", "pick", "test")]
        assert answers == [404] * 4
