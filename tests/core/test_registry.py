"""Registries let the floor show what upper rooms know."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from newsroom.core import registry
from newsroom.core.models import Publication
from newsroom.core.registry import Pointer, Registry


@dataclass(frozen=True)
class Thing:
    name: str
    position: int = 100


def test_entries_come_by_position_then_name() -> None:
    things: Registry[Thing] = Registry("things")
    for thing in (Thing("b"), Thing("c", 5), Thing("a")):
        things.register(thing)
    assert [thing.name for thing in things] == ["c", "a", "b"]


def test_the_same_entry_may_register_twice() -> None:
    things: Registry[Thing] = Registry("things")
    things.register(Thing("a"))
    things.register(Thing("a"))
    assert len(things) == 1


def test_a_taken_name_is_refused_by_name() -> None:
    things: Registry[Thing] = Registry("things")
    things.register(Thing("a"))
    with pytest.raises(ImproperlyConfigured, match="two things named 'a'"):
        things.register(Thing("a", 5))


def test_every_room_is_asked_who_points_at_something(monkeypatch: pytest.MonkeyPatch) -> None:
    row, asked = Publication(pk=1), []

    def find(target: models.Model) -> list[models.Model]:
        asked.append(target)
        return [row]

    pointers: Registry[Pointer] = Registry("pointers")
    pointers.register(Pointer("a", "core.publication", find))
    pointers.register(Pointer("b", "core.user", find))
    monkeypatch.setattr(registry, "pointers", pointers)
    assert (registry.who_points_at(row), asked) == ([row], [row])
