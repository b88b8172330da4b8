"""Following links: to articles of the archive, to footnotes and back, to pages and images."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from urllib.parse import urljoin

from archive.core import Archive
from archive.errors import NotFound
from archive.model import Span
from archive.text.document import BlockKind, Document, InlineKind
from archive.text.footnotes import footnote_ends
from reader.screens.hits import HitsScreen
from reader.screens.results import Results
from reader.screens.taking import TakingScreen

_SHOWN = 60  # characters of a note or of a link's words


@dataclass(frozen=True, slots=True)
class Way:
    """Something in the text that leads elsewhere.

    Attributes:
        span: its words, in code points.
        target: the address, as written.
        end: where in the text itself it leads; None where it leads out of it.
        image: whether the words are an image's.
    """

    span: Span
    target: str
    end: int | None = None
    image: bool = False


def ways(document: Document, page: str | None) -> list[Way]:
    """The links and images with an address, as they follow in the text.

    Args:
        document: the article's text.
        page: the article's address, if it has one.
    """
    ends = footnote_ends(document, page)
    found = [
        Way(one.span, one.target, ends.get(one))
        for one in document.inlines
        if one.kind is InlineKind.LINK and one.target
    ]
    found += [
        Way(block.span, block.info, image=True)
        for block in document.blocks
        if block.kind is BlockKind.IMAGE and block.info
    ]
    return sorted(found, key=lambda way: way.span.start)


class FollowingScreen(HitsScreen, TakingScreen):
    """The part of the article screen that follows what leads elsewhere."""

    @abstractmethod
    def open_instead(
        self, article: str, caret: int | None = None, results: Results | None = None
    ) -> None:
        """Read another article, the place in this one kept.

        Args:
            article: its id.
            caret: code-point offset to begin at; None for where reading stopped.
            results: the list that leads on from it, if one does.
        """

    def do_links(self) -> None:
        """Offer what leads elsewhere by its number in the text, what is under the caret first."""
        from reader.widgets.forms import Offer, Prompt

        found = ways(self.document, self.side.article.url)
        if not found:
            raise NotFound("This article has no links.", remedy="gx opens its page.")
        caret = self.view.caret
        named = {f"{number}. {self._named(way)}": way for number, way in enumerate(found, 1)}
        here = sorted(named, key=lambda name: caret not in named[name].span)

        def offers(typed: str) -> list[Offer]:
            wanted = typed.casefold()
            return [
                Offer(name, self._told(named[name]))
                for name in here
                if name.startswith(f"{wanted}.")
                or (not wanted.isdecimal() and wanted in name.casefold())
                or (not wanted.isdecimal() and wanted in named[name].target.casefold())
            ]

        def answered(name: str | None) -> None:
            if name is not None:
                self.spawn(self._follow(named[name]))

        self.app.push_screen(Prompt("Follow which link?", offers, pick=True), answered)

    def _named(self, way: Way) -> str:
        words = " ".join(way.span.of(self.document.text).split())
        return f"image: {words}" if way.image else words

    def _told(self, way: Way) -> str:
        """Where it leads: the address, or how the text there begins."""
        if way.end is None:
            return way.target
        return " ".join(self.document.text[way.end : way.end + _SHOWN].split())

    async def do_mark_open(self) -> None:
        """Open the mark under the caret; where none is, follow what is there."""
        if self.chosen_mark() is None and (way := self._way_here()) is not None:
            await self._follow(way)
            return
        await super().do_mark_open()

    def _way_here(self) -> Way | None:
        """What leads elsewhere from the caret; anywhere in a footnote's note, the way back."""
        caret, found = self.view.caret, ways(self.document, self.side.article.url)
        if (here := next((way for way in found if caret in way.span), None)) is not None:
            return here
        # Where the note begins, by the place of its sign.
        notes = {way.span.start: way.end for way in found if way.end is not None}
        for way in found:
            note = notes.get(way.end) if way.end is not None else None
            if note is not None and note <= caret < way.span.start:
                return way
        return None

    async def _follow(self, way: Way) -> None:
        if way.end is not None:
            self.view.caret = way.end
            return
        target = way.target

        def look(archive: Archive) -> str | None:
            from archive.ingest.identity import canonical

            bare = target.partition("#")[0]
            return archive.articles.at_address({target, bare, canonical(target) or bare})

        article = None if way.image else await self.session.load(look)
        if article is not None and article != self.article_id:
            self.side.visited.leave(self.view.caret)
            self.open_instead(article)
        else:
            self.offer_page(urljoin(self.side.article.url or "", target))
