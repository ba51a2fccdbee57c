"""Whether a reader ever gets what was true before the editor's answer, and how long a change takes to be seen."""

import http.client
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from benchmarks import nginx
from benchmarks.paper import Paper, paper
from benchmarks.readers import Answer, Reader, reading
from benchmarks.result import Result, Row
from benchmarks.served import ROOT, served

LOADED, QUIET = 400, 40
WHAT = f"""\
An editor publishes a new version of an article and a moderator approves a comment below it, in turn, {LOADED // 2}
times each, while readers load its page without a pause; an answer is stale when it was asked for after the editor had
theirs and shows an older state. Then {QUIET} times without other readers: from the commit until the old page is gone
(the editor has their answer), and until the first reader who asks then has the whole new page, which is made for
them."""
_STATES = {
    "publish": re.compile(rb"\xc3\x89tat num\xc3\xa9ro (\d+)"),
    "approve": re.compile(rb"Avis num\xc3\xa9ro (\d+)"),
}


@dataclass(frozen=True)
class Deed:
    name: str
    number: int
    committed: float
    answered: float


class Editor:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def does(self, name: str, number: int) -> Deed:
        """Raises RuntimeError when it could not be done."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("The editor has left.")
        print(name, number, file=self.process.stdin, flush=True)
        if not (line := self.process.stdout.readline()):
            raise RuntimeError("The editor has left.")
        return Deed(name, number, **json.loads(line))


@contextmanager
def at_work(site: Paper) -> Iterator[Editor]:
    command = [sys.executable, "-m", "benchmarks.editor", str(site.article)]
    with subprocess.Popen(
        command, cwd=ROOT, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Editor(process)
        finally:
            process.terminate()


def name_of(number: int) -> str:
    return "approve" if number % 2 else "publish"


def shown(body: bytes) -> dict[str, int]:
    """The state of each kind that a page shows; 0 where it shows none."""
    found = {name: pattern.search(body) for name, pattern in _STATES.items()}
    return {name: int(match[1]) if match else 0 for name, match in found.items()}


def stale(answers: Sequence[Answer], deeds: Sequence[Deed]) -> int:
    """How many answers of status 200 show less than what had been answered to the editor when they were asked for."""
    count = 0
    for answer in answers:
        if answer.status != http.client.OK:
            continue
        state = shown(answer.body)
        known: dict[str, int] = {}
        for deed in deeds:
            if deed.answered <= answer.begun:
                known[deed.name] = deed.number
        count += any(state[name] < number for name, number in known.items())
    return count


def under_load(site: Paper, editor: Editor, ports: Sequence[int]) -> tuple[list[Answer], list[Deed]]:
    deeds: list[Deed] = []
    with ExitStack() as stack:
        every = [
            stack.enter_context(
                reading(
                    partial(Reader, port, site.headers | {"Accept-Encoding": ""}),
                    [site.path],
                    connections=2,
                    pause=0.002,
                )
            )
            for port in ports
        ]
        for number in range(1, LOADED + 1):
            deeds.append(editor.does(name_of(number), number))
            time.sleep(0.01)
    return [answer for answers in every for answer in answers], deeds


def times(site: Paper, editor: Editor, port: int) -> dict[str, list[float]]:
    """Milliseconds from the commit, by what was done."""
    reader = Reader(port, site.headers | {"Accept-Encoding": ""})
    found: dict[str, list[float]] = {}
    for number in range(LOADED + 1, LOADED + QUIET + 1):
        reader.get(site.path)
        deed = editor.does(name_of(number), number)
        answer = reader.get(site.path)
        while shown(answer.body)[deed.name] != number:
            answer = reader.get(site.path)
        found.setdefault(deed.name, []).append((answer.ended - deed.committed) * 1000)
        found.setdefault(f"{deed.name} gone", []).append((deed.answered - deed.committed) * 1000)
    return found


def measured(site: Paper) -> tuple[list[Answer], list[Deed], dict[str, list[float]]]:
    with ExitStack() as stack:
        own = stack.enter_context(served("newsroom.wsgi:application", site.environment))
        ports = [own]
        if nginx.is_there():
            stack.enter_context(nginx.fronted(site.port, own, site.folder))
            ports.append(site.port)
        editor = stack.enter_context(at_work(site))
        answers, deeds = under_load(site, editor, ports)
        return answers, deeds, times(site, editor, ports[-1])


def run() -> Result:
    with paper() as site:
        answers, deeds, found = measured(site)
    medians = {name: statistics.median(values) for name, values in found.items()}
    bounds = partial(Row, unit="ms", required=30, aim=15, less_is_better=True)
    failed = sum(answer.status != http.client.OK for answer in answers)  # the status
    return Result(
        name="freshness",
        what=WHAT + ("" if nginx.is_there() else " Without nginx, which isn't installed here."),
        rows=(
            Row(what="stale answers", value=stale(answers, deeds), unit="", required=0, aim=0, less_is_better=True),
            Row(what="answers without a page", value=failed, unit="", required=0, aim=0, less_is_better=True),
            Row(what="answers looked at", value=len(answers), unit=""),
            bounds(what="published → seen", value=medians["publish"]),
            bounds(what="approved → seen", value=medians["approve"]),
            Row(what="published → old page gone", value=medians["publish gone"], unit="ms"),
            Row(what="approved → old page gone", value=medians["approve gone"], unit="ms"),
        ),
    )
