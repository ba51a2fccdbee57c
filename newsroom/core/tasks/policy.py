"""How often and how soon a task is tried again."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar

from django.utils.functional import Promise

from newsroom.core import compat

P = ParamSpec("P")
T = TypeVar("T")
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True)
class Policy:
    retries: int = 5
    backoff: timedelta = timedelta(seconds=10)
    atomic: bool = False
    label: str | Promise = ""

    def allows_another(self, attempts: int) -> bool:
        """Whether a task that was begun `attempts` times may be begun once more."""
        return attempts <= self.retries

    def pause(self, attempts: int) -> timedelta:
        """How long to wait after attempt number `attempts`: doubling, up to six hours, a quarter more or less.

        The spread keeps a hundred mails that failed together from coming back together.
        """
        doubled: timedelta = self.backoff * 2 ** min(attempts - 1, 20)
        spread = random.uniform(0.75, 1.25)  # noqa: S311  # it protects no secret
        return min(doubled, LONGEST_PAUSE) * spread


_policies: dict[str, Policy] = {}


def policy_of(task_path: str) -> Policy:
    """The policy of the task at this import path; the defaults for one that was not made by our decorator."""
    return _policies.get(task_path, Policy())


def task(
    *,
    retries: int = 5,
    backoff: timedelta = timedelta(seconds=10),
    atomic: bool = False,
    priority: int = 0,
    queue: str = "default",
    label: str | Promise = "",
) -> Callable[[Callable[P, T]], "compat.Task[P, T]"]:
    """Make a module's function a task; `label` is what the office calls it. What it returns is not kept.

    A task runs **at least once**: a worker can die after its effect and before the note that it is done, so its
    function must bear being repeated. Two ways to run to the end **at most once**: `atomic=True` commits all the task's
    database work together with that note (for work in the database only: on SQLite it holds the write lock all along),
    and `last_step()` does so for the last part of a task that begins with something else.

    After a failure the task is tried again up to `retries` times; with 0 a task whose worker died counts as failed too.
    """

    def decorate(function: Callable[P, T]) -> "compat.Task[P, T]":
        path = f"{function.__module__}.{function.__qualname__}"
        _policies[path] = Policy(retries=retries, backoff=backoff, atomic=atomic, label=label)
        return compat.task(priority=priority, queue_name=queue)(function)

    return decorate
