"""The values everything else speaks in; frozen, without behaviour beyond their own."""

from archive.model.dates import PartialDate
from archive.model.ids import article_id, draw_id
from archive.model.listing import (
    Change,
    Counts,
    Facets,
    Incoming,
    Order,
    OrderKey,
    Outcome,
)
from archive.model.records import (
    ENTITY_TYPES,
    VERDICTS,
    Alias,
    Annotation,
    Article,
    ArticleRow,
    Attribution,
    Claim,
    ClaimKind,
    Entity,
    Evidence,
    Motivation,
    Origin,
    Placement,
    Selectors,
    Stance,
    Step,
)
from archive.model.searches import Met, SavedSearch
from archive.model.span import Span

__all__ = [
    "ENTITY_TYPES",
    "VERDICTS",
    "Alias",
    "Annotation",
    "Article",
    "ArticleRow",
    "Attribution",
    "Change",
    "Claim",
    "ClaimKind",
    "Counts",
    "Entity",
    "Evidence",
    "Facets",
    "Incoming",
    "Met",
    "Motivation",
    "Order",
    "OrderKey",
    "Origin",
    "Outcome",
    "PartialDate",
    "Placement",
    "SavedSearch",
    "Selectors",
    "Span",
    "Stance",
    "Step",
    "article_id",
    "draw_id",
]
