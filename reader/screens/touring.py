"""From an article to others and about in a long one: neighbours, contents, the way back."""

from __future__ import annotations

from dataclasses import replace

from archive.errors import NotFound
from archive.text.document import Block, BlockKind
from reader.left import Place
from reader.screens.following import FollowingScreen
from reader.screens.results import Results
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


class TouringScreen(FollowingScreen):
    """The part of the article screen that leads elsewhere."""

    def place(self, below: Place) -> Place:
        """The article, its caret, what is being selected."""
        return replace(
            below,
            article=self.article_id,
            revision=self.side.revision,
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
        visited = self.side.visited
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
        found = [block for block in document.blocks if block.kind is BlockKind.HEADING]
        if not found:
            raise NotFound("This article has no headings.", remedy="")
        top = min(block.level for block in found)

        def named(number: int, block: Block) -> str:
            words = " ".join(block.span.of(document.text).split())
            return f"{number}. {'  ' * (block.level - top)}{words}"

        headings = {named(number, block): block for number, block in enumerate(found, 1)}

        def offers(typed: str) -> list[Offer]:
            return [Offer(name) for name in headings if typed.casefold() in name.casefold()]

        def answered(name: str | None) -> None:
            if name is not None:
                self.view.caret = headings[name].span.start

        self.app.push_screen(Prompt("Contents", offers, pick=True), answered)
