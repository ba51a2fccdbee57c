"""Questions that pages ask again and again, turned into SQL once.

Django's compiler takes ten times as long for a query as the database does. What is kept here is made of the code
alone: the SQL, and where the values go. What a database answers is asked for each time.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import wraps
from inspect import signature
from operator import itemgetter
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateTimeField, Expression, Field, QuerySet, UUIDField
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

Arguments = ParamSpec("Arguments")
Row = TypeVar("Row")
FIELDS: dict[type, "Field[Any, Any]"] = {datetime: DateTimeField(), UUID: UUIDField()}
"""Of values that each database writes in its own way; numbers and strings go as they are."""


class Slot(Expression):
    """Stands in a query where a value comes later."""

    def __init__(self, name: str, number: int | None = None) -> None:
        super().__init__()
        self.name, self.number = name, number

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ARG002  # Django's signature
        return "%s", [self]

    def value(self, values: Mapping[str, Any], connection: Any) -> Any:
        value = values[self.name] if self.number is None else values[self.name][self.number]
        field = FIELDS.get(type(value))
        return field.get_db_prep_value(value, connection=connection) if field else value


class _Tuples:
    """What `values_list` answers of a row: its columns, in the order that was asked for."""

    def __init__(self, queryset: Any, compiler: SQLCompiler) -> None:
        # Django itself says in which order, when it is given the columns' numbers for a row.
        numbers = list(range(len(compiler.select or ())))
        query: Any = copy(queryset.query)
        told: Any = copy(compiler)
        told.results_iter = lambda *_args, **_kwargs: iter([tuple(numbers)])
        query.get_compiler = lambda *_args, **_kwargs: told
        asked = type(queryset)(queryset.model, query=query, using=DEFAULT_DB_ALIAS)
        asked._fields = queryset._fields
        order = next(iter(queryset._iterable_class(asked)))
        self.order: Callable[[Any], Any] | None = None if list(order) == numbers else itemgetter(*order)

    def made(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(self.order(row) if self.order else row)


class _Objects:
    """Objects of one model with what is joined to them, from their columns: Django's own way for each of them, by its
    `__init__` and its signals, takes longer than the database does. No model of ours has either.
    """

    def __init__(self, info: Mapping[str, Any], select: Sequence[Any]) -> None:
        if info.get("from_parent") or info.get("reverse"):
            raise TypeError("A prepared query joins from an object to what it points at, not the other way.")
        columns = info["select_fields"]
        self.model, self.columns = info["model"], slice(columns[0], columns[-1] + 1)
        self.names = [each[0].target.attname for each in select[self.columns]]
        self.key = columns[0] + self.names.index(self.model._meta.pk.attname)
        self.joined = [
            (_Objects(each, select), each["local_setter"], each["remote_setter"])
            for each in info.get("related_klass_infos", ())
        ]

    def made(self, row: Sequence[Any]) -> Any:
        if row[self.key] is None:
            return None
        new = self.model.__new__(self.model)
        state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        values = vars(new)
        values["_state"] = state
        values.update(zip(self.names, row[self.columns], strict=True))
        for objects, sets_here, sets_there in self.joined:
            other = objects.made(row)
            sets_here(new, other)
            if other is not None:
                sets_there(other, new)
        return new


class _Annotated(_Objects):
    def __init__(self, compiler: Any) -> None:
        super().__init__(compiler.klass_info, compiler.select)
        self.annotations = list((compiler.annotation_col_map or {}).items())

    def made(self, row: Sequence[Any]) -> Any:
        new = super().made(row)
        vars(new).update({name: row[column] for name, column in self.annotations})
        return new


class _Question:
    """One query, compiled; `rows` asks it with other values."""

    def __init__(self, queryset: Any) -> None:
        compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, params = compiler.as_sql()
        self.params = tuple(params)
        if queryset._iterable_class is ModelIterable:
            self.made: Callable[[Sequence[Any]], Any] = _Annotated(compiler).made
        elif queryset._iterable_class is ValuesListIterable:
            self.made = _Tuples(queryset, compiler).made
        else:
            raise TypeError("A prepared query answers objects, or tuples by values_list().")
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        self.converters = list(compiler.get_converters(columns).items())

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        params = tuple(p.value(values, connection) if isinstance(p, Slot) else p for p in self.params)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self.made(self._converted(row, connection)) for row in found]

    def _converted(self, row: Sequence[Any], connection: Any) -> Sequence[Any]:
        """In Python's types, where the database has none of its own for them."""
        converted = list(row)
        for column, (converters, expression) in self.converters:
            value = converted[column]
            for converter in converters:
                value = converter(value, expression, connection)
            converted[column] = value
        return converted


def prepared(build: Callable[Arguments, "QuerySet[Any, Row]"]) -> Callable[Arguments, list[Row]]:
    """The rows of the query that a function builds from its arguments: dates, numbers, strings, and collections.

    The function is called once for each size of its collections, with slots for values: it may hand them on to
    filters and must not look at them. In `…__in` lookups name the column (`article__pk__in`), not the relation.
    Keyword-only arguments are no values but part of the question, and come as they are.
    """
    parameters = signature(build).parameters.values()
    names = [parameter.name for parameter in parameters if parameter.kind is not parameter.KEYWORD_ONLY]
    questions: dict[tuple[object, ...], _Question | None] = {}

    @wraps(build)
    def ask(*args: Arguments.args, **kwargs: Arguments.kwargs) -> list[Row]:
        values = {name: _filled_up(value) for name, value in zip(names, args, strict=True)}
        sizes = tuple(len(value) if isinstance(value, tuple) else None for value in values.values())
        shape = (*sizes, *sorted(kwargs.items()))
        if shape not in questions:
            questions[shape] = _question(build, dict(zip(names, sizes, strict=True)), kwargs)
        question = questions[shape]
        return question.rows(values) if question else []

    return ask


def _filled_up(value: Any) -> Any:
    """A collection as a tuple of 1, 2, 4, 8… values, its last one repeated, so that few sizes of it occur."""
    if isinstance(value, str) or not isinstance(value, Collection):
        return value
    rows = tuple(value)
    return rows + rows[-1:] * ((1 << max(len(rows) - 1, 0).bit_length()) - len(rows))


def _question(
    build: Callable[..., Any], sizes: Mapping[str, int | None], given: Mapping[str, object]
) -> _Question | None:
    slots = {
        name: Slot(name) if size is None else [Slot(name, number) for number in range(size)]
        for name, size in sizes.items()
    }
    try:
        return _Question(build(**slots, **given))
    except EmptyResultSet:  # among no values at all nothing is found
        return None
