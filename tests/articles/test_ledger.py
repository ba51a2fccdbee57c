"""What readers see is a ledger of published versions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from articles.ledger import constraints, verbs
from articles.ledger.document import Document
from articles.models import Article, Change, HeldChange, PublishedVersion, Revision

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = Document(title="Un titre", body="<p>Un texte.</p>")


def revision(article: Article, document: Document = TEXT, *, based_on: Revision | None = None) -> Revision:
    return verbs.save_revision(article, document, by=None, based_on=based_on)


def published(document: Document = TEXT, *, now: datetime = NOON) -> Article:
    article = Article.objects.create()
    verbs.publish(revision(article, document), by=None, now=now)
    return article


def seen(article: Article, at: datetime) -> str | None:
    """The headline that readers get at an instant."""
    version = PublishedVersion.objects.live(at).filter(article=article).first()
    return version.document.title if version else None


def plan(article: Article, at: datetime, now: datetime = NOON, **fields: str) -> PublishedVersion:
    return verbs.publish(revision(article, replace(TEXT, **fields)), by=None, at=at, now=now)


def test_a_draft_is_not_public() -> None:
    article = Article.objects.create()
    revision(article)
    assert seen(article, NOON) is None


def test_publishing_shows_the_named_revision_from_now_on() -> None:
    article = Article.objects.create()
    named = revision(article)
    revision(article, replace(TEXT, title="Pas encore"))
    verbs.publish(named, by=None, now=NOON)
    assert (seen(article, NOON - HOUR), seen(article, NOON), seen(article, NOON + HOUR)) == (
        None,
        "Un titre",
        "Un titre",
    )


def test_a_planned_change_comes_at_its_time_without_a_job() -> None:
    article = published()
    plan(article, NOON + HOUR, title="Ce soir")
    assert (seen(article, NOON + HOUR - verbs.TICK), seen(article, NOON + HOUR)) == ("Un titre", "Ce soir")


def test_cancelling_lets_the_live_version_go_on() -> None:
    article = published()
    verbs.cancel(plan(article, NOON + HOUR, title="Ce soir"), by=None, now=NOON)
    assert seen(article, NOON + 2 * HOUR) == "Un titre"


def test_rescheduling_moves_the_change() -> None:
    article = published()
    verbs.reschedule(plan(article, NOON + HOUR, title="Ce soir"), by=None, at=NOON + 3 * HOUR, now=NOON)
    assert (seen(article, NOON + 2 * HOUR), seen(article, NOON + 3 * HOUR)) == ("Un titre", "Ce soir")


def test_a_change_that_is_live_can_not_be_cancelled() -> None:
    article = published()
    change = plan(article, NOON + HOUR, title="Ce soir")
    with pytest.raises(ValidationError, match="live already"):
        verbs.cancel(change, by=None, now=NOON + HOUR)


@pytest.mark.parametrize("at", [NOON - HOUR, NOON], ids=["before now", "now"])
def test_planning_for_the_past_is_refused(at: datetime) -> None:
    with pytest.raises(ValidationError, match="time has passed"):
        plan(published(), at)


def test_a_fix_of_today_reaches_the_plan_of_friday_and_takes_nothing_from_it() -> None:
    article = published()
    plan(article, NOON + 2 * HOUR, title="Vendredi")
    verbs.publish(
        revision(article, replace(TEXT, body="<p>Corrigé.</p>")), by=None, change=Change.TYPO, now=NOON + HOUR
    )
    friday = PublishedVersion.objects.live(NOON + 2 * HOUR).get()
    assert (seen(article, NOON + HOUR), friday.document.title, friday.document.body) == (
        "Un titre",
        "Vendredi",
        "<p>Corrigé.</p>",
    )


def test_a_plan_that_collides_is_held_and_told() -> None:
    article = published()
    plan(article, NOON + 2 * HOUR, title="Vendredi")
    verbs.publish(revision(article, replace(TEXT, title="Jeudi")), by=None, now=NOON + HOUR)
    held = HeldChange.objects.get()
    assert (seen(article, NOON + 3 * HOUR), held.fields, held.revision.document.title) == (
        "Jeudi",
        ["title"],
        "Vendredi",
    )


def test_cancelling_a_plan_takes_its_changes_out_of_the_plans_after_it() -> None:
    article = published()
    first = plan(article, NOON + HOUR, body="<p>Mercredi.</p>")
    plan(article, NOON + 2 * HOUR, body="<p>Mercredi.</p>", title="Vendredi")
    verbs.cancel(first, by=None, now=NOON)
    friday = PublishedVersion.objects.live(NOON + 2 * HOUR).get().document
    assert (friday.title, friday.body) == ("Vendredi", TEXT.body)


def test_a_revision_made_from_an_older_version_is_refused() -> None:
    article = published()
    old = article.versions.get().revision
    verbs.publish(revision(article, replace(TEXT, title="Deux")), by=None, now=NOON + HOUR)
    with pytest.raises(ValidationError, match="Start from it"):
        verbs.publish(revision(article, replace(TEXT, title="Trois"), based_on=old), by=None, now=NOON + 2 * HOUR)


def test_the_end_date_closes_what_is_live() -> None:
    article = published()
    verbs.end(article, by=None, at=NOON + HOUR, now=NOON)
    assert (seen(article, NOON + HOUR - verbs.TICK), seen(article, NOON + HOUR)) == ("Un titre", None)


def test_taking_the_end_date_away_in_time_lets_the_article_go_on() -> None:
    article = published()
    verbs.end(article, by=None, at=NOON + 2 * HOUR, now=NOON)
    verbs.end(article, by=None, at=None, now=NOON + HOUR)
    assert seen(article, NOON + 3 * HOUR) == "Un titre"


def test_an_embargo_is_the_earliest_time() -> None:
    article = Article.objects.create(embargo_until=NOON + HOUR)
    with pytest.raises(ValidationError, match="embargo"):
        verbs.publish(revision(article), by=None, now=NOON)


def test_withdrawing_takes_what_is_live_and_what_is_planned() -> None:
    article = published()
    plan(article, NOON + 2 * HOUR, title="Vendredi")
    verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + HOUR)
    assert [seen(article, NOON + n * HOUR) for n in (0, 1, 2, 3)] == ["Un titre", None, None, None]


def test_a_withdrawn_article_refuses_publication() -> None:
    article = published()
    verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + HOUR)
    with pytest.raises(ValidationError, match="reinstate"):
        verbs.publish(revision(article), by=None, now=NOON + 2 * HOUR)


def test_reinstating_brings_the_last_version_back_with_its_first_date() -> None:
    article = published()
    verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + HOUR)
    version = verbs.reinstate(article, by=None, now=NOON + 2 * HOUR)
    version.refresh_from_db()
    assert (seen(article, NOON + HOUR), seen(article, NOON + 2 * HOUR)) == (None, "Un titre")
    assert (version.first_published_at, version.updated_at) == (NOON, NOON)


def test_a_typo_does_not_move_the_date_of_the_last_update() -> None:
    article = published()
    verbs.publish(revision(article), by=None, change=Change.TYPO, now=NOON + HOUR)
    verbs.publish(revision(article), by=None, change=Change.UPDATE, now=NOON + 2 * HOUR)
    assert [row.updated_at for row in article.versions.order_by("live_from")] == [NOON, NOON, NOON + 2 * HOUR]


def test_a_clock_that_stepped_back_does_not_put_the_newer_version_first() -> None:
    article = published()
    verbs.publish(revision(article, replace(TEXT, title="Deux")), by=None, now=NOON - HOUR)
    assert seen(article, NOON + HOUR) == "Deux"


def overlap() -> None:
    article = published()
    row = article.versions.get()
    columns = "article_id, revision_id, data, change, planned, decided_at, live_from, live_until, first_published_at, updated_at"
    chosen = columns.replace("live_from,", "%s,", 1).replace("live_until,", "%s,", 1)
    sql = f"INSERT INTO articles_publishedversion ({columns}) SELECT {chosen} FROM articles_publishedversion WHERE id = %s"
    with connection.cursor() as cursor:
        times = [connection.ops.adapt_datetimefield_value(NOON + n * HOUR) for n in (1, 2)]
        cursor.execute(sql, [*times, row.pk])


def test_the_database_refuses_an_overlap_by_raw_sql() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        overlap()


def test_the_refusals_can_be_installed_again_and_again() -> None:
    constraints.install()
    constraints.install()
    with pytest.raises(IntegrityError), transaction.atomic():
        overlap()


@pytest.mark.parametrize("column", ["change", "planned", "live_from"])
def test_the_database_refuses_to_change_what_was_decided(column: str) -> None:
    row = published().versions.get()
    value = {"change": "typo", "planned": True, "live_from": NOON - HOUR}[column]
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedVersion.objects.filter(pk=row.pk).update(**{column: value})
