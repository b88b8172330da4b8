"""Entities that may be one: by their names, and by the articles they share.

Comparing all pairs of a register would take minutes, so pairs come from
blocks: names that are equal once folded and closed up, names one deletion
apart on either side (the neighbourhood of Bocek, Hunt and Stiller, 2007), the
same last word, the first letters of all words. Each pair is then judged by
itself, and says why it is offered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from archive.entities.relating import told_apart
from archive.model import Entity
from archive.store import Store
from archive.text.folding import fold_word
from archive.text.plurals import counted

_LARGEST_BLOCK: Final = 60
"""A block above this says nothing: half the register ends in *technologies*."""

_SHORTEST_FOR_EDITS: Final = 5
_SHARED_WEIGHT: Final = 0.15
_LEAST: Final = 0.5
_LEGAL: Final = frozenset(
    "inc corp corporation ltd llc co company gmbh sa ag plc group the".split()
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may be one.

    Attributes:
        kept, other: the more mentioned one first.
        score: 0 to 1, how likely it is.
        reasons: why, in words.
        shared: in how many articles both are mentioned.
    """

    kept: Entity
    other: Entity
    score: float
    reasons: tuple[str, ...]
    shared: int


@dataclass(frozen=True)
class _Name:
    """One name of an entity, as it is compared."""

    entity: str
    form: str

    @cached_property
    def words(self) -> list[str]:
        """Its words, folded, without points and the words of a legal form at the end."""
        folded = fold_word(self.form).replace(".", " ").replace("-", " ").replace(",", " ")
        words = folded.split()
        while len(words) > 1 and words[-1] in _LEGAL:
            words.pop()
        return words

    @cached_property
    def closed(self) -> str:
        """Its letters and figures alone."""
        return "".join(sign for word in self.words for sign in word if sign.isalnum())

    @cached_property
    def initials(self) -> str:
        """The first letters of its words, where it has several."""
        small = ("of", "the", "and", "for", "de", "la", "du", "des", "et", "l", "d")
        words = [word for word in self.words if word not in small]
        return "".join(word[0] for word in words) if len(words) > 1 else ""


def likely(store: Store, *, limit: int | None = None) -> list[Pair]:
    """See :meth:`archive.entities.Entities.duplicates`."""
    entities = {entity.id: entity for entity in store.marks.all_entities()}
    names = [
        _Name(entity.id, form)
        for entity in entities.values()
        for form in dict.fromkeys((entity.name, *(alias.form for alias in entity.aliases)))
    ]
    apart = told_apart(store)
    found: dict[frozenset[str], tuple[float, dict[str, None]]] = {}
    for one, other in _candidates(names):
        key = frozenset((one.entity, other.entity))
        if key in apart or _identified_apart(*(entities[id] for id in key)):
            continue
        score, reason = _judge(one, other)
        if score > 0:
            best, reasons = found.setdefault(key, (0.0, {}))
            reasons[reason] = None
            found[key] = (max(best, score), reasons)
    if not found:
        return []
    articles = store.register.articles()
    counts = {id: len(ids) for id, ids in articles.items()}
    pairs = [
        pair
        for key, (score, reasons) in found.items()
        if (pair := _pair(key, score, reasons, entities, articles, counts)).score >= _LEAST
    ]
    pairs.sort(key=lambda pair: (-pair.score, -pair.shared, pair.kept.name, pair.other.id))
    return pairs[:limit]


def _pair(
    key: frozenset[str],
    score: float,
    reasons: Iterable[str],
    entities: Mapping[str, Entity],
    articles: Mapping[str, frozenset[str]],
    counts: Mapping[str, int],
) -> Pair:
    kept, other = sorted(
        (entities[id] for id in key),
        key=lambda each: (-counts.get(each.id, 0), each.created, each.id),
    )
    none = frozenset[str]()
    shared = len(articles.get(kept.id, none) & articles.get(other.id, none))
    told = list(reasons)
    if shared:
        told.append(counted(shared, "shared article"))
        score += _SHARED_WEIGHT * (1 - score)
    if kept.type != other.type and "other" not in (kept.type, other.type):
        told.append(f"but {kept.type} and {other.type}")
        score *= 0.6
    return Pair(kept, other, round(score, 3), tuple(told), shared)


def _identified_apart(one: Entity, other: Entity) -> bool:
    """Whether an identifier of one scheme says that they are two."""
    theirs = dict(other.identifiers)
    return any(theirs.get(scheme, value) != value for scheme, value in one.identifiers)


def _candidates(names: list[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Pairs of names worth comparing, of two entities each."""
    blocks: dict[tuple[str, str], list[_Name]] = defaultdict(list)
    for name in names:
        closed = name.closed
        if not closed:
            continue
        blocks["equal", closed].append(name)
        if len(closed) >= _SHORTEST_FOR_EDITS:
            for at in range(len(closed)):
                blocks["near", closed[:at] + closed[at + 1 :]].append(name)
            blocks["near", closed].append(name)
        for word in {name.words[0], name.words[-1]}:
            if len(word) > 2:
                blocks["word", word].append(name)
        if len(name.initials) > 1:
            blocks["initials", name.initials].append(name)
        if len(name.words) == 1 and 1 < len(closed) <= 6:
            blocks["initials", closed].append(name)
    seen: set[frozenset[tuple[str, str]]] = set()
    for (kind, _), block in blocks.items():
        if len(block) > _LARGEST_BLOCK and kind != "equal":
            continue
        for one, other in combinations(block[: 10 * _LARGEST_BLOCK], 2):
            key = frozenset(((one.entity, one.form), (other.entity, other.form)))
            if one.entity != other.entity and key not in seen:
                seen.add(key)
                yield one, other


def _judge(one: _Name, other: _Name) -> tuple[float, str]:
    """How likely two names mean the same, and why; 0 where nothing says so."""
    if one.closed == other.closed:
        return 0.95, f"“{one.form}” and “{other.form}” fold to one"
    short, long = sorted((one, other), key=lambda name: len(name.closed))
    if any(sign.isdigit() for sign in one.closed + other.closed) and _figures(one) != _figures(
        other
    ):
        return 0.0, ""  # GPT-3 and GPT-4 are a letter apart, and two
    if len(short.words) == 1 and short.closed == long.initials and short.form.isupper():
        return 0.7, f"“{short.form}” may be short for “{long.form}”"
    if _initialled(short, long):
        return 0.75, f"“{short.form}” is “{long.form}” with initials"
    if len(short.closed) >= _SHORTEST_FOR_EDITS:
        from rapidfuzz.distance import OSA

        most = 1 if len(short.closed) < 9 else 2
        distance = OSA.distance(short.closed, long.closed, score_cutoff=most)
        if distance <= most:
            letters = "a letter" if distance == 1 else f"{distance} letters"
            return 0.85 - 0.1 * distance, f"“{short.form}” and “{long.form}” differ by {letters}"
    whole = short.words in (long.words[: len(short.words)], long.words[-len(short.words) :])
    if whole and len(short.closed) > 3:
        return 0.5, f"“{long.form}” holds “{short.form}”"
    return 0.0, ""


def _figures(name: _Name) -> str:
    return "".join(sign for sign in name.closed if sign.isdigit())


def _initialled(short: _Name, long: _Name) -> bool:
    """``S. Altman`` for ``Sam Altman``: the same last word, the others begun alike, one cut."""
    if len(short.words) != len(long.words) or len(short.words) < 2:
        return False
    if short.words[-1] != long.words[-1]:
        return False
    pairs = list(zip(short.words[:-1], long.words[:-1], strict=True))
    return all(a == b or (len(a) == 1 and b.startswith(a)) for a, b in pairs)
