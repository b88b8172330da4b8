"""Where the words of a query stand in a text.

Pure functions on plain text; every span is code points of the text given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.index.analysis import KnownName, Slot, glob, never_a_name, stem, terms
from archive.index.chunks import CHUNK, LONG_CHUNK, LONGEST, SPACES, pieces
from archive.index.parse import parse
from archive.index.proximity import near
from archive.index.query import DEFAULT_FIELDS, Query, Words, wanted
from archive.model import Span

_ROUGH_LENGTH = 6
_VARIANTS = {
    plain: f"[{plain}{accented}]"
    for plain, accented in {
        "a": "àáâãäåæ",
        "c": "ç",
        "e": "èéêë",
        "i": "ìíîï",
        "n": "ñ",
        "o": "òóôõöøœ",
        "s": "ß",
        "u": "ùúûü",
        "y": "ýÿ",
        ".": ".,",
        "'": "’ʼ",
    }.items()
}

_GROUPING = f"[{SPACES}.,]?"

_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_BETWEEN = r"\W{1,6}(?:\w{1,2}['’])?"  # an article that lost its vowel is no word
_ENDING = 3

_Hit = tuple[int, int, int, tuple[int, ...]]


class Highlighter:
    """Finds the words of one query in texts of one language.

    Args:
        query: the tree; words under a negation are not looked for.
        language: of the texts, which decides their stems.
        known_name: as in :func:`archive.index.analysis.terms`.
        field: the field the texts are of; words asked of another one are left out.

    Attributes:
        words: those looked for.
        rough: finds, without analysis, where words of the query may begin;
            None where none are looked for.
    """

    def __init__(
        self,
        query: Query,
        language: str | None,
        known_name: KnownName = never_a_name,
        field: str = "body",
    ) -> None:
        self._language = language
        self.words = [
            words
            for words in dict.fromkeys(wanted(query))
            if words.field == field or (words.field is None and field in DEFAULT_FIELDS)
        ]
        slots = dict.fromkeys(slot for words in self.words for slot in words.slots)
        self._slots = {slot: number for number, slot in enumerate(slots)}
        self._exact: dict[str, list[int]] = {}
        self._alternatives = alternatives = {slot: terms(slot, known_name) for slot in slots}
        for slot, number in self._slots.items():
            for term in alternatives[slot]:
                self._exact.setdefault(term, []).append(number)
        telling = dict.fromkeys(slot for words in self.words for _, slot in words.telling)
        self.rough = _rough(list(telling), alternatives) if slots else None
        self._patterns = [(slot, number) for slot, number in self._slots.items() if slot.expands]
        self._seen: dict[str, tuple[int, tuple[_Hit, ...]]] = {}

    def marked(self, text: str) -> list[tuple[int, int, int]]:
        """The hits in ``text``, in order: start, end, and which of ``words`` it is."""
        if not self.words:
            return []
        places = self._places(text)
        return sorted(
            (start, end, number)
            for number, words in enumerate(self.words)
            for start, end in self._runs(words, places)
        )

    def rough_of(self, number: int) -> re.Pattern[str]:
        """Finds, without analysis, where the first of some words may begin."""
        return _rough([self.words[number].slots[0]], self._alternatives)

    def close_of(self, number: int) -> re.Pattern[str]:
        """Finds, without analysis, where some words are most likely to stand.

        Closer than :meth:`rough_of`: whole words, in their order; most of
        what it finds is a hit, and some hits it does not find.
        """
        words = self.words[number]
        row = [_close(slot, self._alternatives[slot]) for slot in words.slots]
        if words.slop is not None:
            row = [f"(?:{'|'.join(row)})"]
        return re.compile(_BEFORE + _BETWEEN.join(row), re.IGNORECASE)

    def spans(self, text: str) -> list[Span]:
        """The hits in ``text``, in order, those that touch one another as one."""
        merged: list[list[int]] = []
        for start, end, _ in self.marked(text):
            if merged and start < merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return [Span(start, end) for start, end in merged]

    def _places(self, text: str) -> list[dict[int, tuple[int, int]]]:
        """For each slot, the positions of its words with their offsets."""
        places: list[dict[int, tuple[int, int]]] = [{} for _ in self._slots]
        position = 0
        seen = self._seen
        for match in CHUNK.finditer(text):
            chunk = match[0]
            known = seen.get(chunk)
            if known is None:
                known = self._analyse(chunk)
                if len(chunk) <= LONG_CHUNK:
                    seen[chunk] = known
            advance, hits = known
            for rel, start, end, numbers in hits:
                base = match.start()
                for number in numbers:
                    places[number].setdefault(position + rel, (base + start, base + end))
            position += advance
        return places

    def _analyse(self, chunk: str) -> tuple[int, tuple[_Hit, ...]]:
        found = pieces(chunk)
        hits: list[_Hit] = []
        for piece in found:
            numbers = list(self._exact.get(piece.surface, ()))
            if piece.stemmable:
                numbers += self._exact.get(stem(piece.surface, self._language) or "", ())
            admitting = [(slot, n) for slot, n in self._patterns if slot.admits(piece.surface)]
            numbers += [n for _, n in admitting]
            end = piece.end
            if piece.gram and admitting and len(admitting) == len(numbers):
                # Of a pair of characters only the one that was asked for.
                end = piece.start + min(len(slot.surface) for slot, _ in admitting)
            if numbers:
                hits.append((piece.rel, piece.start, end, tuple(dict.fromkeys(numbers))))
        return (found[-1].rel + 1 if found else 0), tuple(hits)

    def _runs(
        self, words: Words, places: list[dict[int, tuple[int, int]]]
    ) -> list[tuple[int, int]]:
        rows = [places[self._slots[slot]] for slot in words.slots]
        if len(rows) == 1:
            return list(rows[0].values())
        if words.slop is not None:
            return [
                row[at]
                for found in near(rows, words.slop)
                for row, at in zip(rows, found, strict=True)
            ]
        return [
            (span[0], rows[-1][at + len(rows) - 1][1])
            for at, span in rows[0].items()
            if all(at + offset in row for offset, row in enumerate(rows))
        ]


def highlight(
    query: str | Query,
    text: str,
    language: str | None = None,
    known_name: KnownName = never_a_name,
) -> list[Span]:
    """The words of ``query`` in the plain text of an article.

    Args:
        query: as typed, or its tree. Words that a query is still being typed
            with count as beginnings only in a tree parsed so.
        text: the article's plain text.
        language: of the article.
        known_name: as in :func:`archive.index.analysis.terms`.

    Returns:
        Spans in order, without overlaps, on code points of ``text``.

    Raises:
        QueryError: if ``query`` is a string that cannot be read.
    """
    tree = parse(query) if isinstance(query, str) else query
    return Highlighter(tree, language, known_name).spans(text)


def _shared(words: list[str]) -> str:
    """What all these words begin with."""
    first, last = min(words), max(words)
    for length, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return first[:length]
    return min(first, last, key=len)


def _rough(slots: list[Slot], alternatives: Mapping[Slot, tuple[str, ...]]) -> re.Pattern[str]:
    """What a word of the query may begin with, whatever its accents and ending.

    One group for each word, so that a passage with many different ones stands out.
    """
    groups = []
    for slot in slots:
        if slot.wild:
            groups.append("(" + _rough_wild(slot.surface) + ")")
            continue
        if slot.fuzzy:
            groups.append("(" + "|".join(_rough_halves(slot.surface)) + r"(?!\w))")
            continue
        stem = _stem_of(slot, alternatives[slot])[:_ROUGH_LENGTH]
        for ligature in ("oe", "ae", "ss"):
            stem = stem.partition(ligature)[0] + ligature[0] * (ligature in stem)
        groups.append("(" + _rough_letters(stem) + ")")
    unspaced = any(len(slot.surface) <= 2 and not slot.surface.isascii() for slot in slots)
    start = "" if unspaced else _BEFORE
    return re.compile(start + "(?:" + "|".join(groups[:90]) + ")", re.IGNORECASE)


def _rough_halves(surface: str) -> tuple[str, str]:
    """How a word within one edit may begin, or end: no edit stands in both halves."""
    half = len(surface) // 2
    ended = rf"\w{{0,{half + 2}}}" + _rough_letters(surface[half + 1 :])
    return _rough_letters(surface[:half]), ended


def _stem_of(slot: Slot, alternatives: tuple[str, ...]) -> str:
    """What the word of a slot and its stems all begin with."""
    bare = [term.partition(":")[2] or term for term in alternatives]
    return _shared([slot.surface, *bare]) or slot.surface[:1]


def _close(slot: Slot, alternatives: tuple[str, ...]) -> str:
    """What a word that satisfies a slot looks like, whole."""
    if slot.wild:
        return _rough_wild(slot.surface) + _AFTER
    if slot.fuzzy:
        begun, ended = _rough_halves(slot.surface)
        return rf"(?:{begun}\w{{0,{len(slot.surface) // 2 + 2}}}|{ended}){_AFTER}"
    if slot.prefix or slot.also_prefix:
        return _rough_letters(slot.surface) + rf"\w{{0,{LONGEST}}}" + _AFTER
    stem = _stem_of(slot, alternatives)
    most = len(slot.surface) - len(stem) + min(_ENDING, len(slot.surface) - 1)
    return _rough_letters(stem) + rf"\w{{0,{most}}}" + _AFTER


def _rough_letters(folded: str) -> str:
    return "".join(_VARIANTS.get(c, re.escape(c)) + _GROUPING * c.isdigit() for c in folded)


def _rough_wild(surface: str) -> str:
    """What a word that fits a wildcard looks like; no ``*`` is tried twice."""
    return glob(surface, rf"\w{{0,{LONGEST}}}", r"\w", _rough_letters)
