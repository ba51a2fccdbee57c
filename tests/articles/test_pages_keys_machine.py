"""A newsroom at work for days, in any order: readers never get a page that would be another if it were made now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from articles import static_pages
from articles.categories import verbs as tree
from articles.ledger import verbs
from articles.ledger.document import PictureUse
from articles.models import Article, Category, CategoryText, PublishedVersion
from articles.pictures import verbs as library
from comments.models import Comment
from tests.articles import stories
from tests.articles.paper import Paper, change, live, nothing_hidden_is_kept, put
from tests.articles.shelf import Shelf
from tests.comments import people

HOURS = st.integers(1, 30).map(lambda number: timedelta(hours=number))
NUMBERS = st.integers(0, 50)


def one(rows: Any, number: int) -> Any:
    found = list(rows.order_by("pk"))
    return found[number % len(found)]


class Newsroom(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.travel = time_machine.travel(stories.NOON, tick=False)
        self.clock = self.travel.start()
        self.paper, self.shelf = Paper(), Shelf()

    def teardown(self) -> None:
        self.travel.stop()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, deed: Callable[[], object]) -> None:
        """What the verbs refuse changes nothing."""
        self.clock.shift(timedelta(minutes=1))
        try:
            deed()
        except (ValidationError, PublishedVersion.DoesNotExist):
            return

    def fields(self, number: int) -> dict[str, Any]:
        """Something that a version can say differently."""
        category = one(Category.objects.filter(texts__language="fr"), number)
        choices: tuple[dict[str, Any], ...] = (
            {"title": f"§ Titre {timezone.now()}"},
            {"category": category.pk},
            {"tags": (self.paper.gas.pk,)},
            {"tags": (self.paper.gas.pk, self.paper.water.pk)},
            {"authors": (self.paper.omar.pk, self.paper.nadia.pk)},
            {"related": (one(Article.objects.all(), number).pk,)},
            {"picture": PictureUse(self.paper.photo.pk, "Un quai")},
        )
        return choices[number % len(choices)]

    def bring(self, number: int, at: datetime | None = None) -> Article:
        return put(**{"title": f"N° {Article.objects.count()}, fin", **self.fields(number)}, at=at)

    @rule(number=NUMBERS)
    def publish(self, number: int) -> None:
        self.attempt(lambda: self.bring(number))

    @rule(which=NUMBERS, number=NUMBERS)
    def edit(self, which: int, number: int) -> None:
        self.attempt(lambda: change(one(Article.objects.all(), which), **self.fields(number)))

    @rule(which=NUMBERS, number=NUMBERS, wait=HOURS)
    def plan(self, which: int, number: int, wait: timedelta) -> None:
        at = timezone.now() + wait
        self.attempt(lambda: change(one(Article.objects.all(), which), at=at, **self.fields(number)))

    @rule(number=NUMBERS, wait=HOURS)
    def plan_a_new_one(self, number: int, wait: timedelta) -> None:
        at = timezone.now() + wait
        self.attempt(lambda: self.bring(number, at=at))

    @rule(which=NUMBERS, wait=st.none() | HOURS)
    def reschedule_or_cancel(self, which: int, wait: timedelta | None) -> None:
        coming = PublishedVersion.objects.filter(live_from__gt=timezone.now())
        if not coming.exists():
            return
        version = one(coming, which)
        at = timezone.now() + wait if wait else None
        self.attempt(lambda: verbs.reschedule(version, by=None, at=at) if at else verbs.cancel(version, by=None))

    @rule(which=NUMBERS, wait=st.none() | HOURS)
    def end(self, which: int, wait: timedelta | None) -> None:
        at = timezone.now() + wait if wait else None
        self.attempt(lambda: verbs.end(one(Article.objects.all(), which), by=None, at=at))

    @rule(which=NUMBERS, wait=st.none() | HOURS)
    def correct(self, which: int, wait: timedelta | None) -> None:
        article, at = one(Article.objects.all(), which), timezone.now() + wait if wait else None
        note = f"Note {timezone.now()}."
        self.attempt(
            lambda: verbs.correct(stories.revision(article, live(article).document), by=None, note=note, at=at)
        )

    @rule(which=NUMBERS)
    def withdraw(self, which: int) -> None:
        self.attempt(lambda: verbs.withdraw(one(Article.objects.all(), which), by=None, reason="x"))

    @rule(which=NUMBERS)
    def reinstate(self, which: int) -> None:
        self.attempt(lambda: verbs.reinstate(one(Article.objects.filter(withdrawals__until=None), which), by=None))

    @rule(which=NUMBERS)
    def translate(self, which: int) -> None:
        self.attempt(self.paper.in_arabic)

    @rule(which=NUMBERS, place=NUMBERS)
    def move_a_section(self, which: int, place: int) -> None:
        rows = Category.objects.all()
        self.attempt(lambda: tree.move(one(rows, which), one(rows, place) if place % 3 else None, by=None))

    @rule(which=NUMBERS)
    def rename_a_section(self, which: int) -> None:
        text = one(CategoryText.objects.all(), which)
        text.name = f"Rubrique {which}"
        self.attempt(lambda: tree.write(text.category, [text], by=None))

    @rule()
    def switch_a_page(self) -> None:
        self.paper.page.is_published = not self.paper.page.is_published
        self.attempt(lambda: static_pages.write(self.paper.page, by=None))

    @rule(days=st.integers(-1, 3))
    def license(self, days: int) -> None:
        self.paper.photo.licence_ends_on = timezone.localdate() + timedelta(days=days)
        self.attempt(lambda: library.change(self.paper.photo, ["licence_ends_on"], by=None))

    @rule(which=NUMBERS, decision=st.sampled_from(["approve", "reject", "undo"]))
    def decide_on_a_comment(self, which: int, decision: str) -> None:
        self.attempt(lambda: people.comment(live(self.paper.main), f"Une voix, {Comment.objects.count()}."))
        row = one(Comment.objects.all(), which)
        self.attempt(lambda: getattr(Comment.objects.filter(pk=row.pk), decision)(by=None))

    @rule(wait=HOURS)
    def wait(self, wait: timedelta) -> None:
        self.clock.shift(wait)

    @invariant()
    def no_page_is_stale_and_nothing_hidden_is_kept(self) -> None:
        self.shelf.look()
        nothing_hidden_is_kept(self.shelf)


@pytest.mark.slow
class TestNewsroom(TestCase):
    def test_whatever_it_does_its_readers_never_get_an_old_page(self) -> None:
        """Another story each time; a failure says which. To see its shortest, add Phase.shrink: it takes minutes."""
        chosen = settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            database=None,
            print_blob=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(Newsroom, settings=chosen)
