"""What readers see is a ledger of published versions."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.ledger import verbs
from articles.ledger.line import TICK
from articles.models import Article, Change, HeldChange, PublishedVersion, Revision
from tests.articles.stories import HOUR, NOON, plan, published, revision, seen, text

pytestmark = pytest.mark.django_db


def refused(code: str) -> Any:
    """The verb refuses, for this reason."""
    return pytest.raises(ValidationError, check=lambda error: getattr(error, "code", None) == code)


def publish(article: Article, hours: int, change: Change = Change.UPDATE, **fields: Any) -> PublishedVersion:
    return verbs.publish(revision(article, text(**fields)), by=None, change=change, now=NOON + hours * HOUR)


def live(article: Article, hours: int) -> PublishedVersion:
    return PublishedVersion.objects.live(NOON + hours * HOUR).get(article=article)


def test_a_draft_is_not_public() -> None:
    article = Article.objects.create()
    revision(article)
    assert seen(article, NOON) is None


def test_publishing_shows_the_named_revision_from_now_on() -> None:
    article = Article.objects.create()
    named = revision(article)
    revision(article, text(title="Pas encore"))
    verbs.publish(named, by=None, now=NOON)
    assert [seen(article, NOON + n * HOUR) for n in (-1, 0, 1)] == [None, "Un titre", "Un titre"]


def test_a_planned_change_comes_at_its_time_without_a_job() -> None:
    article = published()
    plan(article, NOON + HOUR, title="Ce soir")
    assert (seen(article, NOON + HOUR - TICK), seen(article, NOON + HOUR)) == ("Un titre", "Ce soir")


def test_cancelling_lets_the_live_version_go_on() -> None:
    article = published()
    verbs.cancel(plan(article, NOON + HOUR, title="Ce soir"), by=None, now=NOON)
    assert seen(article, NOON + 2 * HOUR) == "Un titre"


def test_a_change_that_is_live_can_not_be_cancelled() -> None:
    article = published()
    change = plan(article, NOON + HOUR, title="Ce soir")
    with refused("live"):
        verbs.cancel(change, by=None, now=NOON + HOUR)


def test_a_change_can_not_be_cancelled_twice() -> None:
    change = plan(published(), NOON + HOUR, title="Ce soir")
    verbs.cancel(change, by=None, now=NOON)
    with refused("live"):
        verbs.cancel(change, by=None, now=NOON)


@pytest.mark.parametrize("hours", [-1, 0], ids=["before now", "now"])
def test_planning_for_the_past_is_refused(hours: int) -> None:
    article = published()
    with refused("past"):
        plan(article, NOON + hours * HOUR)


def test_two_changes_for_one_instant_are_refused() -> None:
    article = published()
    plan(article, NOON + HOUR, title="Un")
    with refused("taken"):
        plan(article, NOON + HOUR, title="Deux")


class TestPlans:
    def test_a_fix_of_today_reaches_the_plan_of_friday_and_takes_nothing_from_it(self) -> None:
        article = published()
        plan(article, NOON + 2 * HOUR, title="Vendredi")
        publish(article, 1, Change.TYPO, body="<p>Corrigé.</p>")
        friday = live(article, 2).document
        assert (seen(article, NOON + HOUR), friday.title, friday.body) == ("Un titre", "Vendredi", "<p>Corrigé.</p>")

    def test_a_plan_that_collides_is_held_and_told(self) -> None:
        article = published()
        plan(article, NOON + 2 * HOUR, title="Vendredi")
        publish(article, 1, title="Jeudi")
        held = HeldChange.objects.get()
        assert (held.fields, held.revision.document.title) == (["title"], "Vendredi")
        assert seen(article, NOON + 3 * HOUR) == "Jeudi"

    def test_cancelling_a_plan_takes_its_changes_out_of_the_plans_after_it(self) -> None:
        article = published()
        first = plan(article, NOON + HOUR, body="<p>Mercredi.</p>")
        plan(article, NOON + 2 * HOUR, body="<p>Mercredi.</p>", title="Vendredi")
        verbs.cancel(first, by=None, now=NOON)
        friday = live(article, 2).document
        assert (friday.title, friday.body) == ("Vendredi", text().body)

    def test_cancelling_a_plan_leaves_the_plan_that_had_overruled_it(self) -> None:
        article = published()
        first = plan(article, NOON + HOUR, title="Mercredi")
        plan(article, NOON + 2 * HOUR, title="Vendredi")
        verbs.cancel(first, by=None, now=NOON)
        assert [seen(article, NOON + n * HOUR) for n in (1, 2)] == ["Un titre", "Vendredi"]

    def test_publishing_now_what_was_planned_leaves_no_plan(self) -> None:
        article = Article.objects.create()
        story = revision(article)
        verbs.publish(story, by=None, at=NOON + HOUR, now=NOON)
        verbs.publish(story, by=None, now=NOON)
        assert article.versions.count() == 1

    def test_a_plan_of_an_article_that_nobody_had_read_waits_for_a_decision(self) -> None:
        article = Article.objects.create()
        plan(article, NOON + 2 * HOUR, title="Vendredi")
        publish(article, 1, title="Jeudi")
        assert HeldChange.objects.waiting().get().fields == ["title"]

    def test_revising_puts_another_text_in_its_place(self) -> None:
        article = published()
        change = plan(article, NOON + HOUR, title="Ce soir")
        better = revision(article, text(title="Ce soir, mieux"), based_on=change.revision)
        verbs.revise(change, better, by=None, now=NOON)
        assert (seen(article, NOON), seen(article, NOON + HOUR)) == ("Un titre", "Ce soir, mieux")

    def test_revising_reaches_the_plans_after_it(self) -> None:
        article = published()
        change = plan(article, NOON + HOUR, body="<p>Mercredi.</p>")
        plan(article, NOON + 2 * HOUR, body="<p>Mercredi.</p>", title="Vendredi")
        better = revision(article, text(body="<p>Mercredi, mieux.</p>"), based_on=change.revision)
        verbs.revise(change, better, by=None, now=NOON)
        friday = live(article, 2).document
        assert (friday.title, friday.body) == ("Vendredi", "<p>Mercredi, mieux.</p>")


class TestRescheduling:
    def test_it_moves_the_change(self) -> None:
        article = published()
        verbs.reschedule(plan(article, NOON + HOUR, title="Ce soir"), by=None, at=NOON + 3 * HOUR, now=NOON)
        assert (seen(article, NOON + 2 * HOUR), seen(article, NOON + 3 * HOUR)) == ("Un titre", "Ce soir")

    def test_two_changes_that_do_not_collide_may_change_places(self) -> None:
        article = published()
        first = plan(article, NOON + HOUR, title="Ce soir")
        plan(article, NOON + 2 * HOUR, title="Ce soir", body="<p>Plus tard.</p>")
        verbs.reschedule(first, by=None, at=NOON + 3 * HOUR, now=NOON)
        between, last = live(article, 2).document, live(article, 3).document
        assert (between.title, between.body) == ("Un titre", "<p>Plus tard.</p>")
        assert (last.title, last.body) == ("Ce soir", "<p>Plus tard.</p>")

    def test_passing_over_one_that_collides_is_refused_and_moves_nothing(self) -> None:
        article = published()
        first = plan(article, NOON + HOUR, title="Ce soir")
        plan(article, NOON + 2 * HOUR, title="Demain")
        with refused("collides"):
            verbs.reschedule(first, by=None, at=NOON + 3 * HOUR, now=NOON)
        assert [seen(article, NOON + n * HOUR) for n in (1, 2, 3)] == ["Ce soir", "Demain", "Demain"]

    def test_a_plan_made_before_a_fix_can_be_moved_after_it(self) -> None:
        article = published()
        base = article.versions.get().revision
        change = revision(article, text(title="Ce soir"), based_on=base)
        verbs.publish(change, by=None, at=NOON + 2 * HOUR, now=NOON)
        publish(article, 1, Change.TYPO, body="<p>Corrigé.</p>")
        planned = article.versions.get(planned=True)
        verbs.reschedule(planned, by=None, at=NOON + 4 * HOUR, now=NOON + HOUR)
        assert live(article, 4).document.body == "<p>Corrigé.</p>"

    @pytest.mark.parametrize(("hours", "code"), [(-1, "past"), (2, "taken")])
    def test_it_is_refused_where_planning_would_be(self, hours: int, code: str) -> None:
        article = published()
        first = plan(article, NOON + HOUR, title="Ce soir")
        plan(article, NOON + 2 * HOUR, title="Demain")
        with refused(code):
            verbs.reschedule(first, by=None, at=NOON + hours * HOUR, now=NOON)


class TestGrounds:
    """What a revision was made from decides whether it may be published."""

    def test_one_made_from_an_older_version_is_refused(self) -> None:
        article = published()
        old = article.versions.get().revision
        publish(article, 1, title="Deux")
        with refused("stale"):
            verbs.publish(revision(article, text(title="Trois"), based_on=old), by=None, now=NOON + 2 * HOUR)

    def test_one_made_from_a_plan_can_not_take_its_text_to_readers_before(self) -> None:
        article = published()
        friday = plan(article, NOON + 2 * HOUR, title="Vendredi")
        typo = revision(article, text(title="Vendredi", body="<p>Corrigé.</p>"), based_on=friday.revision)
        with refused("stale"):
            verbs.publish(typo, by=None, now=NOON + HOUR)

    def test_one_made_from_a_plan_that_was_cancelled_goes_back_to_what_that_was_made_from(self) -> None:
        article = published()
        ground = article.versions.get().revision
        change = revision(article, text(title="Ce soir"), based_on=ground)
        planned = verbs.publish(change, by=None, at=NOON + HOUR, now=NOON)
        later = revision(article, text(title="Demain"), based_on=change)
        verbs.cancel(planned, by=None, now=NOON)
        verbs.publish(later, by=None, now=NOON + HOUR)
        assert seen(article, NOON + HOUR) == "Demain"


class TestEnds:
    def test_the_end_date_closes_what_is_live(self) -> None:
        article = published()
        verbs.end(article, by=None, at=NOON + HOUR, now=NOON)
        assert (seen(article, NOON + HOUR - TICK), seen(article, NOON + HOUR)) == ("Un titre", None)

    def test_taken_away_in_time_it_lets_the_article_go_on(self) -> None:
        article = published()
        verbs.end(article, by=None, at=NOON + 2 * HOUR, now=NOON)
        verbs.end(article, by=None, at=None, now=NOON + HOUR)
        assert seen(article, NOON + 3 * HOUR) == "Un titre"

    def test_taken_away_too_late_it_leaves_ended_what_has_ended(self) -> None:
        article = published()
        verbs.end(article, by=None, at=NOON + HOUR, now=NOON)
        verbs.end(article, by=None, at=None, now=NOON + 2 * HOUR)
        assert [seen(article, NOON + n * HOUR) for n in (0, 1, 2, 3)] == ["Un titre", None, None, None]

    def test_an_article_that_has_ended_comes_back_once_its_end_is_moved(self) -> None:
        article = published()
        verbs.end(article, by=None, at=NOON + HOUR, now=NOON)
        with refused("ended"):
            publish(article, 2)
        verbs.end(article, by=None, at=NOON + 9 * HOUR, now=NOON + 2 * HOUR)
        publish(article, 3)
        assert [seen(article, NOON + n * HOUR) for n in (2, 3, 9)] == [None, "Un titre", None]

    def test_before_a_planned_change_it_is_refused(self) -> None:
        article = published()
        plan(article, NOON + 2 * HOUR)
        with refused("taken"):
            verbs.end(article, by=None, at=NOON + HOUR, now=NOON)


class TestEmbargo:
    def test_it_is_the_earliest_time(self) -> None:
        article = Article.objects.create()
        verbs.embargo(article, by=None, until=NOON + HOUR, now=NOON)
        with refused("embargo"):
            verbs.publish(revision(article), by=None, now=NOON)
        plan(article, NOON + HOUR)
        assert (seen(article, NOON + HOUR - TICK), seen(article, NOON + HOUR)) == (None, "Un titre")

    def test_lifted_it_lets_the_article_out(self) -> None:
        article = Article.objects.create()
        verbs.embargo(article, by=None, until=NOON + HOUR, now=NOON)
        verbs.embargo(article, by=None, until=None, now=NOON)
        publish(article, 0)
        assert seen(article, NOON) == "Un titre"

    def test_no_plan_slips_under_it(self) -> None:
        article = Article.objects.create()
        verbs.embargo(article, by=None, until=NOON + 2 * HOUR, now=NOON)
        change = plan(article, NOON + 3 * HOUR)
        with refused("embargo"):
            verbs.reschedule(change, by=None, at=NOON + HOUR, now=NOON)

    def test_it_is_refused_over_a_plan_that_comes_before(self) -> None:
        article = Article.objects.create()
        plan(article, NOON + HOUR)
        with refused("taken"):
            verbs.embargo(article, by=None, until=NOON + 2 * HOUR, now=NOON)

    def test_it_is_refused_for_what_readers_have(self) -> None:
        article = published()
        with refused("live"):
            verbs.embargo(article, by=None, until=NOON + 2 * HOUR, now=NOON)


class TestDates:
    def test_a_typo_does_not_move_the_date_of_the_last_update(self) -> None:
        article = published()
        publish(article, 1, Change.TYPO)
        publish(article, 2)
        assert [row.updated_at for row in article.versions.all()] == [NOON, NOON, NOON + 2 * HOUR]

    def test_the_first_publication_stays_the_first(self) -> None:
        article = published()
        publish(article, 1)
        assert {row.first_published_at for row in article.versions.all()} == {NOON}

    def test_publishing_before_the_plan_is_the_first_publication(self) -> None:
        article = Article.objects.create()
        plan(article, NOON + 2 * HOUR)
        publish(article, 1, standfirst="Un chapeau")
        assert article.versions.get().first_published_at == NOON + HOUR


def test_the_working_copy_goes_on_from_what_was_published() -> None:
    article = Article.objects.create(stage="approved")
    version = publish(article, 0)
    article.refresh_from_db()
    assert (article.stage, article.based_on_id) == ("draft", version.revision_id)


def test_publishing_an_earlier_revision_leaves_the_later_one_where_it_is() -> None:
    article = Article.objects.create(stage="review")
    earlier, _later = revision(article), revision(article, text(title="Plus tard"))
    verbs.publish(earlier, by=None, now=NOON)
    article.refresh_from_db()
    assert article.stage == "review"


def test_what_was_published_is_frozen() -> None:
    article = published()
    assert Revision.objects.get(article=article).frozen
