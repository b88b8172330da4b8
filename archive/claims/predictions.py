"""Predictions: what falls due, and who was right how often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive.model import ClaimKind, ClaimRow, Meaning, Scheme


@dataclass(frozen=True, slots=True)
class Score:
    """How the predictions of one speaker came out.

    Attributes:
        claimant: the entity's id, None for predictions of nobody named.
        hits, misses: those whose verdict says true, and false.
        unclear: those judged otherwise.
        overdue: those not judged although the day is past.
        pending: those not judged yet.
    """

    claimant: str | None
    speaker: str
    hits: int = 0
    misses: int = 0
    unclear: int = 0
    overdue: int = 0
    pending: int = 0

    @property
    def total(self) -> int:
        """All of the speaker's predictions."""
        return self.hits + self.misses + self.unclear + self.overdue + self.pending

    @property
    def told(self) -> str:
        """The counts for people: ``2 hits, 1 miss, 1 overdue``."""
        named = (
            (self.hits, "hit", "hits"),
            (self.misses, "miss", "misses"),
            (self.unclear, "unclear", "unclear"),
            (self.overdue, "overdue", "overdue"),
            (self.pending, "pending", "pending"),
        )
        return ", ".join(
            f"{count:,} {one if count == 1 else many}" for count, one, many in named if count
        )


def outcome(row: ClaimRow, scheme: Scheme, today: date) -> str:
    """``hits``, ``misses``, ``unclear``, ``overdue`` or ``pending``.

    A verdict that the scheme no longer has is unclear. What is due on a day
    that is only known as a month is overdue when the month is past.
    """
    meaning = scheme.meaning(row.verdict)
    if meaning is Meaning.TRUE:
        return "hits"
    if meaning is Meaning.FALSE:
        return "misses"
    if meaning is not Meaning.OPEN:
        return "unclear"
    past = row.due is not None and row.due.last < today.toordinal()
    return "overdue" if past else "pending"


def due(rows: Iterable[ClaimRow]) -> list[ClaimRow]:
    """The claims that fall due, the earliest first; predictions without a day at the end."""
    dated = [row for row in rows if row.due is not None]
    undated = [row for row in rows if row.due is None and row.kind is ClaimKind.PREDICTION]
    key = {row.id: (row.due.last, row.due.first) for row in dated if row.due is not None}
    return sorted(dated, key=lambda row: (*key[row.id], row.id)) + undated


def scores(rows: Iterable[ClaimRow], scheme: Scheme, today: date) -> list[Score]:
    """What became of each speaker's predictions, the most first, nobody's at the end."""
    counted: dict[str | None, dict[str, int]] = {}
    names: dict[str | None, str] = {}
    for row in rows:
        if row.due is None and row.kind is not ClaimKind.PREDICTION:
            continue
        names[row.claimant] = row.speaker or ""
        counts = counted.setdefault(row.claimant, {})
        what = outcome(row, scheme, today)
        counts[what] = counts.get(what, 0) + 1
    found = [Score(key, names[key], **counts) for key, counts in counted.items()]
    return sorted(found, key=lambda one: (one.claimant is None, -one.total, one.speaker))


def added(scores: Iterable[Score]) -> Score:
    """Several speakers' scores as one."""
    names = ("hits", "misses", "unclear", "overdue", "pending")
    listed = list(scores)
    return Score(None, "", **{name: sum(getattr(one, name) for one in listed) for name in names})
