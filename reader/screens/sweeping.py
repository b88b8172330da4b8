"""Reviewing what a sweep found: accepted, rejected or skipped, one by one, by article, or all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from archive.core import Archive
from archive.entities.passages import Found, Unknown
from archive.entities.sweep import Decision, Outcome
from archive.errors import NotFound
from archive.model import ArticleRow
from archive.text.plurals import counted
from reader.messages import ArticleAsked, LineChosen
from reader.screens.naming import entity_of, entity_offers, name_offers
from reader.screens.queueing import QueueScreen
from reader.session import Session
from reader.widgets.context_list import ContextList, Line
from reader.widgets.status_line import Hints

if TYPE_CHECKING:
    from reader.widgets.mark_forms import EntityAnswer

MOST = 2_000
"""How many passages are shown at once; when they are decided the rest is found."""


class SweepScreen(QueueScreen):
    """Shows passages found, in their context.

    Args:
        session: the archive and what goes with it.
        articles: ids of those looked through; None for all.
        entities: ids of those looked for; None for all.
        where: what is looked for and where, in words.
    """

    MODE = "sweep"
    HINTS: ClassVar[Hints] = (
        ("a accept", "sweep accept"),
        ("x reject", "sweep reject"),
        ("Space skip", "sweep skip"),
        ("A all in the article", "sweep accept article"),
        ("* all", "sweep accept all"),
        ("e another entity", "sweep other"),
        ("Enter reads", "sweep open"),
        ("u undo", "undo"),
        ("q back", "back"),
    )

    def __init__(
        self,
        session: Session,
        articles: Collection[str] | None,
        entities: Collection[str] | None,
        where: str,
    ) -> None:
        super().__init__(session)
        self._articles = None if articles is None else list(articles)
        self._entities = None if entities is None else list(entities)
        self._where = where
        self._found: list[Found] = []
        self._names: dict[str, str] = {}
        self._skipped: set[tuple[str, int]] = set()
        self._shown: dict[str, None] = {}  # articles in which something was found
        self._more = False

    @property
    def pane(self) -> ContextList:
        """The passages."""
        return self.query_one(ContextList)

    def compose_pane(self) -> ComposeResult:
        yield ContextList(lead=18, id="passages")

    async def opened(self) -> None:
        await super().opened()
        self.spawn(self._fill(self._articles))

    async def look_again(self) -> None:
        # Only through the articles shown: all of them may take a minute.
        await self._fill(list(self._shown))

    async def _fill(self, articles: list[str] | None) -> None:
        try:
            looked = await self.looked(lambda archive: self._look(archive, articles))
        except NotFound:
            # Deleted, here or elsewhere; an undo brings it back, and what was found with it.
            looked = ([], {}, {}, False)
            if self.is_attached:
                self.say("The entity looked for is no longer there.")
        if looked is None or not self.is_attached:
            return
        found, names, titles, more = looked
        self._found, self._names = found, names
        self._more = more or (self._more and articles != self._articles)
        self._shown.update((each.article, None) for each in found)
        self.pane.display_lines(_lines(found, names, titles))
        self.show_top()

    def _look(
        self, archive: Archive, articles: list[str] | None
    ) -> tuple[list[Found], dict[str, str], dict[str, str], bool]:
        found: list[Found] = []
        more = False
        for those in archive.sweeps.over(
            articles,
            entities=self._entities,
            suggested=True,
            progress=self.progress,
            cancelled=self.left,
        ):
            found += [each for each in those if _key(each) not in self._skipped]
            if len(found) >= MOST:
                more = True
                break
        self._done = 0
        names = {each.id: each.name for each in archive.entities.all()}
        rows = archive.articles.rows(list(dict.fromkeys(each.article for each in found)))
        return found, names, {row.id: _heading(row) for row in rows}, more

    @property
    def about(self) -> str:
        number = f"{len(self._found):,}{'+' if self._more else ''} found"
        return f"Sweep: {self._where}   {number}"

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_sweep_open()

    @property
    def current(self) -> Found | None:
        """The passage under the cursor."""
        line = self.pane.current
        return line.thing if line is not None and isinstance(line.thing, Found) else None

    # decisions

    def _of_article(self) -> list[Found]:
        at = self.current
        return [] if at is None else [each for each in self._found if each.article == at.article]

    def _certain(self, found: Sequence[Found]) -> list[Found]:
        """What one entity alone is called; other names are accepted one by one."""
        certain = [each for each in found if not each.suggested and not each.ambiguous]
        if found and not certain and any(each.ambiguous for each in found):
            self.say("What several are called is accepted one by one: a the one shown, e another.")
        elif found and not certain:
            self.say("New names are accepted one by one: a makes the entity, e names it.")
        return certain

    def do_sweep_accept(self) -> None:
        self._decide([each for each in (self.current,) if each], True)

    def do_sweep_reject(self) -> None:
        self._decide([each for each in (self.current,) if each], False)

    def do_sweep_accept_article(self) -> None:
        self._decide(self._certain(self._of_article()), True)

    def do_sweep_reject_article(self) -> None:
        self._decide(self._of_article(), False)

    def do_sweep_accept_all(self) -> None:
        from reader.widgets.forms import Confirm

        found = self._certain(self._found)

        def done(yes: bool | None) -> None:
            if yes:
                self._decide(found, True)

        if found:
            several = sum(each.ambiguous for each in self._found)
            left = len(self._found) - len(found) - several
            but = f" {counted(left, 'new name')} not among them." if left else ""
            but += f" {several:,} that several are called not among them." if several else ""
            question = f"Mark {counted(len(found), 'passage shown', 'passages shown')}?{but}"
            self.app.push_screen(Confirm(question, yes="Mark"), done)

    def do_sweep_skip(self) -> None:
        at = self.current
        if at is not None:
            self._skipped.add(_key(at))
            self._put_away([at])
            self.say("Skipped: it is found again next time.")

    def do_sweep_other(self, *words: str) -> None:
        at = self.current
        if at is None:
            return
        if words:
            meant = entity_of(self.session.archive, " ".join(words))
            self.spawn(self._write([Decision(at, meant.id)], [at]))
            return
        if isinstance(at.entity, Unknown):
            self._ask_name(at, at.entity)
            return
        from reader.widgets.forms import Offer, Prompt

        entities = self.session.archive.entities
        several = [key for key in (*at.entities, *at.others) if isinstance(key, str)]

        def offers(typed: str) -> list[Offer]:
            if not typed.strip():
                return entity_offers(entities.get(key) for key in several)
            return name_offers(self.session.archive, typed)

        def done(id: str | None) -> None:
            if id:
                self.run_command("sweep other", id)

        caption = f"Which entity is “{at.selectors.exact}”?"
        self.app.push_screen(Prompt(caption, offers, pick=True), done)

    def _ask_name(self, at: Found, unknown: Unknown) -> None:
        """Ask what a name is that the register does not have, or whose it is."""
        from reader.screens.naming import ask_entity

        def answered(answer: EntityAnswer | None) -> None:
            if answer is not None:
                meant = answer.entity or Unknown(answer.name, answer.type)
                self.spawn(self._write([Decision(at, meant)], [at]))

        ask_entity(self, unknown.name, answered, type=unknown.type)

    def _decide(self, found: Sequence[Found], accept: bool) -> None:
        if found:
            decisions = [Decision(each, each.entity if accept else None) for each in found]
            self.spawn(self._write(decisions, found))

    async def _write(self, decisions: list[Decision], found: Sequence[Found]) -> None:
        # They go from the list at once; what could not be written comes back with it.
        self._put_away(found)
        outcome = await self.session.write(lambda archive: archive.sweeps.decide(decisions))
        await self.decided()
        self.say(_told(outcome))
        if not self.is_attached:
            return
        if any(isinstance(each.entity, Unknown) for each in decisions):
            # What was a guess is a name of the register now, wherever else it stands.
            await self._fill(list(self._shown))
        elif self._more and not self._found:
            self._more = False
            await self._fill(self._articles)

    def _put_away(self, found: Sequence[Found]) -> None:
        gone = {_key(each) for each in found}
        self._found = [each for each in self._found if _key(each) not in gone]
        kept = [
            line
            for line in self.pane.lines
            if not (isinstance(line.thing, Found) and _key(line.thing) in gone)
        ]
        lines = [
            line
            for line, after in zip(kept, [*kept[1:], Line(heading=True)], strict=True)
            if not (line.heading and after.heading)
        ]
        self.pane.display_lines(lines)
        self.show_top()

    def do_sweep_widen(self) -> None:
        """Look through all articles instead."""
        if self._articles is None:
            self.say("All articles are looked through.")
            return
        self._articles = None
        self._where = f"{self._where} → all articles"
        self.show_top()
        self.spawn(self._fill(None))

    def do_sweep_open(self) -> None:
        at = self.current
        if at is not None:
            self.post_message(ArticleAsked(at.article, at.selectors.span.start))


def _heading(row: ArticleRow) -> str:
    """What an article is called above its passages: titles such as “Weekly” come again."""
    date = "" if row.published is None else row.published.text[:10]
    return "   ".join(part for part in (row.title, row.outlet, date) if part)


def _key(found: Found) -> tuple[str, int]:
    return found.article, found.selectors.span.start


def _lines(found: Sequence[Found], names: dict[str, str], titles: dict[str, str]) -> list[Line]:
    lines: list[Line] = []
    last = ""
    for each in found:
        if each.article != last:
            lines.append(Line(titles.get(each.article, each.article), heading=True))
            last = each.article
        said = each.selectors
        more = len(each.entities) + len(each.others) - 1
        several = f" +{more}" if more else ""
        named = each.entity
        name = f"new {named.type}" if isinstance(named, Unknown) else names.get(named, "")
        lines.append(
            Line(
                exact=said.exact,
                before=said.prefix,
                after=said.suffix,
                lead=name[: 18 - len(several)] + several,
                thing=each,
            )
        )
    return lines


def _told(outcome: Outcome) -> str:
    parts = [f"{outcome.accepted:,} marked"] if outcome.accepted else []
    parts += [f"{outcome.rejected:,} rejected"] if outcome.rejected else []
    parts += [f"{outcome.stale:,} changed meanwhile and left"] if outcome.stale else []
    return f"{', '.join(parts) or 'Nothing to do'}. u takes it back."
