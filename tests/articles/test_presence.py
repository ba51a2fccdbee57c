"""Who has an article open: told by name, and forgotten soon after the page is closed."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from articles.models import Article, Presence
from articles.sittings import presence
from articles.sittings.presence import BEAT, GONE
from newsroom.core.models import User
from tests import cast
from tests.articles.sittings import Page
from tests.articles.stories import NOON
from tests.articles.test_office_writing import address, draft, says

pytestmark = pytest.mark.django_db
MOST = timedelta(seconds=45)


@pytest.fixture
def article() -> Article:
    return draft()


@pytest.fixture
def omar() -> User:
    return cast.member("chief", email="omar@example.ma", name="Omar Filali", language="en")


@pytest.fixture
def nadia() -> User:
    return cast.member("chief", email="nadia@example.ma", name="Nadia Chraïbi", language="en")


def arrive(
    article: Article, user: User, at: datetime = NOON, *, sitting: UUID | None = None, wrote: bool = False
) -> UUID:
    sitting = sitting or uuid4()
    presence.arrive(article, by=user, sitting=sitting, wrote=wrote, now=at)
    return sitting


def told(article: Article, to: User, at: datetime = NOON, besides: UUID | None = None) -> list[str]:
    return presence.here(article, by=to, besides=besides, now=at)


def test_somebody_who_has_it_open_is_told_by_name_and_since_when(article: Article, omar: User, nadia: User) -> None:
    sitting = arrive(article, omar)
    assert [words for words in told(article, nadia) if "Omar Filali" in words]
    since = Presence.objects.get().since
    arrive(article, omar, NOON + BEAT, sitting=sitting, wrote=True)
    assert Presence.objects.get().since == since
    assert told(article, nadia, NOON + BEAT) != told(article, nadia, NOON + GONE * 2)


def test_who_writes_is_told_from_who_looks(article: Article, omar: User, nadia: User) -> None:
    sitting = arrive(article, omar)
    looking = told(article, nadia)
    arrive(article, omar, sitting=sitting, wrote=True)
    assert told(article, nadia) != looking


def test_a_page_that_falls_silent_is_gone_within_the_time_promised(article: Article, omar: User, nadia: User) -> None:
    arrive(article, omar)
    assert told(article, nadia, NOON + GONE - BEAT)
    assert not told(article, nadia, NOON + GONE)
    assert GONE + BEAT <= MOST


def test_who_comes_back_after_a_silence_is_here_since_then(article: Article, omar: User) -> None:
    sitting = arrive(article, omar)
    arrive(article, omar, NOON + GONE * 3, sitting=sitting)
    assert Presence.objects.get().since == NOON + GONE * 3


def test_two_windows_of_one_person_are_one_person(article: Article, omar: User, nadia: User) -> None:
    mine = arrive(article, omar)
    arrive(article, omar)
    assert len(told(article, nadia)) == 1
    assert len(told(article, omar, besides=mine)) == 1
    assert "Omar" not in told(article, omar, besides=mine)[0]


def test_a_page_that_says_goodbye_is_gone_at_once(article: Article, omar: User, nadia: User) -> None:
    page = Page(omar, article)
    page.client.post(page.keeps, {"sitting": str(page.sitting)})
    assert "Omar Filali has" in says(cast.signed_in(nadia).get(address(article)))
    page.client.post(page.keeps, {"sitting": str(page.sitting), "leaves": "1"})
    assert not Presence.objects.exists()
    assert "Omar Filali has" not in says(cast.signed_in(nadia).get(address(article)))


def test_being_there_writes_no_revision(article: Article, omar: User) -> None:
    page = Page(omar, article)
    answer = page.client.post(page.keeps, {"sitting": str(page.sitting), "seen": "1"}).json()
    assert (answer["version"], "kept" in answer) == (article.version, False)
    assert not article.revisions.autosaved().exists()


def test_it_costs_no_more_queries_with_many_people(
    article: Article, nadia: User, django_assert_num_queries: object
) -> None:
    for number in range(12):
        arrive(article, cast.member("chief", email=f"{number}@example.ma"))
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        assert len(told(article, nadia)) == 12
