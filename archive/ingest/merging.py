"""Records of another archive of ours, taken into this one.

In an archive that has none of it they come out equal: ids, dates, revisions,
read state and all. Where something is here already, this archive's word
stands: an article with the same identity gets the texts it lacks, an entity
of the same name and type is taken for the one that is here, a mark that is
here, or was deleted here, stays so. Marks on a text that is not the current
one here are anchored in that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from archive.annotations import placement_fields, places_in
from archive.entities.checks import tidied
from archive.ingest.items import Skipped, Summary
from archive.ingest.marks import Record
from archive.ingest.revision_lines import incoming_of, packed_of
from archive.intake import Door
from archive.model import Annotation, Incoming, Placement, article_id
from archive.store import Packed, Store, Transaction
from archive.store.checking import Columns, checked
from archive.store.records import ANNOTATIONS, PARTS
from archive.store.values import annotation as annotation_of

_BATCH: Final = 50
_REMEDY: Final = "the other records came in"


@dataclass(slots=True)
class _Coming:
    """An article whose lines are being read."""

    record: Record
    fields: dict[str, Any]
    revisions: dict[int, tuple[Incoming, Packed]] = field(default_factory=dict)


class Merging:
    """Takes records in, in the order of their file.

    Args:
        store: the open archive. ``door``: of the import. ``summary``: where it is counted.
    """

    def __init__(self, store: Store, door: Door, summary: Summary) -> None:
        self._store = store
        self._door = door
        self._summary = summary
        self._columns = Columns(store.database)
        self._entities: dict[str, str] = {}
        self._taken: set[str] = set()
        self._merged: list[tuple[Record, str, str]] = []
        self._coming: _Coming | None = None
        # Article of the file to its id here, and its revisions' numbers here.
        self._articles: dict[str, tuple[str, dict[int, int]]] = {}
        self._waiting: list[tuple[Record, str, dict[str, Any]]] = []

    def take(self, record: Record) -> None:
        """Take one record in, now or with its next of kin; what is wrong with it is noted.

        Raises:
            ArchiveBusy: if another process held the write lock for 5 s.
        """
        try:
            self._take(record)
        except ValueError as error:
            self._refuse(record, str(error))

    def close(self) -> None:
        """Take in what was still waiting."""
        self._settle("")

    def _take(self, record: Record) -> None:
        if len(self._waiting) >= _BATCH:
            self._flush()
        if record.kind == "revisions":
            self._revision(record)
            return
        self._settle(record.kind)
        key, fields = checked(self._columns, record.kind, record.fields)
        if record.kind == "entities":
            fields = tidied(fields)
        if record.kind == "articles":
            self._coming = _Coming(record, {"id": key, **fields})
        else:
            self._waiting.append((record, key, fields))

    def _settle(self, kind: str) -> None:
        """Finish whatever came before a record of another kind."""
        if self._waiting and self._waiting[0][0].kind != kind:
            self._flush()
        if kind != "entities" and self._merged:
            self._merge_entities()
        if self._coming is not None:
            coming, self._coming = self._coming, None
            self._article(coming)

    def _refuse(self, record: Record, reason: str, remedy: str = _REMEDY) -> None:
        self._summary.skipped.append(Skipped(record.source, record.place, reason, remedy))

    # articles and their texts

    def _revision(self, record: Record) -> None:
        fields = record.fields
        coming = self._coming
        if coming is None or fields.get("article") != coming.fields["id"]:
            raise ValueError("its article does not stand before it")
        packed = packed_of(fields)
        coming.revisions[fields["number"]] = (incoming_of(coming.fields, fields), packed)

    def _article(self, coming: _Coming) -> None:
        fields = dict(coming.fields)
        given = fields.pop("id")
        current = coming.revisions.get(fields["revision"])
        if current is None:
            self._refuse(coming.record, "the revision that it names as its current one is missing")
            return
        if current[0].sha256 != fields["sha256"]:
            self._refuse(coming.record, "its current revision has another text than it says")
            return
        listing = self._store.listing
        known = listing.id_of(fields["identity"])
        if known is not None and listing.find(known) is not None:
            self._revise(coming, given, known, current[0])
            return
        key = known or article_id(
            fields["identity"],
            lambda drawn: listing.identity_of(drawn) not in (None, fields["identity"]),
        )
        numbers: dict[int, int] = {}
        with self._door.writing() as tx:
            if known is None:
                tx.add_identity(key, fields["identity"])
            for number, (incoming, packed) in sorted(coming.revisions.items()):
                # Deleted before: the text may still be there for an undo, and serves again.
                there = self._store.revisions.number_of(key, incoming.sha256) if known else None
                numbers[number] = there or tx.add_revision(key, packed)
            tx.insert("articles", key, fields | {"revision": numbers[fields["revision"]]})
        self._articles[given] = (key, numbers)
        self._summary.new += 1
        self._summary.ids.append(key)

    def _revise(self, coming: _Coming, given: str, known: str, current: Incoming) -> None:
        """An article that is here: its current text is a new revision, unless it is here too."""
        outcome = self._door.put([current])[0]
        if outcome.kind == "unchanged":
            self._summary.unchanged += 1
        else:
            self._summary.ids.append(outcome.id)
            self._summary.revised += outcome.kind == "revised"
            self._summary.displaced += outcome.displaced
            self._summary.new += outcome.kind == "different"
        numbers = {
            number: there
            for number, (incoming, _) in coming.revisions.items()
            if (there := self._store.revisions.number_of(outcome.id, incoming.sha256)) is not None
        }
        self._articles[given] = (outcome.id, numbers)

    # what hangs on them

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        work = getattr(self, "_put_" + waiting[0][0].kind)
        with self._door.writing() as tx:
            for record, key, fields in waiting:
                try:
                    work(tx, record, key, fields)
                except ValueError as error:
                    self._refuse(record, str(error))

    def _is_here(self, tx: Transaction, record: Record, key: str) -> bool:
        """Whether a record is here, or was deleted here by somebody."""
        if tx.read(record.kind, key) is not None:
            self._summary.marks_unchanged += record.kind == "annotations"
            return True
        history = self._store.log.changes_of(record.kind, key, 0)
        if history and history[-1][1].command not in ("undo", "redo"):
            self._summary.marks_deleted += record.kind == "annotations"
            return True
        return False

    def _put_entities(
        self, tx: Transaction, record: Record, key: str, fields: dict[str, Any]
    ) -> None:
        merged = fields["merged_into"]
        if tx.read("entities", key) is not None:
            return
        if merged is None:
            for same in self._store.marks.named(self._store.fold(fields["name"]), fields["name"]):
                # Not one that came with this file: two of a name there are two here.
                if same.type == fields["type"] and same.id not in self._taken:
                    self._entities[key] = same.id
                    self._taken.add(same.id)
                    return
        else:
            self._merged.append((record, key, merged))
        tx.insert("entities", key, fields | {"merged_into": None})
        self._entities[key] = key
        self._taken.add(key)

    def _merge_entities(self) -> None:
        merged, self._merged = self._merged, []
        with self._door.writing() as tx:
            for record, key, into in merged:
                target = self._entities.get(into, into)
                if tx.read("entities", target) is None or target == key:
                    self._refuse(record, f"entity {into}, into which it was merged, is missing")
                elif _leads_to(tx, target, key):
                    self._refuse(record, "it was merged in a circle, and stands by itself now")
                else:
                    tx.update("entities", key, {"merged_into": target})

    def _put_relations(
        self, tx: Transaction, record: Record, key: str, fields: dict[str, Any]
    ) -> None:
        if self._is_here(tx, record, key):
            return
        ends = {side: self._entity(tx, fields[side]) for side in ("source", "target")}
        if ends["source"] == ends["target"]:
            raise ValueError("the two entities that it relates are one here")
        tx.insert("relations", key, fields | ends)

    def _put_claims(
        self, tx: Transaction, record: Record, key: str, fields: dict[str, Any]
    ) -> None:
        if self._is_here(tx, record, key):
            return
        claimant = self._entity(tx, fields["claimant"])
        tx.insert("claims", key, fields | {"claimant": claimant})

    def _put_annotations(
        self, tx: Transaction, record: Record, key: str, fields: dict[str, Any]
    ) -> None:
        if self._is_here(tx, record, key):
            return
        article, numbers = self._article_here(fields["article"])
        revision = numbers.get(fields["revision"])
        if revision is None:
            raise ValueError(f"revision {fields['revision']} of its article is missing")
        claim = fields["claim"]
        if claim is not None and tx.read("claims", claim) is None:
            raise ValueError(f"its claim {claim} is missing")
        entity = self._entity(tx, fields["entity"])
        own = {"article": article, "revision": revision, "claim": claim, "entity": entity}
        fields = self._placed(key, fields | own)
        tx.insert("annotations", key, fields)
        self._summary.marks += 1
        self._summary.marks_lost += fields["placement"] == Placement.LOST
        self._summary.marks_ambiguous += fields["placement"] == Placement.AMBIGUOUS

    def _article_here(self, key: str) -> tuple[str, dict[int, int]]:
        if key not in self._articles:
            raise ValueError(f"its article {key} is missing")
        return self._articles[key]

    def _put_rejections(
        self, tx: Transaction, record: Record, key: str, fields: dict[str, Any]
    ) -> None:
        if self._is_here(tx, record, key):
            return
        article, _ = self._article_here(fields["article"])
        entity = self._entity(tx, fields["entity"])
        tx.insert("rejections", key, fields | {"article": article, "entity": entity})

    def _placed(self, key: str, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields with a place in the text that the article has here."""
        mark = _annotation(key, fields)
        if mark.placement.placed and not self._stands(mark):
            mark = replace(mark, placement=Placement.LOST)
            fields = fields | {"placement": Placement.LOST.value}
        current = self._store.listing.get(mark.article).revision
        if mark.revision == current:
            return fields
        text = self._store.revisions.text(mark.article, current)
        selectors, placement = places_in(self._store, [mark], text)[key]
        if selectors is None:
            return fields | {"placement": placement.value}
        return fields | placement_fields(selectors, current, placement)

    def _stands(self, mark: Annotation) -> bool:
        text = self._store.revisions.text(mark.article, mark.revision)
        return bool(mark.exact) and mark.span.of(text) == mark.exact

    def _put_evidence(
        self, tx: Transaction, record: Record, key: str, fields: dict[str, Any]
    ) -> None:
        if self._is_here(tx, record, key):
            return
        for kind, name in (("claims", "claim"), ("annotations", "annotation")):
            if fields[name] is not None and tx.read(kind, fields[name]) is None:
                raise ValueError(f"its {name} {fields[name]} is missing")
        if (fields["annotation"] is None) == (fields["url"] is None):
            raise ValueError("evidence is a passage or a URL, and this is not one of the two")
        tx.insert("evidence", key, fields)

    def _put_dossiers(
        self, tx: Transaction, record: Record, key: str, fields: dict[str, Any]
    ) -> None:
        if not self._is_here(tx, record, key):
            tx.insert("dossiers", key, fields)

    def _put_parts(self, tx: Transaction, record: Record, key: str, fields: dict[str, Any]) -> None:
        if self._is_here(tx, record, key):
            return
        for name, kind in PARTS.refs.items():
            if fields[name] is not None and tx.read(kind, fields[name]) is None:
                raise ValueError(f"its {name} {fields[name]} is missing")
        tx.insert("parts", key, fields)

    def _entity(self, tx: Transaction, key: str | None) -> str | None:
        if key is None:
            return None
        here = self._entities.get(key, key)
        if tx.read("entities", here) is None:
            raise ValueError(f"its entity {key} is missing")
        return here


def _leads_to(tx: Transaction, entity: str, key: str) -> bool:
    """Whether following where an entity was merged into comes to ``key``."""
    following: str | None = entity
    while following is not None and following != key:
        following = (tx.read("entities", following) or {}).get("merged_into")
    return following == key


def _annotation(key: str, fields: Mapping[str, Any]) -> Annotation:
    row = (key, *(ANNOTATIONS.encode(name, fields[name]) for name in ANNOTATIONS.columns))
    return annotation_of(row)
