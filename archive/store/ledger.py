"""Reads of the ledger: claims as rows, their articles, verdicts, judgements of copies."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from archive.model import Answer, ClaimKind, ClaimRow, Copies, PartialDate, Scheme, Span
from archive.store import values
from archive.store.connection import Database, Row
from archive.store.records import ANSWERS, COPIES, SCHEMES, dumps

VERDICTS: Final = "k-verdicts"
"""Id of the one scheme there is."""

_WITHIN: Final = "IN (SELECT value FROM json_each(?))"
_FIELDS: Final = (
    "c.id, c.statement, c.kind, c.claimant, e.name, c.said_on, c.due, c.verdict, c.confidence,"
    " c.notes, c.created"
)
_FROM: Final = "claims c LEFT JOIN entities e ON e.id = c.claimant"


class Ledger:
    """Reads of claims in bulk, and of what the ledger is kept by."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self) -> int:
        """How many claims there are."""
        return int(self._database.value("SELECT count(*) FROM claims"))

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """Ids of claims that begin with ``prefix``, ascending."""
        return [
            row[0]
            for row in self._database.rows(
                "SELECT id FROM claims WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1"
                " ORDER BY id LIMIT ?2",
                (prefix, limit),
            )
        ]

    def newest(self, limit: int) -> list[ClaimRow]:
        """The rows of the claims made last, the newest first; see :meth:`rows`."""
        rows = self._database.rows(
            f"SELECT {_FIELDS} FROM {_FROM} ORDER BY c.created DESC, c.id DESC LIMIT ?", (limit,)
        )
        return self._made(rows, [row[0] for row in rows])

    def rows(self, ids: Collection[str] | None = None) -> list[ClaimRow]:
        """The rows of all claims or of those of these that exist, the newest first.

        Their evidence is counted by pieces; where several are of one stance,
        a row says that its sources are not counted.
        """
        where, parameters = "1", list[object]()
        if ids is not None:
            where, parameters = f"c.id {_WITHIN}", [dumps(list(ids))]
        rows = self._database.rows(
            f"SELECT {_FIELDS} FROM {_FROM} WHERE {where} ORDER BY c.created DESC, c.id DESC",
            parameters,
        )
        return self._made(rows, ids)

    def _made(self, rows: list[Row], ids: Collection[str] | None) -> list[ClaimRow]:
        appearances = {
            row[0]: row[1:]
            for row in self._counted(
                "SELECT claim, count(*), count(DISTINCT article) FROM annotations",
                "claim IS NOT NULL",
                ids,
            )
        }
        evidence = {
            row[0]: row[1:]
            for row in self._counted(
                "SELECT claim, sum(stance = 'supports'), sum(stance = 'contradicts'),"
                " sum(stance = 'context') FROM evidence",
                "1",
                ids,
            )
        }
        return [
            _row(row, appearances.get(row[0], (0, 0)), evidence.get(row[0], (0, 0, 0)))
            for row in rows
        ]

    def _counted(self, select: str, where: str, ids: Collection[str] | None) -> list[Row]:
        if ids is None:
            return self._database.rows(f"{select} WHERE {where} GROUP BY claim")
        return self._database.rows(
            f"{select} WHERE {where} AND claim {_WITHIN} GROUP BY claim", (dumps(list(ids)),)
        )

    def changed(self, since: int, limit: int) -> set[str] | None:
        """Ids of claims whose rows may differ since a Change, deleted ones too.

        Returns:
            None where they are more than ``limit``, or an entity's name may have changed.
        """
        row = self._database.row(
            "SELECT count(*), coalesce(sum(record = 'entities'), 0) FROM changes WHERE number > ?",
            (since,),
        )
        if row is None or row[0] > limit or row[1]:
            return None
        found = self._database.rows(
            "SELECT key FROM changes WHERE number > ?1 AND record = 'claims'"
            " UNION SELECT json_extract(before, '$.claim') FROM changes WHERE number > ?1"
            " AND record IN ('annotations', 'evidence')"
            " UNION SELECT json_extract(after, '$.claim') FROM changes WHERE number > ?1"
            " AND record IN ('annotations', 'evidence')"
            " UNION SELECT v.claim FROM changes c JOIN evidence v ON v.id = c.key"
            " WHERE c.number > ?1 AND c.record = 'evidence'"
            # What their evidence counts as hangs on texts, addresses and judgements of copies.
            " UNION SELECT v.claim FROM changes c JOIN annotations n ON n.article = c.key"
            " JOIN evidence v ON v.annotation = n.id WHERE c.number > ?1 AND c.record = 'articles'"
            " UNION SELECT claim FROM evidence WHERE url IS NOT NULL AND EXISTS"
            " (SELECT 1 FROM changes WHERE number > ?1 AND record = 'articles')"
            " UNION SELECT claim FROM evidence WHERE EXISTS"
            " (SELECT 1 FROM changes WHERE number > ?1 AND record = 'copies')",
            (since,),
        )
        return {row[0] for row in found if row[0] is not None}

    def bearing(self, claims: Collection[str]) -> list[tuple[str, str, str | None, str | None]]:
        """Claim, stance, article and address of each piece of evidence on these claims.

        A passage has an article, a page elsewhere an address.
        """
        return [
            (claim, stance, article, url)
            for claim, stance, article, url in self._database.rows(
                "SELECT v.claim, v.stance, n.article, v.url FROM evidence v"
                f" LEFT JOIN annotations n ON n.id = v.annotation WHERE v.claim {_WITHIN}",
                (dumps(list(claims)),),
            )
        ]

    def articles(self, ids: Collection[str] | None = None) -> list[tuple[str, str]]:
        """Pairs of a claim and an article it appears in, by claim and date, undated last."""
        select = (
            "SELECT DISTINCT n.claim, n.article, a.first FROM annotations n"
            " JOIN articles a ON a.id = n.article WHERE"
        )
        order = " ORDER BY n.claim, a.first IS NULL, a.first, n.article"
        if ids is None:
            rows = self._database.rows(f"{select} n.claim IS NOT NULL{order}")
        else:
            rows = self._database.rows(f"{select} n.claim {_WITHIN}{order}", (dumps(list(ids)),))
        return [(claim, article) for claim, article, _ in rows]

    def lost(self) -> set[str]:
        """Claims with a passage that has no place in its article's present text."""
        rows = self._database.rows(
            "SELECT DISTINCT claim FROM annotations WHERE claim IS NOT NULL"
            " AND placement IN ('ambiguous', 'lost')"
        )
        return {row[0] for row in rows}

    def mentioned(self) -> list[tuple[str, str]]:
        """Pairs of a claim and a name of an entity that a passage of the claim mentions."""
        return [
            (claim, name)
            for claim, name in self._database.rows(
                # From the mentions on, of which a claim's article has few: so CROSS.
                "SELECT DISTINCT n.claim, e.name FROM annotations m"
                " CROSS JOIN annotations n ON n.article = m.article AND n.claim IS NOT NULL"
                ' AND n.revision = m.revision AND m."start" >= n."start" AND m."end" <= n."end"'
                " JOIN entities e ON e.id = m.entity WHERE m.entity IS NOT NULL"
            )
        ]

    def scheme(self) -> Scheme:
        """The verdicts that a claim may be given."""
        row = self._database.row(
            f"SELECT {SCHEMES.selection} FROM schemes WHERE id = ?", (VERDICTS,)
        )
        return Scheme() if row is None else values.scheme(row)

    def verdicts(self) -> dict[str, int]:
        """The verdicts that claims have, with how many have each."""
        return dict(self._database.rows("SELECT verdict, count(*) FROM claims GROUP BY verdict"))

    def with_verdict(self, verdict: str) -> list[str]:
        """Ids of the claims that have a verdict, ascending."""
        return [
            row[0]
            for row in self._database.rows(
                "SELECT id FROM claims WHERE verdict = ? ORDER BY id", (verdict,)
            )
        ]

    def at(self, urls: Collection[str]) -> dict[str, str]:
        """Which of these addresses are articles', with the id of the one that came first."""
        if not urls:
            return {}
        rows = self._database.rows(
            f"SELECT url, id FROM articles WHERE url {_WITHIN} ORDER BY added DESC, id DESC",
            (dumps(sorted(urls)),),
        )
        return dict(rows)

    def answers(self, articles: Collection[str]) -> list[Answer]:
        """What was said of sentences of these articles, the oldest first."""
        return [
            values.answer(row)
            for row in self._database.rows(
                f"SELECT {ANSWERS.selection} FROM answers WHERE article {_WITHIN}"
                " ORDER BY created, id",
                (dumps(list(articles)),),
            )
        ]

    def quotations(self, since: int | None = None) -> list[tuple[str, str | None, str]]:
        """Id, claim and words of each claim's passage.

        Args:
            since: only marks touched after this Change; claim None where a
                mark is gone, or is no claim's.
        """
        if since is None:
            return [
                (id, claim, exact)
                for id, claim, exact in self._database.rows(
                    "SELECT id, claim, exact FROM annotations WHERE claim IS NOT NULL"
                )
            ]
        return [
            (id, claim, exact or "")
            for id, claim, exact in self._database.rows(
                "SELECT DISTINCT c.key, n.claim, n.exact FROM changes c"
                " LEFT JOIN annotations n ON n.id = c.key"
                " WHERE c.number > ? AND c.record = 'annotations'",
                (since,),
            )
        ]

    def claimed(self, articles: Collection[str]) -> list[tuple[str, Span]]:
        """Article and span of each claim's passage that has its place in these articles."""
        return [
            (article, Span(start, end))
            for article, start, end in self._database.rows(
                'SELECT article, "start", "end" FROM annotations WHERE claim IS NOT NULL'
                f" AND placement NOT IN ('ambiguous', 'lost') AND article {_WITHIN}",
                (dumps(list(articles)),),
            )
        ]

    def copies(self, articles: Iterable[str] | None = None) -> list[Copies]:
        """The user's judgements that name any of these articles, or all of them."""
        where, parameters = "1", list[object]()
        if articles is not None:
            asked = dumps(sorted(articles))
            where, parameters = f"article {_WITHIN} OR other {_WITHIN}", [asked, asked]
        return [
            values.copies(row)
            for row in self._database.rows(
                f"SELECT {COPIES.selection} FROM copies WHERE {where} ORDER BY id", parameters
            )
        ]


def _row(row: Row, appearances: Row, evidence: Row) -> ClaimRow:
    id, statement, kind, claimant, speaker, said_on, due, verdict, confidence, notes, created = row
    often, articles = appearances
    supports, contradicts, context = evidence
    return ClaimRow(
        id,
        statement,
        _KINDS[kind],
        claimant,
        speaker,
        None if said_on is None else PartialDate.parse(said_on),
        None if due is None else PartialDate.parse(due),
        verdict,
        confidence,
        notes,
        created,
        often,
        articles,
        supports,
        contradicts,
        context,
        max(evidence) < 2,
    )


# Looked up fifty thousand times when a ledger opens: a dictionary is five times an enum's call.
_KINDS: Final = {kind.value: kind for kind in ClaimKind}
