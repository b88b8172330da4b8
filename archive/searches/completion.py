"""What a query being typed can go on with: names of fields, then values that the archive holds.

Pure functions on the query and a :class:`Vocabulary`, which is read from the
archive beforehand, so that a key costs no look into the database.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from archive.model import ClaimKind, Counts
from archive.searches.manual import DATE_WORDS, FIELDS
from archive.store import Store
from archive.text.folding import fold_word

MOST: Final = 8
"""How many ways to go on are offered."""

MOST_KNOWN: Final = 20_000
"""So many values of a field are known, the most frequent; rarer ones can be typed."""

_BLANK: Final = re.compile(r"\s+")
_SHORTEST: Final = 3  # letters of a bare word from which on names are offered for it
_QUOTES: Final = {'"': '"', "“": "”", "„": "“", "«": "»"}
_MEANS: Final = {field.name: field.means for field in FIELDS}
_MARKS: Final = next(field.values for field in FIELDS if field.name == "has")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go on.

    Attributes:
        text: what the piece of the query becomes, quoted where it has to be.
        means: what it is, or empty.
        articles: how many articles have it; None where that is not counted.
        whole: whether the piece is then finished.
    """

    text: str
    means: str = ""
    articles: int | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Completion:
    """The piece ``[start, end)`` of a query, in code points, and what it can become."""

    start: int
    end: int
    options: tuple[Option, ...]


NOTHING: Final = Completion(0, 0, ())


class Vocabulary:
    """The values of fields, most frequent first, folded once for looking up.

    Args:
        values: by field of the query language.
    """

    def __init__(self, values: Mapping[str, Counts]) -> None:
        self._known = {field: _Values(counts[:MOST_KNOWN]) for field, counts in values.items()}

    @classmethod
    def of(cls, store: Store) -> Vocabulary:
        """What an archive holds; takes up to a second of a large one."""
        facets, counted = store.listing.facets(), store.stats()
        claims = store.searches.claim_values()
        marks = dict(facets.mark)
        dates: Counts = tuple((word, 0) for word in DATE_WORDS)
        return cls(
            {
                "lang": facets.language,
                "outlet": facets.outlet,
                "tag": facets.tag,
                "entity": facets.entity,
                "speaker": claims["speaker"],
                "author": store.searches.authors(),
                "date": (*dates, *facets.year, *facets.month),
                "added": dates,
                "is": (
                    ("unread", counted["unread"]),
                    ("read", counted["articles"] - counted["unread"]),
                    ("starred", counted["starred"]),
                    ("annotated", 0),
                ),
                "has": tuple((value, marks.get(value, 0)) for value in _MARKS),
                "kind": _all(claims["kind"], [kind.value for kind in ClaimKind]),
                "verdict": _all(claims["verdict"], store.ledger.scheme().names),
            }
        )

    def beginning(self, field: str, letters: str) -> Iterator[tuple[str, int]]:
        """Values of a field that begin with these letters, then those with such a word in them."""
        known = self._known.get(field)
        if known is not None:
            yield from known.beginning(fold_word(letters))


class _Values:
    """The values of one field, to be looked up by the beginnings of their words.

    Beginnings stand in order, each with the place of its value after a NUL,
    so that a key costs two bisections and not a walk through all of them.
    """

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        firsts: list[str] = []
        inner: list[str] = []
        for place, (value, _) in enumerate(counts):
            folded = fold_word(value)
            firsts.append(f"{folded}\0{place}")
            inner += [f"{folded[at.end() :]}\0{place}" for at in _BLANK.finditer(folded)]
        self._firsts, self._inner = sorted(firsts), sorted(inner)

    def beginning(self, wanted: str) -> Iterator[tuple[str, int]]:
        if not wanted:
            yield from self._counts
            return
        first = _places(self._firsts, wanted)
        yield from (self._counts[place] for place in first)
        seen = set(first)
        yield from (self._counts[p] for p in _places(self._inner, wanted) if p not in seen)


def _places(beginnings: list[str], wanted: str) -> list[int]:
    """The places of the values of which one begins so, the most frequent first."""
    first = bisect_left(beginnings, wanted)
    last = bisect_left(beginnings, wanted + "\U0010ffff")
    return sorted({int(entry.rpartition("\0")[2]) for entry in beginnings[first:last]})


def complete(query: str, at: int, vocabulary: Vocabulary) -> Completion:
    """What the piece of a query before the caret can go on with.

    Args:
        query: as typed so far.
        at: the caret, a code point of it.

    Returns:
        No options where the caret stands within a piece, after none, or in a
        phrase that belongs to no field.
    """
    start, quote = _piece(query, at)
    if at < len(query) and not (query[at].isspace() or query[at] == ")"):
        return NOTHING
    start += query[start:at].startswith("-")
    piece = query[start:at]
    name, colon, value = piece.partition(":")
    if colon and name in _MEANS:
        if value[:1] in _QUOTES:
            if not quote:
                return NOTHING  # the quotation is closed
            value = value[1:]
        options = tuple(_values(name, value, vocabulary))
    elif quote or not piece:
        return NOTHING
    else:
        options = tuple(_bare(piece, vocabulary))
    if [option.text for option in options] == [piece]:
        return NOTHING
    return Completion(start, at, options)


def accept(query: str, completion: Completion, option: Option) -> tuple[str, int]:
    """The query with an option taken, and where the caret then stands."""
    after = query[completion.end :]
    text = option.text
    if option.whole and not after.startswith((" ", ")")):
        text += " "
    begun = query[: completion.start] + text
    return begun + after, len(begun)


def _all(counts: Counts, known: Sequence[str]) -> Counts:
    """The values counted, and those that nothing has yet."""
    there = {value for value, _ in counts}
    return (*counts, *((value, 0) for value in known if value not in there))


def _piece(query: str, at: int) -> tuple[int, bool]:
    """Where the piece before the caret begins, and whether a quotation in it is open."""
    start, closing = 0, ""
    for place, sign in enumerate(query[:at]):
        if closing:
            closing = "" if sign in (closing, '"') else closing
        elif sign in _QUOTES:
            closing = _QUOTES[sign]
        elif sign.isspace() or sign in "()":
            start = place + 1
    return start, bool(closing)


def _values(field: str, letters: str, vocabulary: Vocabulary) -> Iterator[Option]:
    for value, number in islice(vocabulary.beginning(field, letters), MOST):
        yield Option(f"{field}:{quoted(value)}", "", number or None)


def _bare(word: str, vocabulary: Vocabulary) -> Iterator[Option]:
    """Fields that begin so; for a longer word also names that do."""
    named = [name for name in _MEANS if name.startswith(word)]
    yield from (Option(f"{name}:", _MEANS[name], whole=False) for name in named[:MOST])
    if len(word) < _SHORTEST:
        return
    names = (
        Option(f"{field}:{quoted(value)}", "", number or None)
        for field in ("entity", "tag", "outlet")
        for value, number in vocabulary.beginning(field, word)
    )
    yield from islice(names, MOST - len(named))


def quoted(value: str) -> str:
    """A field's value as it is written in a query: between quotation marks unless one word."""
    plain = " ".join(value.replace('"', " ").split())
    bare = plain.replace("-", "").replace(".", "")
    return plain if bare.isalnum() else f'"{plain}"'
