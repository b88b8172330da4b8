"""What an importer is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.ingest.marks import Reads
from archive.ingest.source import Source


@dataclass(frozen=True, slots=True)
class Importer:
    """One format.

    Attributes:
        name: recorded as the format of every revision it made.
        read: gives the articles or annotations of a file, and the places that are neither;
            raises UnreadableInput where the file as a whole cannot be read.
        suffixes: endings of file names, in lower case, that settle the format;
            where several formats share one, the content does.
        looks: whether a file that begins with these bytes is of this format.
    """

    name: str
    read: Callable[[Source], Reads]
    suffixes: frozenset[str]
    looks: Callable[[bytes], bool]
