"""The article: its text, its marks beside it, and the way back to the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from archive.errors import NotFound
from archive.model import Article
from archive.text.plurals import counted
from reader.layout.cells import sanitise
from reader.layout.marks import MarkKind
from reader.messages import CursorPlaced, LineChosen
from reader.screens.base import CommandScreen
from reader.screens.keeping import KeepingScreen
from reader.screens.marks_shown import MarksShown
from reader.screens.results import Results
from reader.screens.taking import Source
from reader.session import Session
from reader.widgets.article_view import ArticleView
from reader.widgets.ground import Ground
from reader.widgets.search_line import SearchLine
from reader.widgets.selection_bar import SelectionBar
from reader.widgets.side_pane import SidePane
from reader.widgets.status_line import Hints, StatusLine

_WIDE = 110  # columns from which the pane stands beside the text without being asked for


class ArticleScreen(KeepingScreen):
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
        & #middle > ArticleView { width: 1fr; height: 1fr; }
        & #middle > SidePane { width: 36; max-width: 40%; border-left: vkey $border; }
        &.narrow #middle { layout: vertical; }
        &.narrow #middle > SidePane {
            width: 1fr; max-width: 100%; height: 8;
            border-left: none; border-top: hkey $border;
        }
        &.focused #head { display: none; }
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
    ) -> None:
        super().__init__(session, results, arriving, at)
        self.article_id = article_id
        self.article: Article = session.archive.articles.get(article_id)
        self.revision = self.article.revision
        self.marks = MarksShown()
        self._in_pane = False
        self._pane_wanted: bool | None = None
        self.selecting_from: int | None = None  # where a selection begins that goes on to the caret

    @property
    def mode(self) -> str:
        """``visual`` while something is selected, else ``article``."""
        return "visual" if self.view.selecting else "article"

    @property
    def pane(self) -> SidePane:
        """The marks, shown or not."""
        return self.query_one(SidePane)

    def compose(self) -> ComposeResult:
        with Container(id="head"):
            yield Static(id="title", markup=False)
            yield Static(id="meta", markup=False)
        search = SearchLine("/", "find in this article")
        search.display = False
        yield search
        with Ground(id="middle"):
            yield ArticleView(
                measure=self.session.settings.measure, labels=self.session.label_colours
            )
            pane = SidePane(self._ways_to_mark(), id="pane")
            pane.display = False
            yield pane
        yield SelectionBar()
        yield StatusLine()

    def on_mount(self) -> None:
        archive = self.session.archive
        document = archive.articles.document(self.article_id, self.revision)
        self.marks = MarksShown.load(archive, self.article_id, self.session.label_digits)
        begin = self.article.position if self._at is None else self._at
        self.view.show(document, self.marks_to_paint(), offset=begin)
        self.view.select_from(self.selecting_from)
        self.view.focus()
        self._show_head()
        self.show_marks()
        self.status.update(hints=self.hints())
        self.watch(self.view, "scroll_y", self._scrolled, init=False)
        self.call_after_refresh(self._scrolled)
        self.show_results()
        self.session.visited.arrive(self.article_id, self._results)

    def on_resize(self, event: events.Resize) -> None:
        width = event.size.width
        self.set_class(width < 80, "narrow")
        wanted = self._pane_at(width) if self._pane_wanted is None else self._pane_wanted
        self.pane.display = wanted

    def _ways_to_mark(self) -> tuple[str, str]:
        claim, entity, highlight, note = (
            self.session.key(command, "article")
            for command in ("claim add", "entity tag", "highlight add", "note add")
        )
        first = f"No marks yet. {claim} claim, {entity} entity,"
        return first, f"{highlight} highlight, {note} note."

    def _pane_at(self, width: int) -> bool:
        """Whether the marks stand beside a text in so many columns, unless the user says so."""
        asked = self.session.settings.side_pane
        return width >= _WIDE if asked == "auto" else asked == "always"

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
        self.view.marks = self.marks_to_paint()
        self.pane.display_marks([m for m in self.marks.in_pane() if m.id not in self._hidden])
        self._follow()

    def _scrolled(self, *_: object) -> None:
        if not self.is_attached:
            return
        view = self.view
        bottom = view.scroll_offset.y + view.size.height
        self.end_seen = self.end_seen or (view.size.height > 0 and bottom >= len(view.layout_lines))
        self._show_place()

    def _show_place(self) -> None:
        text = self.view.document.text
        percent = 100 * min(self.view.caret + 1, len(text)) // len(text) if text else 100
        number = len(self.marks.annotations) + len(self._provisional)
        marks = counted(number, "mark") if number else ""
        self.status.update(
            mode="select" if self.mode == "visual" else "",
            place="  ".join(
                filter(None, (marks, self.time_left(self.article.words), f"{percent} %"))
            ),
        )

    def _follow(self) -> None:
        if not self._in_pane:
            self.pane.follow(super().chosen_mark())
        self._show_place()

    async def archive_changed(self) -> None:
        if not self.is_attached:
            return
        archive = self.session.archive
        try:
            self.article = archive.articles.get(self.article_id)
        except NotFound:
            self.app.pop_screen()
            return
        self.marks = MarksShown.load(archive, self.article_id, self.session.label_digits)
        if self.article.revision != self.revision:
            self.revision = self.article.revision
            document = archive.articles.document(self.article_id, self.revision)
            self.view.show(document, self.marks_to_paint(), offset=self.view.caret)
            self.say(f"The text changed: this is revision {self.revision}.")
        self._show_head()
        self.show_marks()

    # messages of the parts

    def on_article_view_caret_moved(self, message: ArticleView.CaretMoved) -> None:
        self._follow()

    def on_article_view_selected(self, message: ArticleView.Selected) -> None:
        bar = self.query_one(SelectionBar)
        if message.by_mouse and message.span:
            bar.offer(self.view.caret_region())
        else:
            bar.put_away()
        self._show_place()

    def on_article_view_mark_clicked(self, message: ArticleView.MarkClicked) -> None:
        self.run_line("mark open")

    def on_selection_bar_chosen(self, message: SelectionBar.Chosen) -> None:
        self.run_line(message.command)

    def on_cursor_placed(self, message: CursorPlaced) -> None:
        mark = self.pane.current
        if message.pane is self.pane and mark is not None and mark.span is not None:
            self.view.caret = mark.span.start

    def on_line_chosen(self, message: LineChosen) -> None:
        mark = self.pane.current
        if mark is not None and mark.span is not None:
            self.view.caret = mark.span.start

    # moving, selecting

    def move(self, name: str) -> None:
        if self._in_pane and self.pane.move(name):
            return
        self.view.move(name)

    def chosen_mark(self) -> str | None:
        """The mark under the pane's cursor, or the innermost under the caret."""
        if self._in_pane:
            mark = self.pane.current
            return mark.id if mark is not None else None
        return super().chosen_mark()

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

    def do_next_mark(self) -> None:
        self._jump(None, 1)

    def do_previous_mark(self) -> None:
        self._jump(None, -1)

    def do_next_claim(self) -> None:
        self._jump(MarkKind.CLAIM, 1)

    def do_previous_claim(self) -> None:
        self._jump(MarkKind.CLAIM, -1)

    def do_next_entity(self) -> None:
        self._jump(MarkKind.ENTITY, 1)

    def do_previous_entity(self) -> None:
        self._jump(MarkKind.ENTITY, -1)

    def _jump(self, kind: MarkKind | None, step: int) -> None:
        starts = sorted({m.span.start for m in self.view.marks if kind in (None, m.kind)})
        caret = self.view.caret
        beyond = [s for s in starts if s > caret] if step > 0 else [s for s in starts if s < caret]
        if beyond:
            self.view.caret = beyond[0] if step > 0 else beyond[-1]
            self._follow()
        else:
            what = kind.value if kind else "mark"
            self.say(f"No {what} {'below' if step > 0 else 'above'}.")

    # commands on the article

    def source(self) -> Source:
        view = self.view
        span = view.selection or view.sentence_under_caret() or None
        return Source(self.article, self.document.text, span, selected=bool(view.selection))

    def taken(self) -> None:
        if self.view.selecting:
            self.view.clear_selection()

    def do_side_pane(self) -> None:
        """Show the pane and go there; from the pane, put it away."""
        if self._in_pane or (self.pane.display and not self.pane.current):
            self._leave_pane()
            self.pane.display = self._pane_wanted = False
            return
        self.pane.display = self._pane_wanted = True
        self.remove_class("focused")
        if self.pane.current is not None:
            self._in_pane = True
            self.pane.activate(True)
            down, up, enter, delete, escape, pane = map(
                self.key,
                ("move down", "move up", "mark open", "annotation delete", "escape", "side pane"),
            )
            self.say(
                f"{down} {up} go through the marks, {enter} opens, {delete} deletes, "
                f"{escape} returns, {pane} closes."
            )

    def _leave_pane(self) -> None:
        self._in_pane = False
        self.pane.activate(False)

    def do_focus(self) -> None:
        self.toggle_class("focused")
        self._leave_pane()

    async def do_star(self) -> None:
        on, id = not self.article.starred, self.article_id
        await self.session.write(lambda archive: archive.articles.star([id], on))
        await self.wrote()
        self.say("Star set" if on else "Star taken off")

    async def do_read(self) -> None:
        on, id = not self.article.read, self.article_id
        # Asked for by hand: leaving must not turn it round again.
        self.end_seen = False
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
        self.keep_place()
        self.app.switch_screen(
            ArticleScreen(self.session, article_id, self._results, arriving=arriving)
        )

    def open_instead(
        self, article: str, caret: int | None = None, results: Results | None = None
    ) -> None:
        self.keep_place()
        self.app.switch_screen(ArticleScreen(self.session, article, results, at=caret))

    def do_escape(self) -> None:
        """Put away what was put on last; with nothing left, go back to the list."""
        view = self.view
        if self.search.display:
            view.find("")
            self._close_search()
            view.caret = self._find_from
        elif self._in_pane:
            self._leave_pane()
        elif view.selecting:
            view.clear_selection()
        elif view.hits:
            self._shows_results = False
            view.find("")
        elif self.has_class("focused"):
            self.remove_class("focused")
        else:
            self.do_back()

    def do_back(self) -> None:
        if self._in_pane:
            self._leave_pane()
        elif self.view.selecting:
            self.view.clear_selection()
        else:
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
