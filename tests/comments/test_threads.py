"""What readers see: approved comments as threads, as text, in a constant number of queries – and nothing else."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.ledger import verbs as ledger
from articles.models import PublishedVersion
from comments import components, threads
from comments.models import DEEPEST, Comment, Decision
from comments.threads import Node, comment_count, thread
from tests.comments import people

pytestmark = pytest.mark.django_db
CANARY = "CANARI-7719"
SECTION = Template(
    "{% load comments %}{% discussion_of version as talk %}{% comments_call talk %}{% comments_of version talk %}"
)


def section(version: PublishedVersion) -> str:
    return str(SECTION.render(Context({"version": version})))


def shape(nodes: list[Node]) -> list[Any]:
    return [(node.comment.text, shape(node.replies)) if node.replies else node.comment.text for node in nodes]


def says(response: Any) -> str:
    return unescape(response.content.decode())


def test_threads_are_read_in_the_order_in_which_they_were_written() -> None:
    version = people.article()
    first, second = people.approved(version, "A"), people.approved(version, "B")
    reply = people.approved(version, "A1", reply=first.pk)
    people.approved(version, "B1", reply=second.pk)
    people.approved(version, "A1a", reply=reply.pk)
    people.approved(version, "A2", reply=first.pk)
    assert shape(thread(version.article_id).nodes) == [("A", [("A1", ["A1a"]), "A2"]), ("B", ["B1"])]


def test_a_quarrel_goes_on_forever_and_grows_no_deeper_than_the_page_is_wide() -> None:
    version, last = people.article(), None
    for number in range(DEEPEST + 3):
        last = people.approved(version, str(number), reply=last.pk if last else None)
    nodes, depth = thread(version.article_id).nodes, 1
    while nodes[0].replies:
        nodes, depth = nodes[0].replies, depth + 1
    assert (depth, [node.comment.text for node in nodes]) == (DEEPEST, ["3", "4", "5", "6"])
    assert [node.answers and node.answers.text for node in nodes] == [None, "3", "4", "5"]


def test_a_reply_to_what_was_taken_away_stays_and_says_so() -> None:
    version = people.article()
    first = people.approved(version, CANARY)
    people.approved(version, "Une réponse.", reply=first.pk)
    Comment.objects.filter(pk=first.pk).reject(by=None)
    page = section(version)
    assert "Une réponse." in page
    assert CANARY not in page
    assert thread(version.article_id).nodes[0].is_orphan


@pytest.mark.parametrize("decision", ["pending", "rejected", "spam"])
def test_what_nobody_let_through_is_on_no_page_and_in_no_number(decision: str) -> None:
    version = people.article()
    if decision == "pending":
        row = people.comment(version, CANARY, name=CANARY)
    else:
        row = people.decided(version, Decision(decision), CANARY, name=CANARY)
    addresses = (version.get_absolute_url(), people.address(version), f"{people.address(version)}?reply={row.pk}", "/")
    pages = [Client().get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200] * 4
    assert CANARY not in section(version) + "".join(says(page) + str(page.headers) for page in pages)
    assert comment_count([version.article_id]) == {version.article_id: 0}


def test_the_page_of_the_article_holds_the_discussion_and_the_form_and_sets_no_cookie() -> None:
    version = people.article()
    people.approved(version, "Merci pour la carte.")
    page = Client().get(version.get_absolute_url())
    assert "Merci pour la carte." in says(page)
    assert f'action="{people.address(version)}"' in says(page)
    assert page.cookies.output() == ""


def test_the_discussion_leaves_with_its_article() -> None:
    version = people.article()
    row = people.approved(version, CANARY)
    ledger.withdraw(version.article, by=None, reason="Erreur")
    pages = [Client().get(address) for address in (version.get_absolute_url(), people.address(version))]
    assert {page.status_code for page in pages} == {410}
    assert CANARY not in "".join(map(says, pages))
    assert row.is_visible  # it comes back with the article


def test_no_page_shows_an_address() -> None:
    version = people.article()
    first = people.approved(version, email="rachid@secret.example")
    pages = section(version) + says(Client().get(people.address(version), {"reply": first.pk}))
    assert "secret.example" not in pages


@pytest.mark.parametrize(
    "attempt",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</textarea><script>alert(1)</script>",
        "{{ 7|add:7 }}{% csrf_token %}",
        "<a href='javascript:alert(1)'>x</a> https://spam.example/",
    ],
)
def test_what_is_typed_is_shown_as_text_with_nothing_to_click(attempt: str) -> None:
    version = people.article()
    row = people.approved(version, attempt, name=attempt[:60])
    for page in (section(version), Client().get(people.address(version), {"reply": row.pk}).content.decode()):
        assert attempt in unescape(page)
        assert not re.search(r"<(script|img)[ >]|<a [^>]*(javascript|spam\.example)", page)


def test_paragraphs_stay_and_directions_are_each_their_own() -> None:
    version = people.article()
    people.approved(version, "Un.\n\nمرحبا بكم", name="رشيد")
    page = section(version)
    assert "<p>Un.</p>" in page
    assert "<bdi>رشيد</bdi>" in page
    assert '<div class="said" dir="auto">' in page


def test_numbers_are_counted_for_many_articles_in_one_query() -> None:
    one, two, none = people.article("Un"), people.article("Deux"), people.article("Trois")
    people.approved(one, "A")
    people.approved(one, "B")
    people.approved(two, "A")
    ids = [one.article_id, two.article_id, none.article_id]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = comment_count(ids)
    assert (list(found.values()), len(queries)) == ([2, 1, 0], 1)


def test_a_longer_discussion_costs_no_further_query() -> None:
    costs = []
    for size in (5, 20):
        version = people.article(f"Article {size}")
        last = None
        for number in range(size):
            last = people.approved(version, f"{number}", reply=last.pk if last and number % 3 else None)
        with CaptureQueriesContext(connection) as queries:
            section(version)
        costs.append(len(queries))
    assert costs == [1, 1]


def test_a_long_discussion_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "SHOWN", 4)
    version = people.article()
    for number in range(10):
        people.approved(version, f"Numéro {number}.")
    seen, address = [], people.address(version)
    for _page in range(3):
        page = says(Client().get(address))
        seen += re.findall(r"Numéro \d", page)
        link = re.search(r'href="(\?after=\d+)#comments"', page)
        address = people.address(version) + (link[1] if link else "")
    assert seen == [f"Numéro {number}" for number in range(10)]


@pytest.mark.parametrize("after", ["x", "1", "٣" * 12, "0" * 60, "9" * 12])
def test_a_mark_that_is_none_begins_anew_or_ends(after: str) -> None:
    version = people.article()
    people.approved(version)
    assert Client().get(people.address(version), {"after": after}).status_code == 200


def test_the_line_in_the_page_leads_to_the_form_with_the_number() -> None:
    version = people.article()
    people.approved(version)
    page = section(version)
    assert 'href="#comment-form"' in page
    assert 'id="comment-form"' in page
    assert 'href="#comments"' in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", {1: "1 commentaire", 2: "2 commentaires", 11: "11 commentaires"}),
        ("ar", {1: "تعليق واحد", 2: "تعليقان", 3: "3 تعليقات", 11: "11 تعليقًا", 100: "100 تعليق"}),
        ("en", {1: "1 comment", 2: "2 comments"}),
    ],
)
def test_their_number_is_said_as_the_language_counts(language: str, said: dict[int, str]) -> None:
    with translation.override(language):
        assert {count: components.number(count) for count in said} == said
