"""What the database refuses by itself, whoever asks."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from articles.ledger import constraints
from articles.models import PublishedVersion
from tests.articles.stories import HOUR, NOON, plan, published

pytestmark = pytest.mark.django_db
COLUMNS = [str(field.column) for field in PublishedVersion._meta.local_concrete_fields if not field.primary_key]
COPY = "INSERT INTO articles_publishedversion ({into}) SELECT {chosen} FROM articles_publishedversion WHERE id = %s"


def copy(row: PublishedVersion, live_from: float, live_until: float | None) -> None:
    """By raw SQL, the same version again, from and until so many hours after noon."""
    times = {"live_from": live_from, "live_until": live_until}
    chosen = ", ".join("%s" if name in times else f'"{name}"' for name in COLUMNS)
    sql = COPY.format(into=", ".join(f'"{name}"' for name in COLUMNS), chosen=chosen)
    adapted = {name: None if hours is None else NOON + hours * HOUR for name, hours in times.items()}
    values = [connection.ops.adapt_datetimefield_value(adapted[name]) for name in COLUMNS if name in times]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


def version(until: float | None) -> PublishedVersion:
    article = published()
    rows = PublishedVersion.objects.filter(article=article)
    rows.update(live_until=None if until is None else NOON + until * HOUR)
    return rows.get()


@pytest.mark.parametrize(
    ("until", "again"),
    [
        (None, (1, 2)),
        (None, (-1, 1)),
        (4, (1, 2)),
        (4, (-1, None)),
        (4, (3.999, 9)),
        (4, (-1, 0.001)),
        (4, (0, 4)),
    ],
)
def test_an_overlap_by_raw_sql_is_refused(until: float | None, again: tuple[float, float | None]) -> None:
    row = version(until)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy(row, *again)


@pytest.mark.parametrize("again", [(4, None), (-1, 0)], ids=["right after", "right before"])
def test_versions_may_touch(again: tuple[float, float | None]) -> None:
    copy(version(4), *again)


def test_stretching_one_over_the_next_is_refused() -> None:
    article = published()
    plan(article, NOON + HOUR, title="Ce soir")
    first = article.versions.order_by("live_from")[:1]
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedVersion.objects.filter(pk__in=first.values("pk")).update(live_until=NOON + 2 * HOUR)


@pytest.mark.parametrize("again", [(5, 5), (6, 5)], ids=["empty", "backwards"])
def test_one_that_ends_before_it_begins_is_refused(again: tuple[float, float]) -> None:
    row = version(4)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy(row, *again)


@pytest.mark.parametrize(
    "change", [{"change": "typo"}, {"planned": True}, {"live_from": NOON - HOUR}, {"data": {}}, {"base": None}], ids=str
)
def test_what_was_decided_can_not_be_changed(change: dict[str, Any]) -> None:
    article = published()
    plan(article, NOON + HOUR, title="Ce soir")
    row = article.versions.get(planned="planned" not in change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedVersion.objects.filter(pk=row.pk).update(**change)


def test_what_is_derived_can_be_made_anew() -> None:
    row = version(None)
    PublishedVersion.objects.filter(pk=row.pk).update(excerpt="Autrement", reading_minutes=3)


def test_the_refusals_can_be_installed_again_and_again() -> None:
    row = version(4)
    constraints.install()
    constraints.install()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy(row, 1, 2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite rebuilds a table to change it")
class TestAfterTheTableWasRebuilt:
    def rebuild(self) -> None:
        """As a migration does that changes a column."""
        field = models.CharField(max_length=301, blank=True)
        field.set_attributes_from_name("title")
        old = PublishedVersion._meta.get_field("title")
        connection.disable_constraint_checking()
        with connection.schema_editor(atomic=False) as editor:
            editor._remake_table(PublishedVersion, alter_fields=[(old, field)])  # type: ignore[attr-defined]  # SQLite's

    def triggers(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'version_%'")
            return {name for (name,) in cursor.fetchall()}

    @pytest.mark.django_db(transaction=True)
    def test_the_next_migrate_brings_them_back(self) -> None:
        before = self.triggers()
        row = version(4)
        self.rebuild()
        assert self.triggers() == set()  # SQLite drops them without a word
        constraints.install()
        assert self.triggers() == before
        with pytest.raises(IntegrityError):
            copy(row, 1, 2)


class TestLeaving:
    def test_no_row_is_deleted_by_hand(self) -> None:
        row = version(None)
        with pytest.raises(TypeError):
            row.delete()

    def test_no_query_deletes_them(self) -> None:
        with pytest.raises(TypeError):
            PublishedVersion.objects.all().delete()
