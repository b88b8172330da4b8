"""The register: all entities, sorted, filtered, by type; merged, renamed, opened from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.events import ScreenResume
from textual.widgets import Input

from archive.core import Archive
from archive.errors import ArchiveError, UsageError
from archive.model import Entity, EntityRow
from archive.text.plurals import counted
from reader.messages import LineChosen
from reader.screens.entity_base import EntityScreen
from reader.session import Session
from reader.widgets.entity_list import EntityList
from reader.widgets.search_line import SearchLine
from reader.widgets.status_line import Hints

if TYPE_CHECKING:
    from reader.jobs import Finished
    from reader.widgets.mark_forms import EntityAnswer

SORTS = ("name", "mentions", "articles", "claims", "type")
EMPTY = """No entity is known yet.

In an article, e tags the word under the caret. c makes one here; a list of
your own comes in with :entity import FILE (CSV)."""


class RegisterScreen(EntityScreen):
    """Lists the entities.

    Args:
        session: the archive and what goes with it.
        name: shows only those with a name that begins so.
    """

    MODE = "register"
    EMPTY = EMPTY
    HINTS: ClassVar[Hints] = (
        ("Enter opens", "entity open"),
        ("/ filter", "entities filter"),
        ("o order", "entities order"),
        ("f type", "entities type"),
        ("Space select", "entities select"),
        ("m merge", "entity merge"),
        ("D duplicates", "entity duplicates"),
        ("E sweep", "entity sweep"),
        ("n new", "entity queue"),
        ("? help", "help"),
    )

    def __init__(self, session: Session, name: str = "") -> None:
        super().__init__(session)
        self._wanted = name
        self._rows: list[EntityRow] = []
        self._sort, self._type, self._grouped = "name", "", False
        self._waiting = 0
        self._told: Mapping[str, Any] = {}  # what a table that came in was answered, until shown

    @property
    def pane(self) -> EntityList:
        """The list."""
        return self.query_one(EntityList)

    @property
    def search(self) -> SearchLine:
        """The line in which a filter is typed."""
        return self.query_one(SearchLine)

    def compose_pane(self) -> ComposeResult:
        search = SearchLine("/", "names that begin so")
        search.display = False
        yield search
        yield EntityList(id="register")

    async def opened(self) -> None:
        if self._wanted:
            self.do_entities_filter(self._wanted)
        await self.archive_changed()

    async def archive_changed(self) -> None:
        typed = self.search.line.value
        rows, waiting = await self.session.load(
            lambda archive: (archive.entities.register(typed), len(archive.sweeps.queue()))
        )
        if self.is_attached and typed == self.search.line.value:
            self._rows, self._waiting = rows, waiting
            self._show()

    def job_ended(self, _command: str) -> None:
        self.spawn(self.archive_changed())

    def _listed(self) -> list[EntityRow]:
        """Those of the type asked for, sorted."""
        rows = [row for row in self._rows if self._type in ("", row.entity.type)]
        if self._sort == "type":
            rows.sort(key=lambda row: row.entity.type)
        elif self._sort != "name":
            rows.sort(key=lambda row: -getattr(row, self._sort))
        return rows

    def _show(self) -> None:
        rows = self._listed()
        lines: list[EntityRow | str] = list(rows)
        if self._grouped:
            lines = _grouped(rows)
        self.pane.display_rows(lines)
        self.show_whether(bool(self._rows or self.search.line.value))
        parts = [f"Entities   {len(rows):,}", f"by {self._sort}", self._type]
        if self._waiting:
            parts.append(f"{counted(self._waiting, 'new article')} with names to review (n)")
        self.say_above("   ".join(part for part in parts if part))
        self.search.found(f"{len(rows):,}")

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_entity_open()

    @on(Input.Changed)
    async def _typed(self) -> None:
        await self.archive_changed()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.set_focus(None)

    def entity_meant(self) -> Entity:
        if self.pane.current is None:
            raise UsageError("There is no entity here.")
        return self.pane.current.entity

    # commands of the list

    def do_entities_filter(self, *words: str) -> None:
        self.search.display = True
        if words:
            self.search.line.value = " ".join(words)
        else:
            self.search.line.focus()

    def do_entities_order(self, key: str = "") -> None:
        if key and key not in SORTS:
            raise UsageError(f"No such order: {key}.", remedy=f"There are: {', '.join(SORTS)}.")
        self._sort = key or SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)]
        self._show()
        self.say(f"By {self._sort}")

    def do_entities_type(self, *words: str) -> None:
        there = sorted({row.entity.type for row in self._rows})
        wanted = " ".join(words)
        if words and wanted not in there:
            raise UsageError(f"No entity is of type {wanted!r}.")
        turns = ["", *there]
        at = turns.index(self._type) if self._type in turns else 0
        self._type = wanted or turns[(at + 1) % len(turns)]
        self._show()
        self.say(f"Only {self._type}" if self._type else "All types")

    def do_entities_group(self) -> None:
        self._grouped = not self._grouped
        self._show()

    def do_entities_select(self) -> None:
        self.pane.toggle()

    def do_entity_open(self) -> None:
        self._open(self.entity_meant().id)

    def _open(self, entity: str) -> None:
        from reader.screens.entity_card import EntityCard

        self.app.push_screen(EntityCard(self.session, entity))

    async def do_entity_merge(self) -> None:
        """Merge the entities selected into the one under the cursor."""
        into = self.entity_meant()
        ids = [id for id in self.pane.selected if id != into.id]
        if not ids:
            raise UsageError(
                "Select with Space what is to go, then put the cursor on the one that stays."
            )
        others = [self.session.archive.entities.get(id) for id in ids]
        await self.merge(into, others)
        self.pane.selected.clear()

    def do_entity_create(self, *words: str) -> None:
        """Make an entity, and open it for its names and the rest."""
        from reader.screens.naming import ask_entity

        if words:
            self._make(" ".join(words))
            return

        def answered(answer: EntityAnswer | None) -> None:
            if answer is not None and answer.entity is not None:
                self._open(answer.entity)
            elif answer is not None:
                self._make(answer.name, answer.type, answer.details)

        ask_entity(self, "", answered, type="organisation")

    def _make(
        self, name: str, type: str | None = None, details: Mapping[str, object] | None = None
    ) -> None:
        """Make an entity; ask first where another has the name."""
        from reader.widgets.forms import Confirm

        def done(yes: bool | None) -> None:
            if yes:
                self.spawn(self._create(name, type, details))

        others = self.session.archive.entities.namesakes([name])
        if not others:
            done(True)
            return
        told = ", ".join(f"{one.name} ({one.type})" for one in others[:3])
        self.app.push_screen(Confirm(f"{told} has that name. Make another?", yes="Make"), done)

    async def _create(
        self, name: str, type: str | None = None, details: Mapping[str, object] | None = None
    ) -> None:
        def work(archive: Archive) -> Entity:
            kind = type or archive.entities.likely_type(name) or "other"
            return archive.entities.create(name, kind, **(details or {}))

        made = await self.changed(work, f"{name} made")
        self.pane.go_to(made.id)
        self._open(made.id)

    def do_entity_import(self, *words: str) -> None:
        """Take a table in."""
        if not words:
            self._ask_path("A table of entities (CSV)", "entity import")
            return
        path = str(Path(" ".join(words)).expanduser())
        self.start_job(["entity import", "--", path], self._imported)

    def _imported(self, finished: Finished) -> None:
        """Keep what the table's lines were answered until this screen is on top."""
        self._told = finished.summary
        if self.is_current:
            self._tell()

    @on(ScreenResume)
    def _tell(self) -> None:
        from reader.screens.answers import AnswersScreen, answers

        told, self._told = self._told, {}
        if answers(told):
            self.app.push_screen(AnswersScreen(told, self.session.keymap))

    def do_entities_save(self, *words: str) -> None:
        """Write the entities listed as a table that `entity import` reads."""
        from reader.widgets.forms import Confirm

        if not words:
            self._ask_path("Into which file? (CSV)", "entities save")
            return
        file = Path(" ".join(words)).expanduser()

        def done(yes: bool | None) -> None:
            if yes:
                self.spawn(self._save(file))

        if file.exists():
            self.app.push_screen(Confirm(f"Replace {file.name}?", yes="Replace"), done)
        else:
            done(True)

    async def _save(self, file: Path) -> None:
        from archive.entities.tables import table
        from archive.export.atomic import replace

        entities = [row.entity for row in self._listed()]

        def work(_: Archive) -> None:
            try:
                replace(file, "".join(table(entities)).encode("utf-8"))
            except OSError as error:
                raise ArchiveError(f"Cannot write {file}: {error.strerror}.") from error

        await self.session.load(work)
        self.say(f"{counted(len(entities), 'entity', 'entities')} written to {file.name}")

    def do_entity_duplicates(self) -> None:
        from reader.screens.pairs import PairsScreen

        self.app.push_screen(PairsScreen(self.session))

    def do_entity_queue(self) -> None:
        waiting = list(self.session.archive.sweeps.queue())
        if not waiting:
            self.say("No new article waits: imports look for the names of the register.")
            return
        self.sweep(waiting, None, counted(len(waiting), "new article"))

    def do_entity_suggested(self) -> None:
        from reader.screens.suggesting import review_suggested

        review_suggested(self)

    def do_escape(self) -> None:
        if self.search.display:
            self.search.display = False
            self.search.line.value = ""
            self.set_focus(None)
        elif self.pane.selected:
            self.pane.selected.clear()
            self.pane.refresh()
        elif self._type:
            self._type = ""
            self._show()
        else:
            self.do_back()


def _grouped(rows: Sequence[EntityRow]) -> list[EntityRow | str]:
    by_type: dict[str, list[EntityRow]] = {}
    for row in rows:
        by_type.setdefault(row.entity.type, []).append(row)
    lines: list[EntityRow | str] = []
    for type in sorted(by_type):
        lines += [f"{type}   {len(by_type[type]):,}", *by_type[type]]
    return lines
