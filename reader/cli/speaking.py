"""How records are told: annotations and steps, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.model import Annotation, Step
from reader.cli.output import say, say_json, say_table

if TYPE_CHECKING:
    from archive.core import Archive


_KINDS = {
    "assessing": "claim",
    "identifying": "entity",
    "highlighting": "highlight",
    "commenting": "note",
}


def kind_of(mark: Annotation) -> str:
    """What people call a mark of this motivation; its own word where that is another."""
    return _KINDS.get(mark.motivation.value, mark.motivation.value)


def annotation_json(mark: Annotation) -> dict[str, Any]:
    """One annotation for programs; a mark without a place has no offsets."""
    placed = mark.placement.placed
    return {
        "id": mark.id,
        "motivation": mark.motivation.value,
        "start": mark.span.start if placed else None,
        "end": mark.span.end if placed else None,
        "exact": mark.exact,
        "placement": mark.placement.value,
        "claim": mark.claim,
        "entity": mark.entity,
        "note": mark.note or None,
        "tags": list(mark.tags),
    }


def annotation_with_article(mark: Annotation) -> dict[str, Any]:
    """One annotation for programs where its article does not stand beside it."""
    return annotation_json(mark) | {
        "article": mark.article,
        "label": mark.label,
        "creator": mark.creator or None,
        "created": mark.created,
        "modified": mark.modified,
    }


def annotation_row(archive: Archive, mark: Annotation) -> list[str]:
    """One annotation for people: id, kind, place, label, and its words with what is said of them.

    Args:
        archive: where the claim or entity it speaks of is read.
    """
    kind, words = kind_of(mark), mark.exact
    if mark.claim is not None:
        claim = archive.claims.get(mark.claim)
        if claim.verdict != archive.claims.verdicts.scheme.first:
            words += f" ({claim.verdict})"
    elif mark.entity is not None:
        entity = archive.entities.get(mark.entity)
        kind = entity.type
        if entity.name != mark.exact:
            words += f" = {entity.name}"
    if mark.note:
        words += f" — {mark.note}"
    words += "".join(f" #{tag}" for tag in mark.tags)
    place = f"{mark.span.start}:{mark.span.end}"
    if not mark.placement.placed:
        place = mark.placement.value
    elif mark.placement.value != "exact":
        place += f" {mark.placement.value}"
    return [mark.id, kind, place, mark.label or "", words]


def say_annotation(archive: Archive, mark: Annotation, as_json: bool, **extra: Any) -> None:
    """Answer with one annotation.

    Args:
        extra: what programs are told besides.
    """
    if as_json:
        say_json(annotation_with_article(mark) | extra)
    else:
        say_table([annotation_row(archive, mark)], right=frozenset())


def say_step(step: Step, as_json: bool, **extra: Any) -> None:
    """Answer with what was done; step 0 changed nothing.

    Args:
        extra: what programs are told besides.
    """
    if as_json:
        say_json({"step": step.number or None, "summary": step.summary, **extra})
    else:
        say(step.summary if step.number else "Nothing to change: it is so already.")
