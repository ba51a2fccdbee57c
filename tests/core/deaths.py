"""Processes that die in the middle of what they do."""

import os
import sys
import warnings
from collections.abc import Callable
from types import FrameType
from typing import Any

ACTING = ("pagestore/files.py", "pagestore/index.py", "pagestore/word.py")
"""All that the store does to the disk and to memory is done in these; between their lines nothing alters."""
KILLED, DONE, FAILED = 9, 0, 1


def dies_at(line: int, does: Callable[[], object]) -> bool:
    """Whether a process that does this was dead at the nth line of ACTING; False when it was done before.

    It dies as by kill -9: nothing is closed, let go of or put right.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that the child never has
        pid = os.fork()
    if pid == 0:
        _live(line, does)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code != FAILED, "what the process was to do failed by itself"
    return code == KILLED


def _live(line: int, does: Callable[[], object]) -> None:
    left = line

    def trace(frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.endswith(ACTING):
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os._exit(KILLED)
        return trace

    sys.settrace(trace)
    try:
        does()
        os._exit(DONE)
    finally:
        os._exit(FAILED)
