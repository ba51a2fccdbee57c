"""The preview: the real page of any state, at an instant to come, in a frame where nothing can be sent or stored."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.models import Article, Revision
from newsroom.core.models import User
from tests import cast
from tests.articles import review, stories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def says(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def chief() -> User:
    return cast.chief()


@pytest.fixture
def desk_of_chief(chief: User) -> Client:
    return cast.signed_in(chief)


def frame(row: Article, query: str = "") -> str:
    return f"/admin/articles/article/{row.pk}/preview/{query}"


def page(row: Article, query: str = "") -> str:
    return f"/admin/articles/article/{row.pk}/preview/page/{query}"


class TestTheFrame:
    @pytest.mark.parametrize("width", ["phone", "tablet", "desktop"])
    def test_it_is_as_wide_as_was_asked_for(self, desk_of_chief: Client, width: str) -> None:
        found = says(desk_of_chief.get(frame(review.article(), f"?width={width}")))
        assert f'class="preview-frame {width}"' in found

    def test_only_the_two_addresses_may_frame_and_be_framed(self, desk_of_chief: Client) -> None:
        row = review.article()
        around, inside = desk_of_chief.get(frame(row)), desk_of_chief.get(page(row))
        assert "frame-src 'self'" in around["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in around["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in inside["Content-Security-Policy"]
        assert inside["X-Frame-Options"] == "SAMEORIGIN"
        change = desk_of_chief.get(f"/admin/articles/article/{row.pk}/change/")
        assert "frame-src" not in change["Content-Security-Policy"]

    def test_what_was_typed_is_kept_beside_the_words_that_refuse_it(self, desk_of_chief: Client) -> None:
        found = says(desk_of_chief.get(frame(review.article(), "?at=2020-01-01T10:00")))
        assert 'value="2020-01-01T10:00"' in found
        assert "Choisissez une date à venir" in found or "That time has passed" in found

    @pytest.mark.parametrize("query", ["?revision=99999", "?revision=0", "?revision=x", "?at=x", "?at=2026-01-01"])
    def test_what_the_frame_never_writes_leads_nowhere(self, desk_of_chief: Client, query: str) -> None:
        assert desk_of_chief.get(page(review.article(), query)).status_code == 404

    def test_the_list_the_revisions_and_the_writing_page_lead_to_it(self, desk_of_chief: Client) -> None:
        row = review.article()
        for start in ("", f"{row.pk}/change/", f"{row.pk}/revisions/"):
            assert frame(row) in says(desk_of_chief.get(f"/admin/articles/article/{start}"))


class TestThePage:
    def test_nothing_in_it_runs_or_is_sent(self, desk_of_chief: Client) -> None:
        answer = desk_of_chief.get(page(review.article()))
        assert answer["Content-Security-Policy"].startswith("sandbox allow-same-origin allow-popups")
        assert "form-action 'none'" in answer["Content-Security-Policy"]
        assert "<script" not in says(answer)
        assert '<base target="_blank">' in says(answer)

    def test_it_is_neither_stored_nor_indexed_nor_written(self, desk_of_chief: Client) -> None:
        row = review.article()
        answer = desk_of_chief.get(page(row))
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert not row.versions.exists()

    def test_any_saved_state_has_its_page(self, desk_of_chief: Client) -> None:
        row = review.article(title="Le premier")
        row.title = "Le second"
        desk.save(row, by=None)
        first = row.revisions.saved().last()
        assert first
        assert "Le premier" in says(desk_of_chief.get(page(row, f"?revision={first.pk}")))
        assert "Le second" in says(desk_of_chief.get(page(row)))

    def test_what_a_colleague_has_not_saved_is_not_shown(self, chief: User) -> None:
        writer = cast.reporter()
        row = review.article(writer)
        kept = Revision.objects.create(
            article=row, data=review.saved(row).data, made_by=chief, sitting="8f14e45f-ceea-467f-9575-0cbb44de6c0a"
        )
        client = cast.signed_in(writer)
        assert client.get(page(row, f"?revision={kept.pk}")).status_code == 404
        assert client.get(frame(row, f"?revision={kept.pk}")).status_code == 404

    def test_another_articles_state_is_none_of_it(self, desk_of_chief: Client) -> None:
        other = review.saved(review.article())
        assert desk_of_chief.get(page(review.article(), f"?revision={other.pk}")).status_code == 404


class TestTheTime:
    def at(self, row: Article, moment: datetime) -> str:
        return page(row, f"?at={moment.isoformat().replace('+', '%2B')}")

    def test_what_will_be_live_by_then_stands_around_it(self, desk_of_chief: Client) -> None:
        later, now = timezone.now() + HOUR, timezone.now()
        coming = Article.objects.create()
        stories.plan(coming, later, now, title="Ce qui vient", slug="ce-qui-vient")
        row = review.article(body=f'<p>Un texte.</p><aside data-article="{coming.pk}"></aside>')
        assert "Ce qui vient" not in says(desk_of_chief.get(self.at(row, now)))
        assert says(desk_of_chief.get(self.at(row, later))).count("Ce qui vient") > 1  # in the text and among the cards

    def test_what_will_have_ended_by_then_does_not(self, desk_of_chief: Client) -> None:
        other = stories.published(stories.text(title="Ce qui finit"), now=timezone.now() - HOUR)
        ledger.end(other, by=None, at=timezone.now() + HOUR)
        row = review.article(body=f'<p>Un texte.</p><aside data-article="{other.pk}"></aside>')
        assert "Ce qui finit" in says(desk_of_chief.get(page(row)))
        assert "Ce qui finit" not in says(desk_of_chief.get(self.at(row, timezone.now() + 2 * HOUR)))

    def test_a_picture_whose_licence_will_be_over_is_gone(self, desk_of_chief: Client) -> None:
        photo = stories.picture(licence_ends_on=(timezone.now() + timedelta(days=2)).date())
        row = review.article(picture=photo, picture_alt="Un quai")
        assert 'alt="Un quai"' in says(desk_of_chief.get(page(row)))
        assert 'alt="Un quai"' not in says(desk_of_chief.get(self.at(row, timezone.now() + timedelta(days=4))))

    def test_the_page_says_the_day_that_was_chosen(self, desk_of_chief: Client) -> None:
        found = says(desk_of_chief.get(self.at(review.article(), datetime(2031, 3, 4, 12, tzinfo=UTC))))
        assert "4 mars 2031" in found

    def test_a_live_article_keeps_the_day_of_its_first_publication(self, desk_of_chief: Client) -> None:
        row = stories.published(now=datetime(2026, 3, 3, 12, tzinfo=UTC))
        assert "3 mars 2026" in says(desk_of_chief.get(page(row)))
