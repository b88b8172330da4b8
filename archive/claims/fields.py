"""The fields of a claim: which there are, and what each may hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from archive.articles import checked_date
from archive.errors import UsageError
from archive.model import Attribution, ClaimKind
from archive.store import Store

EDITABLE: Final = (
    "statement",
    "kind",
    "claimant",
    "attribution",
    "said_on",
    "due",
    "verdict",
    "confidence",
    "notes",
)
"""The fields of a claim that :meth:`~archive.claims.Claims.edit` takes."""


def checked(store: Store, name: str, value: object) -> Any:
    """A field's value as the store takes it.

    Raises:
        UsageError: for another field than those of ``EDITABLE``, or a value it cannot have.
        NotFound: for a claimant who is no entity.
    """
    if name not in EDITABLE:
        raise UsageError(
            f"A claim's {name!r} cannot be edited.", remedy=f"One of: {', '.join(EDITABLE)}."
        )
    if name in ("said_on", "due"):
        return checked_date(name, value)
    if name == "kind":
        return member(ClaimKind, name, value)
    if name == "attribution":
        return None if value is None else member(Attribution, name, value)
    if name == "confidence":
        return _confidence(value)
    if value is None and name in ("claimant", "notes"):
        return None if name == "claimant" else ""
    if not isinstance(value, str):
        raise UsageError(f"A claim's {name} must be text, not {value!r}.")
    if name == "claimant":
        return store.marks.entity(value).id
    if name == "notes":
        return value
    text = " ".join(value.split())
    if not text:
        raise UsageError(f"A claim's {name} cannot be empty.")
    return _verdict(store, text) if name == "verdict" else text


def member(kind: type[StrEnum], name: str, value: object) -> str:
    """The value of one of the members of ``kind``; UsageError for anything else."""
    members = [one.value for one in kind]
    if value not in members:
        raise UsageError(f"Unknown {name} {value!r}.", remedy=f"One of: {', '.join(members)}.")
    return str(value)


def _verdict(store: Store, text: str) -> str:
    names = store.ledger.scheme().names
    wanted = store.fold(text)
    for name in names:
        if store.fold(name) == wanted:
            return name
    raise UsageError(
        f"The scheme has no verdict {text[:60]!r}.",
        remedy=f"One of: {', '.join(names)}; `newsmark claims verdicts --add` makes another.",
    )


def _confidence(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise UsageError(f"Confidence is a whole number from 0 to 100, not {value!r}.")
    return value
