"""What the screens of entities share: which one is meant, and what is done to it."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from archive.core import Archive
from archive.model import NOT_SAME, RELATIONS, Alias, Entity
from archive.text.plurals import counted
from reader.screens.base import CommandScreen
from reader.screens.naming import entity_of, name_offers
from reader.screens.paned import PanedScreen

T = TypeVar("T")
RULES: Final = "({fr} after it: its language, {=}: as written only, {fr =}: both)"
_DATES: Final = re.compile(r"(?:\A|\s)\s*([\d-]*)\.\.([\d-]*)(?:\s+(.*))?\Z")


def alias_typed(line: str) -> Alias:
    """A further name as it is typed: ``Meta {en =}``; also ``=Meta`` for as written only."""
    from archive.entities.tables import alias_of

    alias = alias_of(line.strip())
    if alias.form.startswith("=") and len(alias.form) > 1:
        return replace(alias, form=alias.form[1:], case_sensitive=True)
    return alias


def dated(line: str) -> tuple[str, str | None, str | None, str | None]:
    """What is typed before dates, the dates, and the note after them.

    Each of the latter three is None where no dates stand, and empty where
    they stand without it: ``GitHub 2018-10.. all of it``.
    """
    dates = _DATES.search(line)
    if dates is None:
        return line, None, None, None
    return line[: dates.start()], dates[1], dates[2], (dates[3] or "").strip()


class EntityScreen(PanedScreen):
    """A screen with commands on the entity that is shown or under the cursor."""

    @abstractmethod
    def entity_meant(self) -> Entity:
        """The entity that commands are about.

        Raises:
            UsageError: if there is none.
        """

    async def changed(self, work: Callable[[Archive], T], said: str) -> T:
        """Write something of the user's, show it, and say what was done."""
        answer = await self.session.write(work)
        await self.wrote()
        # Where its entity is gone this screen is, too.
        screen = self.app.screen if isinstance(self.app.screen, CommandScreen) else self
        screen.say(f"{said}. u takes it back.")
        return answer

    def ask(self, caption: str, answered: Callable[[str], None], *, value: str = "") -> None:
        """Ask for a line."""
        from reader.widgets.forms import Prompt

        def done(line: str | None) -> None:
            if line and line.strip():
                answered(line.strip())

        self.app.push_screen(Prompt(caption, value=value), done)

    def ask_other(
        self, caption: str, answered: Callable[[str], None], *, dates: bool = False
    ) -> None:
        """Ask for another entity; Enter takes what is offered. What names none is refused there.

        Args:
            answered: called with its id, and with what follows the name if ``dates``.
            dates: whether dates and a note may stand after the name.
        """
        from reader.widgets.forms import Offer, Prompt

        def name_of(line: str) -> str:
            return dated(line)[0] if dates else line

        def offers(typed: str) -> list[Offer]:
            name = name_of(typed)
            rest = typed[len(name) :].rstrip()
            found = name_offers(self.session.archive, name)
            return [replace(offer, value=f"{offer.taken}{rest}") for offer in found]

        def check(answer: str) -> None:
            self.named(name_of(answer))

        def done(line: str | None) -> None:
            if line is not None:
                answered(line)

        self.app.push_screen(Prompt(caption, offers, pick=True, check=check), done)

    def named(self, name: str) -> Entity:
        """As :func:`~reader.screens.naming.entity_of`."""
        return entity_of(self.session.archive, name)

    def shared(self, said: str, entity: Entity, name: str) -> str:
        """What was done, and which others have the name that an entity was given."""
        others = self.session.archive.entities.namesakes([name], but=entity.id)
        told = ", ".join(f"{other.name} ({other.type})" for other in others[:3])
        return f"{said}, though it is a name of {told} too" if told else said

    # commands

    def do_entity_rename(self, *words: str) -> None:
        entity = self.entity_meant()
        if not words:
            self.ask(
                f"Rename {entity.name}",
                lambda name: self.run_command("entity rename", name),
                value=entity.name,
            )
            return
        name = " ".join(words)
        said = self.shared("Renamed", entity, name)
        self.spawn(self._do(lambda archive: archive.entities.rename(entity.id, name), said))

    def do_entity_type(self, *words: str) -> None:
        from reader.widgets.forms import Offer, Prompt

        entity = self.entity_meant()
        if words:
            type = " ".join(words)
            work = self._do(lambda archive: archive.entities.edit(entity.id, type=type), "Changed")
            self.spawn(work)
            return
        types = self.session.entity_types()

        def offers(typed: str) -> list[Offer]:
            fitting = [Offer(type) for type in types if type.startswith(typed.strip().lower())]
            own = typed.strip().lower()
            return fitting or [Offer(own, "a type of your own")]

        def done(type: str | None) -> None:
            if type:
                self.run_command("entity type", type)

        prompt = Prompt(f"Type of {entity.name}", offers, words=True, at=entity.type)
        self.app.push_screen(prompt, done)

    def do_entity_alias_add(self, *words: str) -> None:
        entity = self.entity_meant()
        if not words:
            self.ask(
                f"A further name of {entity.name} {RULES}",
                lambda name: self.run_command("entity alias add", name),
            )
            return
        alias = alias_typed(" ".join(words))
        said = self.shared("Added", entity, alias.form)
        self.spawn(self._do(lambda archive: archive.entities.add_alias(entity.id, alias), said))

    def do_entity_describe(self) -> None:
        """In the user's editor, or a form."""
        from archive.text.clean import clean
        from reader.screens.editing import edit_text

        entity = self.entity_meant()

        def answered(text: str | None) -> None:
            if text is not None and text != entity.description:
                said = clean(text)[0]
                work = self._do(
                    lambda archive: archive.entities.edit(entity.id, description=said), "Described"
                )
                self.spawn(work)

        edit_text(self.app, f"What {entity.name} is", entity.description, answered)

    def do_entity_identify(self, *words: str) -> None:
        """``entity identify wikidata:Q380 | domain:meta.com``; these and no others."""
        from archive.entities.tables import identifiers_of, identifiers_written
        from reader.widgets.forms import Prompt

        entity = self.entity_meant()
        if words:
            pairs = identifiers_of(" ".join(words))
            work = self._do(
                lambda archive: archive.entities.edit(entity.id, identifiers=pairs), "Changed"
            )
            self.spawn(work)
            return

        def done(line: str | None) -> None:
            if line is not None:
                self.run_command("entity identify", line.strip() or "|")

        caption = f"Identifiers of {entity.name}, such as wikidata:Q380 | domain:meta.com"
        now = identifiers_written(entity.identifiers)
        self.app.push_screen(Prompt(caption, value=now), done)

    def do_entity_relate(self, *words: str) -> None:
        """``entity relate owns GitHub 2018-10.. all of it``: dates and note may follow the name.

        A kind of several words stands in quotation marks.
        """
        entity = self.entity_meant()
        if len(words) >= 2:
            kind, (name, since, until, note) = words[0], dated(" ".join(words[1:]))
            other = self.named(name)
            said = f"{entity.name} {kind} {other.name}"
            self.spawn(
                self._do(
                    lambda archive: archive.entities.relate(
                        *(entity.id, kind, other.id),
                        since=since or None,
                        until=until or None,
                        note=note or None,
                    ),
                    said,
                )
            )
            return
        from reader.widgets.forms import Offer, Prompt

        def kinds(typed: str) -> list[Offer]:
            fitting = [kind for kind in RELATIONS if kind.startswith(typed.strip())]
            return [Offer(kind) for kind in fitting] or [Offer(typed.strip(), "in your own words")]

        def done(kind: str | None) -> None:
            if kind:
                self.ask_other(
                    f"{entity.name} {kind} … (may follow: 2018-10..2024 and a note)",
                    lambda name: self.run_command("entity relate", kind, name),
                    dates=True,
                )

        self.app.push_screen(Prompt(f"How is {entity.name} related?", kinds, pick=True), done)

    def do_entity_not_same(self, *words: str) -> None:
        self.run_command("entity relate", NOT_SAME, *words)

    async def merge(self, into: Entity, others: Sequence[Entity]) -> None:
        """Merge entities and say so."""
        ids = [other.id for other in others]
        names = ", ".join(other.name for other in others[:4])
        said = f"{names} merged into {into.name}"
        await self.changed(lambda archive: archive.entities.merge(into.id, ids), said)

    def do_entity_delete(self) -> None:
        from reader.widgets.forms import Confirm

        entity = self.entity_meant()

        def done(yes: bool | None) -> None:
            if yes:
                work = self._do(
                    lambda archive: archive.entities.delete(entity.id), f"{entity.name} deleted"
                )
                self.spawn(work)

        number = len(self.session.archive.entities.mentions(entity.id))
        question = f"Delete {entity.name} with its {counted(number, 'mention')}?"
        self.app.push_screen(Confirm(question, yes="Delete"), done)

    async def _do(self, work: Callable[[Archive], object], said: str) -> None:
        await self.changed(work, said)

    def sweep(
        self, articles: Collection[str] | None, entities: Collection[str] | None, where: str
    ) -> None:
        """Review what a sweep finds."""
        from reader.screens.sweeping import SweepScreen

        self.app.push_screen(SweepScreen(self.session, articles, entities, where))

    def do_entity_sweep(self) -> None:
        entity = self.entity_meant()
        self.sweep(None, [entity.id], f"{entity.name} in all articles")
