"""Whatever is done with claims, the archive says what a simple model says, and undo gives it back.

The model knows which marks belong to which claim and what bears on what; it
foretells what is refused. After each operation the archive is compared with
it, and nothing in it may hang in the air.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.core import Archive, open_archive
from archive.errors import ArchiveError, NotFound
from archive.model import Motivation, Span, Stance
from tests.archive.claims.making import lines
from tests.make import TEXT, incoming, put

Action = tuple[int, int, int]
actions = st.lists(
    st.tuples(st.integers(0, 13), st.integers(0, 60), st.integers(0, 60)), max_size=16
)


@dataclass
class Model:
    """Marks with the claim they appear under, evidence with its claim and mark, verdicts."""

    marks: dict[str, str | None] = field(default_factory=dict)
    evidence: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    scheme: list[str] = field(default_factory=list)

    def claims(self) -> set[str]:
        return {claim for claim in self.marks.values() if claim}

    def of(self, claim: str) -> list[str]:
        return sorted(mark for mark, owner in self.marks.items() if owner == claim)

    def drop_mark(self, mark: str) -> None:
        claim = self.marks.pop(mark)
        gone = {claim} - self.claims()
        self.evidence = {
            key: (owner, passage)
            for key, (owner, passage) in self.evidence.items()
            if passage != mark and owner not in gone
        }

    def fold(
        self, stored: set[str], places: Mapping[str, object], claim: str, archive: Archive
    ) -> None:
        """Let marks go whose passage the other claim of a merge had too."""
        folded = self.marks.keys() - stored
        for mark in folded:
            del self.marks[mark]
            twins = {key for key in self.of(claim) if places[key] == places[mark]} | {
                one.id
                for one in archive.claims.appearances(claim)
                if places[one.id] == places[mark]
            }
            assert twins, "a passage goes only where it stands once more"
        found = {
            piece.id: piece.annotation
            for pieces in archive.claims.all_evidence().values()
            for piece in pieces
        }
        for key, (owner, passage) in self.evidence.items():
            if passage in folded:
                now = found.get(key)
                assert now is None or places[now] == places[passage]
                twin = next(one for one in sorted(stored) if places[one] == places[passage])
                self.evidence[key] = owner, now or twin

    def agrees(self, archive: Archive) -> None:
        """The archive holds what the model holds, and nothing hangs in the air."""
        stored = {mark.id: mark.claim for mark in archive.annotations.all()}
        assert stored == self.marks
        claims = {claim.id: claim for claim in archive.claims.all()}
        assert claims.keys() == self.claims()
        found = {
            piece.id: (piece.claim, piece.annotation)
            for pieces in archive.claims.all_evidence().values()
            for piece in pieces
        }
        assert found == self.evidence
        assert {key: claims[key].verdict for key in claims} == {
            key: self.verdicts[key] for key in claims
        }
        assert list(archive.claims.verdicts.scheme.names) == self.scheme
        rows = {row.id: row for row in archive.claims.ledger.select()}
        assert rows.keys() == claims.keys()
        for id, row in rows.items():
            assert row.appearances == len(self.of(id)) > 0
            assert row.verdict == self.verdicts[id]
            sources = archive.claims.sources.of(archive.claims.evidence(id))
            assert row.evidence == sum(
                len({piece.stance for piece in source.evidence}) for source in sources
            )
            assert bool(sources) is any(owner == id for owner, _ in self.evidence.values())
        assert archive.store.database.row("PRAGMA foreign_key_check") is None


def act(archive: Archive, model: Model, action: Action) -> None:
    """One operation, on archive and model alike; a refusal leaves both as they were."""
    kind, pick, other = action
    articles = archive.articles.ids()
    article = articles[pick % len(articles)]
    span = Span(pick, pick + 1 + other % 9)
    marks, claims = sorted(model.marks), sorted(model.claims())
    mark = marks[pick % len(marks)] if marks else "m-none"
    claim = claims[other % len(claims)] if claims else "c-none"
    second = claims[pick % len(claims)] if claims else "c-none"
    match kind:
        case 0 | 1:
            made, appearance = archive.claims.add(article, span)
            model.marks[appearance.id] = made.id
            model.verdicts[made.id] = model.scheme[0]
        case 2:
            appearance = archive.claims.add_appearance(claim, article, span)
            model.marks[appearance.id] = claim
        case 3:
            light = archive.annotations.add(article, span, Motivation.HIGHLIGHTING)
            model.marks[light.id] = None
        case 4:
            owner = model.marks.get(mark)
            archive.claims.attach(claim, [mark])
            assert owner in (None, claim) or len(model.of(owner)) > 1
            model.marks[mark] = claim
        case 5:
            before = {claim: model.verdicts.get(claim), second: model.verdicts.get(second)}
            places = {one.id: (one.article, one.span) for one in archive.annotations.all()}
            archive.claims.merge(claim, [second])
            assert claim != second
            model.fold({one.id for one in archive.annotations.all()}, places, claim, archive)
            model.marks |= dict.fromkeys(model.of(second), claim)
            model.evidence = {
                key: (claim if owner == second else owner, passage)
                for key, (owner, passage) in model.evidence.items()
            }
            kept = {piece.id for piece in archive.claims.evidence(claim)}
            gone = {k for k, (owner, _) in model.evidence.items() if owner == claim} - kept
            for key in gone:  # only what another piece says as well
                same = model.evidence.pop(key)
                assert same in model.evidence.values()
            if before[claim] == model.scheme[0]:
                model.verdicts[claim] = str(before[second])
        case 6:
            chosen = model.of(claim)[: 1 + pick % 3]
            made = archive.claims.split(claim, chosen)
            assert 0 < len(chosen) < len(model.of(claim))
            model.marks |= dict.fromkeys(chosen, made.id)
            model.verdicts[made.id] = model.scheme[0]
        case 7:
            verdict = ("refuted", "supported", "bogus", "conflicting")[pick % 4]
            archive.claims.edit_many([claim, second], verdict=verdict)
            assert verdict in model.scheme
            model.verdicts |= {claim: verdict, second: verdict}
        case 8:
            archive.claims.verdicts.remove("conflicting")
            model.scheme.remove("conflicting")
        case 9:
            piece = archive.claims.add_evidence(claim, Stance.SUPPORTS, annotation=mark)
            model.evidence[piece.id] = (claim, mark)
        case 10:
            piece = archive.claims.add_evidence(claim, Stance.CONTEXT, url="https://example.org")
            model.evidence[piece.id] = (claim, None)
        case 11:
            pieces = sorted(model.evidence) or ["v-none"]
            archive.claims.delete_evidence(pieces[pick % len(pieces)])
            del model.evidence[pieces[pick % len(pieces)]]
        case 12:
            archive.annotations.delete(mark)
            model.drop_mark(mark)
        case _:
            archive.claims.edit(claim, statement=f"Statement {pick}", confidence=other)


@contextmanager
def an_archive() -> Iterator[tuple[Archive, Model]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        with open_archive(path, create=True, actor="ann") as archive:
            put(archive, incoming("One"), incoming("Two", TEXT.upper()))
            yield archive, Model(scheme=list(archive.claims.verdicts.scheme.names))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(actions)
def test_the_archive_agrees_with_the_model_and_undoing_all_gives_the_start(
    todo: list[Action],
) -> None:
    with an_archive() as (archive, model):
        start = lines(archive)
        for action in todo:
            before = lines(archive)
            try:
                act(archive, model, action)
            except ArchiveError:
                assert lines(archive) == before
            model.agrees(archive)
        while True:
            try:
                archive.history.undo()
            except NotFound:
                break
            assert archive.store.database.row("PRAGMA foreign_key_check") is None
        assert lines(archive) == start
        assert archive.claims.ledger.select() == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(actions, st.lists(st.integers(0, 30), max_size=8))
def test_undoing_any_step_of_the_past_is_done_wholly_or_refused_by_name(
    todo: list[Action], chosen: list[int]
) -> None:
    with an_archive() as (archive, model):
        for action in todo:
            try:
                act(archive, model, action)
            except ArchiveError:
                continue
        steps = [step for step in archive.history.log(100) if step.undoable]
        for pick in chosen if steps else ():
            step, before = steps[pick % len(steps)], lines(archive)
            try:
                archive.history.undo_step(step.number)
            except ArchiveError as error:
                assert lines(archive) == before
                assert str(step.number) in error.message
            for claim in archive.claims.all():
                assert archive.claims.appearances(claim.id)
            assert archive.store.database.row("PRAGMA foreign_key_check") is None
            assert {row.id for row in archive.claims.ledger.select()} == {
                claim.id for claim in archive.claims.all()
            }
