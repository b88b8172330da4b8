"""What was edited in exported files, told before it is taken over: a line for each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult

from archive.articles import changed_tags
from archive.errors import UsageError
from reader.jobs import Finished
from reader.messages import LineChosen
from reader.screens.paned import PanedScreen
from reader.session import Session
from reader.widgets.line_list import LineList, fit
from reader.widgets.status_line import Hints

SIDES: Final = ("", "files", "archive")
"""Whose value wins where both sides changed it; first, nobody's."""

_SIGNS: Final = {
    "into_archive": "→ archive",
    "into_files": "→ file",
    "conflicts": "conflict",
    "left": "left alone",
    "unread": "stays yours",
}


class Told(NamedTuple):
    """One line: what becomes of it, where it stands, what it is."""

    sign: str
    place: str
    what: str


def told(summary: Mapping[str, Any]) -> list[Told]:
    """The lines of what ``newsmark sync`` reports, in JSON."""
    return [
        Told(sign, f"{one['path']}:{one['line']}", _what(one))
        for key, sign in _SIGNS.items()
        for one in summary.get(key, ())
    ]


def _what(one: Mapping[str, Any]) -> str:
    if "reason" in one:
        return ": ".join(part for part in (one["id"], one["reason"]) if part)
    if isinstance(one.get("before"), list) and isinstance(one.get("after"), list):
        return f"{one['field']}: {changed_tags(one['before'], one['after'])}"
    if "after" in one:
        return f"{one['field']}: {_value(one['before'])} → {_value(one['after'])}"
    was = f"was {_value(one['written'])}" if "written" in one else "unknown what was written"
    sides = f"the file has {_value(one['file'])}, the archive {_value(one['archive'])}"
    return f"{one['field']}: {was}; {sides}"


def _value(value: object) -> str:
    if value is None or value in ("", []):
        return "nothing"
    return " ".join((", ".join(value) if isinstance(value, list) else str(value)).split())


class ToldList(LineList):
    """The lines, in groups by what becomes of them."""

    header_height = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Told] = ()

    @property
    def count(self) -> int:
        """How many are listed."""
        return len(self._lines)

    @property
    def current(self) -> Told | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self._lines else None

    def display_lines(self, lines: Sequence[Told]) -> None:
        """Show these."""
        self._lines = lines
        self.renew()

    def render_heading(self, line: int, width: int) -> list[Segment]:
        """The columns' names."""
        return [Segment(f"  {fit('', 11)}  {fit('What', _half(width))}  Where")]

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, what becomes of it, what it is, where."""
        sign, place, what = self._lines[index]
        half = _half(width)
        # Of a place its end says most: the file's name and the line.
        room = max(4, width - half - 17)
        shown = place if len(place) <= room else f"…{place[-room + 1 :]}"
        return [
            Segment("▸ " if index == self.cursor else "  ", self.look("glyph", style)),
            Segment(fit(sign, 11) + "  ", self.look("glyph", style)),
            Segment(fit(what, half) + "  ", style),
            Segment(fit(shown, room), self.look("dim", style)),
        ]


def _half(width: int) -> int:
    return max(8, (width - 15) * 3 // 5)


class SyncScreen(PanedScreen):
    """Lists what a sync would change, or changed; ``a`` does it.

    Args:
        session: the archive and what goes with it.
        folder: the exported one.
        prefer: one of :data:`SIDES`.
        summary: what ``newsmark sync`` reported of it, in JSON.
    """

    MODE = "sync"
    HINTS: ClassVar[Hints] = (
        ("a take it over", "sync apply"),
        ("p prefer a side", "sync prefer"),
        ("Enter say all of it", "sync say"),
        ("? help", "help"),
        ("q back", "back"),
    )

    def __init__(
        self, session: Session, folder: str, prefer: str, summary: Mapping[str, Any]
    ) -> None:
        super().__init__(session)
        self._folder, self._prefer, self._summary = folder, prefer, summary

    @property
    def pane(self) -> ToldList:
        """The lines."""
        return self.query_one(ToldList)

    def compose_pane(self) -> ComposeResult:
        yield ToldList(id="told")

    async def opened(self) -> None:
        self._show()

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_sync_say()

    def _show(self) -> None:
        count = {key: len(self._summary.get(key, ())) for key in _SIGNS}
        done = self._summary.get("applied")
        verb = "went into the archive" if done else "would go into the archive"
        parts = [
            f"{count['into_archive']:,} {verb}",
            f"{count['into_files']:,} into the files (with the next export)",
            *(f"{count[key]:,} {sign}" for key, sign in list(_SIGNS.items())[2:] if count[key]),
        ]
        side = f"{self._prefer} preferred: " if self._prefer else ""
        name = self._folder.rstrip("/").rpartition("/")[2]
        self.say_above(f"{name}: {side}{', '.join(parts)}")
        self.pane.display_lines(told(self._summary))

    def _run(self, *options: str) -> None:
        side = ["--prefer", self._prefer] if self._prefer else []
        self.start_job(["sync", *options, *side, "--", self._folder], self._ended)

    def _ended(self, finished: Finished) -> None:
        if self.is_attached and "into_archive" in finished.summary and not finished.cancelled:
            self._summary = finished.summary
            self._show()

    # commands

    def do_sync_apply(self) -> None:
        if self._summary.get("applied"):
            raise UsageError("It is done.", remedy="Export to bring the files up to date.")
        self._run("--apply")

    def do_sync_prefer(self, side: str | None = None) -> None:
        if side is None:
            side = SIDES[(SIDES.index(self._prefer) + 1) % len(SIDES)]
        elif side not in SIDES:
            raise UsageError(f"There is no side {side[:40]!r}.", remedy="files, or archive.")
        self._prefer = side
        self._run()

    def do_sync_say(self) -> None:
        line = self.pane.current
        if line is not None:
            self.say(f"{line.place}: {line.what}")
