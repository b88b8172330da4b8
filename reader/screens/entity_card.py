"""One entity: its names, relations, claims, who appears with it, and its mentions in context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Alias, Claim, Entity, Place, Relation
from archive.text.plurals import counted
from reader.layout.cells import sanitise
from reader.messages import ArticleAsked, LineChosen
from reader.screens.base import CommandScreen
from reader.screens.entity_base import RULES, EntityScreen, alias_typed, dated
from reader.session import Session
from reader.widgets.context_list import ContextList, Line
from reader.widgets.status_line import Hints

_BARS = " ▁▂▃▄▅▆▇█"
_MOST_BARS = 60
_MOST_CLAIMS = 200


@dataclass(frozen=True, slots=True)
class Card:
    """All that is shown of an entity."""

    entity: Entity
    relations: list[tuple[Relation, Entity]]
    together: list[tuple[Entity, int]]
    claims: list[Claim]
    places: list[Place]
    merged: dict[str, str]  # id and name of those merged into it

    @classmethod
    def of(cls, archive: Archive, id: str) -> Card:
        """Read it; NotFound if there is no such entity."""
        part = archive.entities
        entity = part.get(id)
        relations = []
        for one in part.relations(entity.id):
            other = one.target if one.source == entity.id else one.source
            relations.append((one, part.get(other)))
        return cls(
            entity,
            relations,
            part.together(entity.id),
            [archive.claims.get(key) for key in part.claims(entity.id)[:_MOST_CLAIMS]],
            part.places(entity.id),
            archive.store.register.merged_into(entity.id),
        )


class EntityCard(EntityScreen):
    """Shows an entity.

    Args:
        session: the archive and what goes with it.
        entity: its id, or one that was merged into it.
    """

    MODE = "entity"
    HINTS: ClassVar[Hints] = (
        ("Enter opens", "entity open"),
        ("e rename", "entity rename"),
        ("a alias", "entity alias add"),
        ("t type", "entity type"),
        ("r relate", "entity relate"),
        ("m merge", "entity merge"),
        ("Space select", "entities select"),
        ("s split", "entity split"),
        ("x remove", "entity remove"),
        ("E sweep", "entity sweep"),
        ("q back", "back"),
    )
    DEFAULT_CSS = """
    EntityCard {
        & > #top {
            height: auto;
            max-height: 6;
            padding: 0 2;
            background: $background;
            border-bottom: hkey $border;
        }
    }
    """

    def __init__(self, session: Session, entity: str) -> None:
        super().__init__(session)
        self._key = entity
        self._card: Card | None = None
        self._selected: set[str] = set()

    @property
    def pane(self) -> ContextList:
        """The lines."""
        return self.query_one(ContextList)

    def compose_pane(self) -> ComposeResult:
        yield ContextList(id="card")

    async def archive_changed(self) -> None:
        id = self._key
        try:
            card = await self.session.load(lambda archive: Card.of(archive, id))
        except NotFound:
            if self.is_attached and self.app.screen is self:
                self.app.pop_screen()  # deleted, here or elsewhere
                beneath = self.app.screen
                if isinstance(beneath, CommandScreen):
                    name = "The entity" if self._card is None else self._card.entity.name
                    beneath.say(f"{name} is no longer there.")
            elif self.is_attached:
                self._card = None
                self.pane.display_lines([Line("This entity is no longer there.")])
            return
        if self.is_attached:
            self._card, self._key = card, card.entity.id
            self._selected &= {place.annotation for place in card.places}
            self._show(card)

    def _show(self, card: Card) -> None:
        entity = card.entity
        number = len({place.article for place in card.places})
        head = [
            f"{entity.name}   {entity.type}   {entity.id}",
            f"{counted(len(card.places), 'mention')} in {counted(number, 'article')}"
            f"   {over_time(card.places)}",
        ]
        if entity.description:
            head.append(" ".join(entity.description.split())[:400])
        self.query_one("#top", Static).update("\n".join(map(sanitise, head)))
        self.pane.display_lines(card_lines(card, self._selected))

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_entity_open()

    def entity_meant(self) -> Entity:
        if self._card is None:
            raise UsageError("This entity is no longer there.")
        return self._card.entity

    # commands

    def do_entity_open(self) -> None:
        line = self.pane.current
        match line.thing if line is not None else None:
            case Place(placed=True) as place:
                self.post_message(ArticleAsked(place.article, place.start))
            case Place():
                self.say("This mention has no place in the article's present text.")
            case Entity() as entity:
                self.app.push_screen(EntityCard(self.session, entity.id))
            case (Relation(), Entity() as entity):
                self.app.push_screen(EntityCard(self.session, entity.id))
            case Alias() as alias:
                self._edit_alias(alias)
            case Claim() as claim:
                places = self.session.archive.claims.appearances(claim.id)
                if places:
                    self.post_message(ArticleAsked(places[0].article, places[0].span.start))
            case _:
                self.say("Enter opens mentions, claims and other entities, and edits a name.")

    def _edit_alias(self, alias: Alias) -> None:
        from archive.entities.tables import alias_written

        entity = self.entity_meant()

        def answered(line: str) -> None:
            changed = alias_typed(line)
            work = self._do(
                lambda archive: archive.entities.change_alias(entity.id, alias.form, changed),
                self.shared("Changed", entity, changed.form),
            )
            self.spawn(work)

        self.ask(f"A further name {RULES}", answered, value=alias_written(alias))

    def do_entity_describe(self) -> None:
        """Say more: of the relation under the cursor its dates and note, else of the entity."""
        line = self.pane.current
        match line.thing if line is not None else None:
            case (Relation() as relation, Entity()):
                self._ask_dates(relation)
            case _:
                super().do_entity_describe()

    def _ask_dates(self, relation: Relation) -> None:
        from reader.widgets.forms import Prompt

        def done(line: str | None) -> None:
            if line is None:
                return
            before, since, until, note = dated(line)
            if since is None or before.strip():
                since, until, note = "", "", line.strip()  # no dates: all of it is the note
            work = self._do(
                lambda archive: archive.entities.relate(
                    *(relation.source, relation.kind, relation.target),
                    since=since,
                    until=until,
                    note=note,
                ),
                "Changed",
            )
            self.spawn(work)

        part = self.session.archive.entities
        one, other = part.get(relation.source), part.get(relation.target)
        caption = f"{one.name} {relation.kind} {other.name}: dates and note (2018-10..2024 a note)"
        value = f"{relation.since or ''}..{relation.until or ''} {relation.note}".strip()
        self.app.push_screen(Prompt(caption, value="" if value == ".." else value), done)

    def do_entities_select(self) -> None:
        """Select the mention under the cursor, or leave it out again, and go on."""
        line = self.pane.current
        if line is None or not isinstance(line.thing, Place) or self._card is None:
            self.say("Space selects mentions, for s to split them off.")
            return
        self._selected ^= {line.thing.annotation}
        at = self.pane.cursor
        self._show(self._card)
        self.pane.place(at + 1)

    def do_entity_split(self, *words: str) -> None:
        """Give the mentions selected, or all that a merge brought, to another entity."""
        whole, chosen = self.entity_meant(), set(self._selected)
        if not words:
            self._ask_split(whole, len(chosen))
            return
        name = " ".join(words)
        told = name if self._card is None else self._card.merged.get(name, name)
        self.spawn(
            self._do(
                lambda archive: archive.entities.split(whole.id, chosen, name=name),
                f"{told} split from {whole.name}",
            )
        )

    def _ask_split(self, whole: Entity, chosen: int) -> None:
        """Whose the mentions are: a new name, or one of those merged, which stand below."""
        merged = self._card.merged if self._card is not None else {}
        if not chosen and not merged:
            self.say("Space selects the mentions that are another's; nothing was merged into it.")
            return
        from reader.widgets.forms import Offer, Prompt

        what = counted(chosen, "mention") if chosen else "all that a merge brought"

        def offers(typed: str) -> list[Offer]:
            start = typed.strip().casefold()
            return [
                Offer(name, f"stands again · {id}", value=id)
                for id, name in merged.items()
                if name.casefold().startswith(start)
            ]

        def done(line: str | None) -> None:
            if line and line.strip():
                self.run_command("entity split", line.strip())

        caption = f"Split {what} from {whole.name}: whose are they?"
        self.app.push_screen(Prompt(caption, offers, pick=not chosen), done)

    def do_entity_merge(self, *words: str) -> None:
        """Merge another entity into this one."""
        into = self.entity_meant()
        if not words:
            self.ask_other(
                f"Merge which entity into {into.name}?",
                lambda name: self.run_command("entity merge", name),
            )
            return
        self.spawn(self.merge(into, [self.named(" ".join(words))]))

    def do_entity_remove(self) -> None:
        """Take away what the line under the cursor says."""
        entity, line = self.entity_meant(), self.pane.current
        match line.thing if line is not None else None:
            case Alias() as alias:
                said = f"{alias.form} is no longer a name of it"
                self.spawn(self._do(lambda a: a.entities.remove_alias(entity.id, alias.form), said))
            case (str() as scheme, str() as value):
                left = [pair for pair in entity.identifiers if pair != (scheme, value)]
                said = f"{scheme} {value} taken away"
                self.spawn(self._do(lambda a: a.entities.edit(entity.id, identifiers=left), said))
            case (Relation() as relation, _):
                said = "Relation taken away"
                self.spawn(self._do(lambda a: a.entities.unrelate(relation.id), said))
            case Place() as place:
                said = "Mention deleted"
                self.spawn(self._do(lambda a: a.annotations.delete(place.annotation), said))
            case _:
                self.say("x takes away a name, an identifier, a relation or a mention.")


def card_lines(card: Card, selected: set[str]) -> list[Line]:
    """The lines of a card below its head."""
    entity = card.entity
    lines: list[Line] = []
    if entity.aliases or entity.identifiers:
        lines.append(Line("Names and identifiers", heading=True))
        lines += [Line(_told(alias), thing=alias) for alias in entity.aliases]
        lines += [
            Line(f"{scheme}: {value}", thing=(scheme, value))
            for scheme, value in entity.identifiers
        ]
    if card.merged:
        told = ", ".join(f"{name} ({id})" for id, name in card.merged.items())
        lines.append(Line(f"Merged into it: {told}"))
    if card.relations:
        lines.append(Line("Relations", heading=True))
    for one, other in card.relations:
        dates = f"   {one.since or ''} – {one.until or ''}" if one.since or one.until else ""
        told = f"{one.seen_from(entity.id)}  {other.name}{dates}   {one.note}"
        lines.append(Line(told.rstrip(), thing=(one, other)))
    if card.together:
        lines.append(Line("Appears with", heading=True))
    for other, number in card.together:
        lines.append(Line(f"{other.name}   {counted(number, 'article')}", thing=other))
    if card.claims:
        lines.append(Line("Claims", heading=True))
        lines += [Line(f"{one.statement}   {one.verdict}", thing=one) for one in card.claims]
    lines.append(Line(f"Mentions by date   {len(card.places):,}", heading=True))
    lines += [
        Line(
            exact=place.exact,
            before=place.before,
            after=place.after,
            lead=str(place.published or "no date")[:10],
            mark=("●" if place.annotation in selected else "") if place.placed else "!",
            thing=place,
        )
        for place in card.places
    ]
    return lines


def _told(alias: Alias) -> str:
    rules = [alias.language or "", "as written" if alias.case_sensitive else "", alias.origin]
    told = ", ".join(rule for rule in rules if rule)
    return f"{alias.form}   ({told})" if told else alias.form


def over_time(places: Sequence[Place]) -> str:
    """Mentions by month as a line of bars, by year where there are many months; may be empty."""
    dated = [place.published.text for place in places if place.published is not None]
    months = [text[:7] for text in dated if len(text) >= 7]
    if not dated:
        return ""
    first, last = min(text[:4] for text in dated), max(text[:4] for text in dated)
    span = 12 * (int(last) - int(first) + 1)
    if span <= _MOST_BARS and len(months) == len(dated):
        keys = [
            f"{year}-{month:02}"
            for year in range(int(first), int(last) + 1)
            for month in range(1, 13)
        ]
        counts = Counter(months)
        begun, ended = min(months), max(months)
        keys = [key for key in keys if begun <= key <= ended]
    else:
        keys = [str(year) for year in range(int(first), int(last) + 1)][-_MOST_BARS:]
        counts = Counter(text[:4] for text in dated)
    most = max(counts.values())
    bars = "".join(_BARS[-(-8 * counts[key] // most)] for key in keys)
    return f"{keys[0]} {bars} {keys[-1]}" if len(keys) > 1 else keys[0]
