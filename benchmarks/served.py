"""The real server on a free loopback port, with a database of its own in a temporary folder."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once the port takes connections; raises RuntimeError with the log's end otherwise."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-2000:]}")


@contextmanager
def site() -> Iterator[dict[str, str]]:
    """The environment of a freshly migrated site in a temporary folder, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "NEWSROOM_DATA": folder}
        environment.pop("DATABASE_URL", None)
        migrate = [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        yield environment


@contextmanager
def served(application: str, environment: dict[str, str] | None = None, *, port: int = 0) -> Iterator[int]:
    """Granian with one process for a WSGI application ("module:name"); yields its port."""
    port = port or free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--no-ws", application]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
            try:
                wait_for(port, process, log)
                yield port
            finally:
                process.terminate()
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
