"""Where a run of the program was, kept so that the next can go back there.

A run that ends in order needs none of this. One that is killed, or whose terminal is taken away,
leaves a file behind: what was listed, the article, the caret, what was being selected. It is
written while the program runs, since a killed one writes no more, and belongs to this machine:
``$XDG_STATE_HOME/newsmark/<the archive's uuid>/place-<process>.json``.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.store.processes import alive

_MOST = 1 << 16  # bytes of such a file that are read


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is.

    Attributes:
        query, filters, order, descending: what the library lists.
        article: the id of the article being read; empty in the library.
        revision: the one that the offsets speak of.
        caret: code-point offset in its text.
        anchor: the offset where a selection under way began; None without one.
    """

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    order: str = ""
    descending: bool = True
    article: str = ""
    revision: int = 0
    caret: int = 0
    anchor: int | None = None

    @property
    def worth_returning(self) -> bool:
        """Whether there is more to go back to than the list of all articles."""
        return bool(self.article or self.query.strip() or self.filters)


class Left:
    """The places that runs on one archive left, and that of this run.

    Args:
        folder: where they lie; made when the first is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / f"place-{os.getpid()}.json"
        self._kept: Place | None = None
        self._usable = True

    def found(self) -> Place | None:
        """The newest place that a run left which is no more; None if there is none to be read."""
        for file in sorted(self._others(), key=_written, reverse=True):
            if (place := _read(file)) is not None and place.worth_returning:
                return place
        return None

    def keep(self, place: Place) -> None:
        """Keep a place, instead of what this and earlier runs kept; one worth nothing is let go.

        A state folder that cannot be written takes nothing from reading and marking: then no
        place is kept.
        """
        if place == self._kept or not self._usable:
            return
        try:
            self._write(place)
        except OSError:
            self._usable = False

    def _write(self, place: Place) -> None:
        if not place.worth_returning:
            if self._kept is not None:
                self._file.unlink(missing_ok=True)
            self._kept = None
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        with open(new, "w", encoding="utf-8", opener=_private) as written:
            json.dump(asdict(place), written, ensure_ascii=True)
        new.replace(self._file)
        self._kept = place
        for file in self._others():
            file.unlink(missing_ok=True)

    def forget(self) -> None:
        """Let go of what this and earlier runs kept."""
        self.keep(Place())
        for file in self._others():
            file.unlink(missing_ok=True)

    def _others(self) -> list[Path]:
        """The files of runs that are no more."""
        return [
            file
            for file in self._folder.glob("place-*.json")
            if (number := file.stem.removeprefix("place-")).isdecimal()
            and file != self._file
            and not alive(int(number))
        ]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _written(file: Path) -> float:
    with contextlib.suppress(OSError):  # another run has just done away with it
        return file.stat().st_mtime
    return 0.0


def _read(file: Path) -> Place | None:
    """A place as it was written; None where the file holds none."""
    try:
        with file.open("rb") as stream:
            said = json.loads(stream.read(_MOST))
        return _place(said)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # torn by whatever ended that run: then there is no place to offer


def _place(said: Mapping[str, Any]) -> Place:
    anchor = said["anchor"]
    return Place(
        str(said["query"]),
        tuple((str(field), str(value)) for field, value in said["filters"]),
        str(said["order"]),
        bool(said["descending"]),
        str(said["article"]),
        int(said["revision"]),
        int(said["caret"]),
        None if anchor is None else int(anchor),
    )
