"""From an article to others and about in a long one: neighbours, links, contents, the way back."""

from __future__ import annotations

from dataclasses import replace

from archive.core import Archive
from archive.errors import NotFound
from archive.text.document import BlockKind, InlineKind
from reader.left import Place
from reader.screens.hits import HitsScreen
from reader.screens.results import Results
from reader.screens.taking import TakingScreen
from reader.visited import Visit

_WORDS_A_MINUTE = 230
"""What adults read of non-fiction, silently: Brysbaert 2019, “How many words do we read per
minute?”, Journal of Memory and Language 109, the mean of 190 studies (238), a little rounded
down."""


def results_of(visit: Visit) -> Results | None:
    """The list that led to an article visited, turned to it again."""
    results = visit.led_by
    if not isinstance(results, Results) or visit.article not in results.ids:
        return None
    results.place = results.ids.index(visit.article)
    return results


class TouringScreen(HitsScreen, TakingScreen):
    """The part of the article screen that leads elsewhere."""

    def open_instead(
        self, article: str, caret: int | None = None, results: Results | None = None
    ) -> None:
        """Read another article, the place in this one kept.

        Args:
            article: its id.
            caret: code-point offset to begin at; None for where reading stopped.
            results: the list that leads on from it, if one does.
        """
        raise NotImplementedError

    def place(self, below: Place) -> Place:
        """The article, its caret, what is being selected."""
        return replace(
            below,
            article=self.article_id,
            revision=self.revision,
            caret=self.view.caret,
            anchor=self.view.selecting_from,
        )

    def time_left(self, words: int) -> str:
        """How long the rest takes to read; empty if that is less than two minutes."""
        text = self.view.document.text
        rest = 1 - self.view.caret / len(text) if text else 0.0
        minutes = round(words * rest / _WORDS_A_MINUTE)
        return f"{minutes} min left" if minutes > 1 else ""

    def do_next_article(self) -> None:
        self.go_on(1)

    def do_previous_article(self) -> None:
        self.go_on(-1)

    def do_go_back(self) -> None:
        self._revisit(-1, "This is the first article that was read.")

    def do_go_forward(self) -> None:
        self._revisit(1, "This is the last article that was read.")

    def _revisit(self, step: int, otherwise: str) -> None:
        visited = self.session.visited
        visited.leave(self.view.caret)
        visit = visited.step(step)
        if visit is None:
            self.say(otherwise)
        elif not self.session.archive.articles.rows([visit.article]):
            self.say("That article is gone.")
        else:
            self.open_instead(visit.article, visit.caret, results_of(visit))

    def do_contents(self) -> None:
        """Offer the headings; the one taken gets the caret."""
        from reader.widgets.forms import Offer, Prompt

        document = self.view.document
        headings = {
            f"{number}. {' '.join(block.span.of(document.text).split())}": block
            for number, block in enumerate(
                (one for one in document.blocks if one.kind is BlockKind.HEADING), 1
            )
        }
        if not headings:
            raise NotFound("This article has no headings.", remedy="")

        def offers(typed: str) -> list[Offer]:
            return [Offer(name) for name in headings if typed.casefold() in name.casefold()]

        def answered(name: str | None) -> None:
            if name is not None:
                self.view.caret = headings[name].span.start

        self.app.push_screen(Prompt("Contents", offers, pick=True), answered)

    def do_links(self) -> None:
        """Offer the links, that under the caret first; an article of the archive opens here."""
        from reader.widgets.forms import Offer, Prompt

        document, caret = self.view.document, self.view.caret
        links = [one for one in document.inlines if one.kind is InlineKind.LINK and one.target]
        links.sort(key=lambda one: not one.span.start <= caret < one.span.end)
        targets = {
            f"{number}. {' '.join(one.span.of(document.text).split())}": one.target
            for number, one in enumerate(links, 1)
        }
        if not targets:
            raise NotFound("This article has no links.", remedy="gx opens its page.")

        def offers(typed: str) -> list[Offer]:
            wanted = typed.casefold()
            return [
                Offer(name, target)
                for name, target in targets.items()
                if wanted in name.casefold() or wanted in target.casefold()
            ]

        def answered(name: str | None) -> None:
            if name is not None:
                self.spawn(self._follow_link(targets[name]))

        self.app.push_screen(Prompt("Follow which link?", offers, pick=True), answered)

    async def _follow_link(self, target: str) -> None:
        def look(archive: Archive) -> str | None:
            from archive.ingest.identity import canonical

            bare = target.partition("#")[0]
            return archive.articles.at_address({target, bare, canonical(target) or bare})

        article = await self.session.load(look)
        if article is not None and article != self.article_id:
            self.session.visited.leave(self.view.caret)
            self.open_instead(article)
        else:
            self.offer_page(target)
