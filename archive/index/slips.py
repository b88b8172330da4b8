"""Terms that match nothing: what of them stands nowhere, what was meant, where else it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive.errors import QueryError
from archive.index.analysis import LEAST_FUZZY, Slot, within_one_edit
from archive.index.chunks import GROUPED
from archive.index.parse import FIELDS, nearest
from archive.index.phrases import quotation
from archive.index.query import Query, Words
from archive.index.ranges import QUOTES
from archive.index.results import Suggestion
from archive.text.plurals import counted

Nearest = Callable[[str, int], Sequence[tuple[str, int]]]
"""Words within so many edits of one, nearest and most frequent first, with their counts."""

FEW = 3
"""A word in so few articles at most may be a slip itself."""

_MANY_TIMES = 10  # so much more a word near such a one must find
_PER_TERM = 3
_SHORT = 5  # words shorter than this (code points) have but one slip of the keys
_NAMED = re.compile(r"-?(\w+):(?=[^\s/])")
_NO_FIELD = re.compile(r"([^\W\d_]{2,}):(?=\w)")
_WORD = re.compile(rf"{GROUPED}|\S+")
_CLOSING = re.compile(rf"[{QUOTES}]?(?:~\d*)?\Z")
_ITS_FIELD = re.compile(r"\w+:\Z")


@dataclass(frozen=True)
class Asking:
    """A query, and what may be asked of the archive to help with it.

    Attributes:
        query: as typed.
        count: how many articles a tree finds.
        nearest: the archive's words near one.
        read: the tree of another query.
        noun: what is found, one of it.
        fields: what may stand before a colon.
    """

    query: str
    count: Callable[[Query], int]
    nearest: Nearest
    read: Callable[[str], Query]
    noun: str = "article"
    fields: Sequence[str] = FIELDS

    def total(self, query: str) -> int | None:
        """How many articles another query finds; None where it cannot be read."""
        try:
            return self.count(self.read(query))
        except QueryError:
            return None

    def counted(self, number: int) -> str:
        """So many of what is found."""
        return counted(number, self.noun)

    def there_are(self, total: int) -> str:
        """That there is one, or are so many."""
        return f"{'is' if total == 1 else 'are'} {self.counted(total)}"

    def none_holds(self, written: str, field: str | None) -> str:
        """That a term stands nowhere, or not in a field."""
        if field:
            return f"No {self.noun} has {written} in its {field}."
        return f"No {self.noun} holds {written}."

    def instead(self, start: int, end: int, other: str) -> str:
        """The query with something else between two offsets."""
        return self.query[:start] + other + self.query[end:]


@dataclass(frozen=True)
class _Standing:
    """One word of a quotation: where it is written, what it is read as, how many hold it."""

    start: int
    end: int
    slots: tuple[Slot, ...]
    total: int


def near_words(ask: Asking, slots: tuple[Slot, ...]) -> list[str]:
    """The archive's words nearest to a term of one word, the most frequent first."""
    (slot, *more) = slots
    if more or slot.prefix or slot.wild or len(slot.surface) < LEAST_FUZZY:
        return []
    if not any(map(str.isalpha, slot.surface)):
        return []  # a figure near another says something else
    edits = 1 if len(slot.surface) < _SHORT else 2
    near = [word for word, _ in ask.nearest(slot.surface, edits) if word != slot.surface]
    closer = [word for word in near if within_one_edit(slot.surface, word)]
    return (closer or near)[:_PER_TERM]


def all_at_once(ask: Asking, nowhere: Sequence[Words]) -> list[Suggestion]:
    """The query with every one of these terms put right, where that can be done."""
    other = ask.query
    for words in sorted(nowhere, key=lambda words: -words.at):
        near = near_words(ask, words.slots)
        if not near:
            return []
        other = other[: words.at] + near[0] + other[words.end :]
    total = ask.total(other)
    return [Suggestion("spelling", f"Did you mean {other}?", other, total)] if total else []


def of_term(ask: Asking, words: Words) -> list[Suggestion]:
    """What to say of a term that no article holds, or none in the field asked for."""
    written = ask.query[words.at : words.end]
    named = slip_of_field(ask, words)
    if named is not None:
        return [named]
    if words.slots[0].any_word and words.field and len(words.slots) == 1:
        return [Suggestion("term", f"No {ask.noun} has a word for {words.field}:.")]
    elsewhere = _elsewhere(ask, words)
    if written[:1] in QUOTES and len(words.slots) > 1:
        return elsewhere or _of_phrase(ask, words)
    made: list[Suggestion] = []
    for near in near_words(ask, words.slots):
        other = ask.instead(words.at, words.end, near)
        total = ask.total(other)
        if total is not None and (total or words.field is None):
            text = f"{ask.none_holds(written, words.field)} Did you mean {near}?"
            made.append(Suggestion("spelling", text, other, total))
    made.sort(key=lambda one: not one.total)
    return elsewhere + made or [Suggestion("term", _nowhere(ask, words))]


def _nowhere(ask: Asking, words: Words) -> str:
    """That a term stands nowhere, and that what is written before its colon is no field."""
    written = ask.query[words.at : words.end]
    said = ask.none_holds(written, words.field)
    named = _NO_FIELD.match(written)
    return said if named is None else f"{named[1]}: is no field. {said}"


def slip_of_field(ask: Asking, words: Words) -> Suggestion | None:
    """That a name before a colon is a slip for a field, where it is one."""
    written = ask.query[words.at : words.end]
    named = _NAMED.match(written)
    meant = nearest(named[1].lower(), ask.fields) if named is not None else None
    if named is None or meant is None:
        return None
    other = ask.instead(words.at + named.start(1), words.at + named.end(1), meant)
    total = ask.total(other)
    if total is None:
        return None
    return Suggestion("field", f"{named[1]}: is no field. Did you mean {meant}:?", other, total)


def no_field(ask: Asking, words: Words) -> Suggestion | None:
    """That what is written before a colon names no field, where something is.

    Not where articles hold it as it is written (``re:invent``): it is a word of theirs then.
    """
    written = ask.query[words.at : words.end]
    named = _NO_FIELD.match(written)
    if named is None:
        return None
    known = ask.count(words)
    slip = slip_of_field(ask, words)
    if slip is not None and slip.total >= _MANY_TIMES * known and slip.total:
        return slip
    if known:
        return None
    return Suggestion("term", f"{named[1]}: is no field; {written} is looked for as words.")


def rare(ask: Asking, words: Words) -> list[Suggestion]:
    """Words near one that few articles hold, where they find many times as much."""
    finished = tuple(replace(slot, also_prefix=False) for slot in words.slots)
    known = ask.count(replace(words, slots=finished))
    if known > FEW:
        return []
    written = ask.query[words.at : words.end]
    text = f"{_few(ask, known)} {written}."
    if written[:1] in QUOTES:
        standing = list(_words_of(ask, words))
    elif len(finished) == 1:
        standing = [_Standing(words.at, words.end, finished, known)]
    else:
        return []
    wrong = [one for one in standing if one.total <= FEW and not is_figure(one.slots)]
    made = _put_right(ask, wrong, text)
    return [one for one in made if one.total >= _MANY_TIMES * max(1, known)][:1]


def is_figure(slots: Sequence[Slot]) -> bool:
    """Whether there is a figure in a term; of those a near one means something else."""
    return any(sign.isdigit() for slot in slots for sign in slot.surface)


def _few(ask: Asking, known: int) -> str:
    if not known:
        return f"No {ask.noun} holds"
    return f"Only {ask.counted(known)} hold{'s' if known == 1 else ''}"


def _elsewhere(ask: Asking, words: Words) -> list[Suggestion]:
    """That a term stands in other fields than the one asked for, or in addresses."""
    if words.field is None:
        return _in_addresses(ask, words)
    known = ask.count(replace(words, field=None))
    if not known:
        return []
    written = ask.query[words.at : words.end]
    have = f"{ask.counted(known)} {'has' if known == 1 else 'have'}"
    text = f"No {ask.noun} has {written} in its {words.field}; {have} it elsewhere."
    before = _ITS_FIELD.search(ask.query[: words.at])
    if before is None:
        return [Suggestion("term", text)]
    other = ask.instead(before.start(), words.at, "")
    total = ask.total(other)
    return [Suggestion("field", text, other, total) if total else Suggestion("term", text)]


def _in_addresses(ask: Asking, words: Words) -> list[Suggestion]:
    """That a term stands in addresses, which only ``url:`` looks at."""
    if "url" not in ask.fields:
        return []
    other = ask.instead(words.at, words.at, "url:")
    known, total = ask.count(replace(words, field="url")), ask.total(other)
    if not known:
        return []
    have = f"{ask.counted(known)} {'has' if known == 1 else 'have'}"
    text = (
        f"{ask.none_holds(ask.query[words.at : words.end], None)[:-1]}; {have} it in the address."
    )
    return [Suggestion("field", text, other, total) if total else Suggestion("term", text)]


def _of_phrase(ask: Asking, words: Words) -> list[Suggestion]:
    """Which of its words stands nowhere, or that they all do, but not together."""
    written = ask.query[words.at : words.end]
    standing = list(_words_of(ask, words))
    nowhere = [one for one in standing if not one.total]
    few = [one for one in standing if one.total <= FEW]
    if nowhere:
        said = " or ".join(ask.query[one.start : one.end] for one in nowhere)
        text = ask.none_holds(said, words.field)
        made = _put_right(ask, nowhere, text) or _put_right(ask, few, text)
        return made or [Suggestion("term", text)]
    how = "in a row" if words.slop is None else "so near one another"
    text = ask.none_holds(f"{written} {how}", words.field)
    made = _put_right(ask, few, text)
    inner = ask.query[words.at + 1 : _closing(ask.query, words)]
    apart = ask.instead(words.at, words.end, f"({inner})" if words.field else inner)
    total = ask.total(apart)
    if total:
        made.append(Suggestion("spelling", f"{text} Its words alone?", apart, total))
    return made or [
        Suggestion("term", f"{text} Each of its words stands somewhere, but no {ask.noun} has all.")
    ]


def _closing(query: str, words: Words) -> int:
    """Where what stands in a quotation ends."""
    after = _CLOSING.search(query, words.at + 1, words.end)
    return words.end if after is None else after.start()


def _words_of(ask: Asking, words: Words) -> list[_Standing]:
    """The words of a quotation."""
    found: list[_Standing] = []
    for match in _WORD.finditer(ask.query, words.at + 1, _closing(ask.query, words)):
        readings = quotation(match[0], ask.query, match.start(), typing=True, near=False)
        totals = [ask.count(Words(one, words.field)) for one in readings]
        if totals:
            found.append(_Standing(match.start(), match.end(), readings[0], max(totals)))
    return found


def _put_right(ask: Asking, wrong: Sequence[_Standing], text: str) -> list[Suggestion]:
    """The quotation with other words for these, where that finds something."""
    near = [near_words(ask, one.slots) for one in wrong]
    choices = zip(*near, strict=False)
    made: list[Suggestion] = []
    for chosen in choices:
        other = ask.query
        for one, word in sorted(zip(wrong, chosen, strict=True), key=lambda pair: -pair[0].start):
            other = other[: one.start] + word + other[one.end :]
        total = ask.total(other)
        if total:
            meant = " ".join(chosen)
            made.append(Suggestion("spelling", f"{text} Did you mean {meant}?", other, total))
    return made
