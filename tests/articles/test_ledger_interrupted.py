"""Verbs that are interrupted at every single statement they send: all as before, never between, and the retry works."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from articles.desk import verbs as desk
from articles.ledger import held, verbs
from articles.models import Article, HeldChange, PublishedVersion, Revision
from articles.reviewing import verbs as reviewing
from newsroom.core.models import AuditEntry, ChangedKey
from tests.articles import review, stories

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
MOST = 500
"""No verb sends so many statements about one article."""


class CutError(Exception):
    pass


@contextmanager
def interrupted_at(statement: int) -> Iterator[None]:
    """The nth statement from here on never reaches the database, as when the process dies before it."""
    sent = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == statement:
            raise CutError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that a verb of the ledger may touch."""
    models: list[type[Model]] = [*apps.get_app_config("articles").get_models(), AuditEntry, ChangedKey]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def interrupted_everywhere(deed: Callable[[], object]) -> int:
    """Interrupts a deed at each of its statements in turn; then it is done, by the same hands. Answers how many."""
    before = everything()
    for statement in range(1, MOST):
        try:
            with interrupted_at(statement):
                deed()
        except CutError:
            assert everything() == before, statement
        else:
            assert everything() != before
            return statement - 1
    raise AssertionError("It never came to its end.")


class Story:
    """An article that is live, one version planned, one planned after that, and a text that waits on the desk."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.article = stories.published(stories.text(tags=(stories.tag().pk,)), now=self.now - HOUR)
        self.first = stories.plan(self.article, self.now + HOUR, self.now, title="Demain")
        self.second = stories.plan(self.article, self.now + 2 * HOUR, self.now, title="Après", slug="apres")
        self.text = stories.revision(self.article, stories.text(body="<p>Corrigé.</p>", tags=(stories.tag().pk,)))

    def seen(self, at: timedelta = timedelta()) -> str | None:
        return stories.seen(self.article, self.now + at + timedelta(minutes=1))


def test_publishing() -> None:
    story = Story()
    assert interrupted_everywhere(lambda: verbs.publish(story.text, by=None, now=story.now)) > 10
    live = PublishedVersion.objects.live(story.now).get(article=story.article)
    assert live.document.body == "<p>Corrigé.</p>"
    assert story.seen(HOUR) == "Demain"


def test_planning() -> None:
    story = Story()
    at = story.now + 3 * HOUR
    assert interrupted_everywhere(lambda: verbs.publish(story.text, by=None, at=at, now=story.now)) > 10
    assert story.seen() == "Un titre"
    assert PublishedVersion.objects.live(at).get(article=story.article).revision_id == story.text.pk


def test_correcting() -> None:
    story = Story()
    assert interrupted_everywhere(lambda: verbs.correct(story.text, by=None, note="Faux.", now=story.now)) > 10
    assert PublishedVersion.objects.live(story.now).get(article=story.article).corrections.get().text == "Faux."


def test_withdrawing_and_reinstating() -> None:
    story = Story()
    deed = lambda: verbs.withdraw(story.article, by=None, reason="Erreur", now=story.now)  # noqa: E731  # one expression
    assert interrupted_everywhere(deed) > 10
    assert (story.seen(), story.seen(HOUR)) == (None, None)
    assert interrupted_everywhere(lambda: verbs.reinstate(story.article, by=None, now=story.now + HOUR)) > 10
    assert story.seen(HOUR) == "Un titre"


def test_rescheduling() -> None:
    story = Story()
    at = story.now + 1.5 * HOUR
    assert interrupted_everywhere(lambda: verbs.reschedule(story.second, by=None, at=at, now=story.now)) > 10
    assert [story.seen(step) for step in (timedelta(), HOUR, 1.5 * HOUR)] == ["Un titre", "Demain", "Après"]


def test_cancelling() -> None:
    story = Story()
    assert interrupted_everywhere(lambda: verbs.cancel(story.first, by=None, now=story.now)) > 10
    assert [story.seen(step) for step in (HOUR, 2 * HOUR)] == ["Un titre", "Après"]


def test_replacing_a_planned_text() -> None:
    story = Story()
    assert interrupted_everywhere(lambda: verbs.revise(story.second, story.text, by=None, now=story.now)) > 10
    assert PublishedVersion.objects.live(story.now + 3 * HOUR).get(article=story.article).revision_id == story.text.pk


def test_ending_and_an_embargo() -> None:
    story = Story()
    at = story.now + 5 * HOUR
    assert interrupted_everywhere(lambda: verbs.end(story.article, by=None, at=at, now=story.now)) > 5
    assert story.seen(5 * HOUR) is None
    fresh = Article.objects.create()
    assert interrupted_everywhere(lambda: verbs.embargo(fresh, by=None, until=at, now=story.now)) > 3
    assert Article.objects.get(pk=fresh.pk).embargo_until == at


@pytest.mark.parametrize("deed", [held.release_held, held.drop_held])
def test_deciding_about_what_collided(deed: Any) -> None:
    story = Story()
    other = stories.revision(story.article, stories.text(title="Autre chose"))
    assert interrupted_everywhere(lambda: verbs.publish(other, by=None, now=story.now)) > 10
    change = HeldChange.objects.waiting().earliest("pk")
    assert interrupted_everywhere(lambda: deed(change, by=None, now=story.now + HOUR)) > 3
    change.refresh_from_db()
    assert change.settled_at == story.now + HOUR


def test_what_the_desk_publishes_of_its_working_copy() -> None:
    row = review.article()
    one = Article.objects.filter(pk=row.pk)
    assert interrupted_everywhere(lambda: desk.submit(one, by=None)) > 5
    assert interrupted_everywhere(lambda: desk.approve(one, by=None)) > 5
    assert interrupted_everywhere(lambda: desk.publish(one, by=None)) > 10
    assert stories.seen(row, timezone.now()) == "Le quai secret"


def test_a_review_link_and_what_is_said_through_it() -> None:
    row = review.article()
    text, until = review.saved(row), timezone.now() + HOUR
    assert interrupted_everywhere(lambda: reviewing.make(text, by=None, reader="X", until=until)) > 3
    link = row.review_links.get()
    assert Revision.objects.get(pk=text.pk).frozen
    words = reviewing.Words("X", "Une note.")
    assert interrupted_everywhere(lambda: reviewing.remark(link, words)) > 3
    assert interrupted_everywhere(lambda: reviewing.revoke(link, by=None)) > 3
    assert link.remarks.get().text == "Une note."
