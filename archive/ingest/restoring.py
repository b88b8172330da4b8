"""Making an archive of a dump.

A dump is somebody's file until it has proved otherwise: every line is checked
for what it may be, nothing in it is executed, and whatever is wrong with one
line is wrong with the whole, since half an archive would look like one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from archive.errors import Cancelled, NewerArchive, UnreadableInput
from archive.ingest.importers.jsonl import lines
from archive.ingest.importers.newsmark import MAX_LINE, parsed
from archive.ingest.items import Progress
from archive.ingest.revision_lines import packed_of
from archive.ingest.source import Source, unreadable
from archive.store.dump import TABLES
from archive.store.loading import Loading
from archive.store.records import RECORDS
from archive.store.schema import VERSION
from archive.text.folding import fold_word

_REMEDY: Final = "Make the dump again, or fetch the file again; nothing was restored."
_EVERY: Final = 100  # lines between two reports


def restore(
    file: Path,
    folder: Path,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, int]:
    """Make the archive in ``folder`` that ``file`` is a dump of.

    Args:
        file: what ``dump`` printed, also as gzip.
        folder: missing, or empty.
        progress, cancelled: called and asked every hundred lines.

    Returns:
        How many lines of each kind were put in.

    Raises:
        UnreadableInput: if the file is no whole dump; names the line. Nothing
            is left of what was begun.
        NewerArchive: if a newer version of the program wrote it.
        NotAnArchive: if the folder holds something.
        ArchiveError: if the folder cannot be written.
        Cancelled: if the user stopped it; then nothing is left either.
    """
    try:
        size = file.stat().st_size
    except OSError as error:
        told = unreadable(error, str(file))
        raise _damaged(file, "", told.message) from error
    source = Source(str(file), file.name, file, size=size)
    reading = _Reading(source, progress, cancelled)
    return reading.into(folder)


class _Reading:
    """One dump, as its lines are read."""

    def __init__(
        self, source: Source, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> None:
        self._source = source
        self._progress = progress
        self._cancelled = cancelled
        self._number = 0
        self._counts: dict[str, int] = {}

    def into(self, folder: Path) -> dict[str, int]:
        records = self._records()
        try:
            head = next(records, {})
            schema, created = self._head(head)
            with Loading(folder, schema=schema, created=created, fold=fold_word) as loading:
                ended = False
                for record in records:
                    if ended:
                        raise ValueError("something follows after the line that ends the dump")
                    ended = self._put(loading, record)
                if not ended:
                    self._number += 1
                    raise ValueError(
                        self._source.truncated
                        or "the dump ends here, without the line that ends it: it was cut short"
                    )
                loading.finish()
        except ValueError as error:
            raise _damaged(Path(self._source.name), f"line {self._number}", str(error)) from error
        except UnreadableInput as error:
            raise _damaged(Path(self._source.name), error.place, error.message) from error
        return self._counts

    def _head(self, head: dict[str, Any]) -> tuple[int, str]:
        if head.get("record") != "archive":
            raise ValueError("it is no dump of a newsmark archive")
        if head.get("holds") != "everything":
            raise ValueError("it is an export of articles, not a dump: import takes it in")
        schema = head.get("schema")
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
            raise ValueError("it does not say which version it has")
        if schema > VERSION:
            raise NewerArchive(
                f"{self._source.name} is a dump of version {schema}; this program reads up to"
                f" version {VERSION}.",
                remedy="Use a newer version of the program.",
            )
        return schema, str(head.get("created"))

    def _records(self) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(lines(self._source.chunks(), MAX_LINE), start=1):
            self._number = number
            if number % _EVERY == 0:
                done = min(self._source.consumed, self._source.size)
                name = self._source.name
                self._progress(Progress(done, self._source.size, "bytes", name))
                if self._cancelled():
                    raise Cancelled("Restoring was stopped; nothing was restored.")
            if line is None:
                raise ValueError(f"it is longer than {MAX_LINE >> 20} MB")
            record = parsed(line)
            if isinstance(record, str):
                raise ValueError(record)
            yield record

    def _put(self, loading: Loading, record: dict[str, Any]) -> bool:
        """Put one line in; whether it was the last."""
        kind = record.pop("record", None)
        if kind == "end":
            if record.get("lines") != self._number:
                raise ValueError(f"the dump had {record.get('lines')} lines, not {self._number}")
            return True
        if kind == "revisions":
            packed = packed_of(record)
            loading.revision(record["article"], record["number"], packed)
        elif kind in TABLES:
            loading.row(kind, record)
        elif kind == "steps":
            loading.step(record)
        elif kind == "changes":
            loading.change(record)
        elif isinstance(kind, str) and kind in RECORDS:
            loading.record(kind, record)
        else:
            raise ValueError("it is no record that this version knows")
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return False


def _damaged(file: Path, place: str, reason: str) -> UnreadableInput:
    where = f"{file}, {place}" if place else str(file)
    return UnreadableInput(f"{where}: {reason}.", path=str(file), place=place, remedy=_REMEDY)
