import errno
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BackupError(Exception):
    """A sentence for whoever runs the command: what is wrong and what to do."""


@contextmanager
def disk_trouble_told(where: Path) -> Iterator[None]:
    """Turns what the disk refuses in the block into a sentence that names the folder."""
    try:
        yield
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise BackupError(f"The disk that holds {where} is full; make room there and start again.") from problem
        raise BackupError(f"{problem.filename or where} can't be used: {problem.strerror or problem}.") from problem


def refuse_root_for_another(folder: Path) -> None:
    """What root writes in the site's folders – SQLite's own files beside the database too – locks the site out."""
    if folder.exists() and os.geteuid() == 0 and (owner := folder.stat().st_uid) != 0:
        raise BackupError(
            f"{folder} belongs to {_name(owner)}: run this as that user, for example sudo -u {_name(owner)} …"
        )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"
