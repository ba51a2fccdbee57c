"""Processes that die in the middle of what they do."""

import os
import sys
import warnings
from collections.abc import Callable
from mmap import mmap
from pathlib import Path
from types import FrameType
from typing import Any

ACTING = ("pagestore/files.py", "pagestore/index.py", "pagestore/word.py")
"""All that the store does to the disk and to memory is done in these; between their lines nothing alters."""
KILLED, DONE, FAILED = 9, 0, 1
IN_PLACE = ("word", "index-")
MOST = 2000
Found = tuple[object, ...]


def dies_at(line: int, does: Callable[[], object]) -> bool:
    """Whether a process that does this was dead at the nth line of ACTING; False when it was done before.

    It dies as by kill -9: nothing is closed, let go of or put right.
    """
    return _dies(does, lambda number: number >= line)


def each_death(store: Path, does: Callable[[int], object], check: Callable[[int], None]) -> int:
    """Has `does` die wherever that leaves this folder otherwise than dying a line before, checking after each death.

    Both are told which death it is, from 1 on; answers how many there were.
    """
    died_at = mmap(-1, 8)  # shared with the processes that die
    for number in range(1, MOST):
        after = int.from_bytes(died_at[:8])
        sight, seen = Sight(store), None

        def is_due(line: int, after: int = after, sight: Sight = sight) -> bool:
            nonlocal seen
            if line < after:
                return False
            before, seen = seen, sight.look()
            died_at[:8] = line.to_bytes(8)
            return line > after and seen != before

        if not _dies(lambda number=number: does(number), is_due):  # type: ignore[misc]  # bound now
            return number - 1
        check(number)
    raise AssertionError("It never came to its end.")


class Sight:
    """What a process leaves in a folder if it dies now: the files, and what those say that are written in place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[tuple[str, int], int] = {}  # never closed: SQLite would lose its locks on them

    def look(self) -> Found:
        return self._below(self.folder)

    def _below(self, folder: Path | str) -> Found:
        found: list[object] = []
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            state = entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                found.append((entry.name, self._below(entry.path)))
            elif entry.name.startswith(IN_PLACE):
                found.append((entry.name, state.st_ino, self._written(entry.path, state)))
            else:
                found.append((entry.name, state.st_ino, state.st_size))
        return tuple(found)

    def _written(self, path: str, state: os.stat_result) -> bytes:
        file = (path, state.st_ino)
        if file not in self._open:
            self._open[file] = os.open(path, os.O_RDONLY)
        return os.pread(self._open[file], state.st_size, 0)


def _dies(does: Callable[[], object], is_due: Callable[[int], bool]) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that the child never has
        pid = os.fork()
    if pid == 0:
        _live(does, is_due)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code != FAILED, "what the process was to do failed by itself"
    return code == KILLED


def _live(does: Callable[[], object], is_due: Callable[[int], bool]) -> None:
    lines = 0

    def trace(frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal lines
        if not frame.f_code.co_filename.endswith(ACTING):
            return None
        if event == "line":
            lines += 1
            if is_due(lines):
                os._exit(KILLED)
        return trace

    sys.settrace(trace)
    try:
        does()
        os._exit(DONE)
    finally:
        os._exit(FAILED)
