"""Where an archive's cache lies: never in the archive, which may be copied from a stranger."""

from __future__ import annotations

import os
from pathlib import Path

from archive.errors import ArchiveError


def cache_folder(uuid: str) -> Path:
    """The cache folder of an archive: ``$XDG_CACHE_HOME/newsmark/<uuid>``.

    Made now if it is missing, readable by the user alone.

    Args:
        uuid: the archive's, drawn when it was made.

    Raises:
        ArchiveError: if it cannot be made.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The base directory specification: a relative path is to be ignored.
    root = Path(base) if os.path.isabs(base) else Path.home() / ".cache"  # noqa: PTH117
    folder = root / "newsmark" / uuid
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"Cannot make the cache folder {folder}: {error.strerror or error}.",
            remedy="Set XDG_CACHE_HOME to a folder you may write to.",
        ) from error
    return folder
