"""What a claim's card says: everything read at once, and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.claims import Appearance
from archive.claims.drift import Changed, Piece, drifts
from archive.claims.sources import Source
from archive.core import Archive
from archive.model import Annotation, Article, Claim, Scheme, Step
from archive.text.plurals import counted
from reader.widgets.card_list import Entry, Run

_HISTORY = 30


@dataclass(frozen=True, slots=True)
class Card:
    """A claim with all that is on it.

    Attributes:
        appearances: by date. ``drift``: what differs in each from the one before.
        sources: its evidence. ``passages``: the marks it names, with their articles.
    """

    claim: Claim
    speaker: str
    scheme: Scheme
    appearances: Sequence[Appearance]
    drift: Sequence[Sequence[Piece]]
    sources: Sequence[Source]
    passages: Mapping[str, tuple[Annotation, Article]]
    history: Sequence[Step]

    @classmethod
    def load(cls, archive: Archive, id: str) -> Card:
        """The card as it stands; NotFound if the claim is gone."""
        claim = archive.claims.get(id)
        dated = archive.claims.dated(id)
        evidence = archive.claims.evidence(id)
        marks = [archive.annotations.get(one.annotation) for one in evidence if one.annotation]
        return cls(
            claim,
            archive.entities.get(claim.claimant).name if claim.claimant else "",
            archive.claims.verdicts.scheme,
            dated,
            drifts([one.mark.exact for one in dated]),
            archive.claims.sources.of(evidence),
            {mark.id: (mark, archive.articles.get(mark.article)) for mark in marks},
            archive.history.log(_HISTORY, record=id),
        )


def entries(card: Card, *, drift: bool = False) -> list[Entry]:
    """The card's entries.

    Args:
        drift: only the quotations one under another, with what changed.
    """
    head = [Entry(((card.claim.statement, "passage"),)), Entry(((_facts(card), "dim"),))]
    if drift:
        return [*head, Entry((("", ""),)), *_appearances(card, brief=True)]
    notes = card.claim.notes.strip()
    told = [Entry((("", ""),)), Entry(((notes, ""),))] if notes else []
    return [*head, *told, *_appearances(card, brief=False), *_evidence(card), *_history(card)]


def _facts(card: Card) -> str:
    claim = card.claim
    odd = "" if claim.verdict in card.scheme.names else " (not in the scheme)"
    facts = (
        claim.kind.value,
        f"{claim.verdict}{odd}",
        f"{claim.confidence} % sure" if claim.confidence is not None else "",
        f"by {card.speaker}" if card.speaker else "",
        claim.attribution.value if claim.attribution else "",
        f"said {claim.said_on}" if claim.said_on else "",
        f"due {claim.due}" if claim.due else "",
    )
    return " · ".join(fact for fact in facts if fact)


def _heading(text: str) -> Iterator[Entry]:
    yield Entry((("", ""),))
    yield Entry(((text, "head"),))


def _appearances(card: Card, *, brief: bool) -> Iterator[Entry]:
    if not brief:
        yield from _heading(f"Appearances ({len(card.appearances)})")
    for one, pieces in zip(card.appearances, card.drift, strict=True):
        quotation = marked_runs(one.mark.exact, pieces)
        date = one.article.published.text[:10] if one.article.published else "undated"
        if brief:
            yield Entry(((f"{date:<11}", "dim"), *quotation), one.mark.id, stop=True)
            continue
        standing = "" if one.standing in ("later", "undated") else f" ({one.standing})"
        place = "" if one.mark.placement.placed else f" [{one.mark.placement}]"
        outlet = f"{one.article.outlet}: " if one.article.outlet else ""
        yield Entry(
            (
                (date, ""),
                (f"{standing}{place}", "glyph"),
                (f"  {outlet}{one.article.title}", "dim"),
            ),
            one.mark.id,
            stop=True,
        )
        yield Entry((("“", ""), *quotation, ("”", "")), one.mark.id, indent=4)


def marked_runs(words: str, pieces: Sequence[Piece]) -> tuple[Run, ...]:
    """A quotation with what is gone struck out, what came underlined, figures set apart."""
    runs: list[Run] = []
    at = 0
    for piece in pieces:
        runs.append((words[at : piece.span.start], ""))
        come = piece.span.of(words)
        figure = piece.changed is Changed.FIGURE
        if piece.instead:
            gap = "" if come or not runs[-1][0] else " "
            runs.append((f"{gap}[-{piece.instead}-]", "gone"))
        if come:
            gap = " " if piece.instead else ""
            runs.append((f"{gap}{{+{come}+}}", "figure" if figure else "come"))
        at = piece.span.end
    runs.append((words[at:], ""))
    return tuple(run for run in runs if run[0])


def _evidence(card: Card) -> Iterator[Entry]:
    pieces = sum(len(source.evidence) for source in card.sources)
    if not pieces:
        return
    sources = counted(len(card.sources), "independent source")
    yield from _heading(f"Evidence ({pieces}, from {sources})")
    for number, source in enumerate(card.sources, 1):
        for piece in source.evidence:
            what = piece.url or ""
            if piece.annotation is not None:
                mark, article = card.passages[piece.annotation]
                what = f"“{' '.join(mark.exact.split())}” {article.outlet or article.title}"
            note = f" — {piece.note}" if piece.note else ""
            yield Entry(
                ((f"{number} ", "dim"), (piece.stance.value, "glyph"), (f"  {what}{note}", "")),
                piece.annotation or "",
                piece.id,
                stop=True,
            )


def _history(card: Card) -> Iterator[Entry]:
    yield from _heading("History")
    for step in card.history:
        undone = " (undone)" if step.undone else ""
        yield Entry(((f"{step.at[:16]}  {step.actor}  {step.summary}{undone}", "dim"),))
