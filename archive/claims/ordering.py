"""The ledger's orders and groups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, Literal, get_args

from archive.model import ClaimKind, ClaimRow, Meaning, Scheme
from archive.store import Store

Ordering = Literal[
    "added",
    "statement",
    "verdict",
    "speaker",
    "kind",
    "said",
    "due",
    "appearances",
    "evidence",
    "confidence",
]
"""What claims can be ordered by."""

Grouping = Literal["none", "verdict", "speaker", "kind", "article", "due"]
"""What claims can be put together by."""

ORDERINGS: Final[tuple[Ordering, ...]] = get_args(Ordering)
GROUPINGS: Final[tuple[Grouping, ...]] = get_args(Grouping)
DESCENDING: Final = frozenset({"added", "said", "appearances", "evidence", "confidence"})
"""The orders that begin with the newest or the most, unless they are turned."""

OVERDUE: Final = "overdue"
_KINDS: Final = {kind: place for place, kind in enumerate(ClaimKind)}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading.

    Attributes:
        key: what they have in common: a verdict, an id, a month; empty for what has none.
        heading: the same for people.
    """

    key: str
    heading: str
    rows: Sequence[ClaimRow]


def ordered(
    store: Store,
    rows: Sequence[ClaimRow],
    by: Ordering,
    descending: bool | None,
    *,
    folded: Callable[[str], str],
) -> list[ClaimRow]:
    """Rows in an order; those without what they are ordered by come last, ties by the newest.

    Args:
        rows: the newest first.
        descending: None for the order's natural direction.
        folded: gives a claim's words as a line to be compared.
    """
    turned = by in DESCENDING if descending is None else descending
    if by == "added":
        return list(rows) if turned else list(reversed(rows))
    key = _key(store, by, rows, folded)
    having, lacking = [], []
    for row in rows:
        value = key(row)
        if value is None:
            lacking.append(row)
        else:
            having.append((value, row))
    # Sorting is stable, backwards as well: the newest stays first among equals.
    having.sort(key=lambda pair: pair[0], reverse=turned)
    return [row for _, row in having] + lacking


def _key(
    store: Store, by: Ordering, rows: Sequence[ClaimRow], folded: Callable[[str], str]
) -> Callable[[ClaimRow], Any]:
    match by:
        case "statement":
            return lambda row: folded(row.id)
        case "verdict":
            places = _places(store.ledger.scheme(), {row.verdict for row in rows})
            return lambda row: places[row.verdict]
        case "speaker":
            names = {row.speaker for row in rows if row.speaker is not None}
            keys = {name: store.fold(name) for name in names}
            return lambda row: None if row.speaker is None else keys[row.speaker]
        case "kind":
            return lambda row: _KINDS[row.kind]
        case "said":
            return lambda row: None if row.said_on is None else row.said_on.first
        case "due":
            return lambda row: None if row.due is None else row.due.last
        case "appearances":
            return lambda row: row.appearances
        case "evidence":
            return lambda row: row.evidence
        case _:
            return lambda row: row.confidence


def _places(scheme: Scheme, verdicts: Collection[str]) -> dict[str, int]:
    leftover = sorted(set(verdicts) - set(scheme.names))
    return {name: place for place, name in enumerate((*scheme.names, *leftover))}


def grouped(store: Store, rows: Sequence[ClaimRow], by: Grouping, today: date) -> list[Group]:
    """Rows under headings, those without what they are grouped by at the end.

    Verdicts come in the scheme's order and those left over after them, kinds
    in their own, speakers and articles by name, due dates by month after what
    is overdue. A claim stands under each article in which it appears.
    """
    if by == "none":
        return [Group("", "", rows)] if rows else []
    if by == "article":
        return _by_article(store, rows)
    scheme = store.ledger.scheme()
    found: dict[tuple[Any, str, str], list[ClaimRow]] = {}
    name_of = partial(_GROUPS[by], store, scheme, today.toordinal())
    for row in rows:
        found.setdefault(name_of(row), []).append(row)
    return [
        Group(key, heading, members)
        for (_, key, heading), members in sorted(found.items(), key=lambda pair: pair[0])
    ]


def _by_verdict(_store: Store, scheme: Scheme, _today: int, row: ClaimRow) -> tuple[Any, str, str]:
    if row.verdict in scheme.names:
        return (scheme.names.index(row.verdict), row.verdict), row.verdict, row.verdict
    heading = f"{row.verdict} (not in the scheme)"
    return (len(scheme.names), row.verdict), row.verdict, heading


def _by_speaker(store: Store, _scheme: Scheme, _today: int, row: ClaimRow) -> tuple[Any, str, str]:
    if row.claimant is None:
        return (1, ""), "", "nobody named"
    return (0, store.fold(row.speaker or "")), row.claimant, row.speaker or ""


def _by_kind(_store: Store, _scheme: Scheme, _today: int, row: ClaimRow) -> tuple[Any, str, str]:
    return _KINDS[row.kind], row.kind.value, row.kind.value


def _by_due(_store: Store, scheme: Scheme, today: int, row: ClaimRow) -> tuple[Any, str, str]:
    if row.due is None:
        return (2, ""), "", "no due date"
    if row.due.last < today and scheme.meaning(row.verdict) is Meaning.OPEN:
        return (0, ""), OVERDUE, OVERDUE
    month = row.due.text[:7]
    return (1, month), month, month


_GROUPS: Final[Mapping[str, Callable[[Store, Scheme, int, ClaimRow], tuple[Any, str, str]]]] = {
    "verdict": _by_verdict,
    "speaker": _by_speaker,
    "kind": _by_kind,
    "due": _by_due,
}


def _by_article(store: Store, rows: Sequence[ClaimRow]) -> list[Group]:
    appearing: dict[str, list[str]] = {}
    for claim, article in store.ledger.articles([row.id for row in rows]):
        appearing.setdefault(claim, []).append(article)
    members: dict[str, list[ClaimRow]] = {}
    for row in rows:
        for article in appearing.get(row.id, ()):
            members.setdefault(article, []).append(row)
    groups = [Group(one.id, one.title, members[one.id]) for one in store.listing.rows([*members])]
    return sorted(groups, key=lambda group: (store.fold(group.heading[:120]), group.key))
