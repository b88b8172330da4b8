"""The postings of articles, collected in memory: texts to places of terms.

Terms go straight into the lists of their places: what a chunk of text means
is looked up once a pool, as the lists that its terms' places go to.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator

from archive.index.analysis import stem
from archive.index.chunks import CHUNK, LONG_CHUNK, pieces
from archive.index.copies import key_of, sketch
from archive.index.engines.packing import POSITION_BITS, POSITION_MASK, pack
from archive.index.matcher import GAP, field_texts
from archive.store import SearchFields

_Append = Callable[[int], None]
_Entry = tuple[int, tuple[_Append, ...], tuple[tuple[int, _Append], ...], int]


class Pool:
    """See :class:`archive.index.engines.whoosh_codec.Postings`."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.sketches: list[array[int]] = []
        self._fields: dict[str, dict[str, array[int]]] = {}
        self._chunks: dict[tuple[str, str | None], dict[str, _Entry]] = {}
        self._keys: list[int] = []  # of the body being read

    def fields(self) -> Iterable[str]:
        return self._fields.keys()

    def records(self, field: str) -> Iterator[tuple[str, bytes]]:
        terms = self._fields[field]
        return ((term, pack(terms[term])) for term in sorted(terms))

    def add(self, fields: SearchFields) -> None:
        """Take an article in."""
        number = len(self.ids)
        self.ids.append(fields.id)
        self._keys.clear()
        for name, texts, language in field_texts(fields):
            known = self._chunks.setdefault((name, language), {})
            base = number << POSITION_BITS
            for text in texts:
                if base & POSITION_MASK > POSITION_MASK - 3 * GAP:
                    break
                base = self._text(name, text, language, known, base) + GAP
        self.sketches.append(sketch(self._keys))

    def _text(
        self, name: str, text: str, language: str | None, known: dict[str, _Entry], base: int
    ) -> int:
        last = (base | POSITION_MASK) - 2 * GAP  # a text past it (16 M words) is cut
        get = known.get
        keys = self._keys if name == "body" else None
        for chunk in CHUNK.findall(text):
            entry = get(chunk)
            if entry is None:
                entry = self._entry(name, chunk, language)
                if len(chunk) <= LONG_CHUNK:
                    known[chunk] = entry
            advance, first, others, key = entry
            for append in first:
                append(base)
            for rel, append in others:
                append(base + rel)
            base += advance
            if keys is not None and advance:
                keys.append(key)
            if base > last:
                break
        return base

    def _entry(self, name: str, chunk: str, language: str | None) -> _Entry:
        found = pieces(chunk)
        lists: list[tuple[int, _Append]] = []
        for piece in found:
            lists.append((piece.rel, self._places(name, piece.surface).append))
            stemmed = stem(piece.surface, language) if piece.stemmable else None
            if stemmed is not None:
                lists.append((piece.rel, self._places(name, stemmed).append))
            if piece.name and name != "url" and not any(map(str.isdigit, piece.surface)):
                # What holds a figure is never stemmed: nobody asks whether it is a name.
                lists.append((piece.rel, self._places(name, "n:" + piece.surface).append))
            if piece.alias:  # no name, and yet without a stem
                lists.append((piece.rel, self._places(name, "a:" + piece.surface).append))
        first = tuple(append for rel, append in lists if not rel)
        others = tuple(pair for pair in lists if pair[0])
        return (found[-1].rel + 1 if found else 0), first, others, key_of(found)

    def _places(self, field: str, term: str) -> array[int]:
        """The growing list of places of a term; document << POSITION_BITS | position."""
        terms = self._fields.setdefault(field, {})
        found = terms.get(term)
        if found is None:
            found = terms[term] = array("Q")
        return found
