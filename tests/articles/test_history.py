"""The history of an article: every public state in words, and the page as readers had it at an instant."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from time_machine import travel

from articles.categories.tree import index
from articles.desk import verbs as desk
from articles.history import past, told
from articles.ledger import verbs
from articles.models import Article, Image, PublishedVersion
from articles.pages import story
from tests import cast
from tests.articles import review, stories
from tests.articles.stories import HOUR, NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def says(response: Any) -> str:
    return unescape(response.content.decode())


def seen(row: Article, at: datetime) -> str:
    return f"/admin/articles/article/{row.pk}/seen/page/?at={at.isoformat().replace('+', '%2B')}"


@pytest.fixture
def office() -> Client:
    return cast.signed_in(cast.chief())


class TestStates:
    def test_each_is_told_from_when_to_when(self) -> None:
        row = stories.published(now=NOON)
        verbs.correct(stories.revision(row, stories.text(title="Mieux")), by=None, note="Faux.", now=NOON + HOUR)
        verbs.withdraw(row, by=None, reason="x", words="Retiré.", now=NOON + 2 * HOUR)
        verbs.reinstate(row, by=None, now=NOON + 3 * HOUR)
        verbs.end(row, by=None, at=NOON + 4 * HOUR, now=NOON + 3 * HOUR)
        found = told.states(row, at=NOON + 5 * HOUR)[::-1]
        ends = [state.until for state in found]
        assert [state.since for state in found] == [NOON + step * HOUR for step in range(5)]
        assert ends == [*(state.since for state in found[1:]), None]
        assert [state.version.title if state.version else "" for state in found] == [
            "Un titre",
            "Mieux",
            "",
            "Mieux",
            "",
        ]
        assert [bool(state.withdrawal) for state in found] == [False, False, True, False, False]
        assert found[0].is_first

    def test_what_is_planned_is_no_state_yet(self) -> None:
        row = Article.objects.create()
        stories.plan(row, NOON + HOUR)
        assert told.states(row, at=NOON) == []

    def test_the_page_of_the_history_tells_states_and_deeds(self, office: Client) -> None:
        row = review.article()
        desk.publish(Article.objects.all(), by=None)
        page = says(office.get(f"/admin/articles/article/{row.pk}/history/"))
        assert f"/admin/articles/article/{row.pk}/seen/?exact=" in page
        assert "Le quai secret" in page
        assert f"/preview/?revision={review.saved(row).pk}" in page


class TestWhatReadersSaw:
    def test_the_text_of_then(self, office: Client) -> None:
        now = timezone.now()
        row = stories.published(stories.text(title="Avant"), now=now - 2 * HOUR)
        verbs.publish(stories.revision(row, stories.text(title="Après")), by=None, now=now - HOUR)
        assert "<h1>Avant</h1>" in says(office.get(seen(row, now - 1.5 * HOUR)))
        assert "<h1>Après</h1>" in says(office.get(seen(row, now - HOUR)))

    def test_words_in_its_place_while_it_was_withdrawn(self, office: Client) -> None:
        now = timezone.now()
        row = stories.published(now=now - 3 * HOUR)
        verbs.withdraw(row, by=None, reason="secret", words="Retiré à la demande.", now=now - 2 * HOUR)
        verbs.reinstate(row, by=None, now=now - HOUR)
        answer = office.get(seen(row, now - 1.5 * HOUR))
        assert (answer.status_code, "Retiré à la demande." in says(answer)) == (410, True)
        assert "secret" not in says(answer)
        assert office.get(seen(row, now)).status_code == 200

    def test_nothing_before_the_first_time(self, office: Client) -> None:
        now = timezone.now()
        row = stories.published(now=now - HOUR)
        assert office.get(seen(row, now - 2 * HOUR)).status_code == 404
        frame = says(office.get(f"/admin/articles/article/{row.pk}/seen/?at=2001-01-01T10:00"))
        assert "404" in frame
        assert "<iframe" not in frame

    def test_a_time_to_come_is_refused_in_words(self, office: Client) -> None:
        row = stories.published()
        page = says(office.get(f"/admin/articles/article/{row.pk}/seen/?at=2031-01-01T10:00"))
        assert 'value="2031-01-01T10:00"' in page
        assert "errorlist" in page

    def test_what_was_around_it_then(self, office: Client) -> None:
        now = timezone.now()
        other = stories.published(stories.text(title="Voisin d’alors"), now=now - 3 * HOUR)
        row = stories.published(now=now - 3 * HOUR)
        verbs.publish(stories.revision(other, stories.text(title="Voisin d’aujourd’hui")), by=None, now=now - HOUR)
        then, today = says(office.get(seen(row, now - 2 * HOUR))), says(office.get(seen(row, now)))
        assert ("Voisin d’alors" in then, "Voisin d’aujourd’hui" in then) == (True, False)
        assert ("Voisin d’alors" in today, "Voisin d’aujourd’hui" in today) == (False, True)

    def test_it_is_for_nobody_who_may_not_open_the_article(self) -> None:
        row = stories.published()
        client = cast.signed_in(cast.reporter())
        for rest in ("seen/", "seen/page/"):
            assert client.get(f"/admin/articles/article/{row.pk}/{rest}").status_code == 404

    def test_a_picture_whose_licence_has_ended_since_was_there(self, office: Client) -> None:
        photo = stories.picture(licence_ends_on=(timezone.now() - timedelta(days=2)).date())
        Image.objects.filter(pk=photo.pk).update(licence_ends_on=None)
        then = timezone.now() - timedelta(days=5)
        text = stories.text(picture=past_use(photo))
        row = stories.published(text, now=then)
        Image.objects.filter(pk=photo.pk).update(licence_ends_on=photo.licence_ends_on)
        assert 'alt="Un quai"' in says(office.get(seen(row, then + HOUR)))
        assert 'alt="Un quai"' not in says(office.get(seen(row, timezone.now())))


def past_use(photo: Image) -> Any:
    return stories.picture_use(photo.pk, "Un quai")


def test_of_now_the_cards_are_those_that_readers_get() -> None:
    """The past is asked of versions, the present of lists: where both can answer, they say the same."""
    sections = [stories.section(), stories.section("rabat", parent=stories.section()), stories.section("sport")]
    now = timezone.now()
    rows = []
    for number in range(24):
        tags = (stories.tag(f"t{number % 3}").pk,) if number % 2 else ()
        text = stories.text(title=f"T{number}", category=sections[number % 3].pk, tags=tags)
        rows.append(stories.published(text, now=now - (30 - number) * MINUTE))
    for row in rows[::5]:
        version = PublishedVersion.objects.live(now).get(article=row)
        cards = [
            [card.version.pk for card in found.related]
            for found in (
                story.load(version, index("fr"), at=now),
                past.load(version, index("fr"), at=now),
            )
        ]
        assert cards[0] == cards[1]


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "plan", "withdraw", "reinstate", "end", "wait", "cancel"]), st.integers(1, 90)
    ),
    min_size=3,
    max_size=12,
)


class TestWhateverHappened(TestCase):
    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(deeds=DEEDS)
    def test_the_history_answers_as_readers_were_answered(self, deeds: list[tuple[str, int]]) -> None:
        """A reader comes after each deed; later, the history is asked for each of these instants."""
        row, now, noted = Article.objects.create(), NOON, []
        for number, (name, minutes) in enumerate(deeds):
            with stories.refusals_allowed():
                do(row, name, number, now, now + minutes * MINUTE)
            noted += [(at, *reader(row, at)) for at in (now, now + minutes * MINUTE / 2)]
            now += minutes * MINUTE
        for at, status, words in noted:
            found = past.answer(row.pk, at)
            assert found.status == status, (at, deeds)
            assert (found.version.title if found.version else "") == words
            assert (found.version is not None) == PublishedVersion.objects.live(at).filter(article=row).exists()
            assert covering(row, at) == (status if status != 404 else None)


def do(row: Article, name: str, number: int, now: datetime, later: datetime) -> None:
    text = stories.text(title=f"Titre {number}")
    if name == "publish":
        verbs.publish(stories.revision(row, text), by=None, now=now)
    elif name == "plan":
        verbs.publish(stories.revision(row, text), by=None, at=later, now=now)
    elif name == "withdraw":
        verbs.withdraw(row, by=None, reason="x", now=now)
    elif name == "reinstate":
        verbs.reinstate(row, by=None, now=now)
    elif name == "end":
        verbs.end(row, by=None, at=later, now=now)
    elif name == "cancel" and (planned := row.versions.filter(live_from__gt=now).first()):
        verbs.cancel(planned, by=None, now=now)


def reader(row: Article, at: datetime) -> tuple[int, str]:
    """What the public page answers at an instant, and its headline."""
    with travel(at.astimezone(UTC), tick=False):
        answer = Client().get(f"/maroc/un-titre-{row.pk}/")
    if answer.status_code != 200:
        return answer.status_code, ""
    return 200, says(answer).partition("<h1>")[2].partition("</h1>")[0]


def covering(row: Article, at: datetime) -> int | None:
    """The status of the public state that the history names for an instant."""
    state = next((one for one in told.states(row, at=at) if one.since <= at), None)
    if state is None:
        return None
    return 200 if state.version else 410
