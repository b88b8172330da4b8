"""What an entity has beside its names: relations, what it is not, its row in the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from archive.model.dates import PartialDate
from archive.model.records import Entity

NOT_SAME: Final = "not the same as"
"""The relation of two entities that are never to be suggested as one."""

RELATIONS: Final = {
    "owns": "owned by",
    "part of": "has part",
    "works for": "employs",
    "competes with": "competes with",
    NOT_SAME: NOT_SAME,
}
"""The usual kinds of relations, each with how it reads from the other side."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One entity's relation to another.

    Attributes:
        source, target: ids of the two entities: ``source`` owns ``target``.
        kind: one of ``RELATIONS`` or the user's own.
        since, until: when it held, as far as is known.
    """

    id: str
    source: str
    kind: str
    target: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    note: str = ""
    created: str = ""

    @property
    def mutual(self) -> bool:
        """Whether it reads the same from both sides."""
        return RELATIONS.get(self.kind) == self.kind

    def seen_from(self, entity: str) -> str:
        """What it is called from the side of one of the two."""
        if entity == self.source:
            return self.kind
        return RELATIONS.get(self.kind, f"← {self.kind}")


@dataclass(frozen=True, slots=True)
class Rejection:
    """A passage that a sweep found and the user said is no mention of the entity.

    It holds for these words between these others, wherever in the article a
    later text has them.

    Attributes:
        entity: None for what was suggested as a name that no entity has.
        exact: the words found. ``prefix``, ``suffix``: what surrounds them.
    """

    id: str
    article: str
    entity: str | None
    exact: str
    prefix: str
    suffix: str
    created: str = ""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One line of the register: an entity and how often it occurs.

    Attributes:
        mentions: how many passages name it. ``articles``: in how many articles.
        claims: how many it makes, or name it: a mention lies in one of their appearances.
    """

    entity: Entity
    mentions: int = 0
    articles: int = 0
    claims: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A mention as a concordance shows it: the words with what surrounds them.

    Attributes:
        annotation: id of the mention. ``start``: code points of the current text.
        title, published: of its article.
    """

    annotation: str
    article: str
    start: int
    before: str
    exact: str
    after: str
    title: str
    published: PartialDate | None
    placed: bool
