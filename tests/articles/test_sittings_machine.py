"""Whoever writes, saves and publishes in whatever order: no acknowledged word is lost, and readers see published ones
alone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles.desk import verbs
from articles.ledger.document import Document
from articles.models import Article, PublishedVersion, Revision
from articles.sittings.offers import offer
from articles.sittings.verbs import KEPT_FOR, forget
from newsroom.core.models import User
from tests import cast
from tests.articles.sittings import Page
from tests.articles.test_office_writing import draft

START = datetime(2026, 2, 14, 8, tzinfo=UTC)
NUMBERS = count(1)
"""Words and addresses: one database serves all stories."""
WHO = st.integers(0, 3)
FIELDS = st.sampled_from(["title", "standfirst", "body"])
HOW = st.sampled_from(["write", "keep", "keep", "send_late", "save", "close_and_come_back"])
PAUSES = st.sampled_from([timedelta(minutes=1), timedelta(hours=9), timedelta(days=8), timedelta(days=31)])


@dataclass
class Seat:
    """One person's page, and what the server said that it has of it."""

    user: User
    page: Page
    wrote: dict[str, str] = field(default_factory=dict)
    """By field: the last word of this sitting."""


@dataclass
class Acknowledged:
    field: str
    word: str
    at: datetime
    saved: bool


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        self.now = START
        self.acknowledged: dict[tuple[int, str, str], Acknowledged] = {}
        """By person, sitting and field."""
        self.public: set[str] = set()

    def teardown(self) -> None:
        self.clock.stop()

    @initialize(people=st.integers(2, 4))
    def begin(self, people: int) -> None:
        users = [cast.member("chief", email=f"{next(NUMBERS)}@example.ma") for _person in range(people)]
        self.article = draft(users[0])
        self.seats = [Seat(user, Page(user, self.article)) for user in users]

    def seat(self, who: int) -> Seat:
        return self.seats[who % len(self.seats)]

    def reopen(self, seat: Seat, takes: str = "") -> None:
        seat.page, seat.wrote = Page(seat.user, Article.objects.get(pk=self.article.pk), takes=takes), {}

    def note(self, seat: Seat, *, saved: bool) -> None:
        for name, word in seat.wrote.items():
            key = (seat.user.pk, str(seat.page.sitting), name)
            self.acknowledged[key] = Acknowledged(name, word, self.now, saved)

    @rule(steps=st.lists(st.tuples(WHO, FIELDS, HOW), min_size=4, max_size=10))
    def work(self, steps: list[tuple[int, str, str]]) -> None:
        """A stretch of a day: everybody writes, and their pages send it in one way or another."""
        for who, name, how in steps:
            self.write(who, name)
            if how != "write":
                getattr(self, how)(who)
            self.the_last_acknowledged_words_of_each_sitting_are_in_some_revision()

    def write(self, who: int, name: str) -> None:
        seat, word = self.seat(who), f"mot{next(NUMBERS)}"
        seat.wrote[name] = word
        seat.page.write(**{name: f"<p>{word}.</p>" if name == "body" else word})

    def keep(self, who: int) -> None:
        seat = self.seat(who)
        seat.page.client = cast.signed_in(seat.user)
        if seat.page.turn:
            seat.page.send()
            self.note(seat, saved=False)

    def send_late(self, who: int) -> None:
        """What left the page before its last word arrives after it."""
        seat = self.seat(who)
        seat.page.client = cast.signed_in(seat.user)
        seat.page.client.post(seat.page.keeps, {**seat.page.form(title="En retard"), "turn": 0})

    def save(self, who: int) -> None:
        seat = self.seat(who)
        seat.page.client = cast.signed_in(seat.user)
        answer = seat.page.save()
        self.note(seat, saved=answer.status_code == 302)
        if answer.status_code == 302:
            self.reopen(seat)

    def close_and_come_back(self, who: int) -> None:
        """What was kept is taken up, as the page does it: the fields come back, and what they began from."""
        seat = self.seat(who)
        found = offer(Article.objects.get(pk=self.article.pk), seat.user)
        self.reopen(seat, takes=str(found.revision.pk) if found else "")
        if found:
            kept, document = found.revision, found.revision.document
            words = {"title": document.title, "standfirst": document.standfirst, "body": document.body}
            seat.page.write(**words, seen=kept.seen or "")

    @rule(who=WHO)
    def publish(self, who: int) -> None:
        article = Article.objects.get(pk=self.article.pk)
        try:
            verbs.publish(Article.objects.filter(pk=article.pk), by=self.seat(who).user)
        except ValidationError:
            return
        self.public |= words_of(article.document())

    @rule(hours=st.integers(1, 90))
    def plan(self, hours: int) -> None:
        article = Article.objects.get(pk=self.article.pk)
        try:
            rows = Article.objects.filter(pk=article.pk)
            verbs.publish(rows, by=None, at=self.now + timedelta(hours=hours))
        except ValidationError:
            return
        self.public |= words_of(article.document())

    @rule(pause=PAUSES)
    def wait(self, pause: timedelta) -> None:
        self.now += pause
        self.traveller.move_to(self.now, tick=False)

    @precondition(lambda self: self.acknowledged)
    @rule()
    def sweep(self) -> None:
        forget(self.now - KEPT_FOR)
        over = [key for key, one in self.acknowledged.items() if not one.saved and one.at < self.now - KEPT_FOR]
        for key in over:
            del self.acknowledged[key]

    @invariant()
    def the_last_acknowledged_words_of_each_sitting_are_in_some_revision(self) -> None:
        kept = [row.document for row in Revision.objects.filter(article=self.article)]
        for one in self.acknowledged.values():
            assert any(one.word in words_of(document) for document in kept), one

    @invariant()
    def readers_see_no_unpublished_word(self) -> None:
        live = PublishedVersion.objects.live(self.now).filter(article=self.article).first()
        if live is not None:
            assert words_of(live.document) <= self.public
            page = Client().get(live.get_absolute_url())
            unpublished = {one.word for one in self.acknowledged.values()} - self.public
            assert not unpublished & set(page.content.decode().replace("<", " ").replace(".", " ").split())


def words_of(document: Document) -> set[str]:
    plain = f"{document.title} {document.standfirst} {document.body}"
    return set(plain.replace("<p>", " ").replace("</p>", " ").replace(".", " ").split())


@pytest.mark.slow
class TestDesk(TestCase):
    def test_whatever_people_do_at_once_no_acknowledged_word_is_lost(self) -> None:
        """To see a failure's shortest story, add Phase.shrink: it takes minutes."""
        chosen = settings(
            max_examples=15,
            stateful_step_count=8,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(Desk, settings=chosen)
