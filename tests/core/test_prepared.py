"""Queries that are compiled once answer as those that are compiled each time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.core.models import Publication, PublicationText, SocialAccount, User
from newsroom.core.prepared import prepared
from tests import cast

pytestmark = pytest.mark.django_db


@prepared
def since(at: datetime, name: str) -> QuerySet[User, User]:
    rows: QuerySet[User, User] = User.objects.filter(joined_at__gte=at, name__startswith=name)
    return rows.order_by("pk")


@prepared
def among(ids: Collection[int], *, most: int = 100) -> QuerySet[User, tuple[int, str]]:
    rows: QuerySet[User, User] = User.objects.filter(pk__in=ids)
    return rows.order_by("pk").values_list("pk", "name")[:most]


@prepared
def texts(language: str) -> QuerySet[PublicationText, PublicationText]:
    return PublicationText.objects.filter(language=language).select_related("publication").annotate(words=F("name"))


@prepared
def either(ids: Collection[int], name: str) -> QuerySet[Any, tuple[str, int]]:
    rows: QuerySet[User, User] = User.objects.order_by()
    named = rows.filter(Q(name=name)).values_list(Value("named"), "pk")
    return named.union(rows.filter(pk__in=ids).values_list(Value("among"), "pk"), all=True).order_by()


def people(number: int) -> list[User]:
    return [cast.member(email=f"p{index}@example.ma", name=f"P{index}") for index in range(number)]


def test_each_asking_has_its_own_values() -> None:
    first, second = people(2)
    assert [since(timezone.now() - timedelta(hours=1), name) for name in ("P0", "P1", "P")] == [
        [first],
        [second],
        [first, second],
    ]
    assert since(timezone.now() + timedelta(hours=1), "P") == []


def test_the_database_is_asked_each_time() -> None:
    (person,) = people(1)
    assert among([person.pk]) == [(person.pk, "P0")]
    User.objects.filter(pk=person.pk).update(name="Autre")
    assert among([person.pk]) == [(person.pk, "Autre")]


@pytest.mark.parametrize("number", range(6))
def test_collections_have_any_length(number: int) -> None:
    ids = [person.pk for person in people(6)]
    assert [pk for pk, _name in among(set(ids[:number]))] == ids[:number]
    assert sorted(pk for _kind, pk in either(ids[:number], "nobody")) == ids[:number]


def test_what_is_named_by_keyword_is_part_of_the_question() -> None:
    ids = [person.pk for person in people(3)]
    assert [len(among(ids, most=most)) for most in (1, 2, 1)] == [1, 2, 1]


def test_rows_come_with_what_is_joined_and_annotated_in_one_query() -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="ar", name="اليوم")
    with CaptureQueriesContext(connection) as queries:
        (text,) = texts("ar")
        assert (text.publication.pk, vars(text)["words"]) == (1, "اليوم")
    assert len(queries) == 1


def test_nothing_that_is_typed_becomes_sql() -> None:
    (person,) = people(1)
    for name in ("' OR 1=1 --", "%s", "%", '"', "\\", "P0' UNION SELECT 1"):
        assert either([], name) == []
        User.objects.filter(pk=person.pk).update(name=name)
        assert either([], name) == [("named", person.pk)]


def test_it_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    @prepared
    def accounts(network: str) -> QuerySet[SocialAccount, SocialAccount]:
        return SocialAccount.objects.filter(network=network)

    assert accounts("X") == []
    monkeypatch.setattr(SQLCompiler, "get_select", None)
    assert accounts("Y") == []


def test_too_few_values_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        since(timezone.now())  # type: ignore[call-arg]  # that is what is refused
