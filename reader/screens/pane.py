"""The marks of the article beside its text, and the ways from one mark to the next."""

from __future__ import annotations

from reader.layout.marks import MarkKind
from reader.messages import CursorPlaced, LineChosen
from reader.screens.splitting import SplittingScreen
from reader.session import Session
from reader.widgets.side_pane import SidePane

_WIDE = 110  # columns from which the pane stands beside the text without being asked for


class PaneScreen(SplittingScreen):
    """The part of the article screen that lists the marks, and goes through them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.in_pane = False
        self._pane_wanted: bool | None = None

    @property
    def pane(self) -> SidePane:
        """The marks, shown or not."""
        return self.query_one(SidePane)

    def ways_to_mark(self) -> tuple[str, str]:
        """What the pane says while there is no mark."""
        claim, entity, highlight, note = (
            self.session.key(command, "article")
            for command in ("claim add", "entity tag", "highlight add", "note add")
        )
        first = f"No marks yet. {claim} claim, {entity} entity,"
        return first, f"{highlight} highlight, {note} note."

    def _pane_at(self, width: int) -> bool:
        """Whether the marks stand beside a text in so many columns, unless the user says so."""
        asked = self.session.settings.side_pane
        width -= _WIDE if self.split else 0
        return width >= _WIDE if asked == "auto" else asked == "always"

    def show_pane(self) -> None:
        """Show the marks if they are wanted, or if there is room and nobody said anything."""
        wanted = self._pane_wanted
        self.pane.display = self._pane_at(self.size.width) if wanted is None else wanted

    def follow(self) -> None:
        """Let the pane's cursor go to the mark under the caret."""
        if not self.in_pane:
            self.pane.follow(super().chosen_mark())

    def chosen_mark(self) -> str | None:
        """The mark under the pane's cursor, or the innermost under the caret."""
        if self.in_pane:
            mark = self.pane.current
            return mark.id if mark is not None else None
        return super().chosen_mark()

    def on_cursor_placed(self, message: CursorPlaced) -> None:
        mark = self.pane.current
        if message.pane is self.pane and mark is not None and mark.span is not None:
            self.view.caret = mark.span.start

    def on_line_chosen(self, message: LineChosen) -> None:
        if self.claims is not None and message.pane is self.claims.pane:
            self.do_claim_open()
            return
        mark = self.pane.current
        if mark is not None and mark.span is not None:
            self.view.caret = mark.span.start

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
            self.follow()
        else:
            what = kind.value if kind else "mark"
            self.say(f"No {what} {'below' if step > 0 else 'above'}.")

    def do_side_pane(self) -> None:
        """Show the pane and go there; from the pane, put it away."""
        if self.in_pane or (self.pane.display and not self.pane.current):
            self.leave_pane()
            self.pane.display = self._pane_wanted = False
            return
        self.pane.display = self._pane_wanted = True
        self.remove_class("focused")
        self.show_sides()
        if self.pane.current is not None:
            self.in_pane = True
            self.pane.activate(True)
            down, up, enter, delete, escape, pane = map(
                self.key,
                ("move down", "move up", "mark open", "annotation delete", "escape", "side pane"),
            )
            self.say(
                f"{down} {up} go through the marks, {enter} opens, {delete} deletes, "
                f"{escape} returns, {pane} closes."
            )

    def leave_pane(self) -> None:
        """Give the keys back to the text."""
        self.in_pane = False
        self.pane.activate(False)
