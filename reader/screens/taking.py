"""Taking words out: copied with their source, piped into a command, read in the browser."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from textual.app import SuspendNotSupported

from archive.errors import ArchiveError, NotFound
from archive.model import Article, Span
from archive.text.plurals import counted
from reader.layout.cells import sanitise
from reader.screens.base import TYPED_BEFORE, CommandScreen


@dataclass(frozen=True, slots=True)
class Source:
    """What there is to take.

    Attributes:
        article: where it stands.
        text: the article's plain text.
        span: the passage in code points of ``text``; None for all of it.
        selected: whether the user selected the passage.
    """

    article: Article
    text: str
    span: Span | None = None
    selected: bool = False


class TakingScreen(CommandScreen):
    """The part of a screen on an article that takes words out of it."""

    @abstractmethod
    def source(self) -> Source | None:
        """What is under the cursor or the caret; None where nothing is."""

    def taken(self) -> None:
        """Called when something was copied: what was selected for that is put away."""

    def _source(self) -> Source:
        source = self.source()
        if source is None:
            raise NotFound("There is nothing here to take.", remedy="")
        return source

    def _words(self) -> tuple[Source, Span]:
        source = self._source()
        if not source.span:
            begins = self.key("visual")
            raise NotFound("There are no words here.", remedy=f"Select some with {begins}.")
        return source, source.span

    async def do_copy(self) -> None:
        source, span = self._words()
        lines = map(sanitise, span.of(source.text).split("\n"))
        await self._copy("\n".join(lines), counted(span.end - span.start, "character"))

    async def do_copy_quotation(self) -> None:
        from archive.export.citing import quotation

        source, span = self._words()
        made = quotation(source.article, source.text, span)
        await self._copy(made + "\n", "a quotation with its source")

    async def do_copy_link(self) -> None:
        from archive.export.citing import address

        source = self._source()
        link = address(source.article, source.text, source.span)
        if link is None:
            other = f"{self.key('copy id')} copies its id."
            raise NotFound("This article has no web address.", remedy=other)
        what = "the address" if source.span is None else "the address of the passage"
        await self._copy(link, what)

    async def do_copy_id(self) -> None:
        await self._copy(self._source().article.id, "the article's id")

    async def _copy(self, text: str, what: str) -> None:
        from reader.clipboard import copy

        way = await copy(self.app, text)
        self.taken()
        self.say(f"Copied {what} {way}.")

    def do_browse(self) -> None:
        """Show the address, and open it once the user agrees."""
        from archive.export.citing import address

        source = self._source()
        link = address(source.article, source.text, source.span if source.selected else None)
        if link is None:
            raise NotFound("This article has no address of http or https to open.", remedy="")
        self.offer_page(link)

    def offer_page(self, target: str) -> None:
        """Show an address, and open it once the user agrees.

        Raises:
            NotFound: if it is none of http, https or mailto.
        """
        from reader.programs import may_open
        from reader.widgets.forms import Confirm

        if not may_open(target):
            raise NotFound(
                f"Only http, https and mailto are opened, not {target[:60]!r}.", remedy=""
            )

        def answered(yes: bool | None) -> None:
            if yes:
                self.spawn(self._browse(target))

        self.app.push_screen(Confirm(f"Open in the browser?\n{target}", yes="Open"), answered)

    async def _browse(self, link: str) -> None:
        from reader.programs import browse, browser_in_terminal, show

        if browser_in_terminal():
            with self._lent(f"{self.key('copy link')} copies the address."):
                shown = show(link)
            self.say(f"Back from {link}" if shown else "No browser could be opened.")
            return
        await browse(link)
        self.say(f"Opened {link}")

    @contextmanager
    def _lent(self, otherwise: str) -> Iterator[None]:
        """Give the terminal away, and take it back.

        Args:
            otherwise: what to do where it cannot be given away.
        """
        try:
            with self.app.suspend():
                yield
        except SuspendNotSupported as error:
            raise ArchiveError(
                "This terminal cannot be lent to another program.", remedy=otherwise
            ) from error
        self.app.refresh()

    def do_pipe(self, *words: str) -> None:
        """Give the selection, or the whole text, to a command of the user's."""
        from reader.widgets.forms import Offer, Prompt

        source = self._source()
        if words:
            self._pipe(source, " ".join(words))
            return

        def answered(line: str | None) -> None:
            if line and line.strip():
                self.session.remember_line("pipe", line)
                self.run_command("pipe", line)

        def offers(typed: str) -> list[Offer]:
            return [Offer(before, TYPED_BEFORE) for before in self.typed_before("pipe", typed)]

        what = "the selection" if source.selected else "the article"
        self.app.push_screen(Prompt(f"Pipe {what} to which command?", offers), answered)

    def _pipe(self, source: Source, line: str) -> None:
        from reader.programs import run_piped

        span = source.span if source.selected else None
        text = (source.text if span is None else span.of(source.text)) + "\n"
        with self._lent(f"Use `newsmark show {source.article.id} | …` in a shell."):
            code = run_piped(line, text, source.article)
        self.taken()
        self.say("The command is done." if code == 0 else f"The command ended with {code}.")
