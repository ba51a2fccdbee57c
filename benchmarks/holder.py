"""Holds locks of an SQLite file in its own process until its input ends: `python -m benchmarks.holder FILE`.

All of them, those of readers too, as while a crashed database is put in order or by a file system that doesn't answer;
a mere `BEGIN EXCLUSIVE` would only keep other writers waiting.
"""

import fcntl
import sqlite3
import sys
from pathlib import Path

FIRST, NUMBER = 120, 8
"""Where in the file beside the database SQLite's locks lie: those of writing, checkpoint, recovery and five readers."""


def main(path: str) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    with Path(f"{path}-shm").open("r+b") as shared:
        # The database's own lock is this process's too, so taking it again succeeds.
        fcntl.lockf(shared, fcntl.LOCK_EX, NUMBER, FIRST)
        print("held", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
