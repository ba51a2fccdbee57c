"""Readers whose every answer is looked at: when it was asked for, how long it took, what it was."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle


@dataclass(frozen=True)
class Answer:
    begun: float
    ended: float
    status: int
    """0: there was none."""
    body: bytes
    is_old: bool = False
    """By its own header `Age`."""

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


class Reader:
    """One kept-alive connection, opened again after a failure."""

    def __init__(self, port: int, headers: Mapping[str, str], *, timeout: float = 30) -> None:
        self.client = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = dict(headers)

    def get(self, path: str) -> Answer:
        begun = time.monotonic()
        try:
            self.client.request("GET", path, headers=self.headers)
            answer = self.client.getresponse()
            body, status, is_old = answer.read(), answer.status, answer.getheader("Age") is not None
        except (OSError, http.client.HTTPException):
            self.client.close()
            body, status, is_old = b"", 0, False
        return Answer(begun, time.monotonic(), status, body, is_old)

    def close(self) -> None:
        self.client.close()


@contextmanager
def reading(
    reader: Callable[[], Reader],
    pages: Sequence[str],
    *,
    connections: int = 8,
    pause: float = 0.01,
    each_once: bool = False,
) -> Iterator[list[Answer]]:
    """Meanwhile so many readers ask for one page after the other, for ever or each of them once."""
    answers: list[Answer] = []
    over = threading.Event()

    def read(first: int) -> None:
        own = reader()
        mine = [pages[number % len(pages)] for number in range(first, max(len(pages), connections), connections)]
        for path in mine if each_once else cycle(mine):
            if over.is_set():
                break
            answers.append(own.get(path))
            over.wait(pause)
        own.close()

    threads = [threading.Thread(target=read, args=(index,)) for index in range(connections)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of all doesn't exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-int(share * 1000) * len(ranked) // 1000) - 1)]
