from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import F
from django.test.utils import isolate_apps

from newsroom.core.html import SanitisedField

BAD, GOOD = "<p>mot<script>alert(1)</script></p>", "<p>mot</p>"


@pytest.fixture
def text_model(db: None) -> Iterator[Any]:
    """A model of these tests only, with a table that the test's transaction takes away again."""
    with isolate_apps("newsroom.core"):

        class Text(models.Model):
            body = SanitisedField(null=True)
            other = models.TextField(default="")

            class Meta:
                app_label = "core"
                db_table = "texts_under_test"

            def __str__(self) -> str:
                return str(self.body)

        key = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE texts_under_test (id {key}, body text, other text NOT NULL DEFAULT '')")
        yield Text


def stored(text_model: Any) -> list[str | None]:
    return list(text_model.objects.order_by("pk").values_list("body", flat=True))


def test_save_sanitises(text_model: Any) -> None:
    text_model(body=BAD).save()
    assert stored(text_model) == [GOOD]


def test_the_object_in_hand_is_what_was_stored(text_model: Any) -> None:
    assert text_model.objects.create(body=BAD).body == GOOD


def test_update_sanitises(text_model: Any) -> None:
    text_model.objects.create(body="")
    text_model.objects.update(body=BAD)
    assert stored(text_model) == [GOOD]


def test_bulk_create_sanitises(text_model: Any) -> None:
    text_model.objects.bulk_create([text_model(body=BAD), text_model(body="mot")])
    assert stored(text_model) == [GOOD, "mot"]


def test_bulk_update_sanitises(text_model: Any) -> None:
    row = text_model.objects.create(body="")
    row.body = BAD
    text_model.objects.bulk_update([row], ["body"])
    assert stored(text_model) == [GOOD]


def test_update_or_create_sanitises(text_model: Any) -> None:
    row = text_model.objects.create(body="")
    text_model.objects.update_or_create(pk=row.pk, defaults={"body": BAD})
    assert stored(text_model) == [GOOD]


def test_a_fixture_is_sanitised(text_model: Any) -> None:
    models.Model.save_base(text_model(pk=1, body=BAD), raw=True)
    assert stored(text_model) == [GOOD]


def test_an_expression_passes(text_model: Any) -> None:
    text_model.objects.create(body="", other="<p>copié</p>")
    text_model.objects.update(body=F("other"))
    assert stored(text_model) == ["<p>copié</p>"]


def test_nothing_stays_nothing(text_model: Any) -> None:
    text_model.objects.create(body=None)
    assert stored(text_model) == [None]
