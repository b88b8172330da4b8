"""Whether a process that left something behind is still at it."""

from __future__ import annotations

import os


def alive(pid: int) -> bool:
    """Whether another process of this number runs; where that cannot be asked, it may.

    Args:
        pid: as the process wrote it into a file's name.
    """
    if pid == os.getpid():
        return False
    if os.name != "posix":
        return True  # asking would end it there
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
