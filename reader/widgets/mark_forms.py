"""The forms of marks: which entity a passage names, what a claim states."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from archive.entities.starter import Suggestion
from archive.model import ENTITY_TYPES, Claim, ClaimKind, Entity
from reader.layout.cells import sanitise
from reader.messages import LineChosen
from reader.widgets.forms import FRAME, Choice, FieldsForm, Offer, OfferList
from reader.widgets.safe import SafeInput


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is offered for the letters of a name.

    Attributes:
        known: entities of the archive, the most used first.
        starters: well-known ones that it does not have.
        type: what a new entity of the name is likely to be, if anything says so.
    """

    known: Sequence[Entity] = ()
    starters: Sequence[Suggestion] = ()
    type: str | None = None


Suggest = Callable[[str], Awaitable[Suggested]]


@dataclass(frozen=True, slots=True)
class EntityAnswer:
    """What the entity form answers: a known entity's id, or a new one's name and type.

    Attributes:
        details: of a well-known one that is new here: aliases and identifiers.
    """

    entity: str | None
    name: str
    type: str
    details: Mapping[str, object] = field(default_factory=dict)


class EntityForm(ModalScreen[EntityAnswer | None]):
    """Asks which entity is meant; known ones are offered as one types.

    An entity already called exactly so is offered first and taken by Enter;
    Up goes to the line that makes a new one.

    Args:
        name: the words marked.
        suggest: known entities for the first letters of a name.
        type: the type that a new entity gets unless chosen otherwise, or a similar name says.
        types: those to choose from.
        current: the entity the mark names now; taking it with another type
            answers that type.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("down", "step('down')", show=False),
        Binding("up", "step('up')", show=False),
        Binding("f2", "accept", show=False),
    ]
    DEFAULT_CSS = "EntityForm {" + FRAME + "& OfferList { height: 7; max-height: 20vh; } }"

    def __init__(
        self,
        name: str,
        suggest: Suggest,
        *,
        type: str = "organisation",
        types: Sequence[str] = ENTITY_TYPES,
        current: Entity | None = None,
    ) -> None:
        super().__init__()
        self._current = current
        self._name_typed, self._suggest, self._type = " ".join(name.split()), suggest, type
        self._types, self._preset = types, type
        self._offered = Suggested()

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            yield Static("Entity", classes="caption")
            yield SafeInput(
                self._name_typed, compact=True, select_on_focus=False, placeholder="Name"
            )
            yield Choice("Type", self._types, self._type, id="type")
            yield OfferList()
            yield Static(
                "Enter takes the line shown, ↑ ↓ choose, Tab goes to the type.", classes="hint"
            )
            with Horizontal(classes="buttons"):
                yield Button("Tag", id="save", compact=True, variant="primary")
                yield Button("Cancel", id="cancel", compact=True)

    async def on_mount(self) -> None:
        self.query_one(Input).focus()
        await self._offer(self._name_typed)

    @on(Input.Changed)
    async def _typed(self, event: Input.Changed) -> None:
        self._name_typed = " ".join(event.value.split())
        await self._offer(self._name_typed)

    async def _offer(self, name: str) -> None:
        offered = await self._suggest(name) if name else Suggested()
        if name != self._name_typed or not self.is_attached:
            return  # typed on while the answer was on its way
        self._offered, known = offered, offered.known
        choice = self.query_one(Choice)
        if choice.value == self._preset and self._current is None:  # not chosen by hand
            self._preset = offered.type or self._type
            choice.choose(self._preset)
        offers = [Offer(f"new: {name}", "a new entity of the type above")] if name else []
        offers += [Offer(entity.name, f"{entity.type} {entity.description}") for entity in known]
        offers += [Offer(each.name, f"{each.type}, well known") for each in offered.starters]
        exact = next((n for n, e in enumerate(known, 1) if _called(e, name)), 0)
        self.query_one(OfferList).display_offers(offers, exact)

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_accept()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_accept()
        else:
            self.dismiss(None)

    def on_line_chosen(self, message: LineChosen) -> None:
        self.action_accept()

    def action_step(self, name: str) -> None:
        """Move among the offers."""
        self.query_one(OfferList).move(name)

    def action_accept(self) -> None:
        """Answer with the line under the cursor."""
        pane = self.query_one(OfferList)
        if not pane.count:
            return
        known, starters = self._offered.known, self._offered.starters
        if pane.cursor > len(known):
            one = starters[pane.cursor - 1 - len(known)]
            details = {"aliases": one.aliases, "identifiers": one.identifiers}
            self.dismiss(EntityAnswer(None, one.name, one.type, details))
        elif pane.cursor:
            entity = known[pane.cursor - 1]
            now = self._current is not None and self._current.id == entity.id
            type = self.query_one(Choice).value if now else entity.type
            self.dismiss(EntityAnswer(entity.id, entity.name, type))
        else:
            kind = self.query_one(Choice).value
            self.dismiss(EntityAnswer(None, self._name_typed, kind))

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


def _called(entity: Entity, name: str) -> bool:
    wanted = name.casefold()
    names = [entity.name, *(alias.form for alias in entity.aliases)]
    return any(wanted == form.casefold() for form in names)


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What the claim form answers."""

    statement: str
    kind: ClaimKind
    note: str


class ClaimForm(FieldsForm[ClaimAnswer]):
    """Edits a claim's statement, kind and note.

    Args:
        claim: the claim as it is.
        quote: the words marked.
    """

    DEFAULT_CSS = "ClaimForm {" + FRAME + "}"

    def __init__(self, claim: Claim, quote: str) -> None:
        super().__init__()
        self._claim, self._quote = claim, quote

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            yield Static("Claim", classes="caption")
            yield Static(sanitise(" ".join(self._quote.split())), classes="hint", markup=False)
            yield SafeInput(
                self._claim.statement, compact=True, id="statement", select_on_focus=False
            )
            yield Choice("Kind", [kind.value for kind in ClaimKind], self._claim.kind, id="kind")
            yield SafeInput(self._claim.notes, compact=True, id="notes", placeholder="Note")
            yield Static("Enter saves, Tab goes on, ← → change the kind.", classes="hint")
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", compact=True, variant="primary")
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#statement").focus()

    def answer(self) -> ClaimAnswer:
        return ClaimAnswer(
            self.query_one("#statement", Input).value.strip() or self._claim.statement,
            ClaimKind(self.query_one(Choice).value),
            self.query_one("#notes", Input).value.strip(),
        )
