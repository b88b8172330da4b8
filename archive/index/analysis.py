"""From words to terms, the same for articles, queries, snippets and highlights.

Every piece of a text (:mod:`archive.index.chunks`) has a *surface* (case and
accents folded) and, in English and French text, a *stem* (Snowball) which
carries the mark of its language: ``e:open`` and ``f:open`` never meet, nor
does either meet a surface, since no surface holds a colon. A piece with a
figure, or with a capital after a small letter, is a name and has no stem.

The stemmers live in this module, not in any schema: they cannot be pickled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from archive.index.chunks import CHUNK, WILD_CHUNK, Piece, pieces


class Token(NamedTuple):
    """One term's place in a text.

    Attributes:
        position: ordinal of the word in the text, from 0; neighbours differ by one.
        start, end: code points of the text that was analysed.
        surface: the folded word.
        stem: ``e:…`` or ``f:…``, or None where the word has none in this text.
        name: whether it is written as a name (inner capital, or a figure).
    """

    position: int
    start: int
    end: int
    surface: str
    stem: str | None
    name: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a query.

    Attributes:
        surface: the folded word; the folded beginning if ``prefix``; with
            ``*`` and ``?`` in it if ``wild``.
        stemmable: false for names, figures, prefixes and wildcards.
        prefix: whether every word that begins so will do.
        also_prefix: whether, besides the word itself, words that it begins
            will do: the last word while the user is still typing it.
        wild: whether ``*`` stands for any letters, ``?`` for exactly one.
        fuzzy: whether, besides the word itself, words within one edit will do.
    """

    surface: str
    stemmable: bool = True
    prefix: bool = False
    also_prefix: bool = False
    wild: bool = False
    fuzzy: bool = False

    @property
    def any_word(self) -> bool:
        """Whether any word at all will do."""
        return self.wild and self.surface == "*"

    @property
    def ranges(self) -> bool:
        """Whether it stands for a range of the vocabulary: a beginning or a wildcard."""
        return self.prefix or self.also_prefix or self.wild

    @property
    def expands(self) -> bool:
        """Whether words other than its own terms satisfy it."""
        return self.ranges or self.fuzzy

    def admits(self, surface: str) -> bool:
        """Whether a surface is one that the slot expands to.

        One edit is an insertion, a deletion, a substitution or a swap of two
        neighbours (Damerau, "A technique for computer detection and
        correction of spelling errors", 1964).
        """
        if self.prefix or self.also_prefix:
            return surface.startswith(self.surface)
        if self.wild:
            return wildcard(self.surface).fullmatch(surface) is not None
        return self.fuzzy and within_one_edit(self.surface, surface)


@lru_cache(maxsize=1 << 10)
def wildcard(pattern: str) -> re.Pattern[str]:
    """The expression for a surface with ``*`` and ``?`` in it."""
    return re.compile(glob(pattern, ".*", ".", re.escape), re.DOTALL)


def glob(pattern: str, many: str, one: str, escape: Callable[[str], str]) -> str:
    """A pattern as an expression that never tries a ``*`` twice.

    Args:
        pattern: with ``*`` and ``?``.
        many, one: expressions for any letters and for one letter.
        escape: makes an expression of letters that stand for themselves.
    """
    fixed = [
        "".join(one if sign == "?" else escape(sign) for sign in part)
        for part in pattern.split("*")
    ]
    if len(fixed) == 1:
        return fixed[0]
    first, *middle, last = fixed
    return first + "".join(f"(?>{many}?{part})" for part in middle if part) + many + last


def within_one_edit(one: str, other: str) -> bool:
    """Whether two words differ by at most one edit."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at + 2 :] == other[at + 2 :] and one[at : at + 2] == other[at : at + 2][::-1]


KnownName = Callable[[str], bool]
"""Says of a folded surface whether the archive knows it only as a name."""


def never_a_name(_surface: str) -> bool:
    """The :data:`KnownName` of an archive that knows nothing."""
    return False


_stemmers: dict[str, Callable[[str], str]] = {}


def _stemmer(language: str) -> Callable[[str], str]:
    if language not in _stemmers:
        import Stemmer

        name = {"en": "english", "fr": "french"}[language]
        _stemmers[language] = Stemmer.Stemmer(name, 0).stemWord
    return _stemmers[language]


@lru_cache(maxsize=1 << 18)
def stem(surface: str, language: str | None) -> str | None:
    """The marked stem of a stemmable surface, or None in a language without stems.

    Snowball's French rules know ``ée`` by its accent, which folding took:
    one ``e`` of a final ``ee`` goes first, so that ``développée`` meets
    ``développer`` and ``développé``.
    """
    if language == "en":
        return "e:" + _stemmer("en")(surface)
    if language == "fr":
        if surface.endswith("ees") and len(surface) > 5:
            surface = surface[:-2]
        elif surface.endswith("ee") and len(surface) > 4:
            surface = surface[:-1]
        return "f:" + _stemmer("fr")(surface)
    return None


def tokens(text: str, language: str | None) -> Iterator[Token]:
    """Every term of a text, in order of place.

    Args:
        text: any text; offsets of the tokens are code points of it.
        language: its language (primary subtag), which decides the stems.
    """
    position = 0
    for match in CHUNK.finditer(text):
        found = pieces(match[0])
        if not found:
            continue
        base = match.start()
        for piece in found:
            yield Token(
                position + piece.rel,
                base + piece.start,
                base + piece.end,
                piece.surface,
                stem(piece.surface, language) if piece.stemmable else None,
                piece.name,
            )
        position += found[-1].rel + 1


LEAST_FUZZY = 3
"""Shorter words (code points) are near to too many others; they are looked for as they are."""


def slots(
    text: str,
    *,
    prefix: bool = False,
    wild: bool = False,
    fuzzy: bool = False,
    any_word: bool = False,
    more: bool = False,
) -> tuple[Slot, ...]:
    """The words of a stretch of a query, in order.

    Args:
        text: what was typed, without operators.
        prefix: whether the last word is a beginning (``prefix*``).
        wild: whether ``*`` and ``?`` in it stand for letters.
        fuzzy: whether words within one edit will do.
        any_word: whether a ``*`` alone stands for a word; else it is left out.
        more: whether other words follow in the same row.
    """
    found: list[Piece] = []
    for match in (WILD_CHUNK if wild else CHUNK).finditer(text):
        found += [piece for piece in pieces(match[0]) if piece.gram or not piece.alias]
    if found and not more and found[-1].gram and found[-1].alias:
        del found[-1]  # the pair before it tells of the last character
    made = [_slot(piece, wild, fuzzy) for piece in found]
    if made and prefix:
        last = made[-1]
        made[-1] = _pattern(last.surface + "*") if last.wild else Slot(last.surface, False, True)
    return tuple(
        slot
        for slot in made
        if not slot.wild
        or any(map(str.isalnum, slot.surface))
        or (any_word and "*" in slot.surface)
    )


def _slot(piece: Piece, wild: bool, fuzzy: bool) -> Slot:
    if piece.gram:
        return Slot(piece.surface, False, piece.alias or len(piece.surface) == 1)
    if wild and ("*" in piece.surface or "?" in piece.surface):
        return _pattern(piece.surface)
    near = fuzzy and len(piece.surface) >= LEAST_FUZZY
    return Slot(piece.surface, piece.stemmable, fuzzy=near)


def _pattern(surface: str) -> Slot:
    surface = re.sub(r"\*+", "*", surface)
    if surface in ("?*", "*?"):
        surface = "*"  # no word is empty
    if len(surface) > 1 and surface.endswith("*") and not {"*", "?"} & set(surface[:-1]):
        return Slot(surface[:-1], False, True)
    return Slot(surface, False, wild=True)


def terms(slot: Slot, known_name: KnownName) -> tuple[str, ...]:
    """The terms that satisfy a slot, apart from what it expands to.

    The language of a query is unknown, so a word stands for its surface
    anywhere, its English stem in English text and its French stem in French.

    Args:
        slot: a word of the query; what it expands to comes on top.
        known_name: whether the archive knows a surface only as a name, which
            is then never stemmed (French stems make ``openai`` into ``open``).
    """
    if slot.prefix or slot.wild:
        return ()
    if not slot.stemmable or known_name(slot.surface):
        return (slot.surface,)
    english, french = stem(slot.surface, "en"), stem(slot.surface, "fr")
    return tuple(term for term in (slot.surface, english, french) if term)


def near_words(
    word: str, edits: int, known: Sequence[str], counts: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """The words within so many edits of one: edits needed, how often it stands, the word.

    Args:
        word: folded.
        edits: 1 or 2; see :meth:`Slot.admits`.
        known: surfaces. ``counts``: how often each stands; those that never do are left out.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    found = extract(word, known, scorer=OSA.distance, score_cutoff=edits, limit=None)
    for near, edited, at in found:
        if counts[at]:
            yield int(edited), counts[at], near
