"""What the ledger of claims is kept by: the scheme of verdicts, judgements of copies, its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.model.dates import PartialDate
from archive.model.records import VERDICTS, ClaimKind


class Meaning(StrEnum):
    """What a verdict says of a claim, whatever it is called."""

    OPEN = "open"
    TRUE = "true"
    FALSE = "false"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Scheme:
    """The verdicts that a claim may be given, in order; the first that says open is a new claim's.

    Attributes:
        names: each once, case apart.
        meanings: what each says, in the same order.
    """

    names: tuple[str, ...] = VERDICTS
    meanings: tuple[Meaning, ...] = (
        Meaning.OPEN,
        Meaning.TRUE,
        Meaning.FALSE,
        Meaning.UNCLEAR,
        Meaning.UNCLEAR,
    )

    @property
    def first(self) -> str:
        """What a claim has that nobody has judged: the first open one.

        A scheme of former times may have none: then it is the first.
        """
        opens = (
            name
            for name, said in zip(self.names, self.meanings, strict=True)
            if said is Meaning.OPEN
        )
        return next(opens, self.names[0])

    def meaning(self, verdict: str) -> Meaning | None:
        """What a verdict says; None for one that the scheme does not have (any more)."""
        found = dict(zip(self.names, self.meanings, strict=True))
        return found.get(verdict)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A speaker who is no entity of the archive yet, and becomes one with what they said.

    Attributes:
        name: as an entity's. ``type``: one of the usual, or the user's own.
    """

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Copies:
    """The user's judgement on two articles: copies of one text, or not.

    Attributes:
        article, other: ids, the smaller first.
        same: whether they count as one source.
    """

    id: str
    article: str
    other: str
    same: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user said of a sentence that was suggested as a claim, other than yes.

    It holds for these words, wherever in the article a later text has them.

    Attributes:
        sentence: its words, white space made one blank each.
        skipped: left for later; else it is no claim.
    """

    id: str
    article: str
    sentence: str
    skipped: bool
    created: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What the ledger shows of a claim: one line.

    Attributes:
        claimant: id of the entity that makes it; ``speaker`` is its name.
        appearances, articles: how often it appears, and in how many articles.
        supports, contradicts, context: evidence of each stance, once per source.
        counted: whether copies count once in them yet; until then each piece does.
    """

    id: str
    statement: str
    kind: ClaimKind
    claimant: str | None
    speaker: str | None
    said_on: PartialDate | None
    due: PartialDate | None
    verdict: str
    confidence: int | None
    notes: str
    created: str
    appearances: int = 0
    articles: int = 0
    supports: int = 0
    contradicts: int = 0
    context: int = 0
    counted: bool = True

    @property
    def evidence(self) -> int:
        """How much evidence bears on it: the sources of each stance together."""
        return self.supports + self.contradicts + self.context
