"""Counting tries: how often something may be done within a window, for whom and from where.

Keys are HMACs of what they stand for, so that the table holds no address and no network. A window begins with its
first try and doesn't move: whoever goes on trying waits no longer than whoever stops.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from newsroom.core.models import Attempt


@dataclass(frozen=True)
class Throttle:
    """`limit` tries within `window`, counted apart for every combination of the parts that `hit()` is given."""

    scope: str
    limit: int
    window: timedelta

    def hit(self, *parts: str, at: datetime | None = None) -> timedelta | None:
        """Count one try; answers None where it is allowed, else how long to wait.

        Exact under concurrency: of any number of simultaneous tries, `limit` are allowed. Call it outside of a
        transaction that may be rolled back, or the try was never counted.
        """
        at, row = at or timezone.now(), Attempt.objects.filter(pk=self.key(*parts))
        fresh = When(until__lte=at, then=Value(1))
        until = Case(When(until__lte=at, then=Value(at + self.window)), default=F("until"))
        with transaction.atomic():
            # The update locks the row until the end of the transaction: what is read next is this try's own count.
            while not row.update(count=Case(fresh, default=F("count") + 1), until=until):
                blank = Attempt(pk=self.key(*parts), count=0, until=at + self.window)
                Attempt.objects.bulk_create([blank], ignore_conflicts=True)
            count, lapses = row.values_list("count", "until").get()
        return lapses - at if count > self.limit else None

    def forgive(self, *parts: str) -> None:
        """Take one try back: it turned out to be a rightful one."""
        Attempt.objects.filter(pk=self.key(*parts), count__gt=0).update(count=F("count") - 1)

    def clear(self, *parts: str) -> None:
        """Begin anew, for somebody who proved who they are."""
        Attempt.objects.filter(pk=self.key(*parts)).delete()

    def key(self, *parts: str) -> str:
        # The separator can't be part of a form's value, so ("ab", "c") and ("a", "bc") differ.
        return salted_hmac(f"newsroom.throttle.{self.scope}", "\0".join(parts), algorithm="sha256").hexdigest()


def wait_in_words(wait: timedelta) -> str:
    minutes = minutes_of(wait)
    return ngettext(
        "Too many attempts. Wait %(minutes)d minute, then try again.",
        "Too many attempts. Wait %(minutes)d minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}


def minutes_of(wait: timedelta) -> int:
    return max(1, math.ceil(wait.total_seconds() / 60))


def retry_after(wait: timedelta) -> str:
    """The value of a `Retry-After` header, in seconds."""
    return str(max(1, math.ceil(wait.total_seconds())))
