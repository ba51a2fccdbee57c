"""The moderators' queue: who sees it, what is on it, and deciding from it."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from articles.ledger import verbs as ledger
from comments import desk
from comments.models import Comment, Decision
from newsroom.core.models import User
from tests import cast
from tests.comments import people

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"
WAITING = f"{LIST}?decision__exact=pending"


def says(response: Any) -> str:
    return unescape(response.content.decode())


def decide(client: Client, comment: Comment, decision: str, **data: str) -> Any:
    data = {"decision": decision, "seen": f"{comment.pk}:{comment.decision}", **data}
    return client.post(f"{LIST}{comment.pk}/decide/", data, follow=True)


def act(client: Client, action: str, *comments: Comment) -> Any:
    data = {
        "action": action,
        "_selected_action": [str(row.pk) for row in comments],
        "seen": [f"{row.pk}:{row.decision}" for row in comments],
    }
    return client.post(WAITING, data, follow=True)


@pytest.fixture
def client() -> Client:
    imane = cast.moderator()
    User.objects.filter(pk=imane.pk).update(language="en")
    return cast.signed_in(imane)


def panel_of(user: User) -> dict[str, Any] | None:
    request = RequestFactory().get("/admin/")
    request.user = user
    return desk.held_panel(request)


class TestTheQueue:
    def test_it_opens_on_what_waits_the_longest_waiting_first(self, client: Client) -> None:
        version = people.article()
        for number in range(3):
            people.comment(version, f"Numéro {number}.")
        people.approved(version, "Déjà vu.")
        response = client.get(LIST, follow=True)
        assert response.redirect_chain == [("?decision__exact=pending", 302)]
        assert re.findall(r"Numéro \d", says(response)) == ["Numéro 0", "Numéro 1", "Numéro 2"]
        assert "Déjà vu." not in says(response)

    @pytest.mark.parametrize("role", ["journalist", "editor", "newsletter", "administrator"])
    def test_who_is_no_moderator_finds_nothing(self, role: str) -> None:
        comment = people.comment(people.article())
        stranger = cast.signed_in(cast.member(role))
        assert stranger.get(WAITING).status_code == 404
        assert decide(stranger, comment, "approve").status_code == 404
        assert act(stranger, "approve", comment).status_code == 404
        assert Comment.objects.pending().count() == 1

    def test_addresses_are_for_those_who_may_see_them(self, client: Client) -> None:
        comment = people.comment(people.article(), email="rachid@example.ma")
        chief = cast.signed_in(cast.chief())
        for address in (WAITING, f"{LIST}{comment.pk}/change/"):
            assert "rachid@example.ma" not in says(client.get(address))
            assert "rachid@example.ma" in says(chief.get(address))

    def test_searching_finds_no_address_for_those_who_may_not_see_it(self, client: Client) -> None:
        people.comment(people.article(), "Un texte.", email="rachid@example.ma")
        assert "Un texte." not in says(client.get(f"{LIST}?q=rachid"))
        assert "Un texte." in says(cast.signed_in(cast.chief()).get(f"{LIST}?q=rachid"))

    def test_a_filter_on_addresses_is_no_way_around(self, client: Client) -> None:
        people.comment(people.article(), "Un texte.", email="rachid@example.ma")
        for lookup in ("email__startswith", "email", "decided_by__password__startswith"):
            assert client.get(LIST, {lookup: "rachid@example.ma"}).status_code == 400

    def test_it_names_what_readers_saw_and_not_what_is_being_written(self, client: Client) -> None:
        version = people.article("Titre publié")
        type(version.article).objects.filter(pk=version.article_id).update(title="Titre secret")
        comment = people.comment(version)
        pages = says(client.get(WAITING)) + says(client.get(f"{LIST}{comment.pk}/change/"))
        assert "Titre publié" in pages
        assert "Titre secret" not in pages

    def test_what_readers_typed_is_text_here_too(self, client: Client) -> None:
        comment = people.comment(people.article(), "Un.\n\n<script>alert(1)</script>", name="<img src=x>")
        for address in (WAITING, f"{LIST}{comment.pk}/change/"):
            page = client.get(address).content.decode()
            assert "<p>Un.</p>" in page
            assert "<script>alert" not in page
            assert "<img src=x>" not in page

    def test_a_longer_queue_costs_no_further_query(self, client: Client) -> None:
        version, costs = people.article(), []
        client.get(WAITING)
        for start in (0, 10):
            for number in range(start, start + 10):
                people.comment(version, f"Numéro {number}.", email=f"r{number}@example.ma")
            with CaptureQueriesContext(connection) as queries:
                assert len(re.findall(r'class="held"', client.get(WAITING).content.decode())) == start + 10
            costs.append(len(queries))
        assert costs[0] == costs[1]

    def test_a_comment_of_a_withdrawn_article_can_still_be_decided_on(self, client: Client) -> None:
        version = people.article()
        comment = people.comment(version)
        ledger.withdraw(version.article, by=None, reason="Erreur")
        assert "1 comment is rejected." in says(decide(client, comment, "reject"))


@pytest.mark.parametrize(("text", "way"), [("« Merci »", "ltr"), ("2 شكرًا", "rtl"), ("…", "ltr")])
def test_a_comment_its_name_and_its_link_run_the_way_of_its_words(client: Client, text: str, way: str) -> None:
    people.comment(people.article(), text)
    assert f'<div class="held-body" dir="{way}">' in says(client.get(WAITING))
    assert f'<a class="work-title" dir="{way}"' in says(client.get("/admin/"))


class TestDeciding:
    @pytest.mark.parametrize(("decision", "state"), [("approve", "approved"), ("reject", "rejected"), ("spam", "spam")])
    def test_one_click_decides_and_leads_back(self, client: Client, decision: str, state: str) -> None:
        comment = people.comment(people.article())
        response = decide(client, comment, decision, back="decision__exact=pending&p=0")
        comment.refresh_from_db()
        assert comment.decision == state
        assert response.redirect_chain[0][0] == f"{LIST}?decision__exact=pending&p=0"

    def test_a_decision_can_be_taken_back(self, client: Client) -> None:
        comment = people.approved(people.article())
        decide(client, comment, "undo")
        assert list(Comment.objects.pending()) == [comment]

    def test_many_are_decided_at_once(self, client: Client) -> None:
        version = people.article()
        rows = [people.comment(version, f"Numéro {number}.") for number in range(3)]
        assert "3 comments are marked as spam." in says(act(client, "spam", *rows))
        assert set(Comment.objects.values_list("decision", flat=True)) == {Decision.SPAM}

    def test_the_second_of_two_moderators_is_told(self, client: Client) -> None:
        version = people.article()
        rows = [people.comment(version, f"Numéro {number}.") for number in range(7)]
        other = cast.member("moderator", email="other@example.ma", name="Ilham Rami")
        Comment.objects.all().reject(by=other)
        page = says(act(client, "approve", *rows))
        assert page.count("Ilham Rami decided on it meanwhile") == 5
        assert "And 2 more were left alone." in page
        assert not Comment.objects.visible().exists()

    @pytest.mark.parametrize("decision", ["", "delete", "_decide", "approve\n"])
    def test_what_is_no_decision_is_not_found(self, client: Client, decision: str) -> None:
        comment = people.comment(people.article())
        assert decide(client, comment, decision).status_code == 404
        assert Comment.objects.pending().exists()

    def test_deciding_takes_a_post(self, client: Client) -> None:
        comment = people.comment(people.article())
        assert client.get(f"{LIST}{comment.pk}/decide/").status_code == 405

    def test_nobody_changes_what_a_reader_said(self, client: Client) -> None:
        comment = people.comment(people.article())
        response = client.post(f"{LIST}{comment.pk}/change/", {"text": "Autre chose."})
        comment.refresh_from_db()
        assert (response.status_code, comment.text) == (404, "Merci.")

    def test_the_way_back_stays_on_the_list(self, client: Client) -> None:
        comment = people.comment(people.article())
        data = {"decision": "approve", "back": "https://elsewhere.example/"}
        response = client.post(f"{LIST}{comment.pk}/decide/", data)
        assert response["Location"].startswith(f"{LIST}?")

    def test_a_line_break_in_the_way_back_does_no_harm(self, client: Client) -> None:
        comment = people.comment(people.article())
        data = {"decision": "approve", "back": "a=1\r\nSet-Cookie: x=y"}
        response = client.post(f"{LIST}{comment.pk}/decide/", data)
        assert response.status_code == 302
        assert "\n" not in response["Location"]


class TestTheDesk:
    def test_the_panel_counts_what_waits_since_when(self) -> None:
        version = people.article()
        first = people.comment(version, "Un.")
        people.comment(version, "Deux.")
        people.approved(version, "Trois.")
        panel = panel_of(cast.moderator())
        assert panel is not None
        assert (panel["count"], panel["first"][0], panel["is_late"]) == (2, first, False)

    def test_the_panel_is_for_moderators(self) -> None:
        assert panel_of(cast.reporter()) is None

    def test_the_dashboard_and_the_navigation_show_the_number(self, client: Client) -> None:
        people.comment(people.article(), name="Rachid")
        page = says(client.get("/admin/"))
        assert "Comments that wait" in page
        assert "Rachid" in page
        assert re.search(r'href="/admin/comments/comment/".*?class="count"[^>]*>\s*1', page, re.DOTALL)
