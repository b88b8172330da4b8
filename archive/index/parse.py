"""Reading a query: words, "phrases", OR, NOT and -word, (groups), field:value, prefix*.

The parser keeps its own stack, so that no depth of parentheses can exhaust
Python's; what it builds is flat wherever it can be, and bounded in depth and
in words, so that everyone who walks the tree may recurse. Operators are
capitals only. Typographic quotes, no-break spaces and dashes are as good as
plain ones. A ``field:`` that is none (``c:``, ``http://``) is words.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, replace

from archive.errors import QueryError
from archive.index.analysis import slots
from archive.index.query import (
    FLAGS,
    KINDS,
    TEXT_FIELDS,
    Dates,
    Everything,
    Has,
    Is,
    Language,
    Nothing,
    Query,
    Words,
    all_of,
    any_of,
    negated,
)
from archive.model import PartialDate

MOST_WORDS = 500
LONGEST = 20_000
DEEPEST = 100
FIRST_DAY, LAST_DAY = 1, 3_652_059  # 0001-01-01 and 9999-12-31, as ordinals

_FIELDS = (*TEXT_FIELDS, "lang", "date", "is", "has")
_QUOTES = '"“”„‟«»'
_LEXEME = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<minus>-(?=[\w"“„«(.]))
    |(?P<field>(?:{"|".join(_FIELDS)}):(?=[^\s)]))
    |"(?P<plain>[^"]*)"
    |[“”„‟](?P<curly>[^"“”„‟]*)["“”‟]
    |«(?P<french>[^»]*)»
    |(?P<unclosed>[{_QUOTES}])
    |(?P<word>[^\s(){_QUOTES}]+)
    """,
    re.VERBOSE,
)


@dataclass
class _Group:
    """A parenthesis being read; ``ors`` are the alternatives finished so far."""

    at: int
    field: str | None
    negate: bool = False
    ors: list[Query] = dataclasses.field(default_factory=list)
    ands: list[Query] = dataclasses.field(default_factory=list)
    or_at: int | None = None
    words: bool = False  # whether anything was meant, searchable or not


def parse(query: str, *, typing: bool = False) -> Query:
    """The tree of a query as typed.

    Args:
        query: what the user typed.
        typing: whether it may be unfinished. An open quotation or parenthesis
            is then closed, a dangling operator ignored, and the last bare
            word also matches the words that it begins.

    Returns:
        The tree; :class:`Everything` for an empty query, :class:`Nothing`
        for one without a single letter or figure.

    Raises:
        QueryError: with the offset of what cannot be understood.
    """
    return _Parser(query, typing).run()


class _Parser:
    def __init__(self, query: str, typing: bool) -> None:
        self.query = query
        self.typing = typing
        self.stack = [_Group(0, None)]
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
            match = _LEXEME.match(self.query, at)
            kind = match.lastgroup if match else None
            if match is None or kind is None:  # pragma: no cover - the word rule takes the rest
                raise self.error("This cannot be read.", at)
            end = match.end()
            if kind == "unclosed" and self.typing:
                end = len(self.query)
                self.leaf(self.query[at + 1 :], at, quoted=True, touches_end=True)
            else:
                self.lexeme(kind, match[kind], at, end)
            at = end
        if len(self.stack) > 1 and not self.typing:
            raise self.error(
                "This parenthesis is not closed.", self.stack[-1].at, "Add “)” after it."
            )
        while len(self.stack) > 1:
            self.close(len(self.query))
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
            self.field = text[:-1]
        elif kind == "minus" and not self.glued(at):
            self.negate = None if self.negate is not None else at
        elif kind == "open":
            group = _Group(at, self.field or self.stack[-1].field, self.negate is not None)
            if group.field in ("lang", "date", "is", "has"):
                raise self.error(f"{group.field}: takes one value, not a group.", at)
            if len(self.stack) > DEEPEST:
                raise self.error(
                    f"Parentheses are nested more than {DEEPEST} deep.", at, "Use fewer of them."
                )
            self.stack.append(group)
            self.negate = self.field = None
        elif kind == "close":
            if len(self.stack) == 1:
                raise self.error("This parenthesis was never opened.", at, "Remove it.")
            self.close(at)
        elif kind in ("plain", "curly", "french"):
            self.leaf(text, at, quoted=True)
        elif kind == "unclosed":
            raise self.error("This quotation is not closed.", at, "Add the closing quote.")
        elif text == "OR" and self.field is None:
            self.alternative(at)
        elif text == "AND" and self.field is None:
            return
        elif text == "NOT" and self.field is None:
            self.negate = None if self.negate is not None else at
        else:
            self.leaf(text, at, quoted=False, touches_end=end == len(self.query))

    def glued(self, at: int) -> bool:
        """Whether a minus stands right after a word, as in ``"a"-b``."""
        return at > 0 and not self.query[at - 1].isspace() and self.query[at - 1] not in "(-"

    def alternative(self, at: int) -> None:
        group = self.stack[-1]
        group.words = True
        if not group.ands and not self.typing:
            raise self.error("OR needs something before it.", at, "Add a word before OR.")
        if group.ands:
            group.ors.append(all_of(group.ands))
            group.ands = []
            group.or_at = at

    def close(self, at: int) -> None:
        group = self.stack.pop()
        made = self.finish(group)
        outer = self.stack[-1]
        outer.words = outer.words or group.words
        self.negate = self.field = None
        if made is not None:
            outer.ands.append(negated(made) if group.negate else made)

    def finish(self, group: _Group) -> Query | None:
        if group.ands:
            group.ors.append(all_of(group.ands))
        elif group.or_at is not None and not self.typing:
            raise self.error("OR needs something after it.", group.or_at, "Add a word after OR.")
        return any_of(group.ors) if group.ors else None

    def leaf(self, text: str, at: int, *, quoted: bool, touches_end: bool = False) -> None:
        name = self.field or self.stack[-1].field
        negate, self.negate, self.field = self.negate is not None, None, None
        group = self.stack[-1]
        group.words = True
        value_at = at + quoted
        made: Query | None
        if name == "date":
            made = self.dates(text.strip(), value_at)
        elif name == "lang":
            made = Language(text.strip().casefold().replace("_", "-").partition("-")[0])
        elif name in ("is", "has"):
            made = self.state(name, text.strip().casefold(), value_at)
        else:
            made = self.words(text, name, at, quoted)
        if made is None:
            return
        group.ands.append(negated(made) if negate else made)
        if touches_end and isinstance(made, Words) and not negate:
            self.last_word = (group, made)

    def words(self, text: str, name: str | None, at: int, quoted: bool) -> Words | None:
        found = slots(text.rstrip("*"), prefix=text.endswith("*") and not text.endswith(" *"))
        self.count += len(found)
        if self.count > MOST_WORDS:
            raise self.error(
                f"A query may have at most {MOST_WORDS} words.", at, "Search for fewer words."
            )
        return Words(found, name, at) if found else None

    def state(self, name: str, value: str, at: int) -> Query | None:
        known = FLAGS if name == "is" else KINDS
        if value in known:
            return Is(value) if name == "is" else Has(value)
        if self.typing and any(option.startswith(value) for option in known):
            return None
        raise self.error(f"{name}: knows {', '.join(known)}.", at)

    def dates(self, text: str, at: int) -> Query | None:
        first, dots, last = text.partition("..")
        if not dots:
            last = first
        if not first and not last:
            raise self.error("date: needs a date.", at, "Write 2025, 2025-01 or 2024..2025.")
        low = self.day(first, at).first if first else FIRST_DAY
        high = self.day(last, at + len(text) - len(last)).last if last else LAST_DAY
        if low > high:
            raise self.error(f"{first} comes after {last}.", at, "Put the earlier date first.")
        return Dates(low, high)

    def day(self, text: str, at: int) -> PartialDate:
        try:
            return PartialDate.parse(text)
        except ValueError:
            if self.typing:  # "2025-0" on its way to "2025-01": as far as it is a date
                for length in (7, 4):
                    try:
                        return PartialDate.parse(text[:length])
                    except ValueError:
                        continue
            raise self.error(
                f"There is no date {text[:40]!r}.", at, "Write 2025, 2025-01 or 2025-01-20."
            ) from None

    def let_last_word_grow(self) -> None:
        if not self.typing or self.last_word is None:
            return
        group, made = self.last_word
        last = made.slots[-1]
        if group is not self.stack[0] or last.prefix or not group.ands or group.ands[-1] != made:
            return
        grown = (*made.slots[:-1], replace(last, also_prefix=True))
        group.ands[-1] = Words(grown, made.field, made.at)
