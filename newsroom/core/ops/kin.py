"""A child process that doesn't outlive its parent, where the system can promise that (Linux)."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Get SIGTERM when the thread that started this process ends, however it ends. `parent` is the process it must be.

    Elsewhere than on Linux nothing happens: there `kill -9` of a supervisor leaves its children running.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), signal.SIGTERM)
