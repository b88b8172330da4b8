"""How a module of this program is run as a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_SOURCE = Path(__file__).resolve().parent.parent.parent


def command(module: str, *arguments: str) -> list[str]:
    """The command line that runs a module; it needs :func:`environment`."""
    # -P: the working folder is no place to import from.
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """This process's environment, with the place where this very program lies first."""
    paths = [str(_SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def cores() -> int:
    """How many of the processor's cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
