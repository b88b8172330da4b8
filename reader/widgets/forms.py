"""Small forms over the screen: a prompt with offers, a choice, a note, a yes or no.

Every form works by keyboard (Enter says yes, Esc no, Tab goes on) and has
buttons for the mouse. Imported on first use, so that the start does not pay
for them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from archive.errors import ArchiveError
from reader.layout.cells import drawn, sanitise
from reader.left import Draft
from reader.messages import LineChosen
from reader.widgets.line_list import LineList, fit
from reader.widgets.safe import SafeInput, SafeTextArea

Answer = TypeVar("Answer")
_KEYS = 7  # cells of an offer's keys
WORDS_HINT = "j k or arrows choose, Enter takes, letters narrow"
NOTHING_FITS = "Nothing fits what is typed: Backspace brings the words back, Esc leaves."

FRAME = """
    align: center middle;
    background: $background 60%;
    & > .frame {
        width: 72; max-width: 96%; height: auto; max-height: 90%;
        padding: 1 2; background: $surface; border: round $primary;
    }
    & .caption { text-style: bold; width: 100%; }
    & .hint { color: $foreground 75%; width: 100%; height: auto; }
    & Input { background: $panel; margin: 0 0 1 0; width: 100%; }
    & .buttons { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    & .buttons Button { margin: 0 0 0 2; }
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of what a prompt offers.

    Attributes:
        text: what is taken when it is chosen.
        detail: what it means.
        keys: how it is reached without the prompt, or empty.
        value: what is taken instead of the text where that does not tell it apart.
    """

    text: str
    detail: str = ""
    keys: str = ""
    value: str = ""

    @property
    def taken(self) -> str:
        """The answer that choosing it gives."""
        return self.value or self.text


class OfferList(LineList):
    """The offers under an input.

    Attributes:
        pointing: whether the cursor shows: Enter then takes the line it is on.
    """

    opens_on_click = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.offers: Sequence[Offer] = ()
        self.pointing = True
        self._widest = 0, 0
        self._keys = 0  # cells for the keys of offers

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.offers)

    def display_offers(
        self, offers: Sequence[Offer], cursor: int = 0, *, pointing: bool = True
    ) -> None:
        """Show other offers, the cursor on one of them or, unless ``pointing``, on none."""
        self.offers, self.cursor, self.pointing = offers, cursor, pointing
        self._widest = (
            max((cell_len(drawn(offer.text)) for offer in offers), default=0),
            max((cell_len(drawn(offer.detail)) for offer in offers), default=0),
        )
        self._keys = _KEYS if any(offer.keys for offer in offers) else 0
        self.renew()

    def points_at(self, index: int) -> bool:
        """Whether the cursor stands on this line, and shows."""
        return self.pointing and super().points_at(index)

    def step(self, name: str, *, leaves: bool) -> None:
        """Go to the next offer or the one before, from none to the first or the last.

        Args:
            name: ``down`` or ``up``.
            leaves: whether ``up`` goes from the first offer to none again.
        """
        if not self.pointing:
            self.pointing = True
            self.cursor = 0 if name == "down" else self.count - 1
            self.show_cursor()
            self.refresh()
        elif leaves and name == "up" and self.cursor == 0:
            self.pointing = False
            self.refresh()
        else:
            self.move(name)

    def _column(self, width: int) -> int:
        """Cells of the texts: a third at most, or all that they ask for and the meanings leave."""
        texts, meanings = self._widest
        return max(min(24, max(width // 3, 12)), min(texts, width - meanings - self._keys - 4))

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """The text, its meaning, its keys."""
        offer = self.offers[index]
        dim = self.look("dim", style)
        cursor = "▸ " if self.points_at(index) else "  "
        first = self._column(width) if offer.detail else width - 4
        keys = fit(offer.keys, self._keys, right=True)
        rest = max(0, width - first - len(keys) - 4)
        return [
            Segment(cursor + fit(offer.text, first) + " ", style),
            Segment(fit(offer.detail, rest) + keys + " ", dim),
        ]


class _WordLine(SafeInput):
    """Empty, it has no use for the two letters that move everywhere else."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("j", "k") and not self.value and isinstance(self.screen, Prompt):
            event.stop()
            event.prevent_default()
            self.screen.action_step("down" if event.key == "j" else "up")
        else:
            await super()._on_key(event)


class Prompt(ModalScreen[str | None]):
    """Asks for one line, offering what could be meant.

    Args:
        caption: what is asked for.
        offer: gives the offers for what is typed so far, or what they are awaited from:
            until they come there are none, and only those of the last letter are shown.
        value: what stands there at first.
        pick: Enter takes the offer under the cursor (a palette) instead of
            what is typed (a prompt: there the sign stands on no offer until
            an arrow goes to one, and Enter takes what it stands on; Tab puts
            that offer, or the first, into the line).
        words: a pick of a few words: ``j`` and ``k`` move until something is
            typed, and the line says so.
        at: the offer on which the cursor stands at first.
        check: raises an ArchiveError for an answer that cannot be taken: it
            is said under the line, which stays as it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("down", "step('down')", show=False),
        Binding("up", "step('up')", show=False),
        Binding("tab", "take", show=False, priority=True),
    ]
    DEFAULT_CSS = "Prompt {" + FRAME + "& OfferList { height: 10; max-height: 35vh; } }"

    def __init__(
        self,
        caption: str,
        offer: Callable[[str], Sequence[Offer] | Awaitable[Sequence[Offer]]] = lambda typed: (),
        *,
        value: str = "",
        pick: bool = False,
        words: bool = False,
        at: str = "",
        check: Callable[[str], object] = lambda answer: None,
    ) -> None:
        super().__init__()
        self._caption, self._offer, self._value = caption, offer, value
        self._pick, self._words, self._at, self._check = pick or words, words, at, check

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            yield Static(sanitise(self._caption), classes="caption", markup=False)
            kind = _WordLine if self._words else SafeInput
            line = kind(self._value, compact=True, select_on_focus=False)
            line.placeholder = WORDS_HINT if self._words else ""
            yield line
            problem = Static("", classes="hint", id="problem", markup=False)
            problem.display = False
            yield problem
            yield OfferList()

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._show(self._value)
        pane = self.query_one(OfferList)
        texts = [offer.text for offer in pane.offers]
        if self._at in texts:
            pane.place(texts.index(self._at))

    def _show(self, typed: str) -> None:
        offers = self._offer(typed)
        if isinstance(offers, Awaitable):
            self.run_worker(self._show_later(offers), group="offers", exclusive=True)
            offers = ()
        else:
            self.workers.cancel_group(self, "offers")
        self._show_these(offers)

    async def _show_later(self, offers: Awaitable[Sequence[Offer]]) -> None:
        self._show_these(await offers)

    def _show_these(self, offers: Sequence[Offer]) -> None:
        pane = self.query_one(OfferList)
        pane.display = bool(offers)
        pane.display_offers(offers, pointing=self._pick)
        self._say(NOTHING_FITS if self._words and not offers else "")

    def _say(self, problem: str) -> None:
        """Say under the line what is in the way; nothing takes that away."""
        shown = self.query_one("#problem", Static)
        shown.update(sanitise(problem))
        shown.display = bool(problem)

    def _answer(self, answer: str | None) -> None:
        """Close with an answer, unless it is refused."""
        try:
            if answer is not None:
                self._check(answer)
        except ArchiveError as error:
            self._say(str(error))
        else:
            self.dismiss(answer)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        pane = self.query_one(OfferList)
        if pane.count and pane.pointing:
            self._answer(pane.offers[pane.cursor].taken)
        elif self._words:
            self._say(NOTHING_FITS)
        else:
            self._answer(None if self._pick else event.value)

    def on_line_chosen(self, message: LineChosen) -> None:
        self._answer(self.query_one(OfferList).offers[message.index].taken)

    def action_step(self, name: str) -> None:
        """Move among the offers, and above the first back to the line."""
        pane = self.query_one(OfferList)
        if pane.count:
            pane.step(name, leaves=not self._pick)

    def action_take(self) -> None:
        """Put the offer under the cursor into the line."""
        pane, line = self.query_one(OfferList), self.query_one(Input)
        if pane.count:
            taken = pane.offers[pane.cursor].text
            line.value = taken if taken.endswith(("/", '/"')) else taken + " "
            line.cursor_position = len(line.value)

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class Choice(Widget, can_focus=True):
    """One of a few words: left and right, or a click, go through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,down", "turn(1)", show=False),
        Binding("left,up", "turn(-1)", show=False),
        Binding("enter", "screen.accept", show=False),
    ]
    DEFAULT_CSS = """
    Choice { height: 1; width: 100%; margin: 0 0 1 0; background: $panel; }
    Choice:focus { background: $primary 30%; text-style: bold; }
    """

    def __init__(self, caption: str, words: Sequence[str], value: str, *, id: str) -> None:
        super().__init__(id=id)
        self._caption, self._words = caption, list(words)
        if value not in self._words:
            self._words.append(value)
        self.value = value

    def render(self) -> str:
        """The caption and the word, between arrows that say there are others."""
        shown = sanitise(f"{self._caption}: ‹ {self.value} ›").replace("[", "\\[")
        return f" {shown}"

    def choose(self, word: str) -> None:
        """Show this word."""
        if word not in self._words:
            self._words.append(word)
        self.value = word
        self.refresh()

    def action_turn(self, by: int) -> None:
        """The next word, or the one before."""
        self.choose(self._words[(self._words.index(self.value) + by) % len(self._words)])

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_turn(1)

    def key_character(self, character: str) -> bool:
        """Go to the next word that begins with a letter; says whether there is one."""
        at = self._words.index(self.value)
        for word in self._words[at + 1 :] + self._words[: at + 1]:
            if word.startswith(character):
                self.choose(word)
                return True
        return False

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character.isalpha() and self.key_character(event.character):
            event.stop()


class Confirm(ModalScreen[bool]):
    """Asks yes or no; Enter and ``y`` are yes, Esc and ``n`` no.

    Args:
        question: one sentence; what it is about may stand on a line below.
        yes: what the yes button says.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n,escape,q", "answer(False)", show=False),
    ]
    DEFAULT_CSS = "Confirm {" + FRAME + "}"

    def __init__(self, question: str, *, yes: str = "Yes") -> None:
        super().__init__()
        self._question, self._yes = question, yes

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            lines = map(sanitise, self._question.split("\n"))
            yield Static("\n".join(lines), markup=False)
            with Horizontal(classes="buttons"):
                yield Button(f"{self._yes} (y)", id="yes", compact=True, variant="primary")
                yield Button("Cancel (n)", id="no", compact=True)

    def on_mount(self) -> None:
        self.query_one("#yes").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer by key."""
        self.dismiss(yes)


class FieldsForm(ModalScreen[Answer | None]):
    """A form of several fields: Enter in any of them and F2 save, Esc leaves.

    It has buttons ``save`` and ``cancel``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("f2", "accept", show=False),
    ]

    @abstractmethod
    def answer(self) -> Answer:
        """What stands in the fields."""

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_accept()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_accept()
        else:
            self.dismiss(None)

    def action_accept(self) -> None:
        """Answer with what stands in the fields."""
        self.dismiss(self.answer())

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class _NoteArea(SafeTextArea):
    """Enter is the form's; Ctrl-J begins a line."""

    def __init__(self, text: str) -> None:
        super().__init__(text, compact=True, soft_wrap=True, id="note")

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "f2"):
            event.stop()
            event.prevent_default()
            if isinstance(self.screen, NoteForm):
                self.screen.save()
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        elif event.key != "tab":
            await super()._on_key(event)


class NoteForm(ModalScreen[str | None]):
    """Asks for a note of any length.

    Args:
        caption: what it is about, such as the words marked.
        note: the note so far.
        draft: what it is about for the program, which keeps what is typed in case it is ended;
            with words, those that an earlier run kept so.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]
    DEFAULT_CSS = (
        "NoteForm {" + FRAME + "& TextArea { height: 8; max-height: 30vh; background: $panel; } }"
    )

    def __init__(self, caption: str, note: str = "", draft: Draft | None = None) -> None:
        super().__init__()
        self._caption, self._note, self._warned = caption, note, False
        self._draft = draft or Draft()

    @property
    def draft(self) -> Draft | None:
        """What would be lost if the program ended now; None if there is nothing."""
        areas = self.query(_NoteArea)  # none before it is mounted
        words = areas.first().text if areas else self._draft.words
        changed = words.rstrip() != self._note.rstrip()
        return replace(self._draft, words=words) if self._draft.article and changed else None

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            yield Static(sanitise(self._caption), classes="caption", markup=False)
            yield _NoteArea(self._draft.words or self._note)
            hint = "Enter saves, Ctrl-J begins a line, Esc leaves."
            if self._draft.words:
                hint = f"Not saved when the program ended. {hint}"
            yield Static(hint, classes="hint", id="hint")
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", compact=True, variant="primary")
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        area = self.query_one(_NoteArea)
        area.focus()
        area.move_cursor(area.document.end)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.save()
        else:
            self.dismiss(None)

    def save(self) -> None:
        """Answer with the note."""
        self.dismiss(self.query_one(_NoteArea).text.rstrip())

    def action_cancel(self) -> None:
        """Leave; what was typed is only thrown away on the second Esc."""
        if self.query_one(_NoteArea).text.rstrip() == self._note.rstrip() or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.query_one("#hint", Static).update("Not saved. Esc again throws it away, Enter saves.")
