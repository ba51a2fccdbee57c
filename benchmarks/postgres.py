"""A PostgreSQL that lives in a temporary folder, listens on loopback, and can be hung, killed and started again."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.served import free_port

OPTIONS = "-c listen_addresses=127.0.0.1 -k '' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """The folder with initdb and pg_ctl; None where no server is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if known := shutil.which("pg_ctl"):
        found.append(Path(known).parent)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@dataclass(frozen=True)
class Cluster:
    folder: Path
    programs: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgres://newsroom@127.0.0.1:{self.port}/newsroom"

    def start(self) -> None:
        self._run("pg_ctl", "start", "--pgdata", "data", "--log", "log", "--wait", "-o", f"-p {self.port} {OPTIONS}")

    def stop(self) -> None:
        """At once, as when it is killed."""
        self._run("pg_ctl", "stop", "--pgdata", "data", "--mode", "immediate")

    def hang(self) -> None:
        for pid in self._processes():
            os.kill(pid, signal.SIGSTOP)

    def go_on(self) -> None:
        for pid in self._processes():
            os.kill(pid, signal.SIGCONT)

    def create(self) -> None:
        self._run("initdb", "--pgdata", "data", "--username", "newsroom", "--auth", "trust", "--no-sync")
        self.start()
        self._run("createdb", "--host", "127.0.0.1", "--port", str(self.port), "--username", "newsroom", "newsroom")

    def _processes(self) -> list[int]:
        """The server's own, the first one first, so that it makes no more of them."""
        first = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        subprocess.run(_owned(self.folder, command), cwd=self.folder, check=True, stdout=subprocess.DEVNULL)


def _owned(folder: Path, command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then whoever owns the folder does."""
    if os.getuid():
        return command
    owner = folder.stat()
    return ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", *command]


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Raises FileNotFoundError where none is installed."""
    if (found := programs()) is None:
        raise FileNotFoundError("No PostgreSQL server is installed.")
    with tempfile.TemporaryDirectory() as folder:
        if os.getuid() == 0:
            names = {user.pw_name: user for user in pwd.getpwall()}
            user = names.get("postgres") or names["nobody"]
            os.chown(folder, user.pw_uid, user.pw_gid)
        here = Cluster(Path(folder), found, free_port())
        try:
            here.create()
            yield here
        finally:
            if (here.folder / "data/postmaster.pid").exists():
                here.go_on()
                here.stop()
