"""Why no article meets a term that is not about words, and what it could have been instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from archive.index.matcher import day_of
from archive.index.parse import nearest
from archive.index.query import Alike, Claims, Column, Dates, Has, Is, Language, Tagged
from archive.store import ColumnRow
from archive.text.folding import fold_word
from archive.text.language_names import name_of, names_of

_MOST = 6  # values named
_MARKS = {
    "claim": "carries a claim",
    "entity": "has an entity tagged in it",
    "note": "carries a note",
    "highlight": "carries a highlight",
    "evidence": "has a claim with evidence",
    "lost": "has a mark that lost its place",
}


class Reason(NamedTuple):
    """What to say of a term, and the term that may have been meant."""

    text: str
    instead: str = ""


def reason(leaf: Column | Alike, rows: Iterable[ColumnRow]) -> Reason:
    """Why a term finds nothing among these articles.

    Args:
        leaf: the term; no article meets it.
        rows: the columns of all articles.
    """
    match leaf:
        case Alike():
            return Reason("No other article is like this one.")
        case Language(code):
            known = Counter(row.language for row in rows if row.language)
            name = name_of(code)
            said = name if name == code else f"{name} ({code})"
            text = f"No article is in {said}."
            return other_value(text, "lang", _meant_language(code, known), known)
        case Claims("kind", value):
            known = Counter(kind for row in rows for kind in row.kinds)
            text = f"No article makes a claim of the kind {value}."
            return other_value(text, "kind", value, known)
        case Claims(_, value):
            known = Counter(verdict for row in rows for verdict in row.verdicts)
            return other_value(f"No claim has the verdict {value}.", "verdict", value, known)
        case Dates():
            return Reason(_dated(leaf, rows))
        case Is(flag):
            return Reason(f"No article is {flag}.")
        case Has(kind):
            return Reason(f"No article {_MARKS[kind]}.")
        case Tagged(name):
            return Reason(f"{name} is tagged in no article.")


def _meant_language(code: str, known: Iterable[str]) -> str:
    """The code of the language whose name comes near what was asked for, or that itself."""
    names = {name: own for own in known for name in names_of(own)}
    near = nearest(code, [*names])
    return code if near is None else names[near]


def other_value(text: str, field: str, value: str, known: Counter[str]) -> Reason:
    """That a field has no such value, which ones it has, and the one that may have been meant.

    Args:
        text: that it has none.
        known: its values, with how often each stands.
    """
    values = [one for one, _ in known.most_common()]
    if not values:
        return Reason(text)
    near = nearest(value, [fold_word(one) for one in values])
    more = f" and {len(values) - _MOST} more" if len(values) > _MOST else ""
    return Reason(
        f"{text} What there is: {', '.join(values[:_MOST])}{more}.",
        f'{field}:"{near}"' if near and " " in near else f"{field}:{near}" if near else "",
    )


def _dated(leaf: Dates, rows: Iterable[ColumnRow]) -> str:
    days: Sequence[int]
    if leaf.added:
        days = [day_of(row.added) for row in rows]
        said = "came in"
    else:
        days = [day for row in rows for day in (row.first, row.last) if day is not None]
        said = "is dated"
    if not days:
        return "No article has a date."
    first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
    return f"No article {said} then; they go from {first} to {last}."
