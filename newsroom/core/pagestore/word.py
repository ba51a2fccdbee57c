"""A number in shared memory by which every process of the machine knows whether its copies are still good."""

import mmap
import os
import time
from pathlib import Path

_SIZE = 4096


class Word:
    """Odd while something is being removed, another even number afterwards; it never comes back to an earlier one.

    Beside it stands the epoch: which index file is in force. Both are written under the store's lock only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.open()

    def open(self) -> None:
        """Map the file; a new one starts at the time of day, so that it equals nothing of a former one."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            if os.fstat(handle).st_size < _SIZE:
                os.ftruncate(handle, _SIZE)
            self._map = mmap.mmap(handle, _SIZE)
            self._inode = os.fstat(handle).st_ino
        finally:
            os.close(handle)
        self._view = memoryview(self._map).cast("Q")
        if not self._view[0]:
            self._view[0] = time.time_ns() & ~1

    def value(self) -> int:
        return self._view[0]

    def epoch(self) -> int:
        return self._view[1]

    def is_settled(self) -> bool:
        return not self._view[0] & 1

    def is_in_place(self) -> bool:
        """Whether the file is the one that was opened; somebody may have emptied the folder."""
        try:
            return self.path.stat().st_ino == self._inode
        except FileNotFoundError:
            return False

    def unsettle(self) -> None:
        self._view[0] |= 1

    def settle(self) -> None:
        """To the next even number."""
        self._view[0] = (self._view[0] | 1) + 1

    def advance(self) -> int:
        """To an epoch that there never was, not even in a folder that was here before."""
        self._view[1] = max(self._view[1] + 1, time.time_ns() // 1_000_000)
        return self._view[1]
