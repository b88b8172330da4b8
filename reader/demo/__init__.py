"""The demo archive: a dozen invented articles with marks in them.

Every screen has something to show in it. It is made by the same doors as any
other archive, whole or not at all, and keeps what the user does in it; only
``reset`` restores it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from archive.core import open_archive
from archive.errors import ArchiveError
from archive.index import Index
from archive.ingest.pipeline import import_paths
from archive.store.opening import DATABASE
from reader.demo.marks import mark_up

ARTICLES = Path(__file__).parent / "articles"
ACTOR = "demo"
"""Who made the demo's marks: not the user, whose ``undo`` must not take them away."""


def make_demo(folder: Path, *, reset: bool = False) -> None:
    """Make the demo archive where there is none.

    Args:
        folder: where it lies.
        reset: replace the one that is there.

    Raises:
        ArchiveError: if the folder holds something else, or an article or a
            mark of the demo does not come in (which would be our mistake).
        OSError: if the folder cannot be written.
    """
    database = folder / DATABASE
    if database.exists() and not reset:
        return
    if folder.exists() and not database.exists() and (not folder.is_dir() or any(folder.iterdir())):
        # It says what stands in the way.
        open_archive(folder).close()
    # Beside its place, so that a demo half made is never taken for the demo.
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        with open_archive(new, create=True, actor=ACTOR) as archive:
            summary = import_paths(archive, [str(ARTICLES)])
            if summary.skipped or summary.cancelled:
                reason = str(summary.skipped[0]) if summary.skipped else "it was stopped"
                raise ArchiveError(
                    f"The demo cannot be made: {reason}.", remedy="Install the program again."
                )
            mark_up(archive)
            Index(archive).update()
        _forget(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (new / DATABASE).replace(database)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _forget(folder: Path) -> None:
    """Remove an older demo and its cache."""
    if not (folder / DATABASE).exists():
        return
    try:
        with open_archive(folder) as archive:
            cache = archive.cache_dir
    except ArchiveError:
        # Damaged, or a newer program's: a reason to restore it. Its cache cannot be told.
        cache = None
    if cache is not None:
        shutil.rmtree(cache, ignore_errors=True)
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)
