"""Review links in the office: who makes them, who sees what was said, who revokes them."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, ReviewLink
from articles.reviewing import tokens
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.articles import review

pytestmark = pytest.mark.django_db


def says(response: Any) -> str:
    return unescape(response.content.decode())


def address(row: Article, rest: str = "") -> str:
    return f"/admin/articles/article/{row.pk}/review/{rest}"


def typed(row: Article, **fields: str) -> dict[str, str]:
    facts = {"reader": "Me Benjelloun", "revision": str(review.saved(row).pk), "days": "7", "asked": "Relisez."}
    return {**facts, **fields}


@pytest.fixture
def writer() -> User:
    return cast.reporter()


class TestMaking:
    def test_a_link_is_made_and_shown_to_be_copied(self, writer: User) -> None:
        row, client = review.article(writer), cast.signed_in(writer)
        assert client.post(address(row), typed(row)).status_code == 302
        link = ReviewLink.objects.get()
        assert (link.reader, link.made_by, link.revision) == ("Me Benjelloun", writer, review.saved(row))
        assert tokens.address(link) in says(client.get(address(row)))
        assert AuditEntry.objects.about(row).filter(verb="review.linked", actor=writer).count() == 1

    def test_looking_makes_none(self, writer: User) -> None:
        row = review.article(writer)
        cast.signed_in(writer).get(address(row), typed(row))
        assert not ReviewLink.objects.exists()

    def test_a_stranger_is_led_to_the_door(self, writer: User) -> None:
        row = review.article(writer)
        assert Client().post(address(row), typed(row)).status_code == 302
        assert not ReviewLink.objects.exists()

    def test_who_sees_it_but_neither_wrote_nor_decides_makes_none(self, writer: User) -> None:
        row = review.article(writer, stage="review")
        client = cast.signed_in(cast.member("journalist", email="other@example.ma"))
        assert client.get(address(row)).status_code == 200
        assert client.post(address(row), typed(row)).status_code == 404
        assert not ReviewLink.objects.exists()

    def test_who_may_not_share_it_never_sees_the_address(self, writer: User) -> None:
        row = review.article(writer, stage="review")
        link = review.link(row)
        page = says(cast.signed_in(cast.member("journalist", email="other@example.ma")).get(address(row)))
        assert ("Me Benjelloun" in page, review.token(link) in page) == (True, False)

    @pytest.mark.parametrize(
        "fields", [{"reader": " "}, {"days": "400"}, {"revision": "99999"}, {"revision": "x" * 30}]
    )
    def test_what_is_refused_comes_back_as_it_was_typed(self, writer: User, fields: dict[str, str]) -> None:
        row = review.article(writer)
        answer = cast.signed_in(writer).post(address(row), typed(row, asked="Une longue demande.", **fields))
        assert (answer.status_code, "Une longue demande." in says(answer)) == (200, True)
        assert not ReviewLink.objects.exists()

    def test_another_articles_text_cannot_be_shared_through_it(self, writer: User) -> None:
        row, other = review.article(writer), review.article(cast.chief(), title="Autre")
        answer = cast.signed_in(writer).post(address(row), typed(row, revision=str(review.saved(other).pk)))
        assert answer.status_code == 200
        assert not ReviewLink.objects.exists()

    def test_twice_there_are_two_with_addresses_of_their_own(self, writer: User) -> None:
        row, client = review.article(writer), cast.signed_in(writer)
        for _turn in range(2):
            client.post(address(row), typed(row))
        assert len({tokens.path(link) for link in ReviewLink.objects.all()}) == 2


class TestRevoking:
    def test_it_opens_nothing_from_then_on(self, writer: User) -> None:
        row = review.article(writer)
        link, client = review.link(row), cast.signed_in(writer)
        for _turn in range(2):
            assert client.post(address(row, f"{link.pk}/revoke/")).status_code == 302
        assert review.look(link).status_code == 410

    def test_nobody_else_does(self, writer: User) -> None:
        row = review.article(writer, stage="review")
        link = review.link(row)
        client = cast.signed_in(cast.member("journalist", email="other@example.ma"))
        assert client.post(address(row, f"{link.pk}/revoke/")).status_code == 404
        assert Client().post(address(row, f"{link.pk}/revoke/")).status_code == 302
        assert cast.signed_in(writer).get(address(row, f"{link.pk}/revoke/")).status_code == 405
        assert review.look(link).status_code == 200

    def test_by_way_of_another_article_there_is_no_such_link(self, writer: User) -> None:
        link, other = review.link(review.article(cast.chief())), review.article(writer)
        client = cast.signed_in(writer)
        assert client.post(address(other, f"{link.pk}/revoke/")).status_code == 404
        assert client.post(address(other, f"{2**63}/revoke/")).status_code == 404


def test_what_was_said_stands_on_the_writing_page_with_openings(writer: User) -> None:
    row = review.article(writer)
    link = review.link(row)
    review.look(link)
    review.send(link, text="La date est fausse.", approves="on")
    page = says(cast.signed_in(writer).get(f"/admin/articles/article/{row.pk}/change/"))
    assert "La date est fausse." in page
    assert 'class="tag ok"' in page


def test_more_links_cost_no_more_questions(writer: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    row, client = review.article(writer), cast.signed_in(writer)
    review.send(review.link(row))
    client.get(address(row))
    with django_assert_max_num_queries(100) as asked:
        client.get(address(row))
        few = len(asked)
    for number in range(10):
        review.send(review.link(row), text=f"Note {number}")
    with django_assert_max_num_queries(few):
        client.get(address(row))
