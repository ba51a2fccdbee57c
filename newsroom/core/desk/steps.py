"""First steps: what somebody who has just come in can do next. Apps register theirs in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from newsroom.core.registry import Registry, Words


@dataclass(frozen=True)
class Step:
    """Shown to holders of `permission` (`""`: everybody) until `done` says so; without `done` it stays."""

    name: str
    label: Words
    why: Words
    icon: str
    view: str
    permission: str = ""
    done: Callable[[HttpRequest], bool] | None = None
    position: int = 100


steps: Registry[Step] = Registry("first steps")
