"""Withdrawn is gone at once and altogether; reinstated is the last version again."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.ledger import verbs
from articles.models import Article, Image, PublishedVersion, Revision
from newsroom.core.models import AuditEntry
from tests.articles.stories import HOUR, NOON, picture, plan, published, revision, seen, text
from tests.articles.test_ledger import refused

pytestmark = pytest.mark.django_db


def withdrawn(**fields: Any) -> Article:
    article = published(text(**fields))
    verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + HOUR)
    return article


def test_it_takes_what_is_live_and_what_is_planned() -> None:
    article = published()
    plan(article, NOON + 2 * HOUR, title="Vendredi")
    verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + HOUR)
    assert [seen(article, NOON + n * HOUR) for n in (0, 1, 2, 3)] == ["Un titre", None, None, None]


def test_what_was_planned_is_in_the_trail() -> None:
    article = published()
    plan(article, NOON + 2 * HOUR, title="Vendredi")
    verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + HOUR)
    assert AuditEntry.objects.filter(verb="article.cancelled").count() == 1


def test_publication_is_refused() -> None:
    article = withdrawn()
    with refused("withdrawn"):
        verbs.publish(revision(article), by=None, now=NOON + 2 * HOUR)
    with refused("withdrawn"):
        plan(article, NOON + 3 * HOUR, NOON + 2 * HOUR)


def test_it_is_refused_twice() -> None:
    article = withdrawn()
    with refused("withdrawn"):
        verbs.withdraw(article, by=None, reason="Encore.", now=NOON + 2 * HOUR)


def test_it_wants_a_reason() -> None:
    article = published()
    with refused("reason"):
        verbs.withdraw(article, by=None, reason=" ", now=NOON)


def test_what_readers_never_had_is_cancelled_not_withdrawn() -> None:
    article = Article.objects.create()
    plan(article, NOON + HOUR)
    with refused("unpublished"):
        verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON)


def test_reinstating_brings_the_last_version_back_with_its_dates() -> None:
    article = withdrawn()
    version = verbs.reinstate(article, by=None, now=NOON + 2 * HOUR)
    assert (seen(article, NOON + HOUR), seen(article, NOON + 2 * HOUR)) == (None, "Un titre")
    assert (version.first_published_at, version.updated_at) == (NOON, NOON)


def test_reinstating_twice_is_refused() -> None:
    article = withdrawn()
    verbs.reinstate(article, by=None, now=NOON + 2 * HOUR)
    with refused("not_withdrawn"):
        verbs.reinstate(article, by=None, now=NOON + 3 * HOUR)


def test_reinstated_it_can_be_withdrawn_again_at_the_same_instant() -> None:
    article = withdrawn()
    verbs.reinstate(article, by=None, now=NOON + 2 * HOUR)
    verbs.withdraw(article, by=None, reason="Encore.", now=NOON + 2 * HOUR)
    assert [seen(article, NOON + n * HOUR) for n in (3, 4)] == [None, None]


def test_reinstating_sanitises_again() -> None:
    article = withdrawn()
    stored = PublishedVersion.objects.get(article=article).revision
    # As if a sanitiser of last year had let it through.
    data = {**stored.data, "body": "<p>Un texte.</p><script>x</script>"}
    Revision.objects.filter(pk=stored.pk).update(data=data)
    version = verbs.reinstate(article, by=None, now=NOON + 2 * HOUR)
    assert version.document.body == "<p>Un texte.</p>"


def test_what_can_not_come_back_as_it_was_comes_back_in_another_revision() -> None:
    image = picture()
    article = withdrawn(body=f'<p>Mot</p><figure data-image="{image.pk}" data-alt="Un port"></figure>')
    Image.objects.update(licence_ends_on=NOON.date() - timedelta(days=9))
    with pytest.raises(ValidationError, match="licence"):
        verbs.reinstate(article, by=None, now=NOON + 2 * HOUR)
    assert seen(article, NOON + 2 * HOUR) is None
    verbs.reinstate(article, by=None, revision=revision(article, text(title="Sans photo")), now=NOON + 2 * HOUR)
    assert seen(article, NOON + 2 * HOUR) == "Sans photo"


class TestAfterItsEnd:
    def test_an_article_that_ended_meanwhile_is_not_reinstated(self) -> None:
        article = published()
        verbs.end(article, by=None, at=NOON + 2 * HOUR, now=NOON)
        verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + HOUR)
        with refused("ended"):
            verbs.reinstate(article, by=None, now=NOON + 3 * HOUR)
        assert article.withdrawals.get().until is None

    def test_an_article_that_has_ended_can_still_be_withdrawn(self) -> None:
        article = published()
        verbs.end(article, by=None, at=NOON + HOUR, now=NOON)
        verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + 2 * HOUR)
        with refused("withdrawn"):
            verbs.publish(revision(article), by=None, now=NOON + 3 * HOUR)


class TestClockSteppedBack:
    def test_the_newer_version_never_stands_before_the_older_one(self) -> None:
        article = published()
        verbs.publish(revision(article, text(title="Deux")), by=None, now=NOON - HOUR)
        assert seen(article, NOON + HOUR) == "Deux"

    def test_no_plan_goes_before_it_either(self) -> None:
        article = published()
        with refused("past"):
            plan(article, NOON - HOUR, NOON - 2 * HOUR)

    def test_no_end_goes_before_it(self) -> None:
        article = published()
        with refused("past"):
            verbs.end(article, by=None, at=NOON - HOUR, now=NOON - 2 * HOUR)

    def test_withdrawing_is_at_once_all_the_same(self) -> None:
        article = published(now=NOON - 3 * HOUR)
        verbs.publish(revision(article, text(title="Deux")), by=None, now=NOON)
        verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON - HOUR)
        assert [seen(article, NOON + n * HOUR) for n in (-2, -1, 0.5, 1)] == ["Un titre", None, None, None]

    def test_a_plan_that_went_live_before_a_newer_version_stays(self) -> None:
        article = published()
        change = plan(article, NOON + HOUR, title="Deux")
        verbs.publish(revision(article, text(title="Trois")), by=None, now=NOON + 2 * HOUR)
        with refused("live"):
            verbs.cancel(change, by=None, now=NOON + HOUR / 2)
