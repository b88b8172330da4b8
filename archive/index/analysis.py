"""From text to terms, the same for articles, queries, snippets and highlights.

A text falls into *chunks* (a compiled expression), a chunk into *pieces*:
elided articles go (``l'IA`` is ``ia``), possessives go, apostrophes that
belong to a word stay (``aujourd'hui``), ``C++``, ``.NET`` and figures
(``5,58`` is ``5.58``) stay whole, and what a hyphen, a slash or an underscore
joins stands as neighbours, so that ``GPT-4o`` is the words ``gpt`` and ``4o``
in a row. Every piece has a *surface* (case and accents folded) and, in
English and French text, a *stem* (Snowball) which carries the mark of its
language: ``e:open`` and ``f:open`` never meet, nor does either meet a surface,
since no surface holds a colon. A piece with a figure, or with a capital after
a small letter, is a name and has no stem.

The stemmers live in this module, not in any schema: they cannot be pickled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from archive.text.folding import fold_word

LONGEST = 100
"""Surfaces are cut here (code points): no word is longer, blobs of base64 are."""

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903"
_RUN = rf"[\w{_MARKS}\u093a-\u094f\u0e31\u0e34-\u0e4e]+"
CHUNK = re.compile(
    rf"(?:(?<![\w.])\.(?=[^\W\d_]))?{_RUN}(?:['’ʼ]{_RUN}|(?<=\d)[.,]\d{_RUN[:-1]}*)*(?:\+\+|\#(?!\w))?"
)
_ELIDED = frozenset(
    ("l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
)
_WHOLE = frozenset(
    (
        "aujourd'hui",
        "quelqu'un",
        "quelqu'une",
        "prud'homme",
        "prud'hommes",
        "prud'homal",
        "presqu'ile",
        "o'clock",
    )
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)+")
_INNER_CAPITAL = re.compile("[a-zà-öø-ÿœß][A-ZÀ-ÖØ-ÞŒ]")


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


class Piece(NamedTuple):
    """One word of a chunk, before the language is known.

    Attributes:
        rel: position relative to the chunk's first word.
        start, end: offsets relative to the chunk's start.
        name: as in :class:`Token`.
        stemmable: whether languages may stem it.
        alias: a second, plainer form at the same place (``net`` for ``.NET``);
            texts have it, queries do not.
    """

    rel: int
    start: int
    end: int
    surface: str
    name: bool
    stemmable: bool
    alias: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a query.

    Attributes:
        surface: the folded word, or the folded beginning if ``prefix``.
        stemmable: false for names, figures and prefixes.
        prefix: whether every word that begins so will do.
        also_prefix: whether, besides the word itself, words that it begins
            will do: the last word while the user is still typing it.
    """

    surface: str
    stemmable: bool = True
    prefix: bool = False
    also_prefix: bool = False


KnownName = Callable[[str], bool]
"""Says of a folded surface whether the archive knows it only as a name."""


def never_a_name(_surface: str) -> bool:
    """The :data:`KnownName` of an archive that knows nothing."""
    return False


def _figure(text: str) -> str:
    """``5,58`` and ``5.58`` as one; ``1,299.99`` and ``1,299,000`` without grouping."""
    marks = {c for c in text if c in ".,"}
    groups = re.split("[.,]", text)
    if len(marks) == 2:
        last = max(text.rfind("."), text.rfind(","))
        return text[:last].replace(",", "").replace(".", "") + "." + text[last + 1 :]
    if len(groups) > 2 and all(len(group) == 3 for group in groups[1:]):
        return "".join(groups)
    return text.replace(",", ".")


def _piece(rel: int, start: int, written: str) -> Iterator[Piece]:
    end = start + len(written)
    surface = fold_word(written)[:LONGEST]
    if not surface:
        return
    bare = surface.strip(".+#")
    if bare != surface:
        yield Piece(rel, start, end, surface, False, False)
        if len(bare) > 1:
            lead = len(written) - len(written.lstrip("."))
            yield Piece(rel, start + lead, start + lead + len(bare), bare, False, False, True)
        return
    figure = any(c.isdigit() for c in surface)
    if figure:
        surface = _FIGURE.sub(lambda match: _figure(match[0]), surface)
    name = figure or _INNER_CAPITAL.search(written) is not None
    yield Piece(rel, start, end, surface, name, not name)


@lru_cache(maxsize=1 << 18)
def pieces(chunk: str) -> tuple[Piece, ...]:
    """The words of one chunk, in order.

    Args:
        chunk: a match of ``CHUNK``, as written.
    """
    start, end = 0, len(chunk)
    if chunk.endswith("#") and len(chunk) > 2:
        end -= 1  # "C#" is a language, "issue#" is not
    plain = chunk.replace("’", "'").replace("ʼ", "'")
    if "'" in plain and fold_word(plain) not in _WHOLE:
        head, mark, rest = plain.partition("'")
        while mark and head.casefold() in _ELIDED:
            start += len(head) + 1
            head, mark, rest = rest.partition("'")
        if plain[:end].endswith(("'s", "'S")) and end - 2 > start:
            end -= 2
    found: list[Piece] = []
    rel = 0
    for match in re.finditer(r"[^_]+", plain[start:end]):
        made = list(_piece(rel, start + match.start(), match[0]))
        found += made
        rel += bool(made)
    return tuple(found)


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


def slots(text: str, *, prefix: bool = False) -> tuple[Slot, ...]:
    """The words of a stretch of a query, in order.

    Args:
        text: what was typed, without operators.
        prefix: whether the last word is a beginning (``prefix*``).
    """
    found = [
        Slot(piece.surface, piece.stemmable)
        for match in CHUNK.finditer(text)
        for piece in pieces(match[0])
        if not piece.alias
    ]
    if found and prefix:
        found[-1] = Slot(found[-1].surface, False, True)
    return tuple(found)


def terms(slot: Slot, known_name: KnownName) -> tuple[str, ...]:
    """The terms that satisfy a slot, apart from what a prefix expands to.

    The language of a query is unknown, so a word stands for its surface
    anywhere, its English stem in English text and its French stem in French.

    Args:
        slot: a word of the query.
        known_name: whether the archive knows a surface only as a name, which
            is then never stemmed (French stems make ``openai`` into ``open``).
    """
    if slot.prefix:
        return ()
    if not slot.stemmable or known_name(slot.surface):
        return (slot.surface,)
    english, french = stem(slot.surface, "en"), stem(slot.surface, "fr")
    return tuple(term for term in (slot.surface, english, french) if term)
