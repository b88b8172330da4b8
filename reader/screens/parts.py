"""What a dossier shows: everything read at once, and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.claims import Appearance
from archive.core import Archive
from archive.errors import NotFound
from archive.model import Annotation, Article, Claim, Dossier, Part, PartKind
from reader.widgets.card_list import Entry

_LINES = 12  # lines of a text that are shown; all of it is in the brief
_LETTERS = 1200


@dataclass(frozen=True, slots=True)
class Arranged:
    """A dossier with what its parts stand for.

    Attributes:
        claims: by id, those it holds, with their appearances by date.
        passages: by id, the marks it holds, with their articles.
    """

    dossier: Dossier
    parts: Sequence[Part]
    claims: Mapping[str, tuple[Claim, Sequence[Appearance]]]
    passages: Mapping[str, tuple[Annotation, Article]]

    @classmethod
    def load(cls, archive: Archive, title: str) -> Arranged:
        """The dossier of an id as it stands; NotFound if it is gone."""
        dossier = archive.dossiers.get(title)
        parts: list[Part] = []
        claims: dict[str, tuple[Claim, Sequence[Appearance]]] = {}
        passages: dict[str, tuple[Annotation, Article]] = {}
        for part in archive.dossiers.parts(dossier.id):
            try:
                if part.claim is not None:
                    claims[part.claim] = (
                        archive.claims.get(part.claim),
                        archive.claims.dated(part.claim),
                    )
                elif part.annotation is not None:
                    mark = archive.annotations.get(part.annotation)
                    passages[part.annotation] = mark, archive.articles.get(mark.article)
            except NotFound:
                continue  # deleted since the parts were read, and the part with it
            parts.append(part)
        return cls(dossier, parts, claims, passages)

    def part(self, id: str) -> Part | None:
        """The part of this id, if it is there."""
        return next((part for part in self.parts if part.id == id), None)

    def mark(self, part: Part) -> Annotation | None:
        """The mark at which a part stands in an article: a claim's earliest that has a place."""
        if part.annotation is not None:
            return self.passages[part.annotation][0]
        if part.claim is None:
            return None
        marks = [one.mark for one in self.claims[part.claim][1]]
        placed = [mark for mark in marks if mark.placement.placed]
        return next(iter(placed or marks), None)


def entries(arranged: Arranged) -> list[Entry]:
    """The lines of a dossier, a blank one between its parts."""
    found: list[Entry] = []
    for part in arranged.parts:
        if found:
            found.append(Entry((("", ""),)))
        found += _part(arranged, part)
    return found


def _part(arranged: Arranged, part: Part) -> Iterator[Entry]:
    if part.kind is PartKind.HEADING:
        yield Entry(((part.text, "head"),), part.id, stop=True)
    elif part.kind is PartKind.TEXT:
        yield from _words(part, first=True)
    elif part.claim is not None:
        claim, appearances = arranged.claims[part.claim]
        yield Entry(
            (("Claim ", "dim"), (f"{claim.verdict}  ", "glyph"), (claim.statement, "")),
            part.id,
            stop=True,
        )
        where = appearances[0].article.outlet or appearances[0].article.title if appearances else ""
        number = len(appearances)
        told = f"{number} appearance{'s' if number != 1 else ''}" + (f": {where}" if where else "")
        yield Entry(((told + (" …" if number > 1 else ""), "dim"),), part.id, indent=4)
        yield from _words(part, first=False)
    elif part.annotation is not None:
        mark, article = arranged.passages[part.annotation]
        lost = "" if mark.placement.placed else f"[{mark.placement}] "
        quotation = f"“{' '.join(mark.exact.split())}”"
        yield Entry(((lost, "glyph"), (quotation, "")), part.id, stop=True)
        facts = (article.outlet, article.title, article.published and article.published.text[:10])
        told = " · ".join(str(fact) for fact in facts if fact)
        yield Entry(((told, "dim"),), part.id, indent=4)
        yield from _words(part, first=False)


def _words(part: Part, *, first: bool) -> Iterator[Entry]:
    """The user's words, line by line; beside a claim or passage they stand below it."""
    shown = part.text[:_LETTERS]
    lines = [line for line in shown.split("\n") if line.strip()]
    cut = len(lines) > _LINES or len(shown) < len(part.text)
    for number, line in enumerate(lines[:_LINES]):
        start = first and not number
        yield Entry(((line, ""),), part.id, indent=0 if first else 4, stop=start)
    if cut:
        yield Entry((("…", "dim"),), part.id, indent=0 if first else 4)
