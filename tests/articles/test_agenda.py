"""What comes: publications, changes, ends, embargoes, licences and held changes, by day, for who may see them."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.agenda.coming import What, coming
from articles.agenda.views import by_day
from articles.ledger import verbs
from articles.models import Article
from newsroom.core.models import User
from tests import cast
from tests.articles import review, stories
from tests.articles.stories import HOUR

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/article/coming/"
WEEK = timedelta(days=7)


def says(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def chief() -> User:
    return cast.chief()


def found(user: User, now: datetime, until: timedelta = WEEK) -> list[tuple[What, datetime]]:
    return [(event.what, event.at) for event in coming(user, now=now, until=now + until)]


class TestWhatComes:
    def test_a_first_publication_and_a_change_of_what_is_live(self, chief: User) -> None:
        now = timezone.now()
        stories.plan(Article.objects.create(), now + HOUR, now)
        stories.plan(stories.published(now=now - HOUR), now + 2 * HOUR, now, title="Autre")
        assert found(chief, now) == [(What.PUBLICATION, now + HOUR), (What.CHANGE, now + 2 * HOUR)]

    def test_an_end_and_an_embargo_that_lifts(self, chief: User) -> None:
        now = timezone.now()
        verbs.end(stories.published(now=now - HOUR), by=None, at=now + HOUR, now=now)
        verbs.embargo(Article.objects.create(), by=None, until=now + 2 * HOUR, now=now)
        assert found(chief, now) == [(What.END, now + HOUR), (What.EMBARGO, now + 2 * HOUR)]

    def test_the_end_of_what_is_withdrawn_is_no_end(self, chief: User) -> None:
        now = timezone.now()
        row = stories.published(now=now - HOUR)
        verbs.end(row, by=None, at=now + HOUR, now=now)
        verbs.withdraw(row, by=None, reason="x", now=now)
        assert found(chief, now) == []

    def test_a_licence_once_for_each_article(self, chief: User) -> None:
        now = timezone.now()
        photo = stories.picture(licence_ends_on=(now + timedelta(days=2)).date())
        text = stories.text(picture=stories.picture_use(photo.pk, "Un quai"))
        row = stories.published(text, now=now - 2 * HOUR)
        verbs.publish(stories.revision(row, text), by=None, now=now - HOUR)
        assert found(chief, now) == [(What.LICENCE, photo.licence_over_at)]
        assert photo.name in says(cast.signed_in(chief).get(PAGE))

    def test_a_held_change_however_long_ago_it_was_meant_to_go_live(self, chief: User) -> None:
        now = timezone.now()
        row = stories.published(now=now - 3 * HOUR)
        stories.plan(row, now - HOUR, now - 3 * HOUR, title="Prévu")
        verbs.publish(stories.revision(row, stories.text(title="Mieux")), by=None, now=now - 2 * HOUR)
        assert found(chief, now) == [(What.HELD, now - HOUR)]
        assert "Prévu" in says(cast.signed_in(chief).get(PAGE))

    def test_not_what_is_farther_away(self, chief: User) -> None:
        now = timezone.now()
        stories.plan(Article.objects.create(), now + timedelta(days=8), now, title="Dans huit jours")
        client = cast.signed_in(chief)
        assert "Dans huit jours" not in says(client.get(PAGE))
        assert "Dans huit jours" in says(client.get(f"{PAGE}?days=31"))
        assert client.get(f"{PAGE}?days=x").status_code == 200


def test_only_what_one_may_open_is_told(chief: User) -> None:
    now = timezone.now()
    stories.plan(Article.objects.create(), now + HOUR, now, title="Le secret")
    writer = cast.reporter()
    assert coming(writer, now=now, until=now + WEEK) == []
    for address in (PAGE, "/admin/"):
        assert "Le secret" not in says(cast.signed_in(writer).get(address))
        assert "Le secret" in says(cast.signed_in(chief).get(address))


@pytest.mark.parametrize("role", ["moderator", "newsletter", "administrator"])
def test_who_sees_no_article_sees_no_such_page(role: str) -> None:
    assert cast.signed_in(cast.member(role)).get(PAGE).status_code == 404


def test_days_are_the_newsrooms_and_say_how_far_it_is_from_gmt(chief: User) -> None:
    """On 22 March 2026 Morocco goes back to GMT+1: half past midnight of the next day is the evening before in UTC."""
    before = datetime(2026, 3, 21, 23, 30, tzinfo=UTC)
    for at in (before, datetime(2026, 3, 22, 23, 30, tzinfo=UTC)):
        stories.plan(Article.objects.create(), at, before - HOUR)
    days = by_day(coming(chief, now=before - HOUR, until=before + WEEK))
    assert [(day.date.isoformat(), day.shift) for day in days] == [("2026-03-21", "GMT"), ("2026-03-23", "GMT+1")]


def test_more_of_it_costs_no_more_questions(chief: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    now = timezone.now()

    def more() -> None:
        photo = stories.picture(licence_ends_on=(now + timedelta(days=2)).date())
        row = stories.published(stories.text(picture=stories.picture_use(photo.pk, "x")), now=now - HOUR)
        stories.plan(row, now + HOUR, now, title="Autre")
        verbs.end(row, by=None, at=now + 2 * HOUR, now=now)

    more()
    chief.get_all_permissions()
    with django_assert_num_queries(5):
        coming(chief, now=now, until=now + WEEK)
    for _number in range(10):
        more()
    with django_assert_num_queries(5):
        coming(chief, now=now, until=now + WEEK)


class TestNothingUnpublishedIsPublic:
    """What the desk, a preview or a reviewer sees, readers don't."""

    SURFACES = ("/", "/ar/", "/en/", "/maroc/", "/colophon/", "/robots.txt", "/auteurs/nadia-chraïbi/")

    def test_a_word_of_a_draft_is_on_the_review_link_alone(self) -> None:
        row = review.article(title="Canari secret", body="<p>Canari secret.</p>")
        link = review.link(row)
        review.send(link, text="Canari secret.")
        stories.plan(row, timezone.now() + HOUR, timezone.now(), title="Canari secret")
        for path in (*self.SURFACES, f"/maroc/un-titre-{row.pk}/", f"/commentaires/{row.pk}/", "/relecture/x.y/"):
            assert "Canari" not in says(Client().get(path)), path
        assert "Canari" in says(review.look(link))
        for path in ("preview/", "preview/page/", "review/", "seen/", "seen/page/"):
            assert Client().get(f"/admin/articles/article/{row.pk}/{path}").status_code == 302, path
