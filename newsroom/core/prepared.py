"""Questions that pages ask again and again, turned into SQL once.

Django's compiler takes ten times as long for a query as the database does. What is kept here is made of the code
alone: the SQL, and where the values go. What a database answers is asked for each time.
"""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateTimeField, Expression, Field, QuerySet, UUIDField
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


class _Compiler(SQLCompiler):
    """Knows its SQL already."""

    ready: tuple[str, tuple[Any, ...]]

    def as_sql(self, *_args: Any, **_kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        return self.ready


class _Question:
    """One query, compiled; `rows` asks it with other values."""

    def __init__(self, queryset: Any) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, params = self.compiler.as_sql()
        self.params = tuple(params)

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        params = tuple(p.value(values, connection) if isinstance(p, Slot) else p for p in self.params)
        query, asked = copy(self.queryset.query), self.queryset
        compiler = _Compiler(query, connection, DEFAULT_DB_ALIAS)
        vars(compiler).update(vars(self.compiler) | {"query": query, "connection": connection})
        compiler.ready = (self.sql, params)
        query.get_compiler = lambda *_args, **_kwargs: compiler
        rows = type(asked)(asked.model, query=query, using=DEFAULT_DB_ALIAS)
        rows._iterable_class, rows._fields = asked._iterable_class, asked._fields
        return list(rows)


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
