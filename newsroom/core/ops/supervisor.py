"""Keeps the web server and the task worker running: `manage.py serve`."""

import contextlib
import errno
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from django.conf import settings

from newsroom.core.ops import assets
from newsroom.core.tasks.worker import new_worker_id

logger = logging.getLogger(__name__)
REFUSED = 2
"""Exit code when nothing was started because the address can't be had."""
STEADY_SECONDS = 20.0
"""Whoever ran for so long before it ended starts again at once."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
SECONDS_TO_STOP = 7.0
SECONDS_TO_DIE = 1.5
STARTING_SECONDS = 60.0
TICK = 0.1


class RefusedError(Exception):
    """Nothing can be started; the words say what to do."""


@dataclass
class Child:
    """One process with its group, and what is known of its endings."""

    name: str
    command: Callable[[], Sequence[str]]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_at: float = 0.0
    endings: int = 0

    def start(self, clock: float) -> None:
        self.started_at = clock
        # A session of its own: a Ctrl-C in the terminal reaches the supervisor only, and the whole group can be killed.
        self.process = subprocess.Popen(  # noqa: S603  # our own commands, of our own settings
            list(self.command()), stdin=subprocess.DEVNULL, start_new_session=True
        )

    def watch(self, clock: float) -> None:
        """Start what is due, notice what has ended."""
        if self.process is None:
            if clock >= self.start_at:
                self.start(clock)
        elif (code := self.process.poll()) is not None:
            self.kill_group()
            self._ended(code, clock)

    def _ended(self, code: int, clock: float) -> None:
        lived = clock - self.started_at
        self.endings = 1 if lived >= STEADY_SECONDS else self.endings + 1
        pause = min(FIRST_PAUSE * 2 ** min(self.endings - 1, 20), LONGEST_PAUSE)
        self.process, self.start_at = None, clock + pause
        words = "The %s %s after %.1f s; it starts again in %.1f s."
        if self.endings > 3:
            words += " It has ended %d times in a row: the lines above this one say why."
        logger.error(words, self.name, how(code), lived, pause, *([self.endings] if self.endings > 3 else []))

    def signal(self, signum: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signum)

    def kill_group(self) -> None:
        """Also what a killed main process left behind: an orphan would keep the port."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def how(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"


class Supervisor:
    def __init__(self, host: str, port: int, workers: int, announce: str | None) -> None:
        self.host, self.port, self.announce = host, port, announce
        self.stopping = False
        self._worker_id = ""
        self._said = False
        web = [sys.executable, "-m", "newsroom.core.ops.web", str(os.getpid()), host, str(port), str(workers)]
        self.children = [
            Child("web server", lambda: web),
            Child("task worker", self._worker_command),
        ]

    def _worker_command(self) -> list[str]:
        """A restarted worker takes over at once from the one before, which has ended for certain."""
        before, self._worker_id = self._worker_id, new_worker_id()
        command = [sys.executable, "manage.py", "worker", "--with-parent", str(os.getpid()), "--id", self._worker_id]
        return [*command, "--replaces", before] if before else command

    def run(self) -> int:
        handlers = {signum: signal.signal(signum, self._stop) for signum in _stop_signals()}
        try:
            while not self.stopping:
                for child in self.children:
                    child.watch(time.monotonic())
                self._announce()
                time.sleep(TICK)
            notify("STOPPING=1")
            self._end()
        finally:
            for child in self.children:
                child.kill_group()
            for signum, handler in handlers.items():
                signal.signal(signum, handler)
        return 0

    def _stop(self, _signum: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _announce(self) -> None:
        if self._said or not answers(self.host, self.port):
            return
        self._said = True
        notify("READY=1")
        if self.announce:
            print(self.announce, flush=True)  # noqa: T201  # it is for whoever typed the command
        logger.info("The site answers on port %s", self.port)

    def _end(self) -> None:
        """Ask, ask the worker again to leave its task, then end the groups."""
        for signum, patience in ((signal.SIGTERM, SECONDS_TO_STOP), (signal.SIGTERM, SECONDS_TO_DIE)):
            for child in self.children:
                child.signal(signum)
            until = time.monotonic() + patience
            while any(child.is_running for child in self.children) and time.monotonic() < until:
                time.sleep(TICK)


def _stop_signals() -> list[signal.Signals]:
    return [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


def reserve(host: str, port: int) -> socket.socket:
    """Hold the address while we run. Raises RefusedError, in words, where somebody else has it."""
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
        held = socket.socket(family, kind)
        # The web server's processes share the port this way, and with this socket, which never listens.
        if hasattr(socket, "SO_REUSEPORT"):
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            held.bind(address)
    except OSError as error:
        raise RefusedError(_remedy(error, host, port)) from error
    return held


def _remedy(error: OSError, host: str, port: int) -> str:
    another = port + 1 if port < 65535 else 8000
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or choose another port: NEWSROOM_PORT={another}."
    if error.errno == errno.EACCES:
        return f"Port {port} is for the system's administrator only. Choose one above 1023: NEWSROOM_PORT=8000."
    return f"This machine has no address {host!r}. Set NEWSROOM_HOST=127.0.0.1, or an address of this machine."


def answers(host: str, port: int) -> bool:
    """Whether the web server takes requests by now."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104  # compared, not bound
    connection = http.client.HTTPConnection(local, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def notify(state: str) -> None:
    """Tell systemd, where it listens (Type=notify)."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.connect(f"\0{address[1:]}" if address.startswith("@") else address)
            sock.sendall(state.encode())


def run(*, host: str = "", port: int = 0, workers: int = 0, announce: str | None = None) -> int:
    """Serve until SIGTERM, SIGINT or SIGHUP; answers the exit code. What is left out comes from the settings.

    `announce` is printed once the site answers for the first time.
    """
    host, port = host or settings.HOST, port or settings.PORT
    try:
        held = reserve(host, port)
    except RefusedError as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201  # one clear sentence, not a log line
        return REFUSED
    # The children's settings say the same: the demo's own address has the port in it.
    os.environ["NEWSROOM_PORT"] = str(port)
    with held:
        assets.collect()
        return Supervisor(host, port, workers or settings.WEB_WORKERS, announce).run()
