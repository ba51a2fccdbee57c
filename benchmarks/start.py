"""What the floor costs before any page exists."""

from functools import partial

from benchmarks.measure import interleaved, requests_per_second
from benchmarks.result import Result, Row
from benchmarks.served import served, site

WHAT = """\
Answers per second through granian, one process with one thread, eight kept-alive connections: the health addresses of
the site, of which the second asks the database and the disk, against one Django view without any middleware. Medians of
five rounds of two seconds, taken in turn."""


def run() -> Result:
    with (
        site() as environment,
        served("newsroom.wsgi:application", environment) as port,
        served("benchmarks.bare:application") as bare,
    ):
        rates = interleaved(
            {
                "bare": partial(requests_per_second, bare, "/bare"),
                "healthz": partial(requests_per_second, port, "/healthz"),
                "readyz": partial(requests_per_second, port, "/readyz"),
            }
        )
    return Result(
        name="start",
        what=WHAT,
        rows=(
            Row(what="/healthz : bare view", value=rates["healthz"] / rates["bare"], required=0.5, aim=0.7),
            Row(what="/readyz : /healthz", value=rates["readyz"] / rates["healthz"], required=0.05, aim=0.1),
            Row(what="bare view", value=rates["bare"], unit="/s"),
            Row(what="/healthz", value=rates["healthz"], unit="/s"),
            Row(what="/readyz", value=rates["readyz"], unit="/s"),
        ),
    )
