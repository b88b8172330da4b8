"""The queue of sentences that may be worth a claim: kept, refused, left for later by a key."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult

from archive.claims.suggestions import Ranking, Suggestion
from archive.core import Archive
from archive.errors import ArchiveError, UsageError
from archive.model import ArticleRow
from archive.text.plurals import counted
from reader.messages import ArticleAsked, CursorPlaced, LineChosen
from reader.screens.joining import JoiningScreen
from reader.screens.queueing import QueueScreen
from reader.session import Session
from reader.widgets.card_list import CardList, Entry
from reader.widgets.line_list import LineList, fit
from reader.widgets.status_line import Hints

_CONTEXT = 500  # code points shown on either side
_KIND = 11
NONE = """No sentence here waits for you.

Suggested are sentences with something to check: figures, comparisons, changes,
what somebody says or will do. What is a claim already, or was refused, is left out.
c in an article makes a claim of any sentence."""


class SuggestionList(LineList):
    """Sentences, one a line: kind, words, article."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown: Sequence[Suggestion] = ()
        self._rows: Mapping[str, ArticleRow] = {}

    @property
    def count(self) -> int:
        """How many sentences there are."""
        return len(self.shown)

    @property
    def current(self) -> Suggestion | None:
        """The sentence under the cursor."""
        return self.shown[self.cursor] if self.shown else None

    def display_sentences(
        self, sentences: Sequence[Suggestion], rows: Mapping[str, ArticleRow]
    ) -> None:
        """Show these; the cursor stays on the number of its line."""
        self.shown, self._rows = sentences, rows
        self.renew()

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, kind, words, the article's title."""
        one = self.shown[index]
        row = self._rows.get(one.article)
        title = max(8, width // 5)
        kind = "later" if one.skipped else one.worth.kind.value
        return [
            Segment("▸ " if index == self.cursor else "  ", self.look("glyph", style)),
            Segment(fit(kind, _KIND), self.look("dim", style)),
            Segment(fit(one.sentence, max(4, width - title - _KIND - 4)) + "  ", style),
            Segment(fit(row.title if row else "", title), self.look("dim", style)),
        ]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What looking found."""

    ranking: Ranking
    rows: Mapping[str, ArticleRow]


class SuggestScreen(QueueScreen, JoiningScreen):
    """Lists sentences; a key makes a claim of one, refuses it, or leaves it for later.

    Args:
        session: the archive and what goes with it.
        articles: ids of those looked through; None for all.
        where: which they are, in words.
    """

    MODE = "suggest"
    EMPTY = NONE
    HINTS: ClassVar[Hints] = (
        ("a claim", "suggest accept"),
        ("x no claim", "suggest reject"),
        ("Space later", "suggest skip"),
        ("e in my words", "suggest edit"),
        ("o order", "suggest order"),
        ("Enter reads", "suggest open"),
        ("u undo", "undo"),
        ("? help", "help"),
        ("q back", "back"),
    )
    DEFAULT_CSS = """
    SuggestScreen {
        & SuggestionList { height: 1fr; border-bottom: hkey $border; }
        & #passage { height: 40%; min-height: 6; padding: 0 1; }
    }
    """

    def __init__(self, session: Session, articles: Collection[str] | None, where: str) -> None:
        super().__init__(session)
        self._articles = None if articles is None else list(articles)
        self._scope = None if articles is None else frozenset(articles)
        self._where = where
        self._found: list[Suggestion] = []
        self._rest = 0  # how many more there are than are listed
        self._rows: dict[str, ArticleRow] = {}
        self._by_text = False
        self._looking = True

    @property
    def pane(self) -> SuggestionList:
        """The sentences."""
        return self.query_one(SuggestionList)

    def compose_pane(self) -> ComposeResult:
        yield SuggestionList(id="sentences")
        yield CardList(id="passage")

    async def opened(self) -> None:
        await super().opened()
        self.spawn(self._fill(self._articles, self.session.suggested.get(self._scope)))

    def do_back(self) -> None:
        """Leave, and remember where."""
        if self.pane.current is not None:
            self.session.suggested[self._scope] = self.pane.current.key
        super().do_back()

    async def look_again(self) -> None:
        # What shows may come from a part of many articles; what is not shown did not change.
        before = {one.key for one in self._found}
        shown = list(self._rows) if self._articles is None else self._articles
        if not shown:
            return
        rest = self._rest if self._articles is None else 0
        await self._fill(shown)
        if not self.is_attached:
            return  # left meanwhile
        self._rest += rest
        new = [n for n, one in enumerate(self.pane.shown) if one.key not in before]
        if before and new:
            self.pane.place(new[0])  # what an undo brought back
        self.show_top()

    async def _fill(self, articles: list[str] | None, place: tuple[str, int] | None = None) -> None:
        def look(archive: Archive) -> _Looked:
            ranking = archive.claims.suggestions.best(
                articles, progress=self.progress, cancelled=self.left
            )
            ids = list(dict.fromkeys(one.article for one in ranking.first))
            return _Looked(ranking, {row.id: row for row in archive.articles.rows(ids)})

        looked = await self.looked(look)
        self._looking = False
        if looked is None:
            return
        self._found = list(looked.ranking.first)
        self._rest = looked.ranking.total - len(self._found)
        self._rows |= looked.rows
        self._show()
        for line, one in enumerate(self.pane.shown):
            if one.key == place:
                self.pane.place(line)

    def _show(self) -> None:
        found = sorted(self._found, key=lambda one: one.key) if self._by_text else self._found
        self.pane.display_sentences(list(found), self._rows)
        self.pane.display = self.query_one("#passage").display = bool(found)
        self.query_one("#none").display = not found and not self._looking
        self.show_top()
        self.spawn(self._show_passage())

    @property
    def about(self) -> str:
        total = len(self._found) + self._rest
        number = "" if self._looking else f"   {counted(total, 'sentence')}"
        order = ", as the text goes" if self._by_text else ""
        return f"Worth a claim? {self._where}{number}{order}"

    async def _show_passage(self) -> None:
        """Show the sentence under the cursor among its neighbours."""
        at = self.pane.current
        if at is None:
            return
        try:
            text = await self.session.load(
                lambda archive: archive.articles.document(at.article, at.revision).text
            )
        except ArchiveError:
            return  # deleted meanwhile; the list is on its way
        now = self.pane.current if self.is_attached else None
        if now is None or now.key != at.key:
            return
        row = self._rows.get(at.article)
        about = [] if row is None else [row.title, row.outlet or "", str(row.published or "")]
        span = at.span
        before = " ".join(text[max(0, span.start - _CONTEXT) : span.start].split("\n"))
        after = " ".join(text[span.end : span.end + _CONTEXT].split("\n"))
        why = ", ".join(at.worth.reasons)
        self.query_one("#passage", CardList).display_entries(
            [
                Entry((("  ".join(filter(None, about)), "dim"),)),
                Entry(
                    (
                        (before, "dim"),
                        (" ".join(span.of(text).split("\n")), "passage"),
                        (after, "dim"),
                    )
                ),
                Entry(((f"{at.worth.kind.value}: {why}", "dim"),)),
            ]
        )

    def on_cursor_placed(self, message: CursorPlaced) -> None:
        if message.pane is self.pane:
            self.spawn(self._show_passage())

    def on_line_chosen(self, message: LineChosen) -> None:
        self.run_line("suggest open")

    # commands

    def _wanted(self) -> Suggestion:
        if self.pane.current is None:
            raise UsageError("No sentence waits here.", remedy="q goes back.")
        return self.pane.current

    def do_suggest_accept(self) -> None:
        self.spawn(self._accept(self._wanted(), None))

    def do_suggest_edit(self, *words: str) -> None:
        at = self._wanted()
        if words:
            self.spawn(self._accept(at, " ".join(words)))
            return
        from reader.widgets.forms import Prompt

        def answered(line: str | None) -> None:
            if line is not None and line.strip():
                self.spawn(self._accept(at, line))

        self.app.push_screen(
            Prompt("The claim in one sentence", lambda typed: (), value=at.sentence), answered
        )

    async def _accept(self, at: Suggestion, statement: str | None) -> None:
        self._put_away(at)
        try:
            claim, _ = await self.session.write(
                lambda archive: archive.claims.accept(at, statement=statement)
            )
        except ArchiveError:
            await self.look_again()
            raise
        await self._after()
        said = f"A claim now ({claim.kind.value})"
        self.say(f"{said}. u takes it back.")
        await self.offer_alike(claim.id, said)

    def do_suggest_reject(self) -> None:
        self.spawn(self._answer(self._wanted(), skipped=False))

    def do_suggest_skip(self) -> None:
        self.spawn(self._answer(self._wanted(), skipped=True))

    async def _answer(self, at: Suggestion, *, skipped: bool) -> None:
        self._put_away(at)

        def work(archive: Archive) -> None:
            suggestions = archive.claims.suggestions
            (suggestions.skip if skipped else suggestions.reject)([at])

        try:
            await self.session.write(work)
        except ArchiveError:
            await self.look_again()
            raise
        await self._after()
        if skipped:
            self.say("Left for later: it comes after the others. u takes it back.")
        else:
            self.say("No claim: it is not suggested again. u takes it back.")

    def _put_away(self, at: Suggestion) -> None:
        """Take it off the list at once; what cannot be written comes back."""
        self._found = [one for one in self._found if one.key != at.key]
        self._show()

    async def _after(self) -> None:
        await self.decided()
        if not self._found:
            await self._fill(self._articles)  # what there is beyond those listed, or was skipped

    def do_suggest_order(self) -> None:
        at = self.pane.current
        self._by_text = not self._by_text
        self._show()
        for line, one in enumerate(self.pane.shown):
            if at is not None and one.key == at.key:
                self.pane.place(line)
        self.say("As the text goes." if self._by_text else "The worthiest first.")

    def do_suggest_open(self) -> None:
        at = self._wanted()
        self.post_message(ArticleAsked(at.article, at.span.start))
