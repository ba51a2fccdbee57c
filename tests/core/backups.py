"""Sites to save and to restore, for the tests of both."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from newsroom.core.ops import backup

AT = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
FILES = {
    "photos/2026/صورة الغلاف.jpg": bytes(range(256)) * 20,
    "photos/été à Fès.jpg": b"jpeg" * 700,
    "vide.txt": b"",
    "a/" + "b" * 120 + "/" + "ن" * 90 + ".txt": b"deep",
}


def media(files: dict[str, bytes] = FILES) -> Path:
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def saved(folder: Path, name: str = "site.tar") -> Path:
    backup.make(folder / name, at=AT)
    return folder / name


def restored(file: Path, *, replace: bool = True) -> backup.Restored:
    return backup.restore(file, replace=replace, at=AT)


@contextmanager
def another_site(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a second, empty site on the same kind of database."""
    environment = {**os.environ, "NEWSROOM_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    environment.pop("DATABASE_URL", None)
    if connection.vendor == "sqlite":
        yield environment
        return
    name = f"restored_{os.getpid()}"
    server = connection.settings_dict
    address = f"{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}"
    with psycopg.connect(f"postgres://{address}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {**environment, "DATABASE_URL": f"postgres://{address}/{name}"}
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def started(environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments], env=environment)


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
