"""One file read to its end, whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator

from archive.errors import ArchiveError, UnreadableInput
from archive.ingest.importers import by_name, choose
from archive.ingest.items import Skipped
from archive.ingest.marks import Found
from archive.ingest.source import Source


def read_source(source: Source, format: str | None) -> Iterator[tuple[str, Found]]:
    """What a file holds, each with its importer's name; every failure becomes a Skipped.

    Args:
        format: an importer's name; None lets the file tell.

    Raises:
        UsageError: if there is no such format.
    """
    name = ""
    try:
        chosen = choose(source) if format is None else by_name(format)
        if isinstance(chosen, Skipped):
            yield name, chosen
            return
        name = chosen.name
        for item in chosen.read(source):
            yield name, item
    except UnreadableInput as error:
        yield name, Skipped(source.name, error.place, error.message, error.remedy)
    except ArchiveError:
        raise
    except Exception as error:
        # Importers lean on parsers of others, and a page can bring any of them down. One file
        # must not stop the rest, so that it is reported as what it is: a fault of the program.
        reason = f"the {name} importer failed on it: {type(error).__name__}: {str(error)[:200]}"
        yield name, Skipped(source.name, "", reason, "please report this with the file")
