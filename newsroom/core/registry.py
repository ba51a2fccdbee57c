"""What the floor shows of rooms it doesn't know. Apps fill these in `AppConfig.ready()`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, Protocol, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise

Words = str | Promise


class Entry(Protocol):
    """What a registry holds: a name that is unique in it, and a place in its order."""

    @property
    def name(self) -> str: ...
    @property
    def position(self) -> int: ...


E = TypeVar("E", bound=Entry)


class Registry(Generic[E]):
    """Entries by name, iterated by position, then name."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, E] = {}

    def register(self, entry: E) -> E:
        """Raises ImproperlyConfigured for a name that is taken by another entry."""
        if self._entries.setdefault(entry.name, entry) != entry:
            raise ImproperlyConfigured(f"There are two {self.what} named {entry.name!r}; rename one of them.")
        return entry

    def __iter__(self) -> Iterator[E]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.position, entry.name)))

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True)
class Place:
    """A place in the office's navigation; shown to those who hold `permission` (`""`: to everybody)."""

    name: str
    label: Words
    icon: str
    view: str
    permission: str = ""
    count: Callable[[HttpRequest], int] | None = None
    second: bool = False
    position: int = 100


@dataclass(frozen=True)
class Panel:
    """A panel of the dashboard: `context` answers the template's variables, or None where it is not for this person.

    `wide` panels span both columns above the others.
    """

    name: str
    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    column: Literal["wide", "main", "side"] = "main"
    position: int = 100


@dataclass(frozen=True)
class Pointer:
    """Who points at an object: `find` answers the rows that would break or change if it went away."""

    name: str
    model: str
    """Label of what is pointed at, in lower case: `articles.category`."""
    find: Callable[[models.Model], Sequence[models.Model]]
    position: int = 100
    label: Words = ""
    """What these rows are and what becomes of them, for whoever is asked before the object goes."""


@dataclass(frozen=True)
class PersonalData:
    """One kind of rows that tell about a person, found by their e-mail address (lower case)."""

    name: str
    label: Words
    find: Callable[[str], Sequence[dict[str, Any]]]
    position: int = 100


@dataclass(frozen=True)
class Retention:
    """How long one kind of rows is kept; `forget(before)` deletes what is older and answers how many."""

    name: str
    label: Words
    period: timedelta
    forget: Callable[[datetime], int]
    position: int = field(default=100)


places: Registry[Place] = Registry("places in the navigation")
panels: Registry[Panel] = Registry("dashboard panels")
pointers: Registry[Pointer] = Registry("pointers")
personal_data: Registry[PersonalData] = Registry("kinds of personal data")
retention: Registry[Retention] = Registry("retention periods")


def who_points_at(target: models.Model) -> list[models.Model]:
    """Every row that any room says points at `target`, in the registry's order."""
    label = target._meta.label_lower
    return [row for pointer in pointers if pointer.model == label for row in pointer.find(target)]
