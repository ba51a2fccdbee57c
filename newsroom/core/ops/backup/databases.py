"""What differs between the engines: writing the database into one file, and putting that file in its place.

Both ways are one transaction of the engine's own, so that a site that is written to meanwhile sees all or nothing.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, connections

from newsroom.core.ops.backup.errors import BackupError

# Everything that migrations make: what a backup doesn't hold must not be left over beside what it does.
EMPTY_THE_SCHEMA = """
SET lock_timeout = '30s';
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
      AND c.relkind IN ('r', 'p', 'v', 'm') LOOP
    EXECUTE format('DROP %s IF EXISTS %I CASCADE',
      CASE found.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, found.relname);
  END LOOP;
END $$;
"""


@dataclass(frozen=True)
class Engine:
    name: str
    dump: Callable[[Path], None]
    load: Callable[[Path], None]
    version: Callable[[], str]


def current() -> Engine:
    """The engine of this site's database."""
    if connection.vendor not in ENGINES:
        raise BackupError(f"There is no backup for a database of the kind {connection.vendor}.")
    return ENGINES[connection.vendor]


def _sqlite_path() -> Path:
    name = str(connection.settings_dict["NAME"])
    if name == ":memory:" or name.startswith("file:"):
        raise BackupError("The database is only in memory; there is nothing that a backup could hold.")
    return Path(name)


def _sqlite_dump(target: Path) -> None:
    """VACUUM INTO reads one snapshot, lets others write meanwhile, and leaves deleted rows behind for good."""
    source = _sqlite_path()
    if not source.exists():
        raise BackupError(f"There is no database at {source}; set NEWSROOM_DATA or DATABASE_URL as the site has them.")
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=60)) as database:
            database.execute("VACUUM INTO ?", [str(target)])
        _sqlite_check(target)
    except sqlite3.Error as problem:
        if "full" in str(problem):
            raise BackupError(
                f"The disk that holds {target.parent} is full; make room there and start again."
            ) from None
        raise BackupError(f"The database could not be saved: {problem}.") from problem


def _sqlite_check(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        answer = database.execute("PRAGMA quick_check").fetchone()[0]
    if answer != "ok":
        raise BackupError(f"The database is damaged ({answer}); restore an earlier backup.")


def _sqlite_load(source: Path) -> None:
    """Through SQLite's own backup call: one transaction over the living file, not a file put in place of another –
    a process that still has it open goes on with what was restored, and no left-over journal meets a new database."""
    _sqlite_check(source)
    target = _sqlite_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    connections.close_all()
    try:
        with (
            closing(sqlite3.connect(source)) as backup,
            closing(sqlite3.connect(target, timeout=60)) as database,
        ):
            backup.backup(database)
            database.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as problem:
        raise BackupError(f"The database could not be put in place: {problem}. It is as it was.") from problem


def _client(program: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Command line and environment for a client program; the password goes through the environment only."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not installed (Debian, Ubuntu: apt-get install postgresql-client).")
    client: Any = connection.client
    command, extra = client.settings_to_cmd_args_env(connection.settings_dict, list(arguments))
    return [found, *command[1:-1], "--dbname", command[-1]], {**os.environ, **(extra or {}), "PGCONNECT_TIMEOUT": "20"}


def _run(program: str, *arguments: str) -> None:
    command, environment = _client(program, *arguments)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # ours
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise BackupError(f"{program} gave up: {reason}")


def _refuse_old_client(program: str) -> None:
    command, _environment = _client(program)
    said = subprocess.run([command[0], "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603  # ours
    match = re.search(r"\) (\d+)", said)
    server = _postgresql_major()
    if match and int(match[1]) < server:
        raise BackupError(
            f"{program} is of version {match[1]}, the server of version {server}:"
            f" install postgresql-client-{server} (it must not be older than the server)."
        )


def _postgresql_major() -> int:
    connection.ensure_connection()
    raw: Any = connection
    return int(raw.pg_version) // 10_000


def _postgresql_dump(target: Path) -> None:
    _refuse_old_client("pg_dump")
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password", f"--file={target}")


def _postgresql_load(source: Path) -> None:
    """As one script in one transaction. It is written out first: a pipe that breaks would end in a COMMIT."""
    _refuse_old_client("psql")
    restorer = shutil.which("pg_restore")
    if restorer is None:
        raise BackupError("pg_restore is not installed (Debian, Ubuntu: apt-get install postgresql-client).")
    script = source.with_suffix(".sql")
    command = [restorer, "--clean", "--if-exists", "--no-owner", "--no-privileges", f"--file={script}", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # ours
    if done.returncode:
        raise BackupError(f"pg_restore can't read the backup: {done.stderr.strip()}")
    start = script.with_name("start.sql")
    start.write_text(EMPTY_THE_SCHEMA)
    connections.close_all()
    quiet = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--single-transaction")
    try:
        _run("psql", *quiet, f"--file={start}", f"--file={script}", "--output=/dev/null")
    except BackupError as problem:
        hint = " The site is still at work: stop it first." if "lock timeout" in str(problem) else ""
        raise BackupError(f"{problem}. The database is as it was.{hint}") from None
    finally:
        script.unlink()


ENGINES = {
    "sqlite": Engine("sqlite", _sqlite_dump, _sqlite_load, lambda: sqlite3.sqlite_version),
    "postgresql": Engine("postgresql", _postgresql_dump, _postgresql_load, lambda: str(_postgresql_major())),
}
