"""Where a run of the program was, kept so that the next can go back there.

A run that ends in order needs none of this. One that is killed, or whose terminal is taken away,
leaves a file behind: what was listed, the article, the caret, what was being selected or
written. It is kept while the program runs, since a killed one writes no more, and belongs to
this machine:
``$XDG_STATE_HOME/newsmark/<the archive's uuid>/place-<process>.json``.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from archive.store.processes import alive

_MOST = 1 << 20  # bytes of such a file that are read
_LONGEST = 50_000  # code points of a draft that are kept, as JSON at most 600 kB


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that was being written and not saved.

    Attributes:
        article: the id of the one that it is in; empty where there is no draft.
        start, end: the passage that it is on, in code points.
        revision: the one that these speak of.
        mark: the id of the mark whose note it is; empty for a new one.
        words: what was typed.
    """

    article: str = ""
    start: int = 0
    end: int = 0
    revision: int = 0
    mark: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is.

    Attributes:
        query, filters, order, descending: what the library lists.
        article: the id of the article being read; empty in the library.
        revision: the one that the offsets speak of.
        caret: code-point offset in its text.
        anchor: the offset where a selection under way began; None without one.
        draft: the note that was being written.
    """

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    order: str = ""
    descending: bool = True
    article: str = ""
    revision: int = 0
    caret: int = 0
    anchor: int | None = None
    draft: Draft = Draft()

    @property
    def worth_returning(self) -> bool:
        """Whether there is more to go back to than the list of all articles."""
        return bool(self.article or self.query.strip() or self.filters or self.draft.words)


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
            json.dump(_written_out(place), written, ensure_ascii=True)
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
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # torn by whatever ended that run: then there is no place to offer


def _written_out(place: Place) -> dict[str, Any]:
    draft = replace(place.draft, words=place.draft.words[:_LONGEST])
    return asdict(replace(place, draft=draft))


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
        _draft(said.get("draft", {})),
    )


def _draft(said: Mapping[str, Any]) -> Draft:
    # A file of the version before has none.
    return Draft(
        str(said.get("article", "")),
        int(said.get("start", 0)),
        int(said.get("end", 0)),
        int(said.get("revision", 0)),
        str(said.get("mark", "")),
        str(said.get("words", "")),
    )
