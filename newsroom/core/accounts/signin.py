"""Whether a sign-in is let through: the counters, then the password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from newsroom.core.accounts import devices
from newsroom.core.accounts.network import client_network
from newsroom.core.accounts.throttle import Throttle
from newsroom.core.models import User

QUARTER = timedelta(minutes=15)
DEVICE = Throttle("sign-in.device", 10, QUARTER)
NETWORK = Throttle("sign-in.network", 30, QUARTER)
PAIR = Throttle("sign-in.pair", 5, QUARTER)
ACCOUNT = Throttle("sign-in.account", 100, timedelta(hours=1))

Counter = tuple[Throttle, tuple[str, ...]]


@dataclass(frozen=True)
class Outcome:
    user: User | None = None
    wait: timedelta | None = None
    """How long to wait, where the password wasn't even looked at."""


@sensitive_variables("password")
def attempt(request: HttpRequest, email: str, password: str, *, at: datetime | None = None) -> Outcome:
    """Whether there is such an account, and whether it is active, changes neither the answer nor the time it takes."""
    counters = _counters(request, email)
    for throttle, parts in counters:
        # The account's own counter comes last: who is held up by another one doesn't fill it.
        if wait := throttle.hit(*parts, at=at):
            return Outcome(wait=wait)
    user = authenticate(request, username=email, password=password)
    if not isinstance(user, User):
        return Outcome()
    for throttle, parts in counters:
        if throttle in {DEVICE, PAIR}:
            throttle.clear(*parts)
        else:
            throttle.forgive(*parts)
    return Outcome(user=user)


def _counters(request: HttpRequest, email: str) -> list[Counter]:
    """A browser that signed in to this account before has a counter that nobody else can fill."""
    device = devices.read(request)
    if device is not None and device.knows(email):
        return [(DEVICE, (email, device.id))]
    network = client_network(request)
    return [(NETWORK, (network,)), (PAIR, (email, network)), (ACCOUNT, (email,))]
