"""Whether a process that left something behind is still at it."""

from __future__ import annotations

import os
from pathlib import Path


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
    return not _ended(pid)


def _ended(pid: int) -> bool:
    """Whether it runs no more, and only its parent has not asked after it yet (a zombie)."""
    try:
        told = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False  # no Linux: then it counts as running until the parent asks
    return told.rpartition(b")")[2].split()[:1] == [b"Z"]
