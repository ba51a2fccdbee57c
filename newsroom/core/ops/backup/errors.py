import errno
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
