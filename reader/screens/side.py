"""One article being read: its page, the marks on it, and how far reading has come.

A screen has one such side, or two beside each other; what a command is about is the side that
has the caret. A side reads from the archive; what is written, said and shown is the screen's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from archive.core import Archive
from archive.model import Article
from reader.layout.marks import Mark, MarkKind
from reader.screens.marks_shown import MarksShown
from reader.screens.results import Results
from reader.session import Session
from reader.visited import Visited
from reader.widgets.article_view import ArticleView
from reader.widgets.side_pane import PaneMark


class Side:
    """An article as one reads it.

    Args:
        session: the archive and what goes with it.
        article_id: the article.
        results: the search that led here; its hits are shown, the best of them under the
            caret, and the next and previous article follow.
        arriving: 1 to begin at the first hit, coming from the article before; -1 to begin
            at the last, coming back from the next.
        at: code-point offset to begin at, instead of where reading stopped.
        view: the page to show it on; a new one if none is given.
        visited: what was read on this side before; the session's own if not given.

    Attributes:
        article, revision: as they were last read from the archive.
        marks: the annotations as they were last read.
        provisional: by the id they are painted under, the marks on their way into the
            archive, and what ends with the id they have there.
        hidden: ids of marks on their way out.
        shows_results: whether the hits on the page are those of the search.
        end_seen: whether the last line was in sight.

    Raises:
        NotFound: if there is no such article.
    """

    def __init__(
        self,
        session: Session,
        article_id: str,
        results: Results | None = None,
        *,
        arriving: int = 0,
        at: int | None = None,
        view: ArticleView | None = None,
        visited: Visited | None = None,
    ) -> None:
        self._session = session
        self.article_id = article_id
        self.article: Article = session.archive.articles.get(article_id)
        self.revision = self.article.revision
        self.results = results
        self.arriving = arriving
        self.at = at
        self.view = view or ArticleView(
            measure=session.settings.measure, labels=session.label_colours
        )
        self.visited = session.visited if visited is None else visited
        self.marks = MarksShown()
        self.provisional: dict[str, tuple[Mark, Awaitable[str]]] = {}
        self.hidden: set[str] = set()
        self.shows_results = False
        self.end_seen = False

    @property
    def caption(self) -> str:
        """What is read, in one line."""
        article = self.article
        return " · ".join(
            filter(None, (article.title, article.outlet, str(article.published or "")[:10]))
        )

    def begin(self) -> None:
        """Put the text on the page, where reading stopped or where it was asked to begin."""
        document = self._session.archive.articles.document(self.article_id, self.revision)
        self.load_marks()
        offset = self.article.position if self.at is None else self.at
        self.view.show(document, self.painted(), offset=offset)
        self.visited.arrive(self.article_id, self.results)

    def load_marks(self) -> None:
        """Read the annotations anew."""
        session = self._session
        self.marks = MarksShown.load(session.archive, self.article_id, session.label_digits)

    def renew(self) -> bool:
        """Read the article and its marks anew, and show its text if that is another.

        Returns:
            Whether it is.

        Raises:
            NotFound: if the article is gone.
        """
        archive = self._session.archive
        self.article = archive.articles.get(self.article_id)
        self.load_marks()
        if self.article.revision == self.revision:
            return False
        self.revision = self.article.revision
        document = archive.articles.document(self.article_id, self.revision)
        self.view.show(document, self.painted(), offset=self.view.caret)
        return True

    def painted(self) -> list[Mark]:
        """What the archive holds and what is on its way into it, less what is on its way out."""
        marks = self.marks.on_text() + [mark for mark, _ in self.provisional.values()]
        return [mark for mark in marks if mark.id not in self.hidden]

    def listed(self) -> list[PaneMark]:
        """The marks for the pane, those without a place too."""
        return [mark for mark in self.marks.in_pane() if mark.id not in self.hidden]

    async def claim_here(self) -> str:
        """Id of the claim marked under the caret or, nearest to it, in its sentence; or empty."""
        view, caret = self.view, self.view.caret
        sentence = view.sentence_under_caret()
        near = [mark for mark in view.marks if sentence and mark.span.overlaps(sentence)]
        near.sort(key=lambda mark: max(mark.span.start - caret, caret - mark.span.end + 1, 0))
        for mark in (*view.marks_at(caret), *near):
            if mark.kind is not MarkKind.CLAIM:
                continue
            if mark.id in self.provisional:
                id = await self.provisional[mark.id][1]
                return self._session.archive.annotations.get(id).claim or ""
            annotation = self.marks.find(mark.id)
            if annotation is not None and annotation.claim:
                return annotation.claim
        return ""

    def look_for_end(self) -> None:
        """Note it if the last line is in sight."""
        view = self.view
        bottom = view.scroll_offset.y + view.size.height
        if view.size.height > 0 and bottom >= len(view.layout_lines):
            self.end_seen = True

    def unkept(self) -> Callable[[Archive], None] | None:
        """The work of keeping where reading stopped, and that its end was seen; None if kept."""
        id, position, article = self.article_id, self.view.caret, self.article
        finished = self.end_seen and not article.read
        if position == article.position and not finished:
            return None

        def work(archive: Archive) -> None:
            if not archive.articles.rows([id]):
                return  # deleted meanwhile: there is no place to keep
            if position != article.position:
                archive.articles.set_position(id, position)
            if finished:
                archive.articles.mark_read([id], True)

        return work
