"""What readers get while the database hangs or is gone."""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import postgres
from benchmarks.paper import Paper, manage, paper
from benchmarks.postgres import Cluster, cluster
from benchmarks.readers import Answer, Reader, percentile, reading
from benchmarks.result import Result, Row
from benchmarks.served import ROOT, served

SITE = "newsroom.wsgi:application"
SECONDS, PAGES, PATIENCE = 8, 20, 30
WHAT = f"""\
Eight readers, with a hundredth of a second between an answer and their next question, ask our own server for {PAGES}
pages, half of them stored and the other half due to be made anew, for {SECONDS} seconds from the moment at which the
database hangs (SQLite: another process holds every lock of the file; PostgreSQL: SIGSTOP to all its processes) or is
gone (SQLite: the file has another name, and the site is started again; PostgreSQL: shut down). The slowest asked for a
page that was due when nobody knew yet that the database hangs. `back` is the time from the database's return until a
changed page is made anew."""
Trouble = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Outcome:
    answers: list[Answer]
    back: float
    """Seconds; infinite when it never came."""

    @property
    def served(self) -> float:
        return 100 * sum(answer.status == http.client.OK for answer in self.answers) / len(self.answers)

    @property
    def p99(self) -> float:
        return 1000 * percentile([answer.seconds for answer in self.answers], 0.99)

    @property
    def slowest(self) -> float:
        return 1000 * max(answer.seconds for answer in self.answers)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "benchmarks.holder", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            if process.stdout is None or process.stdout.readline() != b"held\n":
                raise RuntimeError("The database could not be locked.")
            yield
        finally:
            process.terminate()


@contextmanager
def moved(path: Path) -> Iterator[None]:
    """With what belongs to it. Connections that are open still see it: for them nothing has changed."""
    names = [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]
    away = path.with_name("away")
    away.mkdir()
    there = [name for name in names if name.exists()]
    for name in there:
        name.rename(away / name.name)
    path.mkdir()  # so that nobody makes an empty one
    try:
        yield
    finally:
        path.rmdir()
        for name in there:
            (away / name.name).rename(name)
        away.rmdir()


@contextmanager
def hung(server: Cluster) -> Iterator[None]:
    server.hang()
    try:
        yield
    finally:
        server.go_on()


@contextmanager
def stopped(server: Cluster) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()


def measured(site: Paper, trouble: Trouble, *, restarts: bool = False) -> Outcome:
    """`restarts`: the site is started again in the midst of it, so that no process has the database still open."""
    pages = [site.path, "/", *site.others][:PAGES]
    with ExitStack() as stack:
        port = stack.enter_context(served(SITE, site.environment))
        reader = Reader(port, site.headers, timeout=60)
        _store_half(site, reader, pages)
        with trouble():
            if restarts:
                stack.close()
                port = stack.enter_context(served(SITE, site.environment))
                reader = Reader(port, site.headers, timeout=60)
            with reading(partial(Reader, port, site.headers, timeout=60), pages) as answers:
                time.sleep(SECONDS)
        return Outcome(answers, _back(reader, pages[1]))


def _store_half(site: Paper, reader: Reader, pages: list[str]) -> None:
    """Of all of them there are good copies; every other page has to be made anew since."""
    for path in pages:
        reader.get(path)
    manage(site, "pages", "clear")
    for path in pages[::2]:
        reader.get(path)


def _back(reader: Reader, path: str) -> float:
    """Until a page that is due comes without the `Age` that last good copies have."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        answer = reader.get(path)
        if answer.status == http.client.OK and not answer.is_old:
            return time.monotonic() - begun
        time.sleep(0.05)
    return float("inf")


def rows(name: str, outcome: Outcome) -> tuple[Row, ...]:
    return (
        Row(what=f"{name}: answered 200", value=outcome.served, unit="%", required=100, aim=100),
        Row(what=f"{name}: p99", value=outcome.p99, unit="ms", required=100, aim=20, less_is_better=True),
        Row(what=f"{name}: slowest of {len(outcome.answers)}", value=outcome.slowest, unit="ms"),
        Row(what=f"{name}: back", value=outcome.back, unit="s", required=5, less_is_better=True),
    )


def run() -> Result:
    found: dict[str, Outcome] = {}
    with paper() as site:
        file = site.folder / "db.sqlite3"
        found["SQLite locked"] = measured(site, partial(locked, file))
        found["SQLite gone"] = measured(site, partial(moved, file), restarts=True)
    if postgres.programs():
        with cluster() as server, paper(server.address) as site:
            found["PostgreSQL hung"] = measured(site, partial(hung, server))
            found["PostgreSQL gone"] = measured(site, partial(stopped, server))
    missing = "" if postgres.programs() else " PostgreSQL isn't installed here and wasn't measured."
    return Result(
        name="outage",
        what=WHAT + missing,
        rows=tuple(row for name, outcome in found.items() for row in rows(name, outcome)),
    )
