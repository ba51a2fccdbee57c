"""What a stored page costs, and one that isn't stored."""

import gzip
import http.client
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, cast

from benchmarks import nginx
from benchmarks.measure import interleaved, requests_per_second
from benchmarks.nginx import Page
from benchmarks.paper import Paper, paper
from benchmarks.peers import peers
from benchmarks.result import Result, Row
from benchmarks.served import ROOT, free_port, served

WHAT = """\
Answers per second of one article page with all its parts and ten comments, gzipped, over sixteen kept-alive
connections: nginx as deploy/ configures it (one worker) and its stored pages; our own server with one process and one
thread, with the store and without it; a bare Django view on the same server; and as the measure of all, nginx giving
out a file with the same bytes by `gzip_static` and with as many headers, with the log that the site's nginx writes, and
without one, as our own server writes none. Medians of three rounds of two seconds, taken in turn. What isn't stored is
made without a store (`made anew`). Where there is one, whoever asks first also waits until the page has been
compressed and kept: how long they wait, one after the other, with and without that, is the median of a hundred."""
ASKED = 100
PEERS = " Other systems stand below for comparison alone."
NO_PEERS = " No other system was named to be measured beside it (BENCH_PEERS)."
MISSING = " What is missing here and wasn't measured: {}."


def _asked(port: int, site: Paper) -> tuple[http.client.HTTPResponse, bytes]:
    """Raises RuntimeError when the page isn't there."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    client.request("GET", site.path, headers=site.headers)
    answer = client.getresponse()
    body = answer.read()
    client.close()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{site.path} answered {answer.status}.")
    return answer, body


def fetched(port: int, site: Paper) -> Page:
    """Raises RuntimeError when the page isn't the one to measure."""
    answer, coded = _asked(port, site)
    if answer.getheader("Content-Encoding") != "gzip":
        raise RuntimeError(f"{site.path} answered {answer.status}.")
    return Page(dict(answer.getheaders()), gzip.decompress(coded), coded)


def rates(site: Paper) -> dict[str, float]:
    measured = partial(requests_per_second, connections=16)
    uncached = {**site.environment, "NEWSROOM_PAGE_STORE_MB": "0"}
    with (
        served("newsroom.wsgi:application", site.environment) as own,
        served("newsroom.wsgi:application", uncached) as without,
        served("benchmarks.bare:application") as bare,
    ):
        page, alone = fetched(own, site), free_port()
        subjects = {
            "bare": partial(measured, bare, "/bare"),
            "embedded": partial(measured, own, site.path, headers=site.headers),
            "uncached": partial(measured, without, site.path, headers=site.headers | {"Accept-Encoding": "identity"}),
        }
        for name, peer in peers().items():
            subjects[name] = partial(measured, peer.port, peer.path, headers={"Accept-Encoding": "gzip"})
        if not nginx.is_there():
            return interleaved(subjects, rounds=3)
        subjects["nginx"] = partial(measured, site.port, site.path, headers=site.headers)
        subjects["file"] = partial(measured, alone, "/", headers=site.headers)
        subjects["silent"] = partial(measured, alone, "/silent/", headers=site.headers)
        with nginx.fronted(site.port, own, site.folder, alone_at=alone, page=page):
            return interleaved(subjects, rounds=3)


@contextmanager
def purging(site: Paper) -> Iterator[Callable[[], object]]:
    command = [sys.executable, "-m", "benchmarks.purger", site.path]
    with subprocess.Popen(
        command, cwd=ROOT, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as purger:
        ask, answer = cast("IO[str]", purger.stdin), cast("IO[str]", purger.stdout)
        yield lambda: (ask.write("\n"), ask.flush(), answer.readline())
        ask.close()


def waits(site: Paper) -> dict[str, float]:
    """Milliseconds until somebody has the page who is the first to ask for it."""
    without = {**site.environment, "NEWSROOM_PAGE_STORE_MB": "0"}
    found: dict[str, list[float]] = {"made": [], "kept": []}
    with (
        served("newsroom.wsgi:application", site.environment) as own,
        served("newsroom.wsgi:application", without) as bare,
        purging(site) as forget,
    ):
        for _round in range(ASKED):
            forget()
            for name, port in (("made", bare), ("kept", own)):
                begun = time.perf_counter()
                _asked(port, site)
                found[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(all_of_them) for name, all_of_them in found.items()}


def rows(found: dict[str, float], *, queries: int, size: int) -> tuple[Row, ...]:
    file = found.get("file")
    compared = (
        (
            Row(what="nginx + store : nginx file", value=found["nginx"] / file, required=0.65, aim=0.8),
            Row(
                what="embedded server : nginx file, no log",
                value=found["embedded"] / found["silent"],
                required=0.35,
                aim=0.45,
            ),
        )
        if file
        else ()
    )
    names = {
        "silent": "nginx file, no log",
        "file": "nginx file",
        "nginx": "nginx + store",
        "embedded": "embedded server",
        "bare": "bare view",
    }
    names["uncached"] = "made anew"
    names |= {peer: f"{peer}, a page of it" for peer in peers()}
    return (
        *compared,
        Row(what="embedded server : bare view", value=found["embedded"] / found["bare"], required=3, aim=4),
        Row(what="made anew : bare view", value=found["uncached"] / found["bare"], required=0.015, aim=0.03),
        Row(what="queries of a page", value=queries, unit="queries", required=12, aim=8, less_is_better=True),
        Row(what="the page", value=size, unit="bytes"),
        *(Row(what=name, value=found[key], unit="/s") for key, name in names.items() if key in found),
    )


def run() -> Result:
    missing = ", ".join(name for name in ("nginx", "wrk") if shutil.which(name) is None)
    with paper() as site:
        found = rates(site)
        waited = waits(site)
        measured = (
            *rows(found, queries=site.queries, size=site.bytes),
            Row(what="first reader, without a store", value=waited["made"], unit="ms"),
            Row(what="first reader, page kept", value=waited["kept"], unit="ms"),
        )
    what = WHAT + (PEERS if peers() else NO_PEERS) + (MISSING.format(missing) if missing else "")
    return Result(name="pages", what=what, rows=measured)
