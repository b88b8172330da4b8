"""What the search index drains: which articles changed, and what is to be found in them.

Changes are numbered ascending and never renumbered. The index remembers the
number it has seen, asks for the articles touched since, and writes the new
mark with its own commit; asking twice gives the same answer.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from archive.store.connection import Database, Row
from archive.store.records import dumps
from archive.store.register import rooted

_CHUNK: Final = 200
_COLUMN_CHUNK: Final = 5000
_KINDS: Final = {
    "assessing": "claim",
    "identifying": "entity",
    "commenting": "note",
    "highlighting": "highlight",
}


# The entity that a column names, or the one which that was merged into.
_ENTITY: Final = (
    "LEFT JOIN entities {0}0 ON {0}0.id = {1} LEFT JOIN entities {0} ON {0}.id = " + rooted("{0}0")
)


@dataclass(frozen=True, slots=True)
class SearchFields:
    """What an article can be found by.

    Attributes:
        body: the plain text of the current revision.
        notes: notes of its annotations and of the claims that appear in it, and what is
            written about the entities mentioned in it.
        claims: statements of the claims that appear in it.
        entities: names and aliases of the entities mentioned in it.
        speakers: names and aliases of the claimants of these claims.
    """

    id: str
    title: str
    body: str
    outlet: str | None
    authors: tuple[str, ...]
    url: str | None
    tags: tuple[str, ...]
    language: str | None
    notes: tuple[str, ...]
    claims: tuple[str, ...]
    entities: tuple[str, ...]
    speakers: tuple[str, ...] = ()


class ColumnRow(NamedTuple):
    """What an article can be sorted, filtered and counted by.

    A tuple, since 100,000 of them are made when the search starts.

    Attributes:
        first, last: ordinals of the first and last day of its date, or None.
        added: when it came in, ISO 8601 in UTC.
        entities: canonical names of the entities mentioned in it.
        words: count of words of the text.
        marks: what marks it carries: ``claim``, ``entity``, ``note``,
            ``highlight``; ``evidence`` where one of its claims has evidence or
            one of its passages is evidence, ``lost`` where a mark has no place
            in its present text.
        kinds, verdicts: of the claims that appear in it.
    """

    id: str
    title: str
    outlet: str | None
    language: str | None
    first: int | None
    last: int | None
    added: str
    read: bool
    starred: bool
    tags: tuple[str, ...]
    entities: tuple[str, ...]
    words: int
    marks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()


class Feed:
    """Reads for the search index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last_change(self) -> int:
        """Number of the last Change, 0 before the first."""
        return int(self._database.value("SELECT coalesce(max(number), 0) FROM changes"))

    def sign(self, mark: int) -> str:
        """What tells the Change of a number from one of the same number elsewhere.

        Copies of an archive go on numbering from the same place. The sign is of the last
        Change up to ``mark``: its number, that of its step, and hashes of both.

        Returns:
            The sign; empty where no Change stands there.
        """
        row = self._database.row(
            "SELECT number, step FROM changes WHERE number <= ? ORDER BY number DESC LIMIT 1",
            (mark,),
        )
        if row is None:
            return ""
        number, step = row
        return f"{number} {self._step_hash(step)} {self._change_hash(number)} {step}"

    def attests(self, mark: int, sign: str) -> bool:
        """Whether the Change of this number is the one that was signed.

        A Change that a purge removed is judged by its step, which stays.
        """
        if not sign or mark > self.last_change():
            return mark == 0
        number, step_hash, change_hash, step = sign.split(" ")
        if self._step_hash(int(step)) != step_hash:
            return False
        found = self._change_hash(int(number))
        return found == change_hash or (not found and self._purged_after(int(step)))

    def purged_since(self, mark: int) -> bool:
        """Whether articles were purged after the Change of this number."""
        asked = (
            "SELECT 1 FROM steps s JOIN changes c ON c.step = s.number"
            " WHERE s.command = 'purge' AND c.number > ? LIMIT 1"
        )
        return self._database.row(asked, (mark,)) is not None

    def _step_hash(self, number: int) -> str:
        # Not its summary: a purge rewrites it.
        asked = "SELECT number, at, actor, command FROM steps WHERE number = ?"
        return _hash(self._database.row(asked, (number,)))

    def _change_hash(self, number: int) -> str:
        asked = "SELECT number, record, key, before, after FROM changes WHERE number = ?"
        return _hash(self._database.row(asked, (number,)))

    def _purged_after(self, step: int) -> bool:
        asked = "SELECT 1 FROM steps WHERE command = 'purge' AND number > ? LIMIT 1"
        return self._database.row(asked, (step,)) is not None

    def touched_since(
        self, mark: int, limit: int | None, *, searchable: bool = True
    ) -> tuple[list[str], int]:
        """Articles touched by Changes after ``mark``, deleted ones too, and the new mark.

        Args:
            mark: number of the last Change seen.
            limit: stop after this many ids (one Change of a claim or entity
                that many articles name may give a few more).
            searchable: only Changes of what is searched, not read state and the like.
        """
        touched: dict[str, None] = {}
        last = self.last_change()
        while mark < last:
            rows = self._database.rows(
                "SELECT number, record, key, article, CASE record WHEN 'evidence'"
                " THEN coalesce(after, before) END FROM changes WHERE number > ? AND number <= ?"
                " AND (searchable OR NOT ?) ORDER BY number LIMIT ?",
                (mark, last, searchable, _COLUMN_CHUNK),
            )
            for number, record, key, article, evidence in rows:
                if article is not None:
                    touched[article] = None
                elif evidence is not None:
                    touched.update(dict.fromkeys(self._concerned(json.loads(evidence))))
                elif record in ("claims", "entities"):
                    touched.update(dict.fromkeys(self._naming(record, key)))
                mark = number
                if limit is not None and len(touched) >= limit:
                    return list(touched), mark
            if len(rows) < _COLUMN_CHUNK:
                mark = last
        return list(touched), mark

    def _naming(self, record: str, key: str) -> list[str]:
        if record == "claims":
            where = "claim = ?1"
        else:
            one = "IN (SELECT ?1 UNION SELECT id FROM entities WHERE merged_into = ?1)"
            where = f"entity {one} OR claim IN (SELECT id FROM claims WHERE claimant {one})"
        return self._articles(where, key)

    def _concerned(self, evidence: Mapping[str, str | None]) -> list[str]:
        """The articles of the claim and of the passage that a piece of evidence names."""
        return self._articles("claim = ?1", evidence.get("claim")) + self._articles(
            "id = ?1", evidence.get("annotation")
        )

    def _articles(self, where: str, key: str | None) -> list[str]:
        asked = f"SELECT DISTINCT article FROM annotations WHERE {where} ORDER BY article"
        return [row[0] for row in self._database.rows(asked, (key,))]

    def search_fields(self, ids: Iterable[str]) -> Iterator[SearchFields]:
        """What is searched in these articles; those that are gone are left out."""
        remaining = iter(ids)
        while chunk := list(islice(remaining, _CHUNK)):
            asked = dumps(chunk)
            notes, claims, entities, speakers = self._marks(asked)
            for row in self._database.rows(
                "SELECT a.id, a.title, r.text, a.outlet, a.authors, a.url, a.tags, a.language"
                " FROM json_each(?) j JOIN articles a ON a.id = j.value"
                " JOIN revisions r ON r.article = a.id AND r.number = a.revision ORDER BY j.key",
                (asked,),
            ):
                key = row[0]
                yield SearchFields(
                    id=key,
                    title=row[1],
                    body=zlib.decompress(row[2]).decode("utf-8"),
                    outlet=row[3],
                    authors=tuple(json.loads(row[4])),
                    url=row[5],
                    tags=tuple(json.loads(row[6])),
                    language=row[7],
                    notes=tuple(notes.get(key, {})),
                    claims=tuple(claims.get(key, {})),
                    entities=tuple(entities.get(key, {})),
                    speakers=tuple(speakers.get(key, {})),
                )

    def _marks(self, asked: str) -> tuple[_ByArticle, _ByArticle, _ByArticle, _ByArticle]:
        notes: _ByArticle = {}
        claims: _ByArticle = {}
        entities: _ByArticle = {}
        speakers: _ByArticle = {}
        for article, note, statement, claim_notes, about, *named in self._database.rows(
            "SELECT n.article, n.note, c.statement, c.notes, e.description,"
            " e.name, e.aliases, s.name, s.aliases FROM annotations n"
            f" LEFT JOIN claims c ON c.id = n.claim {_ENTITY.format('e', 'n.entity')}"
            f" {_ENTITY.format('s', 'c.claimant')}"
            " WHERE n.article IN (SELECT value FROM json_each(?))"
            ' ORDER BY n.article, n."start", n.id',
            (asked,),
        ):
            for text in (note, claim_notes, about):
                if text:
                    notes.setdefault(article, {})[text] = None
            if statement is not None:
                claims.setdefault(article, {})[statement] = None
            for found, (name, aliases) in ((entities, named[:2]), (speakers, named[2:])):
                if name is not None:
                    names = [name, *(alias[0] for alias in json.loads(aliases))]
                    found.setdefault(article, {}).update(dict.fromkeys(names))
        return notes, claims, entities, speakers

    def columns(self, since: int | None = None) -> Iterator[ColumnRow]:
        """The columns of all articles, or of those touched in any way after a Change.

        In no particular order.
        """
        if since is None:
            # In the order of the table: by id it takes twice as long.
            yield from _column_rows(self._column_values("?1 IS NULL", None), *self._marked())
            return
        ids, _ = self.touched_since(since, None, searchable=False)
        for start in range(0, len(ids), _COLUMN_CHUNK):
            asked = dumps(ids[start : start + _COLUMN_CHUNK])
            found = self._column_values("id IN (SELECT value FROM json_each(?))", asked)
            yield from _column_rows(found, *self._marked([row[0] for row in found]))

    def _column_values(self, where: str, parameter: str | None) -> list[Row]:
        return self._database.rows(
            "SELECT id, title, outlet, language, first, last, added, read, starred, tags, words"
            f" FROM articles WHERE {where}",
            (parameter,),
        )

    def _marked(self, ids: list[str] | None = None) -> tuple[_ByArticle, ...]:
        """Entities mentioned in these articles, or in any, marks, and claims' kinds and verdicts.

        Few articles have marks, so this asks once for all rather than once for each.
        """
        entities: _ByArticle = {}
        marks: _ByArticle = {}
        kinds: _ByArticle = {}
        verdicts: _ByArticle = {}
        for article, motivation, noted, lost, name, kind, verdict, proven in self._database.rows(
            "SELECT n.article, n.motivation, n.note <> '', n.placement IN ('ambiguous', 'lost'),"
            " e.name, c.kind, c.verdict,"
            " EXISTS (SELECT 1 FROM evidence v WHERE v.claim = n.claim)"
            " OR EXISTS (SELECT 1 FROM evidence v WHERE v.annotation = n.id) FROM annotations n"
            f" {_ENTITY.format('e', 'n.entity')} LEFT JOIN claims c ON c.id = n.claim"
            " WHERE ?1 IS NULL OR n.article IN (SELECT value FROM json_each(?1))",
            (None if ids is None else dumps(ids),),
        ):
            carried = marks.setdefault(article, {})
            carried[_KINDS[motivation]] = None
            for there, mark in ((noted, "note"), (lost, "lost"), (proven, "evidence")):
                if there:
                    carried[mark] = None
            if name is not None:
                entities.setdefault(article, {})[name] = None
            if kind is not None:
                kinds.setdefault(article, {})[kind] = None
                verdicts.setdefault(article, {})[verdict] = None
        return entities, marks, kinds, verdicts


def _hash(row: Row | None) -> str:
    """A few hexadecimal digits for a row, none where there is none."""
    return "" if row is None else hashlib.sha256(repr(tuple(row)).encode()).hexdigest()[:24]


_ByArticle = dict[str, dict[str, None]]


def _column_rows(values: list[Row], *marked: _ByArticle) -> Iterator[ColumnRow]:
    entities, marks, kinds, verdicts = marked
    once: dict[str | None, str | None] = {}  # few outlets and languages, of many articles
    for id, title, outlet, language, first, last, added, read, starred, tags, words in values:
        yield ColumnRow(
            id,
            title,
            once.setdefault(outlet, outlet),
            once.setdefault(language, language),
            first,
            last,
            added,
            read != 0,
            starred != 0,
            () if tags == "[]" else tuple(json.loads(tags)),
            tuple(sorted(entities[id])) if id in entities else (),
            words,
            tuple(sorted(marks[id])) if id in marks else (),
            tuple(sorted(kinds[id])) if id in kinds else (),
            tuple(sorted(verdicts[id])) if id in verdicts else (),
        )
