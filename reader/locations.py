"""Where archives lie when nobody says where.

The default is the XDG data folder; :mod:`reader.config` may know another.
The demo has an archive of its own beside the default one, so that trying the
program never touches real work.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path


def data_home() -> Path:
    """``$XDG_DATA_HOME/newsmark``, or the specification's default for it."""
    base = os.environ.get("XDG_DATA_HOME", "")
    # The specification says that a relative path there is to be ignored.
    root = Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "share"
    return root / "newsmark"


def config_home() -> Path:
    """``$XDG_CONFIG_HOME/newsmark``, or the specification's default for it."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    root = Path(base) if base and Path(base).is_absolute() else Path.home() / ".config"
    return root / "newsmark"


def state_folder(archive: str) -> Path:
    """``$XDG_STATE_HOME/newsmark/<archive>``: what this machine remembers of work on an archive.

    Args:
        archive: its uuid.
    """
    base = os.environ.get("XDG_STATE_HOME", "")
    root = Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "state"
    return root / "newsmark" / archive


def archive_folder(named: str = "") -> Path:
    """The archive's folder, as somebody named it; else the default."""
    if not named:
        return data_home() / "archive"
    # Not Path.expanduser: that one raises where `~name` is no user.
    return Path(os.path.expanduser(named)).absolute()  # noqa: PTH111


def demo_folder() -> Path:
    """The demo's own archive."""
    return data_home() / "demo"


def with_settings(folder: Path, given: Sequence[str]) -> list[str]:
    """What stands before a command so that it works on this archive with this run's settings.

    Args:
        given: what ``--set`` said, as ``name=value``.
    """
    return ["--archive", str(folder), *(word for one in given for word in ("--set", one))]
