"""A CDN that knows of pages only what they say, and forgets only what it is told, shows no page that has changed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.ledger import verbs
from comments.models import Comment
from newsroom.core.models import BackgroundTask
from newsroom.core.pagestore import keys
from newsroom.core.tasks.worker import Worker
from tests.articles import paper, stories
from tests.articles.paper import Paper, change, live, put
from tests.articles.shelf import answer_to, everywhere
from tests.core.cdns import FakeCdn, cdn_here

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Deed = Callable[[Paper], object]


@pytest.fixture
def cdn(settings: Any) -> Iterator[FakeCdn]:
    with cdn_here() as fake:
        settings.PAGE_CDN, settings.PAGE_CDN_KEYS = fake.named("fastly"), True
        yield fake


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(stories.NOON, tick=False) as traveller:
        yield traveller


class Edge:
    """What such a CDN holds: for each address its body, and the keys that it is found by."""

    def __init__(self, cdn: FakeCdn) -> None:
        self.cdn = cdn
        self.pages: dict[str, tuple[bytes, set[str]]] = {}

    def fill(self) -> None:
        for path in everywhere():
            answer = answer_to(path)
            if path not in self.pages and answer is not None and answer.status_code == 200:
                self.pages[path] = (answer.content, set(answer["Surrogate-Key"].split(" ")))

    def hear(self) -> set[str]:
        """Forget what was asked for since; answers the keys."""
        Worker().drain()
        told = {key for asked in self.cdn.asked for key in asked.headers["Surrogate-Key"].split(" ")}
        self.cdn.asked.clear()
        self.pages = {path: page for path, page in self.pages.items() if not page[1] & told}
        return told

    def stale(self) -> list[str]:
        now = {path: answer_to(path) for path in self.pages}
        return [path for path, answer in now.items() if answer is None or answer.content != self.pages[path][0]]


def quiet(edge: Edge, clock: Any) -> None:
    clock.shift(HOUR)
    BackgroundTask.objects.filter(task_path__endswith="make").delete()  # pictures, which nobody waits for here
    edge.hear()
    edge.pages.clear()
    edge.fill()
    assert len(edge.pages) > 20


DEEDS: dict[str, Deed] = {
    "published": lambda p: put("Dernière minute", category=p.sport.pk),
    "changed": lambda p: change(p.main, title="§ Principal, la suite"),
    "approved": lambda p: Comment.objects.filter(pk=p.waiting.pk).approve(by=None),
    "hidden": lambda p: Comment.objects.filter(pk=p.said.pk).reject(by=None),
    "renamed": paper.rename,
    "withdrawn": lambda p: verbs.withdraw(p.named, by=None, reason="x"),
}


def test_two_seconds_after_each_deed_nothing_stale_is_left_and_not_all_is_gone(cdn: FakeCdn, clock: Any) -> None:
    newspaper, edge = Paper(), Edge(cdn)
    quiet(edge, clock)
    for name, deed in DEEDS.items():
        deed(newspaper)
        assert edge.stale(), name
        before = len(edge.pages)
        clock.shift(timedelta(seconds=2))
        edge.hear()
        assert edge.stale() == [], name
        assert name == "renamed" or edge.pages, f"{name}: all {before} pages went"
        edge.fill()


def test_the_keys_are_those_of_the_deed_and_no_others(cdn: FakeCdn, clock: Any) -> None:
    newspaper, edge = Paper(), Edge(cdn)
    quiet(edge, clock)
    Comment.objects.filter(pk=newspaper.waiting.pk).approve(by=None)
    clock.shift(timedelta(seconds=2))
    assert edge.hear() == {keys.comments(newspaper.main.pk), keys.MANY}
    story = live(newspaper.other)
    verbs.withdraw(newspaper.other, by=None, reason="x")
    clock.shift(timedelta(seconds=2))
    told = edge.hear()
    assert {keys.article(story.article_id), keys.listing("category", newspaper.politics.pk, "fr")} < told
    assert keys.listing("category", newspaper.sport.pk, "fr") not in told


def test_what_is_planned_is_forgotten_at_its_instant_and_not_before(cdn: FakeCdn, clock: Any) -> None:
    newspaper, edge = Paper(), Edge(cdn)
    quiet(edge, clock)
    at = timezone.now() + 3 * HOUR
    change(newspaper.main, at=at, title="§ Principal, ce soir")
    verbs.end(newspaper.below, by=None, at=at + HOUR)
    clock.shift(timedelta(seconds=2))
    edge.hear()
    edge.fill()
    for instant in (at, at + HOUR):
        clock.move_to(instant - timedelta(milliseconds=1))
        assert edge.hear() == set()
        assert edge.stale() == []
        clock.move_to(instant)
        assert edge.stale()
        clock.shift(timedelta(seconds=2))
        assert keys.MANY in edge.hear()
        assert edge.stale() == []
        edge.fill()


def test_what_is_not_there_yet_is_kept_by_no_cache(client: Client) -> None:
    """The address of what is planned can be guessed from its number."""
    planned = put("Demain", at=timezone.now() + HOUR)
    for path in (f"/articles/t-{planned.pk}/", "/nulle-part/", "/auteurs/personne/", "/tags/rien/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (404, "public, max-age=0, s-maxage=0"), path
