"""The records of the archive, as frozen values.

Field names are the standard's where there is one: W3C Web Annotation for
annotations, schema.org ClaimReview for claims. Dates of the records
themselves (added, created, modified) are ISO 8601 in UTC to the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.model.dates import PartialDate
from archive.model.span import Span


@dataclass(frozen=True, slots=True)
class Article:
    """One item of the archive; its text lives in its revisions.

    Attributes:
        identity: what makes it this article (format id, URL or path).
        position: reading position, a code-point offset in the current revision.
        revision: number of the current revision, from 1.
        sha256: hex digest of the current plain text (UTF-8).
        words: count of words in the current text.
        corrected: names of the fields the user set by hand; a re-import leaves them.
    """

    id: str
    identity: str
    title: str
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    added: str = ""
    language: str | None = None
    tags: tuple[str, ...] = ()
    read: bool = False
    position: int = 0
    starred: bool = False
    revision: int = 1
    sha256: str = ""
    words: int = 0
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What a list shows of an article: one line, no text."""

    id: str
    title: str
    outlet: str | None
    published: PartialDate | None
    added: str
    language: str | None
    read: bool
    starred: bool
    claims: int
    entities: int
    words: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a revision came from.

    Attributes:
        format: the importer's name (``crawled``, ``jsonl``, ``html`` ...).
        source: path or URL as given by the user; the line too for many-article files.
        at: when it was imported.
    """

    format: str
    source: str
    at: str


QUOTATIONS = "quotations"
"""The format of a revision that is no article's text but passages quoted from it."""


class Motivation(StrEnum):
    """Why an annotation was made (W3C Web Annotation, section 3.3.5)."""

    HIGHLIGHTING = "highlighting"
    COMMENTING = "commenting"
    IDENTIFYING = "identifying"
    ASSESSING = "assessing"


class Placement(StrEnum):
    """How an annotation stands in the current revision of its article."""

    EXACT = "exact"
    MOVED = "moved"
    EDITED = "edited"
    AMBIGUOUS = "ambiguous"
    LOST = "lost"

    @property
    def placed(self) -> bool:
        """Whether the span speaks of the current revision."""
        return self not in (Placement.AMBIGUOUS, Placement.LOST)


@dataclass(frozen=True, slots=True)
class Selectors:
    """W3C TextQuoteSelector and TextPositionSelector of one span.

    Attributes:
        span: code points of the revision's plain text.
        exact: the words covered, verbatim.
        prefix, suffix: up to 32 code points before and after.
    """

    span: Span
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mark on a passage.

    ``selectors.span`` speaks of revision ``revision``. While ``placement``
    is ambiguous or lost that is an older revision than the article's
    current one, and the mark has no place in the current text.
    """

    id: str
    article: str
    revision: int
    selectors: Selectors
    motivation: Motivation
    placement: Placement = Placement.EXACT
    note: str = ""
    tags: tuple[str, ...] = ()
    label: str | None = None
    claim: str | None = None
    entity: str | None = None
    creator: str = ""
    created: str = ""
    modified: str = ""

    @property
    def span(self) -> Span:
        """Code points of the plain text of revision ``revision``."""
        return self.selectors.span

    @property
    def exact(self) -> str:
        """The words marked, verbatim."""
        return self.selectors.exact


class ClaimKind(StrEnum):
    FACT = "fact"
    QUANTITY = "quantity"
    PREDICTION = "prediction"
    OPINION = "opinion"
    CAUSE = "cause"
    RULE = "rule"
    QUOTATION = "quotation"
    OTHER = "other"


class Attribution(StrEnum):
    DIRECT = "direct"
    PARAPHRASE = "paraphrase"
    OWN_VOICE = "own voice"
    ANONYMOUS = "anonymous"
    DOCUMENT = "document"


VERDICTS = ("unchecked", "supported", "refuted", "conflicting", "not enough evidence")


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says is so; its appearances are annotations that name it.

    Attributes:
        statement: the claim in one sentence; at first the words marked.
        claimant: id of the entity that makes it.
        due: the day a prediction falls due.
        confidence: 0 to 100, or None.
    """

    id: str
    statement: str
    kind: ClaimKind = ClaimKind.FACT
    claimant: str | None = None
    attribution: Attribution | None = None
    said_on: PartialDate | None = None
    due: PartialDate | None = None
    verdict: str = "unchecked"
    confidence: int | None = None
    notes: str = ""
    created: str = ""
    modified: str = ""


class Stance(StrEnum):
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage (annotation) or a URL that bears on a claim; exactly one of the two."""

    id: str
    claim: str
    stance: Stance
    annotation: str | None = None
    url: str | None = None
    note: str = ""
    created: str = ""


ENTITY_TYPES = (
    "person",
    "organisation",
    "product",
    "technology",
    "model",
    "place",
    "event",
    "law",
    "work",
    "other",
)


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of an entity.

    Attributes:
        form: the name as written.
        language: primary subtag where the name belongs to one language.
        case_sensitive: whether ``Meta`` must not match ``meta``.
        origin: where the name comes from, empty for one that the user typed:
            ``renamed``, ``csv``, ``starter list``, or ``merge e-…`` with the
            id of the entity that brought it.
    """

    form: str
    language: str | None = None
    case_sensitive: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that articles speak of; its mentions are annotations that name it.

    Attributes:
        aliases: further names; the canonical ``name`` is not among them.
        identifiers: pairs such as ``("wikidata", "Q21708200")``.
        merged_into: id of the entity this one was merged into.
    """

    id: str
    type: str
    name: str
    aliases: tuple[Alias, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    description: str = ""
    merged_into: str | None = None
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A named selection of claims and passages in an order of the user's, with his words between.

    Attributes:
        title: on one line.
    """

    id: str
    title: str
    created: str = ""
    modified: str = ""


class PartKind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    CLAIM = "claim"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in a dossier.

    Attributes:
        rank: sorts the parts of a dossier; see :mod:`archive.model.ranks`.
        text: the words of a heading, the Markdown of a text; what the user
            says of a claim or passage, or empty.
        claim: the id of a claim; of that kind only.
        annotation: the id of the mark on a passage; of that kind only.
    """

    id: str
    dossier: str
    rank: str
    kind: PartKind
    text: str = ""
    claim: str | None = None
    annotation: str | None = None
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one command wrote.

    Attributes:
        number: ascending from 1.
        command: the command's name (``claim add``).
        summary: one line for people.
        undoable: false for what is recorded but is no step of the user's
            (read state, re-anchoring) and for imports.
        reverses: the step this one undid or did again, if any.
        undone: whether a later step has taken this one back.
    """

    number: int
    at: str
    actor: str
    command: str
    summary: str
    undoable: bool
    reverses: int | None = None
    undone: bool = False
