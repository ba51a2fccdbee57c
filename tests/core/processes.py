"""Real processes for tests: they use the tests' database and settings, and none outlives its test."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    given: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def environment(folder: Path) -> dict[str, str]:
    own = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings", "NEWSROOM_DATA": str(folder)}
    return os.environ | own


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def manage(*arguments: str, folder: Path, **variables: str) -> Iterator["subprocess.Popen[str]"]:
    """`manage.py` with these arguments, in a group of its own that is killed in the end; `variables` are set for it."""
    with (folder / f"{arguments[0]}.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(folder) | variables,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: "subprocess.Popen[str]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    if process.stdout:
        process.stdout.close()


def eventually(true: Callable[[], object], *, seconds: float = 15.0) -> None:
    """Waits until `true()`; fails the test when it isn't in time."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"Not within {seconds} s: {true}"
        time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    """The processes below `pid`, from /proc."""
    children = [int(word) for path in Path(f"/proc/{pid}/task").glob("*/children") for word in path.read_text().split()]
    return children + [below for child in children for below in descendants(child)]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""
