"""What all screens share: from a key, a click or a typed line to a command and its handler.

A screen has a method ``do_claim_add`` for the command ``claim add``. Keys,
prompt, palette and mouse all end in :meth:`CommandScreen.run_command`. A
handler that is a coroutine runs beside the loop; an archive error in either
kind is shown in the status line.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App, ScreenStackError
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from archive.errors import ArchiveError
from reader.commands import complete, find, keys_of, parse
from reader.config.settings import LOOKS, ORDERS
from reader.jobs import Done, Finished
from reader.keymap import Sequence, key_name, shown
from reader.left import Draft, Place
from reader.messages import CommandAsked, SyncTold
from reader.path_offers import PathOffers
from reader.session import Session
from reader.themes import theme_name
from reader.widgets.status_line import Hints, StatusLine


class CommandScreen(Screen[None]):
    """A screen that runs commands.

    Args:
        session: the archive and what goes with it.
    """

    # Its widgets cover it: lines of its own need no style, as in reader.widgets.ground.
    BLANK: ClassVar[bool] = True
    HINTS: ClassVar[Hints] = ()
    AUTO_FOCUS = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._pending: Sequence = ()
        self._command_done = asyncio.Event()
        self._command_done.set()

    @property
    @abstractmethod
    def mode(self) -> str:
        """The mode whose keys are in force."""

    @property
    def status(self) -> StatusLine:
        """The last line."""
        return self.query_one(StatusLine)

    @property
    def closing(self) -> bool:
        """Whether the screen or the program is being left: widgets of it may be gone by now."""
        return not (self.is_attached and self.app.is_running)

    def place(self, below: Place) -> Place:
        """Where one is.

        Args:
            below: where one is on the screens beneath this one.
        """
        return below

    async def archive_changed(self) -> None:
        """Show what the archive holds now; called when anyone wrote."""

    def job_moved(self) -> None:
        """Called when the job that runs has gone a step further."""

    def job_ended(self, command: str) -> None:
        """Called when a job has ended: an import, an export, an update of the index.

        Args:
            command: what it was, ``import``.
        """

    def _screen_resized(self, size: Size) -> None:
        """Lay the screen out anew; one that another covers waits until it is seen again."""
        if not isinstance(self.app.screen, CommandScreen) or self.app.screen is self:
            super()._screen_resized(size)

    # what the keys are

    def key(self, command: str) -> str:
        """The key for a command where one is, as people write it; else how to type it."""
        return self.session.key(command, self.mode)

    def hints(self) -> Hints:
        """What can be done where one is, with the keys in force."""
        return self.in_force(self.HINTS)

    def in_force(self, hints: Hints) -> Hints:
        """Hints with the keys of the mode in the place of those they are written with.

        What has no key in the mode is left out.
        """
        shown = ((self._hint(hint, command), command) for hint, command in hints)
        return [(hint, command) for hint, command in shown if hint]

    def _hint(self, hint: str, command: str) -> str:
        usual, _, words = hint.partition(" ")
        lines = self.session.keymap.modes[self.mode]
        if command == "palette":
            keys = [self.key("prompt")]
        elif len(usual) == 3 and usual[1] == "-":
            withs = [keys for keys, line in lines.items() if line.startswith(f"{command} ")]
            keys = [f"{shown(withs[0])}-{shown(withs[-1])}"] if withs else []
        else:
            keys = self.session.keymap.keys_for(self.mode, command)
        return f"{keys[0]} {words}" if keys else ""

    # from input to command

    def typing(self, widget: Widget | None) -> bool:
        """Whether keys belong to an input line of the screen."""
        return widget is not None and widget.has_class("typing")

    def on_key(self, event: events.Key) -> None:
        if self.typing(self.focused):
            if event.key == "escape":
                event.stop()
                self.run_line("escape")
            return
        event.stop()
        event.prevent_default()
        result = self.session.keymap.resolve(
            self.mode, self._pending, key_name(event.key, event.character)
        )
        self._pending = result.pending
        self.status.update(pending=shown(result.pending))
        if result.command is not None:
            if not result.command.startswith(("move", "prompt", "palette")):
                self.status.say("")
            self.run_line(result.command)
        elif result.unknown and event.key == "ctrl+c":
            self.say_ways_out()
        elif result.unknown:
            self.status.say(
                f"{shown(result.unknown)} means nothing here; {self.key('help')} shows the keys."
            )

    def say_ways_out(self) -> None:
        """Say what leaves and what stops: elsewhere, Ctrl-C does both."""
        self.say(f"{self.key('back')} leaves, {self.key('cancel')} stops a running job.")

    def on_command_asked(self, message: CommandAsked) -> None:
        message.stop()
        self.run_line(message.line)

    def run_line(self, line: str) -> None:
        """Run a command line; what is wrong with it is said in the status line."""
        try:
            command, arguments = parse(line, self.mode)
        except ArchiveError as error:
            self.say_error(error)
            return
        self.run_command(command.name, *arguments)

    def run_command(self, name: str, *arguments: str) -> None:
        """Run a command of the catalogue.

        Args:
            name: its name.
            arguments: as strings, as they would be typed.
        """
        handler: Callable[..., Awaitable[None] | None]
        if name.startswith("move "):
            self.move(name.removeprefix("move "))
            return
        handler = getattr(self, "do_" + name.replace(" ", "_"))
        try:
            inspect.signature(handler).bind(*arguments)
        except TypeError:
            self.status.say(f"Write it so: {name} {find(name).arguments}".rstrip(), error=True)
            return
        try:
            result = handler(*arguments)
        except ArchiveError as error:
            self.say_error(error)
            return
        if inspect.iscoroutine(result):
            self._command_done = done = asyncio.Event()
            self.spawn(self._to_its_end(result, done))

    async def _to_its_end(self, command: Awaitable[None], done: asyncio.Event) -> None:
        try:
            await command
        finally:
            done.set()

    async def command_done(self) -> None:
        """Wait for the command begun last; see :mod:`reader.key_order`."""
        await self._command_done.wait()

    @abstractmethod
    def move(self, name: str) -> None:
        """Move whatever has the cursor; ``name`` as after ``move`` in the catalogue."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine beside the loop; archive errors go to the status line."""
        self.run_worker(self._guarded(work), exit_on_error=True)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except ArchiveError as error:
            self.say_error(error)

    def say(self, message: str) -> None:
        """Say what happened; of taking it back, with the key in force in the place of ``u``."""
        self.status.say(_TAKES_BACK.sub(lambda _: f"{self.key('undo')} takes", message))

    def say_error(self, error: ArchiveError) -> None:
        """Say what went wrong and what to do about it."""
        self.status.say(str(error), error=True)

    async def wrote(self) -> None:
        """Show what was just written, here and on the screens beneath."""
        self.session.changed()
        for screen in list(self.app.screen_stack) if self.app.is_running else ():
            # One may be left while another reads.
            if isinstance(screen, CommandScreen) and screen.is_attached:
                await screen.archive_changed()

    # commands that work everywhere

    def do_help(self, *topic: str) -> None:
        from reader.commands.topics import page_on
        from reader.screens.help import HelpScreen

        name = " ".join(topic)
        if name:
            page_on(name, self.session.keymap)
        self.app.push_screen(HelpScreen(self.mode, self.session.keymap, name))

    def do_keys(self) -> None:
        self.do_help()

    def do_palette(self) -> None:
        self._ask_line("Commands", pick=True)

    def do_prompt(self) -> None:
        self._ask_line(":", pick=False)

    def typed_before(self, prompt: str, typed: str) -> list[str]:
        """The lines typed last at a prompt, in this run and those before, that begin so."""
        lines = self.session.typed.lines(prompt)
        return [line for line in lines if line.startswith(typed)][:_REMEMBERED]

    def _ask_line(self, caption: str, *, pick: bool) -> None:
        from reader.widgets.forms import Offer, Prompt
        from reader.widgets.path_lines import path_offers

        mode, keymap, paths = self.mode, self.session.keymap, PathOffers()

        def offers(typed: str) -> list[Offer] | Awaitable[list[Offer]]:
            taking = next((word for word in _TAKING_PATHS if typed.startswith(word)), "")
            if taking and not pick:
                found = paths.offer(typed.removeprefix(taking))
                return path_offers(found, lambda path: taking + _quoted(path))
            before = [] if pick else self.typed_before("command", typed)
            return [*(Offer(line, TYPED_BEFORE) for line in before), *words(typed), *known(typed)]

        def words(typed: str) -> list[Offer]:
            command, blank, begun = typed.partition(" ")
            found = words_of(command) if blank and not pick else ()
            return [Offer(f"{command} {word}") for word in found if word.startswith(begun)]

        def known(typed: str) -> list[Offer]:
            return [
                Offer(
                    command.name, command.summary, " ".join(keys_of(command.name, mode, keymap)[:1])
                )
                for command in complete(mode, typed)
                if command.name not in ("palette", "prompt")
            ]

        def answered(line: str | None) -> None:
            if line and line.strip():
                if not pick:
                    self.session.remember_line("command", line)
                self.run_line(line.strip())

        self.app.push_screen(Prompt(caption, offers, pick=pick), answered)

    async def do_undo(self) -> None:
        step = await self.session.write(lambda archive: archive.history.undo())
        await self.wrote()
        self.say(_sentence(step.summary))

    async def do_redo(self) -> None:
        step = await self.session.write(lambda archive: archive.history.redo())
        await self.wrote()
        self.say(_sentence(step.summary))

    async def do_claims_verdicts(self, *words: str) -> None:
        from reader.screens.scheming import Scheming

        await Scheming(self).run(*words)

    def do_suspend(self) -> None:
        self.app.action_suspend_process()

    def ending(self) -> None:
        """Called when the program ends: what would be lost is to be kept."""

    def do_quit(self) -> None:
        place = place_of(self.app)
        for screen in self.app.screen_stack:
            if isinstance(screen, CommandScreen):
                screen.ending()
        # Who leaves from the list is done with it; who leaves from an article is not.
        self.session.left.keep(place if place.article else Place())
        if not place.article and self.session.visited.present is not None:
            self.session.left.forget()
        self.app.exit()

    def do_theme(self, name: str = "") -> None:
        names = [theme_name(look) for look in LOOKS]
        after = names.index(self.app.theme) + 1 if self.app.theme in names else 0
        wanted = theme_name(name.removeprefix("newsmark-")) if name else names[after % len(names)]
        if wanted not in names:
            said = f"No such look: {name}. There are: {', '.join(LOOKS)}"
            self.status.say(said, error=True)
            return
        self.app.theme = wanted
        self.say(f"Look: {wanted.removeprefix('newsmark-')}")

    # jobs

    def do_import(self, *paths: str) -> None:
        if not paths:
            self._ask_path("Import which file or folder?", "import")
            return
        self.start_job(["import", "--", *(str(Path(path).expanduser()) for path in paths)])

    def do_export(self, folder: str = "", *options: str) -> None:
        if not folder:
            self._ask_path("Export into which folder?", "export", folders=True)
            return
        # The first word after the folder may be a format; options are the command line's own.
        form = options[:1] if options and not options[0].startswith("-") else ()
        rest = options[len(form) :]
        chosen = ["--format", *form] if form else []
        self.start_job(["export", *chosen, *rest, "--", str(Path(folder).expanduser())])

    def do_sync(self, folder: str = "", *options: str) -> None:
        if not folder:
            self._ask_path("Take over edits in which exported folder?", "sync", folders=True)
            return
        place = str(Path(folder).expanduser())
        given = {option.rpartition("=")[2] for option in options}
        side = next((side for side in ("files", "archive") if side in given), "")

        def ended(finished: Finished) -> None:
            # Whoever is elsewhere by now has the outcome in the status line.
            if self.is_current and not finished.cancelled:
                self.post_message(SyncTold(place, side, finished.summary))

        self.start_job(["sync", *options, "--", place], ended)

    def do_verify(self, folder: str = "") -> None:
        if not folder:
            self._ask_path("Verify which exported folder?", "verify", folders=True)
            return
        self.start_job(["verify", "--", str(Path(folder).expanduser())])

    def do_reindex(self) -> None:
        self.start_job(["reindex"])

    def _ask_path(
        self, question: str, command: str, path: str = "", *, folders: bool = False
    ) -> None:
        from reader.widgets.forms import Offer, Prompt
        from reader.widgets.path_lines import path_offers

        def answered(path: str | None) -> None:
            if path and path.strip():
                self.session.remember_line(command, path)
                self.run_command(command, path.strip())

        paths = PathOffers(folders=folders)

        def offers(typed: str) -> list[Offer] | Awaitable[list[Offer]]:
            before = [Offer(one, TYPED_BEFORE) for one in self.typed_before(command, typed)]
            return path_offers(paths.offer(typed), before=before)

        self.app.push_screen(Prompt(question, offers, value=path), answered)

    def start_job(self, arguments: list[str], done: Done | None = None) -> None:
        """Start a job, or say which one is in its way; arguments as for :class:`Jobs`."""
        try:
            self.session.jobs.start(arguments, partial(self._broadcast, arguments[0]), done)
        except ArchiveError as error:
            self.say_error(error)

    def _broadcast(self, command: str, shown_in_line: str, finished: str, failed: bool) -> None:
        """Show a job on whichever screens there are; it outlives the one it began on."""
        try:
            screens = self.app.screen_stack
        except ScreenStackError:
            return  # the program is leaving
        for screen in screens:
            if isinstance(screen, CommandScreen):
                screen.status.update(job=shown_in_line)
                if finished:
                    screen.status.say(finished, error=failed)
                    screen.job_ended(command)
                else:
                    screen.job_moved()

    def do_cancel(self) -> None:
        if not self.session.jobs.cancel():
            self.say("Nothing is running.")


def place_of(app: App[Any]) -> Place:
    """Where the user is: what the screens say, from the lowest up."""
    place, draft = Place(), Draft()
    for screen in app.screen_stack:
        if isinstance(screen, CommandScreen):
            place, draft = screen.place(place), screen.session.draft
        else:
            from reader.widgets.forms import NoteForm

            draft = (screen.draft if isinstance(screen, NoteForm) else None) or draft
    return replace(place, draft=draft)


_TAKES_BACK = re.compile(r"(?<=[.:;,] )u takes(?= (?:it|that|both) )")
_REMEMBERED = 5  # lines typed before that are offered at once
TYPED_BEFORE = "typed before"
_WORDS: Mapping[str, tuple[str, ...]] = {"theme": LOOKS, "order": ORDERS}
_TAKING_PATHS = ("import ", "export ", "sync ", "verify ", "entity import ", "entities save ")


def words_of(command: str) -> Iterable[str]:
    """What may follow a command at the prompt, where that is one of a few words."""
    if command == "help":
        from reader.commands.topics import TOPICS

        return TOPICS
    return _WORDS.get(command, ())


def _sentence(summary: str) -> str:
    return summary[:1].upper() + summary[1:]


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
