"""Setting the fields of claims by a key or two, whichever claims the screen has in hand."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from archive.articles import checked_date
from archive.core import Archive
from archive.errors import UsageError
from archive.model import Entity, Newcomer, Stance
from archive.text.clean import clean
from reader.screens.base import CommandScreen

Opener = Callable[[str, int | None], None]
"""Opens an article at an offset, or where reading stopped."""

_NEW = "\0"  # begins the answer that makes an entity; nobody can type it
_SPEAKERS = ("person", "organisation")
_OFFERED = 20

STANCES = tuple(stance.value for stance in Stance)


class ClaimingScreen(CommandScreen):
    """The part of ledger and card that changes claims."""

    @abstractmethod
    def claims_meant(self) -> list[str]:
        """Ids of the claims that commands are about: the selection, else the one in hand.

        Raises:
            UsageError: if there is none.
        """

    async def edit_claims(self, **fields: object) -> None:
        """Set fields of the claims meant, as one step, and say so."""
        ids = self.claims_meant()
        await self.session.write(lambda archive: archive.claims.edit_many(ids, **fields))
        await self.wrote()
        names = ", ".join(fields).replace("_", " ")
        what = "" if len(ids) == 1 else f" of {len(ids):,} claims"
        self.say(f"Changed {names}{what}. u takes it back.")

    def do_history(self) -> None:
        from reader.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.session))

    async def do_dossier_add(self, *words: str) -> None:
        from reader.screens.collecting import ask_dossier

        ids, title = self.claims_meant(), " ".join(words)
        if not title:
            await ask_dossier(self)
            return
        dossier = await self.session.write(
            lambda archive: archive.dossiers.collect_claims(title, ids)
        )
        self.session.last_dossier = dossier.id
        await self.wrote()
        what = "The claim is" if len(ids) == 1 else f"{len(ids):,} claims are"
        self.say(f"{what} in dossier “{dossier.title}”. u takes it back.")

    async def do_claim_verdict(self, *words: str) -> None:
        names = await self.session.load(lambda archive: archive.claims.verdicts.scheme.names)
        said = " ".join(words)
        if not said:
            meant = self.claims_meant()[0]
            now = await self.session.load(lambda archive: archive.claims.get(meant).verdict)
            self._pick("Verdict", names, "claim verdict", now)
            return
        if said.isdigit():
            if not 1 <= int(said) <= len(names):
                raise UsageError(f"The scheme has {len(names)} verdicts.", remedy="V lists them.")
            said = names[int(said) - 1]
        await self.edit_claims(verdict=said)
        self.say(f"Verdict: {said}. u takes it back.")

    async def do_claim_kind(self, kind: str) -> None:
        await self.edit_claims(kind=kind)

    async def do_claim_attribution(self, *words: str) -> None:
        await self.edit_claims(attribution=" ".join(words) or None)

    async def do_claim_confidence(self, percent: str = "") -> None:
        if percent and not (percent.isascii() and percent.isdigit() and len(percent) <= 3):
            raise UsageError(f"Confidence is a whole number from 0 to 100, not {percent[:20]!r}.")
        await self.edit_claims(confidence=int(percent) if percent else None)

    async def do_claim_due(self, date: str | None = None) -> None:
        await self._date("due", "Falls due on which day? Empty takes the date away.", date)

    async def do_claim_said(self, date: str | None = None) -> None:
        await self._date("said_on", "Said on which day? Empty takes the date away.", date)

    async def _date(self, field: str, question: str, date: str | None) -> None:
        ids = self.claims_meant()
        if date is not None:
            await self.edit_claims(**{field: date or None})
            return
        value = await self.session.load(lambda archive: getattr(archive.claims.get(ids[0]), field))

        def answered(line: str) -> None:
            self.spawn(self.edit_claims(**{field: line.strip() or None}))

        def check(line: str) -> None:
            checked_date(field, line.strip() or None)

        self._ask(question, answered, str(value or ""), check=check)

    async def do_claim_claimant(self, *words: str) -> None:
        self.claims_meant()
        said = " ".join(words)
        known = await self.session.load(lambda archive: archive.entities.all())
        if said and (said.startswith("e-") or self.session.archive.entities.named(said)):
            await self._by_name(said)
            return
        from reader.widgets.forms import Offer

        def offers(typed: str) -> list[Offer]:
            name = " ".join(typed.split())
            fitting = [one for one in known if name.casefold() in one.name.casefold()]
            new = name and all(name.casefold() != one.name.casefold() for one in fitting)
            return [
                *(Offer(one.name, _told(one), value=one.id) for one in fitting[:_OFFERED]),
                *(
                    Offer(name, f"new {type}", value=f"{_NEW}{type} {name}")
                    for type in (_SPEAKERS if new else ())
                ),
            ]

        def check(line: str) -> None:
            if line.strip() and not line.startswith(_NEW):
                _one_of(self.session.archive, line.strip())

        def answered(line: str) -> None:
            if line.startswith(_NEW):
                type, _, name = line.removeprefix(_NEW).partition(" ")
                self.spawn(self._by_new(name, type))
            else:
                self.spawn(self._by_name(line.strip()))

        question = "Who says so? ↓ and Enter take an offer; empty is nobody named."
        self._ask(question, answered, said, offers, check)

    async def _by_name(self, name: str) -> None:
        found = await self.session.load(lambda archive: _one_of(archive, name) if name else None)
        await self.edit_claims(claimant=found)

    async def _by_new(self, name: str, type: str) -> None:
        """Make the entity that speaks, and let it have said the claims."""
        await self.edit_claims(claimant=Newcomer(name, type))
        self.say(f"The register has {name} now ({type}), who said it. u takes both back.")

    async def do_claim_edit(self, *words: str) -> None:
        ids = self.claims_meant()
        if words:
            await self.edit_claims(statement=" ".join(words))
            return
        value = await self.session.load(lambda archive: archive.claims.get(ids[0]).statement)

        def answered(line: str) -> None:
            if line.strip() and line.strip() != value:
                self.spawn(self.edit_claims(statement=line))

        self._ask("The claim in one sentence", answered, value)

    async def do_claim_notes(self) -> None:
        from reader.screens.editing import edit_text

        ids = self.claims_meant()
        before = await self.session.load(lambda archive: archive.claims.get(ids[0]).notes)

        def answered(text: str | None) -> None:
            if text is not None and text != before:
                self.spawn(self.edit_claims(notes=clean(text)[0]))

        edit_text(self.app, "Notes on the claim", before, answered)

    async def do_evidence_add(self, page: str = "", stance: str = "") -> None:
        ids = self.claims_meant()
        if not page:

            def answered(line: str) -> None:
                self.run_command("evidence add", line.strip() or "next")

            self._ask(
                "Evidence: a URL, a mark's id, or Enter for the passage you mark next (B)",
                answered,
            )
        elif page == "next":
            self.session.evidence_for = ids
            key = self.session.key("evidence here", "article")
            self.say(f"Go to the passage, select it or stand on a mark, and press {key}.")
        elif not stance:
            self._pick("It", STANCES, f"evidence add {_quoted(page)}")
        else:
            await self.session.write(_evidence(ids, page, stance))
            await self.wrote()
            what = "" if len(ids) == 1 else f" to {len(ids):,} claims"
            self.say(f"Evidence added{what}: it {says(stance)}. u takes it back.")

    # asking

    def _pick(self, caption: str, words: Sequence[str], command: str, at: str = "") -> None:
        """Let one of some words be picked, at first the one at hand; it then follows a command."""
        from reader.widgets.forms import Offer, Prompt

        def offers(typed: str) -> list[Offer]:
            return [Offer(word) for word in words if typed.strip().casefold() in word.casefold()]

        def answered(word: str | None) -> None:
            if word is not None:
                self.run_line(f"{command} {word}")

        self.app.push_screen(Prompt(caption, offers, words=True, at=at), answered)

    def _ask(
        self,
        question: str,
        answered: Callable[[str], None],
        value: str = "",
        offers: Callable[[str], Sequence[Any]] = lambda typed: (),
        check: Callable[[str], object] = lambda line: None,
    ) -> None:
        from reader.widgets.forms import Prompt

        def got(line: str | None) -> None:
            if line is not None:
                answered(line)

        self.app.push_screen(Prompt(question, offers, value=value, check=check), got)


def _one_of(archive: Archive, name: str) -> str:
    """The id of the one entity of an id or name; UsageError where there is none, or several."""
    found = archive.entities.named(name)
    if len(found) == 1:
        return found[0].id
    if name.startswith("e-") and any(one.id == name for one in archive.entities.all()):
        return name
    if found:
        remedy = "Choose one with ↓ and Enter."
        raise UsageError(f"{len(found)} entities are called {name[:60]!r}.", remedy=remedy)
    raise UsageError(
        f"No entity is called {name[:60]!r}.", remedy="↓ and Enter on its offer make it."
    )


def _told(entity: Entity) -> str:
    """What tells an entity from another of its name."""
    return f"{entity.type}: {entity.description}" if entity.description else entity.type


def _evidence(claims: Sequence[str], page: str, stance: str) -> Callable[[Archive], None]:
    said = known_stance(stance)

    def work(archive: Archive) -> None:
        target = {"url": page} if "://" in page else {"annotation": page}
        archive.claims.add_evidence(claims[0], said, also=claims[1:], **target)

    return work


def known_stance(word: str) -> Stance:
    """A stance by its name; UsageError if there is none of it."""
    if word not in STANCES:
        raise UsageError(f"Unknown stance {word[:40]!r}.", remedy=f"One of: {', '.join(STANCES)}.")
    return Stance(word)


def says(stance: str) -> str:
    """What evidence of a stance does, after “it”."""
    return "gives context" if stance == "context" else stance


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\"'\"'") + "'"
