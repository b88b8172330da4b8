"""Where an archive's cache lies: never in the archive, which may be copied from a stranger."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError

_OWNER: Final = "archive"


def cache_folder(uuid: str, database: Path) -> Path:
    """The cache folder of an archive: ``$XDG_CACHE_HOME/newsmark/<uuid>``.

    Made now if it is missing, readable by the user alone. A file in it names
    the archive whose it is. Somebody who copies an archive has two of one
    uuid: the copy, used while the other is still there, has
    ``<uuid>-<hash of its place>``. One that was moved takes its cache along.

    Args:
        uuid: the archive's, drawn when it was made.
        database: its file.

    Raises:
        ArchiveError: if it cannot be made.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The base directory specification: a relative path is to be ignored.
    root = Path(base) if os.path.isabs(base) else Path.home() / ".cache"  # noqa: PTH117
    folder = root / "newsmark" / uuid
    place = os.fsencode(database.resolve())
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_anothers(folder / _OWNER, place):
            folder = folder.with_name(f"{uuid}-{hashlib.sha256(place).hexdigest()[:8]}")
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"Cannot make the cache folder {folder}: {error.strerror or error}.",
            remedy="Set XDG_CACHE_HOME to a folder you may write to.",
        ) from error
    return folder


def _is_anothers(owner: Path, place: bytes) -> bool:
    """Whether a cache belongs to an archive elsewhere that is still there; else it is ours now."""
    try:
        # Of two that come at once one is the first; a file seen half written names nobody.
        with owner.open("xb") as made:
            made.write(place)
        return False
    except FileExistsError:
        known = owner.read_bytes()
    if known == place:
        return False
    other = Path(os.fsdecode(known))
    if known and other.exists():
        return not other.samefile(os.fsdecode(place))
    new = owner.with_name(f"{_OWNER}.{os.getpid()}")
    new.write_bytes(place)
    new.replace(owner)
    return False
