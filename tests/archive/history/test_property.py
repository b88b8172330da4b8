"""Whatever is done, undoing all of it gives back the archive it was done to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.core import Archive, open_archive
from archive.entities.passages import Unknown
from archive.entities.sweep import Decision
from archive.errors import ArchiveError, Conflict, NotFound
from archive.model import NOT_SAME, Alias, Motivation, Span, Stance
from archive.store import dump
from tests.make import TEXT, incoming, put

Action = tuple[int, int, int]
actions = st.lists(
    st.tuples(st.integers(0, 29), st.integers(0, 200), st.integers(1, 40)), max_size=14
)
slow = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def an_archive() -> Iterator[Archive]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        with open_archive(path, create=True, actor="ann") as archive:
            put(archive, incoming("One"), incoming("Two", TEXT.upper()), incoming("Three", "x y z"))
            yield archive


def state(archive: Archive) -> list[str]:
    return list(dump(archive.store, log=False, revisions=False))


def act(archive: Archive, action: Action) -> None:
    """One of the things a user can do, on records picked by number."""
    kind, pick, length = action

    def one(of: list[str]) -> str:
        if not of:
            raise NotFound("nothing there")
        return of[pick % len(of)]

    marks = [mark.id for mark in archive.annotations.all()]
    claims = [claim.id for claim in archive.claims.all()]
    entities = [entity.id for entity in archive.entities.all()]
    article = one(archive.articles.ids())
    span = Span(pick, pick + length)
    tag = f"t{pick % 3}"
    match kind:
        case 0:
            archive.annotations.add(article, span, Motivation.HIGHLIGHTING, tags=[tag])
        case 1:
            archive.annotations.add(article, span, Motivation.COMMENTING, note="a note")
        case 2:
            archive.claims.add(article, span)
        case 3:
            archive.claims.add_appearance(one(claims), article, span)
        case 4:
            archive.entities.tag(article, span, name=f"Name {pick % 4}", type="person")
        case 5:
            archive.entities.tag(article, span, entity=one(entities))
        case 6:
            archive.annotations.edit(one(marks), note=f"edited {pick}")
        case 7:
            archive.annotations.edit(one(marks), span=span)
        case 8:
            archive.annotations.delete(one(marks))
        case 9:
            archive.claims.edit(one(claims), verdict="refuted", claimant=one(entities))
        case 10:
            archive.claims.add_evidence(one(claims), Stance.SUPPORTS, annotation=one(marks))
        case 11:
            archive.claims.add_evidence(one(claims), Stance.CONTEXT, url="https://example.org/")
        case 12:
            archive.entities.edit(one(entities), name=f"Other {pick}", aliases=[f"A{length}"])
        case 13:
            archive.articles.edit(article, title=f"Title {pick}", published="2025-01")
        case 14:
            archive.articles.tag(archive.articles.ids(), add=[tag], remove=[f"t{length % 3}"])
        case 15:
            archive.articles.star([article], pick % 2 == 0)
        case 16:
            archive.articles.delete([article])
        case 17:
            archive.searches.add(f"S{pick % 3}", tag, key=str(length % 10))
        case 18:
            search = one([search.id for search in archive.searches.all()])
            archive.searches.edit(search, name=f"S{length % 3}", query=f"t{length % 3}")
        case 19:
            archive.entities.merge(one(entities), [entities[length % len(entities)]])
        case 20:
            whole = one(entities)
            chosen = [mark.id for mark in archive.entities.mentions(whole)][: length % 3]
            archive.entities.split(whole, chosen, name=f"Name {length % 4}")
        case 21:
            how = ("owns", "competes with", NOT_SAME)[length % 3]
            archive.entities.relate(one(entities), how, entities[length % len(entities)])
        case 22:
            relations = archive.store.register.relations()
            archive.entities.unrelate(one([relation.id for relation in relations]))
        case 23:
            archive.entities.rename(one(entities), f"Name {length % 4}")
        case 24:
            form = "\u200f\x1b[1m<b>\n"[length % 8 :] + f"Name {length % 3}"
            archive.entities.add_alias(one(entities), Alias(form, None, pick % 2 == 0))
        case 25:
            whole = one(entities)
            aliases = archive.entities.get(whole).aliases
            archive.entities.remove_alias(whole, one([alias.form for alias in aliases]))
        case 26:
            archive.entities.delete(one(entities))
        case 27:
            whole = one(entities)
            for alias in archive.entities.get(whole).aliases[:1]:
                other = Alias(f"Name {length % 4}", "fr", pick % 2 == 0)
                archive.entities.change_alias(whole, alias.form, other)
        case 28:
            found = [each for those in archive.sweeps.over() for each in those][: length % 5]
            unknown = Unknown(f"Name {pick % 4}", "person")
            named = (found[0].entity, unknown, None) if found else (None,)
            chosen_of = [named[(pick + n) % len(named)] for n in range(len(found))]
            if pick % 3 == 0:
                found = [replace(each, entities=(unknown,)) for each in found]
            archive.sweeps.decide(map(Decision, found, chosen_of))
        case _:
            archive.articles.mark_read([article], pick % 2 == 0)


def try_to_act(archive: Archive, action: Action) -> None:
    before = state(archive)
    try:
        act(archive, action)
    except ArchiveError:
        assert state(archive) == before


def check_register(archive: Archive) -> None:
    """Every id leads to an entity that stands, and nothing names one that does not."""
    roots = archive.store.register.roots()
    standing = {entity.id for entity in archive.entities.all()}
    assert set(roots.values()) <= standing and not standing & roots.keys()
    assert {mark.entity for mark in archive.annotations.all() if mark.entity} <= standing
    assert {claim.claimant for claim in archive.claims.all() if claim.claimant} <= standing
    for rejection in archive.store.register.rejections():
        assert rejection.entity is None or rejection.entity in standing
    for relation in archive.store.register.relations():
        assert {relation.source, relation.target} <= standing
        assert relation.source != relation.target
    for entity in archive.entities.all():
        for alias in entity.aliases:
            assert entity in archive.entities.named(alias.form)


def unread(lines: list[str]) -> list[str]:
    """Read state is no step: it stays as it was left."""
    return [line.replace('"read":true', '"read":false') for line in lines]


@slow
@given(actions)
def test_undoing_everything_gives_the_start_and_redoing_it_the_end(todo: list[Action]) -> None:
    with an_archive() as archive:
        start = unread(state(archive))
        for action in todo:
            try_to_act(archive, action)
            check_register(archive)
        end = state(archive)
        undone = 0
        while True:
            try:
                archive.history.undo()
            except NotFound:
                break
            undone += 1
        assert unread(state(archive)) == start
        for _ in range(undone):
            archive.history.redo()
        assert state(archive) == end


cleaning = st.lists(
    st.tuples(
        st.sampled_from([4, 5, 9, 12, 19, 19, 20, 20, 21, 22, 23, 24, 25, 26]),
        st.integers(0, 200),
        st.integers(1, 40),
    ),
    min_size=6,
    max_size=20,
)


@slow
@given(cleaning)
def test_a_register_cleaned_up_at_will_is_always_one_that_can_be_undone(todo: list[Action]) -> None:
    with an_archive() as archive:
        for number in range(4):
            archive.entities.create(f"Name {number}")
        start, made = state(archive), 0
        for action in todo:
            before = archive.history.log(1)
            try_to_act(archive, action)
            check_register(archive)
            made += archive.history.log(1) != before
        for _ in range(made):
            archive.history.undo()
            check_register(archive)
        assert state(archive) == start


@slow
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), actions.map(lambda a: a[:2]))))
def test_two_people_undoing_at_will_never_break_the_archive(
    turns: list[tuple[bool, int, list[Action]]],
) -> None:
    with an_archive() as ann, open_archive(ann.path, actor="ben") as ben:
        for first, choice, todo in turns[:10]:
            archive = ann if first else ben
            for action in todo:
                try_to_act(archive, action)
            before = state(archive)
            try:
                if choice < 5:
                    archive.history.undo()
                elif choice < 7:
                    archive.history.redo()
            except Conflict as error:
                assert state(archive) == before
                assert "depends on step" in error.message
            except NotFound:
                assert state(archive) == before
            for claim in archive.claims.all():
                assert archive.claims.appearances(claim.id)
