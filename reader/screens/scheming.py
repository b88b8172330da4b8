"""Changing the scheme of verdicts from any screen: picked from a list, or typed as a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from textual.app import App

from archive.claims.verdicts import Verdicts
from archive.core import Archive
from archive.errors import UsageError
from archive.model import Meaning
from archive.text.plurals import counted
from reader.session import Session

_RENAME, _REMOVE = "rename", "remove"
_USAGE = "Write: claims verdicts add NAME [MEANING], remove, rename or change a NAME or number."


class Asker(Protocol):
    """What is needed of the screen on which the scheme is changed."""

    session: Session

    @property
    def app(self) -> App[object]:
        """The program."""

    def say(self, message: str) -> None:
        """Say what happened."""

    def run_command(self, name: str, *arguments: str) -> None:
        """Run a command of the catalogue."""

    async def wrote(self) -> None:
        """Show what was just written."""


class Scheming:
    """Lists verdicts and changes them.

    Args:
        screen: where that is asked for.
    """

    def __init__(self, screen: Asker) -> None:
        self._screen = screen
        self._session = screen.session

    async def run(self, action: str = "", *words: str) -> None:
        """List the scheme to pick from, or change it.

        ``add NAME [MEANING]``, ``remove NAME``, ``rename NAME NEW``, ``change NAME MEANING``;
        but for a new one, a name may be its number.
        """
        if not action:
            await self._ask_verdict()
            return
        names = self._session.archive.claims.verdicts.scheme.names
        last = Meaning(words[-1]) if len(words) > 1 and words[-1] in list(Meaning) else None
        if action == "add" and words:
            name = " ".join(words[:-1] if last else words)
            await self._change(lambda verdicts: verdicts.add(name, last or Meaning.UNCLEAR))
        elif action == "remove" and words:
            gone = _named(" ".join(words), names)
            await self._change(lambda verdicts: verdicts.remove(gone))
        elif action == "rename" and len(words) > 1:
            old, new = _named(words[0], names), " ".join(words[1:])
            await self._change(lambda verdicts: verdicts.change(old, rename=new))
        elif action == "change" and last:
            meant = _named(" ".join(words[:-1]), names)
            await self._change(lambda verdicts: verdicts.change(meant, meaning=last))
        else:
            raise UsageError(_USAGE)

    async def _change(self, work: Callable[[Verdicts], object]) -> None:
        await self._session.write(lambda archive: work(archive.claims.verdicts))
        await self._screen.wrote()
        names = self._session.archive.claims.verdicts.scheme.names
        self._screen.say("  ".join(f"{number} {name}" for number, name in enumerate(names, 1)))

    async def _ask_verdict(self) -> None:
        from reader.widgets.forms import Offer, Prompt

        def look(archive: Archive) -> list[Offer]:
            scheme = archive.claims.verdicts.scheme
            used = archive.store.ledger.verdicts()
            return [
                Offer(name, f"{said}, {counted(used.get(name, 0), 'claim')}")
                for name, said in zip(scheme.names, scheme.meanings, strict=True)
            ]

        known = await self._session.load(look)
        names = [one.text for one in known]

        def offers(typed: str) -> list[Offer]:
            wanted = " ".join(typed.split())
            fitting = [one for one in known if wanted.casefold() in one.text.casefold()]
            new = wanted.casefold() not in [name.casefold() for name in names]
            return [*fitting, *([Offer(wanted, "a new one")] if wanted and new else [])]

        def answered(name: str | None) -> None:
            if name in names:
                self._ask_change(name)
            elif name:
                self._ask_meaning(name)

        self._screen.app.push_screen(
            Prompt("Change which verdict, or a new one?", offers, pick=True), answered
        )

    def _ask_meaning(self, name: str) -> None:
        from reader.widgets.forms import Offer, Prompt

        def offers(typed: str) -> list[Offer]:
            return [Offer(one.value) for one in reversed(Meaning) if one.startswith(typed.strip())]

        def answered(said: str | None) -> None:
            if said is not None:
                self._screen.run_command("claims verdicts", "add", name, said)

        self._screen.app.push_screen(
            Prompt(f"What does “{name}” say of a claim?", offers, words=True), answered
        )

    def _ask_change(self, name: str) -> None:
        from reader.widgets.forms import Offer, Prompt

        known = [
            Offer(_RENAME, "in the claims that have it too"),
            *(Offer(one.value, f"let it say that a claim is {one}") for one in Meaning),
            Offer(_REMOVE, "claims that have it keep it"),
        ]

        def offers(typed: str) -> list[Offer]:
            return [one for one in known if one.text.startswith(typed.strip())]

        def answered(what: str | None) -> None:
            if what == _RENAME:
                self._screen.app.push_screen(Prompt(f"Rename “{name}”", value=name), renamed)
            elif what == _REMOVE:
                self._screen.run_command("claims verdicts", "remove", name)
            elif what is not None:
                self._screen.run_command("claims verdicts", "change", name, what)

        def renamed(line: str | None) -> None:
            if line and line.strip() and line.strip() != name:
                self._screen.run_command("claims verdicts", "rename", name, line.strip())

        self._screen.app.push_screen(Prompt(f"What of “{name}”?", offers, words=True), answered)


def _named(word: str, names: Sequence[str]) -> str:
    """A verdict by its number, or as it is written."""
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 3 else 0
    return names[number - 1] if 1 <= number <= len(names) else word
