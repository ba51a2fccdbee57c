"""Tasks for the tests. Counts are rows of `Attempt`, whose number says how often a task ran to its end."""

import time
from datetime import timedelta
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from newsroom.core.models import Attempt
from newsroom.core.tasks import last_step, task

SOON = timedelta(milliseconds=50)


def count(name: str) -> None:
    Attempt.objects.get_or_create(key=name, defaults={"until": timezone.now()})
    Attempt.objects.filter(key=name).update(count=F("count") + 1)


def note(path: str, words: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{words}\n")


@task(retries=50, backoff=SOON, atomic=True)
def counted_whole(name: str, seconds: float = 0.0) -> None:
    count(name)
    time.sleep(seconds)


@task(retries=50, backoff=SOON)
def counted_last(name: str, seconds: float = 0.0, path: str = "") -> None:
    if path:
        note(path, name)
    time.sleep(seconds)
    with last_step():
        count(name)


@task(retries=0)
def noted(path: str, words: str, seconds: float = 0.0) -> None:
    note(path, words)
    time.sleep(seconds)


@task(retries=2, backoff=timedelta(seconds=10))
def failing(words: str = "salma@example.ma") -> None:
    count("failing")
    raise ValueError(f"No mailbox for {words}")


@task(retries=2)
def failing_late(name: str) -> None:
    with last_step():
        count(name)
    raise ValueError("Too late to matter")


@task(retries=2, atomic=True)
def failing_whole(name: str) -> None:
    count(name)
    raise ValueError("All of it is rolled back")
