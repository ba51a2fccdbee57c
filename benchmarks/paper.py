"""A newspaper with stories, pictures and comments to measure with; loaded once for all benchmarks of a run."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.served import ROOT, free_port


@dataclass(frozen=True)
class Paper:
    """A site of its own. `port` is the one in its address: whoever asks another names this one as host."""

    environment: dict[str, str]
    port: int
    article: int
    path: str
    others: tuple[str, ...]
    bytes: int
    queries: int

    @property
    def headers(self) -> dict[str, str]:
        """Of a usual reader's request."""
        return {"Host": f"127.0.0.1:{self.port}", "Accept-Encoding": "gzip"}

    @property
    def folder(self) -> Path:
        return Path(self.environment["NEWSROOM_DATA"])


@contextmanager
def paper(database: str = "") -> Iterator[Paper]:
    """`database`: the address of an empty one on PostgreSQL; else the site has a file."""
    original, found = _original()
    with tempfile.TemporaryDirectory() as temporary:
        folder, port = Path(temporary) / "data", free_port()
        shutil.copytree(original.name, folder)
        environment = environment_of(folder, port, database)
        if database:
            found = _prepared(environment)
        yield Paper(environment=environment, port=port, **found | {"others": tuple(found["others"])})


@cache
def _original() -> "tuple[tempfile.TemporaryDirectory[str], dict[str, Any]]":
    folder = tempfile.TemporaryDirectory()  # gone when this process ends
    return folder, _prepared(environment_of(Path(folder.name), free_port(), ""))


def environment_of(folder: Path, port: int, database: str = "") -> dict[str, str]:
    """Of a site in the demo's mode, with its data in `folder`."""
    own = {"NEWSROOM_DATA": str(folder), "NEWSROOM_PORT": str(port), "DATABASE_URL": database}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEWSROOM_")}
    return {**inherited, **own, "NEWSROOM_MODE": "demo", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}


def _prepared(environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.prepare"], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def manage(paper: Paper, *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=paper.environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout
