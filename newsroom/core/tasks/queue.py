from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django_tasks_db import DatabaseBackend

from newsroom.core import compat

P = ParamSpec("P")
T = TypeVar("T")


def enqueue_on_commit(task: "compat.Task[P, T]", *args: P.args, **kwargs: P.kwargs) -> None:
    """Have the task done once the current transaction has committed, and never if it is rolled back.

    The queue is a table of the same database, so the task is written now, in the same transaction, and workers see it
    when they see the rest. A process that dies right after the commit loses nothing, which a callback would.
    """
    if isinstance(task.get_backend(), DatabaseBackend):
        task.enqueue(*args, **kwargs)
    else:
        enqueue: Any = partial(task.enqueue, *args, **kwargs)
        transaction.on_commit(enqueue)
