"""Queries that are compiled once answer as those that are compiled each time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.core.models import AuditEntry, Publication, PublicationText, SocialAccount, User
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


def state(row: Any) -> Any:
    """All that an object holds, what is joined to it included."""
    if not isinstance(row, Model):
        return row
    known: Any = vars(row)["_state"]
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    joined = {name: state(other) for name, other in known.fields_cache.items()}
    return {"own": own, "joined": joined, "adding": known.adding, "db": known.db, "model": type(row)}


def test_objects_are_in_the_state_in_which_django_makes_them() -> None:

    person = cast.member(email="p@example.ma", name="P")
    for by in (person, None):
        AuditEntry.objects.create(verb="v", actor=by, target_type="t", target_id="1", detail={"at": [1, None]})

    def entries(verb: str) -> QuerySet[AuditEntry, AuditEntry]:
        rows = AuditEntry.objects.filter(verb=verb).select_related("actor").defer("actor__password", "target_id")
        return rows.annotate(who=F("actor__email"), fixed=Value(1)).order_by("pk")

    made, own = prepared(entries)("v"), list(entries("v"))
    assert [state(row) for row in made] == [state(row) for row in own]
    assert made == own
    assert made[0].actor == person
    assert made[0].actor.password == person.password  # asked for as it is needed
    assert (made[1].actor, made[1].target_id) == (None, "1")


def test_columns_come_in_the_order_that_was_asked_for() -> None:
    (person,) = people(1)

    @prepared
    def rows(name: str) -> QuerySet[User, Any]:
        found: Any = User.objects.filter(name=name).annotate(fixed=Value("x"))
        columns: QuerySet[User, Any] = found.values_list("fixed", "name", "pk")
        return columns

    assert rows("P0") == [("x", "P0", person.pk)]


def test_neither_mappings_nor_what_points_here_can_be_asked_for() -> None:
    for wrong in (
        lambda name: User.objects.filter(name=name).values("pk"),
        lambda name: User.objects.filter(name=name).values_list("pk", flat=True),
    ):
        with pytest.raises(TypeError, match="values_list"):
            prepared(wrong)("P0")


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
