"""Reading a query: words, "phrases", OR, NOT and -word, (groups), field:value, patterns.

The parser keeps its own stack, so that no depth of parentheses can exhaust
Python's; what it builds is flat wherever it can be, and bounded in depth and
in words, so that everyone who walks the tree may recurse. Operators are
capitals only. Typographic quotes, no-break spaces and dashes are as good as
plain ones. A ``field:`` that is none (``c:``, ``http://``) is words.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from archive.errors import QueryError
from archive.index import ranges
from archive.index.analysis import Slot, slots
from archive.index.chunks import SPACES, other_reading, ungrouped
from archive.index.lexemes import DATED, lexeme, refuse_sign
from archive.index.phrases import ANY, fuzzy_slots, quotation
from archive.index.query import (
    FLAGS,
    KINDS,
    TEXT_FIELDS,
    VALUE_FIELDS,
    Claims,
    Column,
    Everything,
    Has,
    Is,
    Language,
    Nothing,
    Query,
    Similar,
    Words,
    all_of,
    any_of,
    negated,
)
from archive.index.ranges import QUOTES
from archive.model import ClaimKind
from archive.text.folding import fold_word
from archive.text.language_names import code_of

MOST_WORDS = 500
LONGEST = 20_000
DEEPEST = 100
MOST_SLOP = 200
MOST_NEAR = 12

FIELDS = (*TEXT_FIELDS, *VALUE_FIELDS)
_ONE_VALUE = (*VALUE_FIELDS, "due")
CLAIM_KINDS = tuple(kind.value for kind in ClaimKind)


_NEAR = re.compile(r"~(\d*)")
_FUZZY = re.compile(r"(?<=\w)~(\d*)$")
_QUESTION = re.compile(r"(?<=\w)\?$")
_NO_LETTER = re.compile(r"\?+(?![\w*?])")


class Part(NamedTuple):
    """One of the terms of a query that must all match, and where it is written."""

    tree: Query
    start: int
    end: int


@dataclass
class _Group:
    """A parenthesis being read; ``ors`` are the alternatives finished so far."""

    at: int
    field: str | None
    start: int = 0  # where it is written, with what negates it and its field
    negate: bool = False
    ors: list[Query] = dataclasses.field(default_factory=list)
    ands: list[Query] = dataclasses.field(default_factory=list)
    places: list[tuple[int, int]] = dataclasses.field(default_factory=list)  # of ``ands``
    or_at: int | None = None
    words: bool = False  # whether anything was meant, searchable or not


def parse(
    query: str, *, typing: bool = False, today: date | None = None, due: bool = False
) -> Query:
    """The tree of a query as typed.

    Args:
        query: what the user typed.
        today: the day from which ``date:yesterday`` is counted, if not the present one.
        typing: whether it may be unfinished. An open quotation or parenthesis
            is then closed, a dangling operator ignored, and the last bare
            word also matches the words that it begins.
        due: whether ``due:`` is a field, as it is of claims (:class:`Due`).

    Returns:
        The tree; :class:`Everything` for an empty query, :class:`Nothing`
        for one without a single letter or figure.

    Raises:
        QueryError: with the offset of what cannot be understood.
    """
    return _Parser(query, typing, today, due=due).run()


def parts(
    query: str, *, typing: bool = False, today: date | None = None, due: bool = False
) -> Sequence[Part]:
    """The terms of a query, as in :func:`parse`, which must all match; none for a bare OR.

    Raises:
        QueryError: as :func:`parse`.
    """
    parser = _Parser(query, typing, today, due=due)
    parser.run()
    root = parser.stack[0]
    if root.or_at is not None:
        return ()
    return [Part(tree, *place) for tree, place in zip(root.ands, root.places, strict=True)]


class _Parser:
    def __init__(self, query: str, typing: bool, today: date | None, *, due: bool = False) -> None:
        self.query = query
        self.lexeme_of = lexeme((*FIELDS, "due") if due else FIELDS)
        self.typing = typing
        self.today = today or date.today()
        self.stack = [_Group(0, None)]
        self.start: int | None = None  # offset of a pending NOT, minus or field
        self.negate: int | None = None  # offset of a pending NOT or minus
        self.field: str | None = None  # pending "field:"
        self.count = 0
        self.last_word: tuple[_Group, Words] | None = None

    def error(self, message: str, at: int, remedy: str = "") -> QueryError:
        return QueryError(message, query=self.query, at=at, remedy=remedy)

    def run(self) -> Query:
        if len(self.query) > LONGEST:
            raise self.error(
                f"A query may have at most {LONGEST:,} characters.",
                LONGEST,
                "Search for fewer words.",
            )
        at = 0
        while at < len(self.query):
            match = self.lexeme_of.match(self.query, at)
            kind = match.lastgroup if match else None
            if match is None or kind is None:  # pragma: no cover - the word rule takes the rest
                raise self.error("This cannot be read.", at)
            end = match.end()
            if kind in ("field", "spaced") and match[kind].partition(":")[0] in DATED:
                end = self.dated(match[kind], kind == "spaced", at, end)
            elif kind == "unclosed" and self.typing:
                end = len(self.query)
                self.leaf(self.query[at + 1 :], at, end, quoted=True)
            elif kind == "quoted":
                end = self.quoted(at, end)
            else:
                self.lexeme(kind, match[kind], at, end)
            at = end
        return self.end()

    def end(self) -> Query:
        if len(self.stack) > 1 and not self.typing:
            raise self.error(
                "This parenthesis is not closed.", self.stack[-1].at, "Add “)” after it."
            )
        while len(self.stack) > 1:
            self.close(len(self.query), len(self.query))
        if self.negate is not None and not self.typing:
            raise self.error("NOT stands before nothing.", self.negate, "Add a word after it.")
        self.let_last_word_grow()
        root = self.finish(self.stack[0])
        if root is None:
            return Nothing() if self.stack[0].words else Everything()
        return root

    def lexeme(self, kind: str, text: str, at: int, end: int) -> None:
        if kind == "space":
            return
        if kind == "field":
            self.begin(at)
            self.field = text[:-1]
        elif kind == "minus" and not self.glued(at):
            self.negation(at)
        elif kind == "open":
            self.open(at)
        elif kind == "close":
            if len(self.stack) == 1:
                raise self.error("This parenthesis was never opened.", at, "Remove it.")
            self.close(at, end)
        elif kind == "valued":
            self.field, _, value = text.partition(":")
            self.leaf(value, at, end, quoted=False)
        elif kind == "unclosed":
            raise self.error("This quotation is not closed.", at, "Add the closing quote.")
        elif text == "OR" and self.field is None:
            self.alternative(at)
        elif text == "AND" and self.field is None:
            return
        elif text == "NOT" and self.field is None:
            self.negation(at)
        else:
            refuse_sign(self.query, text, at, end)
            self.leaf(text, at, end, quoted=False)

    def begin(self, at: int) -> None:
        if self.start is None:
            self.start = at

    def negation(self, at: int) -> None:
        self.begin(at)
        self.negate = None if self.negate is not None else at

    def glued(self, at: int) -> bool:
        """Whether a minus stands right after a word, as in ``"a"-b``."""
        return at > 0 and not self.query[at - 1].isspace() and self.query[at - 1] not in "(-"

    def open(self, at: int) -> None:
        self.begin(at)
        group = _Group(
            at, self.field or self.stack[-1].field, self.start or 0, self.negate is not None
        )
        if group.field in _ONE_VALUE:
            raise self.error(
                f"{group.field}: takes one value, not a group.",
                at,
                f"Write {group.field}:one OR {group.field}:other.",
            )
        if len(self.stack) > DEEPEST:
            raise self.error(
                f"Parentheses are nested more than {DEEPEST} deep.", at, "Use fewer of them."
            )
        self.stack.append(group)
        self.start = self.negate = self.field = None

    def alternative(self, at: int) -> None:
        group = self.stack[-1]
        group.words = True
        if not group.ands and not self.typing:
            raise self.error("OR needs something before it.", at, "Add a word before OR.")
        if group.ands:
            group.ors.append(all_of(group.ands))
            group.ands, group.places = [], []
            group.or_at = at

    def close(self, at: int, end: int) -> None:
        if self.negate is not None and not self.typing:
            raise self.error("NOT stands before nothing.", self.negate, "Add a word after it.")
        group = self.stack.pop()
        made = self.finish(group)
        outer = self.stack[-1]
        outer.words = outer.words or group.words
        self.start = self.negate = self.field = None
        if made is not None:
            outer.ands.append(negated(made) if group.negate else made)
            outer.places.append((group.start, end))

    def finish(self, group: _Group) -> Query | None:
        if group.ands:
            group.ors.append(all_of(group.ands))
        elif group.or_at is not None and not self.typing:
            raise self.error("OR needs something after it.", group.or_at, "Add a word after OR.")
        return any_of(group.ors) if group.ors else None

    def quoted(self, at: int, end: int) -> int:
        """A quotation and the ``~5`` after it; where that ends."""
        text = self.query[at + 1 : end - 1]
        slop: int | None = None
        near = _NEAR.match(self.query, end)
        if near is not None and (self.field or self.stack[-1].field) not in _ONE_VALUE:
            if near[1]:
                slop = int(near[1][:9])
            elif not self.typing:
                raise self.error(
                    "“~” does not say how near.", end, "Write how many words may lie between: ~5."
                )
            if slop is not None and slop > MOST_SLOP:
                raise self.error(
                    f"At most {MOST_SLOP} words may lie between.", end + 1, f"Write ~{MOST_SLOP}."
                )
            end = near.end()
        self.leaf(text, at, end, quoted=True, slop=slop)
        return end

    def leaf(self, text: str, at: int, end: int, *, quoted: bool, slop: int | None = None) -> None:
        name = self.field or self.stack[-1].field
        self.begin(at)
        group = self.stack[-1]
        made: Query | None
        if name in _ONE_VALUE:
            made = self.value(name, text, at + quoted, end == len(self.query))
        elif quoted:
            made = self.phrase(text, name, (at, end), slop)
        else:
            made = self.bare(text, name, (at, end))
        negate = self.put(made, end)
        open_end = end == len(self.query) and self.query[-1] not in QUOTES and slop is None
        if open_end and isinstance(made, Words) and not negate:
            self.last_word = (group, made)

    def dated(self, name: str, spaced: bool, at: int, end: int) -> int:
        """A field of dates and what is written after it; where that ends.

        After a blank it is dates only where it begins with figures: ``the date: soon`` is words.
        """
        field = name.rstrip(": \t\n\r\f\v")
        found = ranges.written(self.query, end, self.today, typing=self.typing)
        if spaced and not (found and ranges.certain(found, self.today)):
            self.leaf(field, at, at + len(field) + 1, quoted=False)
            return end
        self.begin(at)
        if found is None:  # a group, or a quotation without an end: what is wrong is said there
            self.field = field
            return end
        unfinished = self.typing and found.end == len(self.query)
        made = ranges.leaf(field, found, self.query, self.today, unfinished=unfinished)
        self.put(made, found.end)
        return found.end

    def put(self, made: Query | None, end: int) -> bool:
        """Add a term that ends there to the group, negated if it is to be; says whether it was."""
        group, place, negate = self.stack[-1], (self.start or 0, end), self.negate is not None
        self.start = self.negate = self.field = None
        group.words = True
        if made is not None:
            if isinstance(made, Column):
                made = replace(made, at=place[0], end=end)
            group.ands.append(negated(made) if negate else made)
            group.places.append(place)
        return negate

    def words(
        self,
        found: tuple[Slot, ...],
        name: str | None,
        place: tuple[int, int],
        slop: int | None = None,
    ) -> Words | None:
        self.count += len(found)
        if self.count > MOST_WORDS:
            raise self.error(
                f"A query may have at most {MOST_WORDS} words.",
                place[0],
                "Search for fewer words.",
            )
        return Words(found, name, slop if len(found) > 1 else None, *place) if found else None

    def phrase(
        self, text: str, name: str | None, place: tuple[int, int], slop: int | None
    ) -> Query | None:
        near = slop is not None
        readings = quotation(text, self.query, place[0] + 1, typing=self.typing, near=near)
        if near and any(len(found) > MOST_NEAR for found in readings):
            raise self.error(
                f"At most {MOST_NEAR} words can be near one another.", place[0], "Use fewer."
            )
        if name is None and readings == [(ANY,)]:
            return Everything()
        made = [self.words(found, name, place, slop) for found in readings]
        return any_of([one for one in made if one is not None]) if made else None

    def bare(self, text: str, name: str | None, place: tuple[int, int]) -> Query | None:
        """A word outside quotations: a figure, a pattern, a fuzzy word, or just a word."""
        if any(sign in SPACES for sign in text):
            return self.grouped(text, name, place)
        other = other_reading(text)
        if other is not None:
            readings = [self.words(slots(one), name, place) for one in (text, other)]
            return any_of([one for one in readings if one is not None])
        fuzzy = _FUZZY.search(text)
        if fuzzy is not None:
            word, at = text[: fuzzy.start()], place[0]
            found = fuzzy_slots(word, fuzzy[1], self.query, at, typing=self.typing)
            return self.words(found, name, place)
        question = _QUESTION.search(text)
        if question is not None and "://" not in text:
            return self.questioned(text[: question.start()], name, place)
        if text == "*":
            return Everything() if name is None else self.words((ANY,), name, place)
        plain = _NO_LETTER.sub(" ", text)
        wild = ("*" in plain or "?" in plain) and "://" not in plain
        begins = plain.endswith("*")
        plain = plain.rstrip("*")
        wild = wild and ("*" in plain or "?" in plain)
        return self.words(slots(plain, prefix=begins, wild=wild), name, place)

    def questioned(self, text: str, name: str | None, place: tuple[int, int]) -> Query | None:
        """A word with a question mark at its end.

        At the end of several words it is one; else it may as well be a letter
        (``wor?``), and whoever asks ``why?`` is to find that word too.
        """
        word = self.bare(text, name, place)
        asks = self.count > 1 and not self.query[place[1] :].strip(f"){QUOTES} ")
        if asks:
            return word
        pattern = self.words(slots(text + "?", wild=True), name, place)
        return any_of([one for one in (word, pattern) if one is not None])

    def grouped(self, text: str, name: str | None, place: tuple[int, int]) -> Query | None:
        """A figure in groups of digits; where plain spaces part them, maybe several in a row."""
        whole = self.words((Slot(ungrouped(text), False),), name, place)
        if whole is None or " " not in text:
            return whole
        row = tuple(slot for one in text.split(" ") for slot in slots(one))
        apart = self.words(row, name, place)
        return any_of([one for one in (whole, apart) if one is not None])

    def value(self, name: str | None, text: str, at: int, last: bool) -> Query | None:
        """The leaf of a field that takes one value; ``last`` where the query ends with it."""
        plain = fold_word(" ".join(text.split()))
        if name == "lang" and plain:
            return self.language(plain, at)
        if name in ("date", "added", "due"):
            return ranges.leaf(
                name,
                ranges.inside(ranges.Side(text, at), at + len(text)),
                self.query,
                self.today,
                unfinished=self.typing and last,
            )
        if name == "verdict" and plain:
            return Claims("verdict", plain)
        if name == "similar" and plain:
            return Similar(plain, at)
        known = {"is": FLAGS, "has": KINDS, "kind": CLAIM_KINDS}.get(name or "", ())
        if plain in known:
            if name == "kind":
                return Claims("kind", plain)
            return Is(plain) if name == "is" else Has(plain)
        if self.typing and any(option.startswith(plain) for option in known):
            return None
        if not known:
            raise self.error(f"{name}: needs a value.", at, f"Write it right after {name}:.")
        meant = nearest(plain, known)
        remedy = f"Did you mean {name}:{meant}?" if meant else ""
        raise self.error(f"{name}: knows {', '.join(known)}.", at, remedy)

    def language(self, plain: str, at: int) -> Query | None:
        """A language by its code or its name."""
        bare = plain.rstrip("*?~")
        if bare == plain:
            return Language(code_of(plain) or plain)
        example = code_of(bare) or "fr"
        raise self.error("lang: takes a whole language.", at + len(bare), f"Write lang:{example}.")

    def let_last_word_grow(self) -> None:
        if not self.typing or self.last_word is None:
            return
        group, made = self.last_word
        last = made.slots[-1]
        if group is not self.stack[0] or last.expands or not group.ands or group.ands[-1] != made:
            return
        grown = (*made.slots[:-1], replace(last, also_prefix=True))
        group.ands[-1] = replace(made, slots=grown)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The one of ``known`` that a slip of the keys may have made into ``word``."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    found = extractOne(word, known, scorer=OSA.distance, score_cutoff=max(1, len(word) // 3))
    return None if found is None else str(found[0])
