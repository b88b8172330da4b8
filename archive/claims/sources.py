"""Sources: how many independent ones stand behind pieces of evidence.

Five copies of one wire story are one source. Articles are grouped that have
the same text, or nearly: bottom-k sketches of their shingles of three words
(Broder, "On the resemblance and containment of documents", 1997) that have
two fifths in common, which a text keeps through one edited word in seven and
which different texts are far from. Groups are found anew each time from the
articles concerned; what the user said of two articles goes before what they
look like, and is a record that can be undone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final
from zlib import crc32

from archive.articles import short, step_of
from archive.errors import UsageError
from archive.model import Copies, Evidence, Stance, Step, draw_id
from archive.store import Store, Transaction
from archive.store.values import to_fields

ALIKE: Final = 0.4
"""Share of shingles in common from which two texts count as copies."""

_SKETCH: Final = 200
_SHINGLE: Final = 3
_REMEMBERED: Final = 4096
_WORD: Final = re.compile(r"\w+")

Sketch = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What counts once: evidence whose articles are copies of one another.

    Attributes:
        articles: ids of the articles in which its passages lie, ascending;
            empty for a page that is not in the archive.
        evidence: the pieces that stand on it.
    """

    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Sources:
    """The groups of near-identical articles of one archive.

    Args:
        store: the open archive.
        actor: who judges.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor
        self._sketches: dict[str, Sketch] = {}

    def groups(self, articles: Collection[str]) -> list[tuple[str, ...]]:
        """These articles, each in the group of those that are copies of it.

        Articles that nobody asked for may join two: judged copies of both.
        Ids that are gone are left out. Groups and their members ascend.
        """
        judged = self._judgements(articles)
        everyone = {*articles, *(one for pair in judged for one in pair)}
        texts = {row.id: row.sha256 for row in map(self._store.listing.find, everyone) if row}
        apart = {pair for pair, same in judged.items() if not same}
        members = {key: {key} for key in texts}
        for one, other in self._edges(sorted(set(articles) & texts.keys()), texts, judged):
            left, right = members[one], members[other]
            if left is not right and not any(_pair(a, b) in apart for a in left for b in right):
                left |= right
                for key in right:
                    members[key] = left
        found = {tuple(sorted(group & set(articles))) for group in map(frozenset, members.values())}
        return sorted(group for group in found if group)

    def of(self, evidence: Sequence[Evidence]) -> list[Source]:
        """Pieces of evidence by their sources, in the order of the first piece of each.

        A page in the archive counts as its article, any other by its address
        without the fragment.
        """
        places: dict[str, str] = {}
        pages = self._store.ledger.at({_address(one.url) for one in evidence if one.url})
        for one in evidence:
            if one.annotation is not None:
                places[one.id] = self._store.marks.annotation(one.annotation).article
            elif one.url is not None and _address(one.url) in pages:
                places[one.id] = pages[_address(one.url)]
        group_of = {key: group for group in self.groups(set(places.values())) for key in group}
        found: dict[tuple[str, ...] | str, list[Evidence]] = {}
        for one in evidence:
            article = places.get(one.id)
            key = _address(one.url or "") if article is None else group_of.get(article, (article,))
            found.setdefault(key, []).append(one)
        return [
            Source(key if isinstance(key, tuple) else (), tuple(pieces))
            for key, pieces in found.items()
        ]

    def counts(self, claims: Collection[str]) -> dict[str, tuple[int, ...]]:
        """How many sources support, contradict and give context to each of these claims.

        The sources are those of :meth:`of`; one whose pieces are of several
        stances counts under each. Claims without evidence are left out.
        """
        pieces = self._store.ledger.bearing(claims)
        pages = self._store.ledger.at({_address(url) for *_, url in pieces if url})
        found: dict[str, list[tuple[str, str | None, str]]] = {}
        for claim, stance, article, url in pieces:
            address = _address(url or "")
            found.setdefault(claim, []).append((stance, article or pages.get(address), address))
        known: dict[frozenset[str], dict[str, tuple[str, ...]]] = {}
        counted = {}
        for claim, placed in found.items():
            articles = frozenset(article for _, article, _ in placed if article)
            if articles not in known:
                groups = self.groups(articles) if len(articles) > 1 else []
                known[articles] = {key: group for group in groups for key in group}
            sources = {
                (stance, known[articles].get(article, (article,)) if article else address)
                for stance, article, address in placed
            }
            counted[claim] = tuple(sum(one == each for one, _ in sources) for each in Stance)
        return counted

    def judge(self, article: str, *others: str, same: bool | None) -> Step:
        """Say that an article and others are copies of one text, or are not; None forgets it.

        Raises:
            NotFound: if there is no such article; nothing is done.
            UsageError: for an article and itself, or without others.
        """
        if article in others or not others:
            raise UsageError("An article is its own copy.", remedy="Name two.", ids=(article,))
        verb = {True: "are copies", False: "are no copies", None: "look as they look"}[same]
        with self._store.transaction(
            command="evidence copies", actor=self._actor, summary=""
        ) as tx:
            titles = [short(self._store.listing.get(key).title, 40) for key in (article, *others)]
            rest = f"“{titles[1]}”" if len(others) == 1 else f"{len(others)} others"
            tx.summary = f"“{titles[0]}” and {rest} {verb}"
            for other in dict.fromkeys(others):
                self._judge(tx, *_pair(article, other), same)
        return step_of(self._store, tx)

    def _judge(self, tx: Transaction, first: str, second: str, same: bool | None) -> None:
        known = self._known(first, second)
        if known is None and same is not None:
            made = Copies(draw_id("p"), first, second, same)
            tx.insert("copies", made.id, to_fields(made))
        elif known is not None and same is None:
            tx.delete("copies", known.id)
        elif known is not None:
            tx.update("copies", known.id, {"same": same})

    def likeness(self, article: str, other: str) -> float:
        """The share of shingles that two articles' texts have in common, estimated; 0 to 1."""
        found = [self._store.listing.get(key) for key in (article, other)]
        return _resemblance(*(self._sketch(row.id, row.sha256) for row in found))

    def _known(self, first: str, second: str) -> Copies | None:
        judged = self._store.ledger.copies([first])
        return next((one for one in judged if (one.article, one.other) == (first, second)), None)

    def _judgements(self, articles: Collection[str]) -> dict[tuple[str, str], bool]:
        """What was said of these articles and of those that they are said to be copies of."""
        found: dict[tuple[str, str], bool] = {}
        seen: set[str] = set()
        asked = set(articles)
        while asked:
            seen |= asked
            judged = self._store.ledger.copies(asked)
            found |= {(one.article, one.other): one.same for one in judged}
            asked = {key for one in judged if one.same for key in (one.article, one.other)} - seen
        return found

    def _edges(
        self,
        articles: Sequence[str],
        texts: dict[str, str],
        judged: dict[tuple[str, str], bool],
    ) -> Iterator[tuple[str, str]]:
        """Pairs to be joined: first those said to be copies, then the likest ones."""
        yield from (p for p, same in judged.items() if same and texts.keys() >= set(p))
        by_text: dict[str, list[str]] = {}
        for key in articles:
            by_text.setdefault(texts[key], []).append(key)
        first_of = [group[0] for group in by_text.values()]
        yield from ((group[0], key) for group in by_text.values() for key in group[1:])
        sketches = {key: self._sketch(key, texts[key]) for key in first_of}
        likest = [
            (-likeness, *pair)
            for pair in _sharing(sketches)
            if (likeness := _resemblance(*(sketches[key] for key in pair))) >= ALIKE
        ]
        yield from ((one, other) for _, one, other in sorted(likest))

    def _sketch(self, article: str, sha256: str) -> Sketch:
        if sha256 not in self._sketches:
            if len(self._sketches) >= _REMEMBERED:
                self._sketches.clear()
            self._sketches[sha256] = sketch(self._store.revisions.text(article))
        return self._sketches[sha256]


def sketch(text: str) -> Sketch:
    """The smallest hashes of a text's shingles, ascending; of a shorter text, its one hash."""
    words = _WORD.findall(text.casefold())
    shingles = {
        crc32(" ".join(words[at : at + _SHINGLE]).encode("utf-8", "surrogatepass"))
        for at in range(max(1, len(words) - _SHINGLE + 1))
    }
    return tuple(nsmallest(_SKETCH, shingles))


def _sharing(sketches: Mapping[str, Sketch]) -> set[tuple[str, str]]:
    """The pairs that have a hash in common: all that can be alike, few of all there are."""
    having: dict[int, list[str]] = {}
    found: set[tuple[str, str]] = set()
    for key, hashes in sketches.items():
        for value in hashes:
            others = having.setdefault(value, [])
            found.update(_pair(key, other) for other in others)
            others.append(key)
    return found


def _resemblance(one: Sketch, other: Sketch) -> float:
    """The estimate of Jaccard's coefficient by the smallest hashes of both together."""
    left, right = set(one), set(other)
    smallest = nsmallest(_SKETCH, left | right)
    return sum(1 for value in smallest if value in left and value in right) / len(smallest)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _address(url: str) -> str:
    return url.partition("#")[0]
