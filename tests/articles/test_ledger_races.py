"""Several people at once: whatever the database, versions in order or a clear refusal, never a broken line."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.categories import verbs as categories
from articles.desk import verbs as desk
from articles.ledger import held, verbs
from articles.models import Article, HeldChange, Listing, PublishedVersion, Tag, Target
from tests.articles.stories import HOUR, NOON, plan, published, revision, section, tag, text
from tests.articles.test_category_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def is_in_order(article: Article) -> bool:
    rows = list(article.versions.order_by("live_from"))
    return all(one.live_until == two.live_from for one, two in pairwise(rows)) and rows[-1].live_until is None


@pytest.mark.parametrize("_round", range(3))
def test_two_editors_who_publish_at_once_leave_two_versions_in_order(_round: int) -> None:
    article = published(now=timezone.now() - HOUR)
    wanted = [revision(article, text(title=title)) for title in ("De Salma", "De Driss")]
    assert at_once(*(lambda named=named: verbs.publish(named, by=None) for named in wanted)) == []
    assert article.versions.count() == 3
    assert is_in_order(article)


@pytest.mark.parametrize("_round", range(3))
def test_of_two_who_started_from_the_same_version_one_is_told(_round: int) -> None:
    article = published(now=timezone.now() - HOUR)
    ground = article.versions.get().revision
    wanted = [revision(article, text(title=title), based_on=ground) for title in ("De Salma", "De Driss")]
    errors = at_once(*(lambda named=named: verbs.publish(named, by=None) for named in wanted))
    assert [getattr(error, "code", error) for error in errors] == ["stale"]
    assert is_in_order(article)


def test_the_first_publication_happens_in_order_too() -> None:
    article = Article.objects.create()
    wanted = [revision(article, text(title=title)) for title in ("Un", "Deux", "Trois")]
    assert at_once(*(lambda named=named: verbs.publish(named, by=None) for named in wanted)) == []
    assert is_in_order(article)


def test_two_plans_for_one_instant_leave_one_refused() -> None:
    article, at = published(now=timezone.now() - HOUR), timezone.now() + HOUR
    wanted = [revision(article, text(title=title)) for title in ("Un", "Deux")]
    errors = at_once(*(lambda named=named: verbs.publish(named, by=None, at=at) for named in wanted))
    assert [getattr(error, "code", error) for error in errors] == ["taken"]


@pytest.mark.parametrize("_round", range(3))
def test_a_withdrawal_wins_over_a_publication(_round: int) -> None:
    article = published(now=timezone.now() - HOUR)
    named = revision(article)
    errors = at_once(
        lambda: verbs.publish(named, by=None), lambda: verbs.withdraw(article, by=None, reason="Une erreur.")
    )
    assert {getattr(error, "code", error) for error in errors} <= {"withdrawn"}
    assert not PublishedVersion.objects.live(timezone.now()).exists()


def test_reinstating_twice_makes_one_version() -> None:
    article = published(now=timezone.now() - HOUR)
    verbs.withdraw(article, by=None, reason="Une erreur.")
    errors = at_once(*[lambda: verbs.reinstate(article, by=None)] * 2)
    assert [getattr(error, "code", error) for error in errors] == ["not_withdrawn"]


def test_a_held_change_is_decided_about_once() -> None:
    article = published()
    plan(article, NOON + 2 * HOUR, title="Vendredi")
    verbs.publish(revision(article, text(title="Jeudi")), by=None, now=NOON + HOUR)
    change = HeldChange.objects.get()
    errors = at_once(lambda: held.release_held(change, by=None), lambda: held.drop_held(change, by=None))
    assert [getattr(error, "code", error) for error in errors] == ["settled"]


def test_a_draft_that_is_published_while_it_is_deleted_is_one_or_the_other() -> None:
    article = Article.objects.create()
    named = revision(article)
    deeds: list[Callable[[], object]] = [lambda: verbs.publish(named, by=None), article.delete]
    errors = at_once(*deeds)
    assert len(errors) == 1
    assert isinstance(errors[0], ValidationError | Article.DoesNotExist)


def test_two_who_save_at_once_leave_one_refused() -> None:
    article = Article(title="Un titre", category=section())
    desk.save(article, by=None)
    forms = [Article.objects.get(), Article.objects.get()]
    for form, title in zip(forms, ("De Salma", "De Nadia"), strict=True):
        form.title = title
    seen = article.version
    errors = at_once(*(lambda form=form: desk.save(form, by=None, seen=seen) for form in forms))
    assert [getattr(error, "code", error) for error in errors] == ["stale"]


@pytest.mark.parametrize("_round", range(3))
def test_a_category_that_moves_while_something_is_published_lists_it_where_it_stands(_round: int) -> None:
    here, there = section("maroc"), section("monde")
    below = section("rabat", parent=here)
    named = revision(Article.objects.create(), text(category=below.pk))
    assert at_once(lambda: verbs.publish(named, by=None), lambda: categories.move(below, there, by=None)) == []
    listed = set(Listing.objects.filter(target=Target.CATEGORY).values_list("target_id", flat=True))
    assert listed == {below.pk, there.pk}


def test_two_articles_that_point_at_each_other_are_published_at_once() -> None:
    first, second = Article.objects.create(), Article.objects.create()
    deeds = [
        lambda one=one, other=other: verbs.publish(revision(one, text(related=(other.pk,))), by=None)
        for one, other in ((first, second), (second, first))
    ]
    text()
    assert at_once(*deeds) == []


def test_no_tag_goes_while_it_is_published() -> None:
    theme = tag()
    article = Article.objects.create()
    named = revision(article, text(tags=(theme.pk,)))
    errors = at_once(lambda: verbs.publish(named, by=None), lambda: Tag.objects.filter(pk=theme.pk).delete())
    assert all(isinstance(error, ValidationError) for error in errors)
