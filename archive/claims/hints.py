"""What else to ask of the claims, where a query finds none or holds what may be a slip.

The sentences are those of the articles' search (:mod:`archive.index.suggest`),
asked of claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from archive.claims.filtering import FIELDS, Filter, read
from archive.index import query as tree
from archive.index import suggest
from archive.index.matcher import day_of
from archive.index.parse import parts
from archive.index.reasons import Reason, other_value
from archive.index.results import Suggestion
from archive.index.slips import Asking
from archive.model import ClaimRow
from archive.text.language_names import name_of

_HAVE = {
    "evidence": "has evidence",
    "note": "has notes",
    "entity": "names an entity",
    "lost": "has lost its place in a text",
}


def hints(
    query: str,
    rows: Mapping[str, ClaimRow],
    filter: Filter,
    *,
    typing: bool,
    today: date | None,
) -> Sequence[Suggestion]:
    """The suggestions for a query, the likeliest first; none where nothing is amiss.

    Args:
        query: as typed; it can be read.
        rows: all claims by id.
        filter: answers queries over them.
        typing, today: as in :meth:`archive.claims.ledger.Ledger.select`.
    """
    how: dict[str, Any] = {"typing": typing, "today": today}
    asked = read(query, **how)
    ask = Asking(
        query,
        count=lambda part: len(filter.answer(part)),
        nearest=filter.words.nearest,
        read=lambda other: read(other, **how),
        noun="claim",
        fields=FIELDS,
    )
    total = ask.count(asked)
    if total or not rows:
        return suggest.hints(ask, asked, total) if rows else ()
    terms = parts(query, due=True, **how)
    due = [
        Suggestion("term", _undue(rows.values()))
        for term in terms
        if isinstance(term.tree, tree.Due) and not ask.count(term.tree)
    ]
    why = lambda leaf: _reason(leaf, rows.values())  # noqa: E731
    return (*due, *suggest.suggestions(ask, terms, asked, why))[: suggest.MOST]


def _reason(leaf: tree.Column | tree.Alike, rows: Iterable[ClaimRow]) -> Reason:
    """Why no claim meets a term that is not about words."""
    match leaf:
        case tree.Claims("kind", value):
            kinds = Counter(row.kind.value for row in rows)
            return other_value(f"No claim is of the kind {value}.", "kind", value, kinds)
        case tree.Claims(_, value):
            verdicts = Counter(row.verdict for row in rows)
            return other_value(f"No claim has the verdict {value}.", "verdict", value, verdicts)
        case tree.Dates(added=True):
            return Reason(_dated("was recorded", [day_of(row.created) for row in rows]))
        case tree.Dates():
            return Reason("No claim was said then, nor appears in an article of then.")
        case tree.Language(code):
            return Reason(f"No claim appears in an article in {name_of(code)}.")
        case tree.Has(kind):
            return Reason(f"No claim {_HAVE[kind]}.")
        case _:
            return Reason("No claim meets this.")


def _undue(rows: Iterable[ClaimRow]) -> str:
    """Why no claim falls due then."""
    days = [day for row in rows if row.due for day in (row.due.first, row.due.last)]
    return _dated("falls due", days) if days else "No claim has a day on which it falls due."


def _dated(what: str, days: Sequence[int]) -> str:
    first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
    return f"No claim {what} then; they go from {first} to {last}."
