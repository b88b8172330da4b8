"""The article: its text, its marks beside it, and the way back to the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from archive.model import Article
from archive.text.plurals import counted
from reader.layout.cells import sanitise
from reader.screens.base import CommandScreen
from reader.screens.pane import PaneScreen
from reader.screens.results import Results
from reader.screens.side import Side
from reader.screens.taking import Source
from reader.session import Session
from reader.widgets.article_view import ArticleView
from reader.widgets.ground import Ground
from reader.widgets.search_line import SearchLine
from reader.widgets.selection_bar import SelectionBar
from reader.widgets.side_frame import SideFrame
from reader.widgets.side_pane import SidePane
from reader.widgets.status_line import Hints, StatusLine


class ArticleScreen(PaneScreen):
    """Reads one article.

    An article counts as read once its last line was in sight; where the
    caret stood is kept and found again.

    Args:
        session: the archive and what goes with it.
        article_id: the article.
        results: the search that led here; its hits are shown, the best of them
            under the caret, and the next and previous article follow.
        arriving: 1 to begin at the first hit, coming from the article before;
            -1 to begin at the last, coming back from the next.
        at: code-point offset to begin at, instead of where reading stopped.
        beside: what to put beside it at once, as ``split`` takes it.
    """

    HINTS: ClassVar[Hints] = (
        ("q back", "back"),
        ("c claim", "claim add"),
        ("e entity", "entity tag"),
        ("H highlight", "highlight add"),
        ("a note", "note add"),
        ("x delete", "annotation delete"),
        ("i marks", "side pane"),
        ("/ find", "find"),
        ("u undo", "undo"),
        (": command", "palette"),
        ("? help", "help"),
    )
    DEFAULT_CSS = """
    ArticleScreen {
        & #head { height: auto; max-height: 5; padding: 0 2; border-bottom: hkey $border; }
        & #title { text-style: bold; color: $primary; height: auto; max-height: 2; }
        & #meta { color: $foreground 75%; height: auto; max-height: 2; }
        & #middle { height: 1fr; layout: horizontal; }
        & #middle > SidePane { width: 36; max-width: 40%; border-left: vkey $border; }
        & SideFrame.second { border-left: vkey $border; }
        &.narrow SideFrame.second { border-left: none; }
        &.narrow #middle { layout: vertical; }
        &.narrow #middle > SidePane {
            width: 1fr; max-width: 100%; height: 8;
            border-left: none; border-top: hkey $border;
        }
        &.focused #head, &.split #head { display: none; }
        &.focused #middle > SidePane { display: none; }
    }
    """

    def __init__(
        self,
        session: Session,
        article_id: str,
        results: Results | None = None,
        *,
        arriving: int = 0,
        at: int | None = None,
        beside: Sequence[str] = (),
    ) -> None:
        super().__init__(session)
        self._beside = beside
        self.side = Side(session, article_id, results, arriving=arriving, at=at)
        self.selecting_from: int | None = None  # where a selection begins that goes on to the caret
        self._hinted = ""  # the mode whose hints are shown

    @property
    def article(self) -> Article:
        """The article."""
        return self.side.article

    @property
    def mode(self) -> str:
        """``visual`` while something is selected, ``beside`` in the claims, else ``article``."""
        if self.in_claims:
            return "beside"
        return "visual" if self.view.selecting else "article"

    def compose(self) -> ComposeResult:
        with Container(id="head"):
            yield Static(id="title", markup=False)
            yield Static(id="meta", markup=False)
        search = SearchLine("/", "find in this article")
        search.display = False
        yield search
        with Ground(id="middle"):
            yield SideFrame(self.view)
            pane = SidePane(self.ways_to_mark(), id="pane")
            pane.display = False
            yield pane
        yield SelectionBar()
        yield StatusLine()

    def on_mount(self) -> None:
        self.side.begin()
        self.view.select_from(self.selecting_from)
        self.set_focus(self.view)
        self._show_head()
        self.show_marks()
        self._show_hints()
        self.watch_side(self.side)
        self.show_results()
        if self._beside:
            self.run_command("split", *self._beside)

    def on_resize(self, event: events.Resize) -> None:
        self.show_sides()
        self.show_pane()

    def watch_side(self, side: Side) -> None:
        self.watch(side.view, "scroll_y", self._scrolled, init=False)
        self.call_after_refresh(self._scrolled)

    def turned(self) -> None:
        self.leave_pane()
        self.show_pane()
        self._show_head()
        self.show_marks()
        self._show_hints()

    def put_away(self) -> None:
        if self.search.display:
            self._close_search()
        self.leave_pane()

    # what is shown

    def _show_head(self) -> None:
        article = self.article
        star = "★ " if article.starred else ""
        self.query_one("#title", Static).update(sanitise(star + article.title[:500]))
        facts = [
            article.outlet,
            ", ".join(article.authors),
            str(article.published or "")[:10],
            article.language,
            "read" if article.read else "unread",
            counted(article.words, "word"),
            " ".join(f"#{tag}" for tag in article.tags),
            article.url,
        ]
        self.query_one("#meta", Static).update(sanitise(" · ".join(f for f in facts if f)[:600]))

    def show_marks(self) -> None:
        """Paint the marks as they stand, provisional ones included."""
        for side in self.sides:
            side.view.marks = side.painted()
        self.pane.display_marks(self.side.listed())
        self.follow()

    def _scrolled(self, *_: object) -> None:
        if not self.is_attached:
            return
        for side in self.sides:
            side.look_for_end()
        self._show_place()

    def _show_hints(self) -> None:
        self._hinted = self.mode
        self.status.update(hints=self.hints())

    def _show_place(self) -> None:
        if self.mode != self._hinted:
            self._show_hints()
        text = self.view.document.text
        percent = 100 * min(self.view.caret + 1, len(text)) // len(text) if text else 100
        number = len(self.marks.annotations) + len(self.side.provisional)
        marks = counted(number, "mark") if number else ""
        self.status.update(
            mode="select" if self.mode == "visual" else "",
            place="  ".join(
                filter(None, (marks, self.time_left(self.article.words), f"{percent} %"))
            ),
        )

    def follow(self) -> None:
        super().follow()
        self._show_place()

    async def archive_changed(self) -> None:
        if not self.is_attached:
            return
        if not await self.renew_sides():
            self.app.pop_screen()
            return
        self._show_head()
        self.show_marks()

    # messages of the parts

    def on_article_view_caret_moved(self, message: ArticleView.CaretMoved) -> None:
        self.follow()

    def on_article_view_selected(self, message: ArticleView.Selected) -> None:
        bar = self.query_one(SelectionBar)
        if message.by_mouse and message.span:
            self.status.say("")
            bar.offer(self.view.caret_region())
        else:
            bar.put_away()
        self._show_place()

    def on_article_view_mark_clicked(self, message: ArticleView.MarkClicked) -> None:
        self.run_line("mark open")

    def on_selection_bar_chosen(self, message: SelectionBar.Chosen) -> None:
        self.run_line(message.command)

    # moving, selecting

    def move(self, name: str) -> None:
        if self.in_claims and self.claims is not None:
            self.claims.pane.move(name)
            return
        if self.in_pane and self.pane.move(name):
            return
        self.view.move(name)

    def do_visual(self) -> None:
        self.view.toggle_visual()

    def do_select_word(self) -> None:
        self.view.select_inner("word")

    def do_select_sentence(self) -> None:
        self.view.select_inner("sentence")

    def do_select_paragraph(self) -> None:
        self.view.select_inner("paragraph")

    def do_grow(self) -> None:
        self.view.grow_selection()

    def do_shrink(self) -> None:
        self.view.shrink_selection()

    # commands on the article

    def source(self) -> Source:
        view = self.view
        span = view.selection or view.sentence_under_caret() or None
        return Source(self.article, self.document.text, span, selected=bool(view.selection))

    def taken(self) -> None:
        if self.view.selecting:
            self.view.clear_selection()

    def do_focus(self) -> None:
        self.toggle_class("focused")
        self.show_sides()
        self.leave_pane()

    async def do_star(self) -> None:
        on, id = not self.article.starred, self.article_id
        await self.session.write(lambda archive: archive.articles.star([id], on))
        await self.wrote()
        self.say("Star set" if on else "Star taken off")

    async def do_read(self) -> None:
        on, id = not self.article.read, self.article_id
        # Asked for by hand: leaving must not turn it round again.
        self.side.end_seen = False
        await self.session.write(lambda archive: archive.articles.mark_read([id], on))
        await self.wrote()
        self.say("Marked as read" if on else "Marked as unread")

    async def do_tag(self, *words: str) -> None:
        from reader.screens.tagging import ask_tags, split_tags

        if not words:
            facets = await self.session.load(lambda archive: archive.articles.facets())
            ask_tags(self, [tag for tag, _ in facets.tag])
            return
        id = self.article_id
        add, remove = split_tags(words)
        await self.session.write(lambda archive: archive.articles.tag([id], add, remove))
        await self.wrote()
        self.say(f"Tagged: {', '.join(words)}")

    def do_claims(self, query: str = "") -> None:
        from reader.screens.ledger import LedgerScreen

        self.app.push_screen(LedgerScreen(self.session, opener(self), query))

    def do_dossiers(self) -> None:
        from reader.screens.dossiers import DossiersScreen

        self.app.push_screen(DossiersScreen(self.session, opener(self)))

    def do_review(self) -> None:
        """Put the mark under review on the selection, if one is; else list those that wait."""
        if self.session.place_for and self.view.selection:
            self.spawn(self.place_reviewed())
            return
        from reader.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self.session, opener(self)))

    # leaving

    def go_to(self, article_id: str, arriving: int) -> None:
        if self.split:
            self.read_here(article_id, self.side.results, arriving=arriving)
            return
        self.keep_place()
        self.app.switch_screen(
            ArticleScreen(self.session, article_id, self.side.results, arriving=arriving)
        )

    def open_instead(
        self, article: str, caret: int | None = None, results: Results | None = None
    ) -> None:
        if self.split:
            self.read_here(article, results, at=caret)
            return
        self.keep_place()
        self.app.switch_screen(ArticleScreen(self.session, article, results, at=caret))

    def do_escape(self) -> None:
        """Put away what was put on last; with nothing left, go back to the list."""
        view = self.view
        if self.search.display:
            view.find("")
            self._close_search()
            view.caret = self._find_from
        elif self.put_away_claims():
            return
        elif self.in_pane:
            self.leave_pane()
        elif view.selecting:
            view.clear_selection()
        elif view.hits:
            self.side.shows_results = False
            view.find("")
        elif self.has_class("focused"):
            self.remove_class("focused")
            self.show_sides()
        else:
            self.do_back()

    def do_back(self) -> None:
        if self.in_pane:
            self.leave_pane()
        elif self.view.selecting and not self.in_claims:
            self.view.clear_selection()
        elif not self.close_side():
            self.leave()

    def leave(self) -> None:
        self.keep_place()
        self.app.pop_screen()


def opener(screen: CommandScreen) -> Callable[[str, int | None], None]:
    """What opens an article at an offset, over whatever is shown, for the screens of claims."""
    app, session = screen.app, screen.session

    def open_article(article: str, at: int | None) -> None:
        app.push_screen(ArticleScreen(session, article, at=at))

    return open_article
