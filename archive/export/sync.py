"""What was edited in exported files, read back into the archive: a merge of three texts.

A value in a file, the archive's, and the one last written into the file tell
who changed it. Changed in the file alone it goes into the archive; changed in
the archive alone it goes into the file, with the next export. Changed in both
to different values, or in two files, it is a conflict: it is named and left,
unless the user says which side is to be preferred. Tags are merged one by
one, so that they are in conflict only where nothing is known of what was
written.

What was taken counts as written by us from then on: the region's comments
get the hash of its text as it stands, so that the next export brings it up
to date instead of setting the archive's beside it. A region in which
something is left, or something else was changed, stays the user's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from archive.export.baseline import row, tags_row
from archive.export.contract import Cancelled, Progress
from archive.export.deciding import PREFER, Disagreement, Merge, SyncReport, Taken
from archive.export.folder import Folder
from archive.export.survey import TAGS, Named, SeenFile, settled, survey
from archive.store import Store, Transaction
from archive.text.plurals import counted

__all__ = ["PREFER", "Disagreement", "Named", "SyncReport", "Taken", "sync"]


def sync(
    store: Store,
    folder: Path,
    *,
    actor: str,
    apply: bool = False,
    prefer: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> SyncReport:
    """Compare the files of an export with the archive, and take what was edited in them.

    Args:
        store: of the archive.
        actor: who takes it.
        apply: do it, as one step; else only tell.
        prefer: one of :data:`PREFER`, for values changed on both sides; None leaves them.
        progress: called with the files read and the files there are.
        cancelled: asked between two files; nothing is done then.

    Raises:
        UsageError: if there is no such folder.
        ArchiveError: if a file cannot be written; the archive has all values by then,
            and to sync again does the rest.
    """
    found = survey(store, folder, progress=progress, cancelled=cancelled)
    if not apply or found.cancelled:
        merge = Merge(store, found, prefer)
        merge.report.cancelled = found.cancelled
        return merge.report
    with store.transaction(command="sync", actor=actor, summary="") as tx:
        merge = Merge(store, found, prefer)
        count = len(merge.report.into_archive)
        tx.summary = f"sync {counted(count, 'value')} from {folder.resolve().name}"
        _write(store, found.files, merge, tx)
    merge.report.applied = True
    merge.report.step = tx.step or 0
    _settle(folder, found.files, merge)
    return merge.report


def _write(store: Store, files: Sequence[SeenFile], merge: Merge, tx: Transaction) -> None:
    """Write the values taken, and what the files then hold."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for key, value in merge.new.items():
        records.setdefault((key.record, key.id), {})[key.field] = value
    for (record, id), fields in records.items():
        if record == "articles":
            corrected = {*store.listing.get(id).corrected, TAGS}
            tx.update(record, id, {**fields, "corrected": sorted(corrected)})
        elif tx.update(record, id, fields):
            tx.update(record, id, {"modified": tx.at})
    for file in files:
        regions, tags = merge.taken(file)
        rows = {(one.id, one.hash): row(one.reading) for one in regions}
        if tags is not None:
            standing = merge.tags[file.article].items()
            pairs = [(form, tag) for tag, form in standing if not form or form in tags.tags]
            rows[file.article, tags.hash] = tags_row(pairs)
        if rows:
            store.written.remember(rows)


def _settle(root: Path, files: Sequence[SeenFile], merge: Merge) -> None:
    """Let what was taken count as written by us, in the files."""
    target: Folder | None = None
    for file in files:
        regions, tags = merge.taken(file)
        if regions or tags is not None:
            target = target or Folder(root)
            change = partial(settled, regions=regions, tags=tags)
            target.amend(("article", file.article), change)
    if target is not None:
        merge.report.left += [
            Named(one.path, 1, "", one.reason)
            for one in target.report().left
            if one.path not in target.known.copies  # these are named already
        ]
