"""One writer at a time, over all processes and threads of the machine; a process that dies lets go of it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BusyError(Exception):
    """Somebody else has been writing for too long."""


@contextmanager
def locked(path: Path, *, seconds: float) -> Iterator[None]:
    """Raises BusyError when it isn't ours in time. Not reentrant: whoever holds it waits for themselves."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        _take(handle, time.monotonic() + seconds)
        yield
    finally:
        os.close(handle)


def _take(handle: int, deadline: float) -> None:
    pause = 0.0002
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise BusyError from None
            time.sleep(pause)
            pause = min(pause * 1.5, 0.01)
        else:
            return
