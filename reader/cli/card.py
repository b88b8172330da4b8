"""One claim with everything on it, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from archive.claims import Appearance
from archive.claims.drift import Piece, drifts
from archive.model import Claim, Evidence
from archive.text.plurals import counted
from reader.cli.output import say, say_json, say_table
from reader.cli.speaking import annotation_with_article

if TYPE_CHECKING:
    from archive.claims.sources import Source
    from archive.core import Archive

_HISTORY = 20


def claim_json(claim: Claim) -> dict[str, Any]:
    """One claim for programs."""
    return {
        "id": claim.id,
        "statement": claim.statement,
        "kind": claim.kind.value,
        "claimant": claim.claimant,
        "attribution": claim.attribution.value if claim.attribution else None,
        "said_on": claim.said_on.text if claim.said_on else None,
        "due": claim.due.text if claim.due else None,
        "verdict": claim.verdict,
        "confidence": claim.confidence,
        "notes": claim.notes or None,
    }


def evidence_json(piece: Evidence) -> dict[str, Any]:
    """One piece of evidence for programs."""
    return {
        "id": piece.id,
        "claim": piece.claim,
        "stance": piece.stance.value,
        "annotation": piece.annotation,
        "url": piece.url,
        "note": piece.note or None,
    }


def card_json(archive: Archive, claim: Claim) -> dict[str, Any]:
    """One claim with its appearances by date and its evidence, for programs."""
    evidence = archive.claims.evidence(claim.id)
    return claim_json(claim) | {
        "appearances": [
            annotation_with_article(one.mark)
            | {
                "outlet": one.article.outlet,
                "title": one.article.title,
                "published": one.article.published.text if one.article.published else None,
                "standing": one.standing.value,
            }
            for one in archive.claims.dated(claim.id)
        ],
        "evidence": [evidence_json(piece) for piece in evidence],
        "sources": [
            {"articles": list(one.articles), "evidence": [piece.id for piece in one.evidence]}
            for one in archive.claims.sources.of(evidence)
        ],
    }


def say_card(archive: Archive, claim: Claim, as_json: bool) -> None:
    """Answer with one claim and everything on it."""
    if as_json:
        say_json(card_json(archive, claim))
        return
    say(f"{claim.id}  {claim.statement}")
    say_table(_facts(archive, claim), indent=2, right=frozenset())
    if claim.notes.strip():
        say("\n" + claim.notes)
    dated = archive.claims.dated(claim.id)
    say(f"\nAppearances ({len(dated)})")
    for one, pieces in zip(dated, drifts([one.mark.exact for one in dated]), strict=True):
        say(f"  {_head(one)}")
        say(f"    “{marked(one.mark.exact, pieces)}”")
    evidence = archive.claims.evidence(claim.id)
    if evidence:
        _say_evidence(archive, evidence, archive.claims.sources.of(evidence))
    steps = archive.history.log(_HISTORY, record=claim.id)
    say("\nHistory")
    say_table(
        [[str(one.number), one.at, one.actor, one.summary] for one in steps],
        indent=2,
        right=frozenset({0}),
    )


def _facts(archive: Archive, claim: Claim) -> list[list[str]]:
    from reader.cli.ledger import verdict_shown

    speaker = archive.entities.get(claim.claimant).name if claim.claimant else ""
    facts = {
        "kind": claim.kind.value,
        "verdict": verdict_shown(claim.verdict, archive.claims.verdicts.scheme),
        "confidence": "" if claim.confidence is None else f"{claim.confidence} %",
        "claimant": speaker,
        "attribution": claim.attribution.value if claim.attribution else "",
        "said on": str(claim.said_on or ""),
        "due": str(claim.due or ""),
    }
    return [[name, value] for name, value in facts.items() if value]


def _head(one: Appearance) -> str:
    article, mark = one.article, one.mark
    date = article.published.text[:10] if article.published else "undated"
    standing = "" if one.standing in ("later", "undated") else f" ({one.standing})"
    place = "" if mark.placement.placed else f" [{mark.placement}]"
    outlet = f"{article.outlet}: " if article.outlet else ""
    return f"{mark.id}  {date}{standing}{place}  {outlet}{article.title} ({article.id})"


def marked(words: str, pieces: Sequence[Piece]) -> str:
    """A quotation on one line, with what changed: ``[-gone-] {+come+}``."""
    made, at = "", 0
    for piece in pieces:
        come = piece.span.of(words)
        made += words[at : piece.span.start]
        gap = " " if made and not made[-1].isspace() and not come else ""
        made += gap + (f"[-{piece.instead}-]" if piece.instead else "")
        made += (" " if piece.instead and come else "") + (f"{{+{come}+}}" if come else "")
        at = piece.span.end
    return " ".join((made + words[at:]).split())


def _say_evidence(
    archive: Archive, evidence: Sequence[Evidence], sources: Sequence[Source]
) -> None:
    say(f"\nEvidence ({len(evidence)}, from {counted(len(sources), 'independent source')})")
    for number, source in enumerate(sources, 1):
        for piece in source.evidence:
            what = piece.url or ""
            if piece.annotation is not None:
                mark = archive.annotations.get(piece.annotation)
                title = archive.articles.get(mark.article).title
                what = f"“{' '.join(mark.exact.split())}” {title} ({mark.article})"
            note = f" — {piece.note}" if piece.note else ""
            say(f"  {number}  {piece.id}  {piece.stance.value}  {what}{note}")
