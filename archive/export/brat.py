"""Articles as brat standoff: for each a ``.txt`` with its text and an ``.ann`` with its marks.

The text is the article's plain text and nothing else, so that offsets are
code points of it (https://brat.nlplab.org/standoff.html). A span may not hold
a newline there: a mark that runs across lines is written as a discontinuous
one, its parts without white space at their ends. Claims, notes and highlights
have types of these names, a mention its entity's type; kind and verdict are
attributes, the entity a reference, evidence within one article a relation.
A mark without a place in the current text has none here: the report names it.

Marks on one span share one annotation, since strict readers (pybrat) refuse a
second one there: it has the type of the claim, else of the mention, the note,
the highlight, and a note of its own tells of each further mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from archive.errors import NotFound
from archive.export.around import stands
from archive.export.contract import Cancelled, ExportReport, Left, Progress, Source
from archive.export.dossier import Dossier, gather
from archive.export.filenames import cut, slug
from archive.export.files import Files, Pace, export_files
from archive.model import (
    Annotation,
    Article,
    ClaimKind,
    Entity,
    Motivation,
    Scheme,
    Span,
    Stance,
)

CONFIGURATION: Final = "annotation.conf"
_KINDS: Final = {
    Motivation.ASSESSING: "Claim",
    Motivation.COMMENTING: "Note",
    Motivation.HIGHLIGHTING: "Highlight",
}
_NAME_BYTES: Final = 60
_LINE: Final = re.compile(r"[^\n]+")
_NOT_A_NAME: Final = re.compile(r"[^A-Za-z0-9]+")


def export_brat(
    archive: Source,
    folder: Path,
    ids: Sequence[str] | None = None,
    *,
    text: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ExportReport:
    """Write the articles that have marks, all with ``text``.

    See :class:`archive.export.contract.Exporter` for arguments and errors.
    """
    dossier = gather(archive, ids)
    chosen = [one for one in dossier.articles.values() if text or dossier.annotations[one.id]]

    def work(files: Files, pace: Pace) -> Sequence[Left]:
        names = _known_names(files)
        omitted: list[Left] = []
        for article in chosen:
            try:
                document = archive.articles.document(article.id)
            except NotFound:
                continue  # deleted by another process since the export began
            name = names.get(article.id) or _name(article)
            marks = dossier.annotations[article.id]
            placed = [
                mark
                for mark in marks
                if stands(mark, document) and fragments(document.text, mark.span)
            ]
            files.put(f"{name}.txt", [document.text])
            files.put(f"{name}.ann", _lines(dossier, document.text, placed))
            for mark in marks:
                if mark not in placed:
                    reason = f"mark {mark.id} is {mark.placement}: brat knows no mark without place"
                    omitted.append(Left(f"{name}.ann", reason))
            pace.step()
        scheme = archive.claims.verdicts.scheme
        files.put(CONFIGURATION, _configuration(dossier, scheme))
        return omitted

    return export_files(folder, len(chosen), progress, cancelled, work)


def fragments(text: str, span: Span) -> list[Span]:
    """The parts of a span that lie on one line each, without white space at their ends.

    Args:
        text: the article's plain text. ``span``: code points of it.
    """
    parts: list[Span] = []
    for match in _LINE.finditer(text, span.start, span.end):
        words = match[0]
        start = match.start() + len(words) - len(words.lstrip())
        end = match.end() - (len(words) - len(words.rstrip()))
        if start < end:
            parts.append(Span(start, end))
    return parts


def type_of(entity: Entity) -> str:
    """The name of an entity's type as brat takes it: ASCII letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", entity.type).encode("ascii", "ignore").decode()
    name = _NOT_A_NAME.sub("_", plain).strip("_") or "Other"
    name = name[0].upper() + name[1:]
    return f"{name}_entity" if name in _KINDS.values() else name


def _known_names(files: Files) -> dict[str, str]:
    """Article id to the name its files have had: a corrected title is no reason for a new one."""
    names: dict[str, str] = {}
    for name in sorted(files.known):
        stem, _, suffix = name.rpartition(".")
        if suffix == "ann":
            names.setdefault(stem.rpartition("-")[2], stem)
    return names


def _name(article: Article) -> str:
    day = article.published.text[:10] if article.published is not None else ""
    title = cut(slug(article.title), _NAME_BYTES)
    return "-".join(part for part in (day, title, article.id) if part)


def _lines(dossier: Dossier, text: str, marks: Sequence[Annotation]) -> Iterator[str]:
    spans: dict[tuple[Span, ...], list[Annotation]] = {}
    for mark in marks:
        spans.setdefault(tuple(fragments(text, mark.span)), []).append(mark)
    numbers: dict[str, str] = {}
    count = _Count()
    for number, (parts, here) in enumerate(spans.items(), 1):
        target = f"T{number}"
        numbers.update((mark.id, target) for mark in here)
        first, *others = sorted(here, key=_rank)
        offsets = ";".join(f"{part.start} {part.end}" for part in parts)
        words = " ".join(part.of(text) for part in parts)
        yield f"{target}\t{_type(dossier, first)} {offsets}\t{words}\n"
        claim = dossier.claims.get(first.claim or "")
        if claim is not None:
            yield f"{count.next('A')}\tKind {target} {_value(claim.kind)}\n"
            yield f"{count.next('A')}\tVerdict {target} {_value(claim.verdict)}\n"
        named = (dossier.entity(mark.entity) for mark in (first, *others))
        for entity in {one.id: one for one in named if one is not None}.values():
            name = " ".join(entity.name.split())
            yield f"{count.next('N')}\tReference {target} newsmark:{entity.id}\t{name}\n"
        notes = [first.note, *(_also(dossier, mark) for mark in others)]
        for note in (" ".join(note.split()) for note in notes):
            if note:
                yield f"{count.next('#')}\tAnnotatorNotes {target}\t{note}\n"
    yield from _relations(dossier, marks, numbers, count)


def _relations(
    dossier: Dossier, marks: Sequence[Annotation], numbers: Mapping[str, str], count: _Count
) -> Iterator[str]:
    """What passages say of claims that appear in the same article, each once."""
    said: dict[tuple[str, str, str], None] = {}
    for mark in marks:
        for proof in dossier.proves.get(mark.id, ()):
            stance = _value(proof.stance).capitalize()
            for appearance in dossier.appearances.get(proof.claim, ()):
                if appearance.id in numbers:
                    said[stance, numbers[mark.id], numbers[appearance.id]] = None
    for stance, passage, claim in said:
        if passage == claim:  # no relation of brat leads from an annotation to itself
            yield f"{count.next('#')}\tAnnotatorNotes {claim}\t{stance} the claim in these words\n"
        else:
            yield f"{count.next('R')}\t{stance} Arg1:{passage} Arg2:{claim}\n"


class _Count:
    """Gives the ids of a file's lines: ``A1``, ``A2``, ``N1``."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def next(self, sign: str) -> str:
        """The next of those that begin with ``sign``."""
        self._given[sign] += 1
        return f"{sign}{self._given[sign]}"


def _rank(mark: Annotation) -> tuple[int, str]:
    """Which of the marks on one span gives it its type: the one that says most."""
    if mark.claim is not None:
        return 0, mark.id
    if mark.entity is not None:
        return 1, mark.id
    return (2 if mark.motivation is Motivation.COMMENTING else 3), mark.id


def _type(dossier: Dossier, mark: Annotation) -> str:
    entity = dossier.entity(mark.entity)
    return type_of(entity) if entity is not None else _KINDS.get(mark.motivation, "Other")


def _also(dossier: Dossier, mark: Annotation) -> str:
    """One more mark on a span that has its annotation, in words."""
    claim = dossier.claims.get(mark.claim or "")
    facts = f" ({claim.kind}, {claim.verdict}) {claim.statement}" if claim is not None else ""
    entity = dossier.entity(mark.entity)
    facts += f" {entity.name}" if entity is not None else ""
    told = f"Also {_type(dossier, mark)}{facts}"
    return f"{told}: {mark.note}" if mark.note.strip() else told


def _configuration(dossier: Dossier, scheme: Scheme) -> Iterator[str]:
    types = {*_KINDS.values(), "Other", *map(type_of, dossier.listed())}
    leftover = {claim.verdict for claim in dossier.claims.values()} - {*scheme.names}
    verdicts = dict.fromkeys(map(_value, (*scheme.names, *sorted(leftover))))
    yield "[entities]\n" + "".join(f"{name}\n" for name in sorted(types))
    yield "\n[relations]\n"
    for stance in Stance:
        yield f"{_value(stance).capitalize()}\tArg1:<ENTITY>, Arg2:Claim\n"
    yield "\n[events]\n\n[attributes]\n"
    yield f"Kind\tArg:Claim, Value:{'|'.join(_value(kind) for kind in ClaimKind)}\n"
    yield f"Verdict\tArg:Claim, Value:{'|'.join(verdicts)}\n"


def _value(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_A_NAME.sub("_", plain).strip("_") or "other"
