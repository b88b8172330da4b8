"""A passage in its sentences: one item of its list, which is not the quotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.core import Archive
from archive.export import export_markdown
from archive.export.around import Context, plain
from archive.export.comments import parse
from archive.export.contract import Options
from archive.export.dialects import DIALECTS
from archive.export.facts import read
from archive.export.passages import CONTEXT, emphasised, in_context
from archive.export.sync import sync
from archive.export.verify import shown_in, verify
from archive.model import Motivation
from tests.archive.export.building import newsroom, put, span
from tests.archive.text.rendering import PARSERS, inline_text, kinds
from tests.archive.text.test_escape import TEXTS


def contexts(folder: Path) -> dict[str, str]:
    """The context of each mark in the files of articles."""
    return {
        id: line.removeprefix("- Context: ")
        for path in (folder / "articles").iterdir()
        for id, found in parse(path.read_text("utf-8")).regions.items()
        for line in found.content.split("\n")
        if line.startswith("- Context: ")
    }


@pytest.mark.parametrize("profile", DIALECTS)
def test_a_passage_is_shown_in_its_sentences_and_all_else_is_the_same(
    archive: Archive, tmp_path: Path, profile: str
) -> None:
    newsroom(archive)
    plain, options = tmp_path / "plain", Options(profile=profile)
    export_markdown(archive, plain, options=options)
    folder, options = tmp_path / "context", Options(profile=profile, context=True)
    export_markdown(archive, folder, options=options)
    marks = {mark.exact: mark.id for mark in archive.annotations.all()}
    shown = contexts(folder)
    assert shown[marks["the company admits"]] == (
        "Orphée-2 costs 27 times less than its own model, **the company admits**, but"
        " \\[benchmarks\\] are \\*not\\* the whole story."
    )
    assert marks["« Nous devons prendre très au sérieux ce qui vient d’Europe »"] in shown
    assert contexts(plain) == {}
    for path in (folder / "articles").iterdir():
        other = parse((plain / "articles" / path.name).read_text("utf-8")).regions
        for id, found in parse(path.read_text("utf-8")).regions.items():
            lines = found.content.split("\n")
            kept = [line for line in lines if not line.startswith("- Context: ")]
            assert "\n".join(kept) == other[id].content
            assert read(found.content).values == read(other[id].content).values
    before = verify(archive, plain)
    held = verify(archive, folder)
    assert (held.quotations, held.files) == (before.quotations, before.files)
    assert sorted((w.id, w.reason) for w in held.wrong) == sorted(
        (w.id, w.reason) for w in before.wrong
    )
    assert sync(archive.store, folder, actor="ana").into_archive == []
    assert export_markdown(archive, folder, options=options).written == ()
    assert export_markdown(archive, folder, options=Options(profile=profile)).conflicts == ()
    assert contexts(folder) == {}


def test_a_passage_over_sentences_has_the_rest_of_both_and_whole_ones_have_none(
    archive: Archive, tmp_path: Path
) -> None:
    text = "First, one. Second one here. Third one there.\n\nA last one."
    id = put(archive, "three", "Three", text, language="en")
    marks = [
        archive.annotations.add(id, span(archive, id, words), Motivation.HIGHLIGHTING).id
        for words in ("one here. Third", "Second one here.", "there.\n\nA last", "Second")
    ]
    export_markdown(archive, tmp_path, options=Options(context=True))
    assert contexts(tmp_path) == {
        marks[0]: "Second **one here. Third** one there.",
        marks[2]: "Third one **there. A last** one.",
        marks[3]: "**Second** one here.",
    }


@settings(max_examples=150, deadline=None)
@given(
    before=st.one_of(st.just(""), TEXTS), words=TEXTS.filter(lambda t: t.strip() != ""), after=TEXTS
)
def test_any_words_stand_on_one_line_and_are_shown_whole(
    before: str, words: str, after: str
) -> None:
    context = Context(before, after)
    line = in_context(context, emphasised(context, words))
    assert "\n" not in line
    for parser in ("commonmark", "gfm-like"):
        tokens = PARSERS[parser].parse(f"- Context: {line}")
        (inline,) = (token for token in tokens if token.type == "inline")
        assert "".join(inline_text(inline).split()) == "".join(
            f"Context:{before}{words}{after}".split()
        )


@pytest.mark.parametrize("profile", DIALECTS)
@settings(max_examples=60, deadline=None)
@given(before=TEXTS, words=TEXTS.filter(lambda t: t.strip() != ""), after=TEXTS)
@example(before="Wow!", words="a", after="")
@example(before="", words="- an item", after="")
@example(before="", words="5) an item", after="")
@example(before="\\!", words="a", after="")
def test_what_verify_looks_for_is_in_any_line_that_was_written(
    profile: str, before: str, words: str, after: str
) -> None:
    context, dialect = Context(before, after), DIALECTS[profile]
    wanted = "".join(plain(context, words).split())
    linked = dialect.words(words, "entities/a.md", "articles/b.md")
    mention = dialect.mention("m-1", in_context(context, linked))
    passage = f"{CONTEXT}{in_context(context, emphasised(context, words))}"
    assert "image" not in kinds(PARSERS["commonmark"].parse(mention))
    assert wanted in shown_in(mention)
    assert wanted in shown_in(passage)
