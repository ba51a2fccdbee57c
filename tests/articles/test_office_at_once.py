"""Two editors who press at once, through the office's own pages: one line of versions, and nobody's words lost."""

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import verbs
from articles.ledger import verbs as ledger
from articles.models import Article, Revision
from tests import cast
from tests.articles import stories
from tests.articles.test_category_races import at_once
from tests.articles.test_office_writing import address, draft, says, typed

pytestmark = pytest.mark.django_db(transaction=True)


def desk() -> tuple[Client, Client]:
    """Two chiefs, signed in."""
    people = [cast.member("chief", email=f"{name}@example.ma", name=name, language="en") for name in ("salma", "driss")]
    return cast.signed_in(people[0]), cast.signed_in(people[1])


def pressed(article: Article, *titles: str, deed: str = "publish") -> list[Any]:
    """What each of them is answered, who had the same article open and published it under a headline of their own."""
    answers: list[Any] = []

    def press(client: Client, title: str) -> None:
        answers.append(client.post(address(article), typed(article, title=title, deed=deed)))

    pairs = list(zip(desk(), titles, strict=True))
    assert at_once(*(lambda client=client, title=title: press(client, title) for client, title in pairs)) == []
    return answers


def is_in_order(article: Article) -> bool:
    rows = list(article.versions.order_by("live_from"))
    return all(one.live_until == two.live_from for one, two in pairwise(rows)) and rows[-1].live_until is None


@pytest.mark.parametrize("_round", range(3))
def test_of_two_who_publish_one_is_published_and_the_other_keeps_every_word(_round: int) -> None:
    article = draft()
    verbs.submit(Article.objects.all(), by=None)
    article.refresh_from_db()
    answers = pressed(article, "De Salma", "De Driss")
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    live = article.versions.get().document.title
    (refused,) = (answer for answer in answers if answer.status_code == 200)
    assert {live, "De Driss" if live == "De Salma" else "De Salma"} == {"De Salma", "De Driss"}
    assert ("De Driss" if live == "De Salma" else "De Salma") in says(refused)
    assert "while you had it open" in says(refused)


@pytest.mark.parametrize("_round", range(3))
def test_of_two_who_change_what_is_live_the_line_stays_whole(_round: int) -> None:
    article = draft()
    revision = Revision.objects.get()
    ledger.publish(revision, by=None, now=timezone.now() - stories.HOUR)
    verbs.submit(Article.objects.all(), by=None)
    article.refresh_from_db()
    answers = pressed(article, "De Salma", "De Driss")
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert article.versions.count() == 2
    assert is_in_order(article)
