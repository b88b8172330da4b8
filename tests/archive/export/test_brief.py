"""A dossier written as one brief."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from archive.core import Archive, open_archive
from archive.export.brief import brief, export_brief, own_words
from archive.export.contract import Left
from archive.export.verify import verify
from archive.model import Motivation, Stance
from tests.archive.export.building import put, span
from tests.corpus import ROOT

EXPECTED = ROOT / "tests" / "fixtures" / "brief.md"


@pytest.fixture
def filled(newsroom_folder: Path, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(newsroom_folder, tmp_path / "newsroom")
    with open_archive(tmp_path / "newsroom", actor="ana") as opened:
        yield opened


def put_together(archive: Archive) -> str:
    """A dossier with every kind of part; its id."""
    dossiers = archive.dossiers
    made = dossiers.new("Who pays for [cheap] models?").id
    dossiers.add(made, text="A brief for the *morning* meeting.\n\n- one\n- two")
    dossiers.add(made, heading="What is # claimed")
    claims = {claim.kind.value: claim.id for claim in archive.claims.all()}
    dossiers.add(made, claim=claims["quantity"], text="Both sides agree.")
    dossiers.add(made, claim=claims["prediction"])
    dossiers.add(made, heading="What else")
    marks = archive.annotations.all()
    for words in ("Le code est ouvert.", "Tickets are sold out", "[benchmarks]"):
        mark = next(mark for mark in marks if mark.exact.startswith(words))
        dossiers.add(made, annotation=mark.id, text="Really?")
    dossiers.add(made, text="<!-- never closed")
    return made


def tokens_of(source: str) -> list[Token]:
    return MarkdownIt("commonmark").parse(source.split("\n---\n", 1)[1])


def quotations(source: str) -> list[str]:
    """The rendered words of every block quotation."""
    found: list[str] = []
    paragraphs: list[str] | None = None
    for token in tokens_of(source):
        if token.type == "blockquote_open":
            paragraphs = []
        elif token.type == "blockquote_close" and paragraphs is not None:
            found.append("\n\n".join(paragraphs))
            paragraphs = None
        elif token.type == "inline" and paragraphs is not None:
            inner = token.children or ()
            paragraphs.append(
                "".join("\n" if one.type.endswith("break") else one.content for one in inner)
            )
    return found


def without_ids(source: str) -> str:
    """The brief with its own id and its parts', drawn at random, left out."""
    return re.sub(r"\b([dp])-\w{8}\b", r"\1-0", source)


def test_a_brief_has_quotations_footnotes_and_a_bibliography(filled: Archive) -> None:
    made = put_together(filled)
    source = brief(filled, filled.dossiers.get(made))
    assert without_ids(source) == EXPECTED.read_text(encoding="utf-8")
    cited = re.findall(r"\[\^(m-\w+)\](?!:)", source)
    defined = re.findall(r"^\[\^(m-\w+)\]: ", source, re.MULTILINE)
    assert set(cited) == set(defined) and len(defined) == len(set(defined)) == 7
    for words in quotations(source):
        assert words in {mark.exact for mark in filled.annotations.all()}
    assert len(quotations(source)) == 6


def test_moving_a_part_moves_nothing_else(filled: Archive) -> None:
    made = put_together(filled)
    before = without_ids(brief(filled, filled.dossiers.get(made))).splitlines()
    parts = filled.dossiers.parts(made)
    filled.dossiers.move(parts[0].id)
    after = without_ids(brief(filled, filled.dossiers.get(made))).splitlines()
    assert sorted(before) == sorted(after) and before != after


def test_it_is_written_once_keeps_its_name_and_whatever_is_written_in_it(
    filled: Archive, tmp_path: Path
) -> None:
    made = put_together(filled)
    out = tmp_path / "out"
    [name] = export_brief(filled, filled.dossiers.get(made), out).written
    assert name == f"who-pays-for-cheap-models-{made}.md"
    assert export_brief(filled, filled.dossiers.get(made), out).unchanged == (name,)
    (out / name).rename(out / "mine.md")
    with (out / "mine.md").open("a", encoding="utf-8") as file:
        file.write("\nMy conclusion.\n")
    filled.dossiers.rename(made, "Another title")
    filled.dossiers.add(made, heading="At last")
    report = export_brief(filled, filled.dossiers.get(made), out)
    assert (report.written, report.conflicts) == (("mine.md",), ())
    text = (out / "mine.md").read_text("utf-8")
    assert "# Another title" in text and "title: Another title" in text
    assert text.endswith("\nMy conclusion.\n")
    assert text.index("Really?") < text.index("## At last") < text.index("## Sources")
    assert export_brief(filled, filled.dossiers.get(made), out).unchanged == ("mine.md",)


def test_what_both_changed_in_a_brief_stands_side_by_side_until_settled(
    filled: Archive, tmp_path: Path
) -> None:
    made = put_together(filled)
    [name] = export_brief(filled, filled.dossiers.get(made), tmp_path).written
    path = tmp_path / name
    path.write_text(path.read_text("utf-8").replace("*morning*", "*evening*"), "utf-8")
    first = filled.dossiers.parts(made)[0]
    filled.dossiers.write(first.id, "A brief for *noon*.")
    for _ in range(2):
        report = export_brief(filled, filled.dossiers.get(made), tmp_path)
        assert report.conflicts == (Left(name, f"{first.id} was changed by hand"),)
        text = path.read_text("utf-8")
        assert text.count("*evening*") == text.count("> A brief for *noon*.") == 1
    filled.dossiers.move(first.id)  # and its conflict block goes with it
    assert export_brief(filled, filled.dossiers.get(made), tmp_path).conflicts
    text = path.read_text("utf-8")
    assert text.index("## What else") < text.index("*evening*") < text.index("*noon*")
    assert text.count("<!-- newsmark-conflict") == 1


def test_quotations_of_a_brief_are_verified(filled: Archive, tmp_path: Path) -> None:
    made = put_together(filled)
    filled.dossiers.add(made, text="> somebody else's words[^m-none]")
    [name] = export_brief(filled, filled.dossiers.get(made), tmp_path).written
    held = verify(filled, tmp_path)
    [lost] = held.wrong
    assert (held.files, held.quotations) == (1, 6)
    assert lost.reason == "the article's text changed, and the words are lost in it"
    text = (tmp_path / name).read_text("utf-8").replace("> 27 fois", "> 72 fois")
    (tmp_path / name).write_text(text, "utf-8")
    wrong, again = verify(filled, tmp_path).wrong
    assert again == lost
    assert wrong.reason == "its words are not the words marked" and wrong.id == "m-p1xpa7z3"


def test_a_note_on_evidence_is_its_writers_markdown_below_the_source(filled: Archive) -> None:
    claim = next(one for one in filled.claims.all() if one.kind.value == "prediction")
    for note in ("A *first* look:\n\n- one\n- two", "``` never closed"):
        filled.claims.add_evidence(claim.id, Stance.CONTEXT, url="https://x.example/", note=note)
    made = filled.dossiers.new("Evidence").id
    filled.dossiers.add(made, claim=claim.id)
    filled.dossiers.add(made, heading="After")
    html = MarkdownIt("commonmark").render(brief(filled, filled.dossiers.get(made)))
    assert "<p>A <em>first</em> look:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n</li>" in html
    assert "<p>``` never closed</p>\n</li>\n" in html
    assert "<h2>After</h2>" in html


def order_in(path: Path) -> list[str]:
    return re.findall(r"^<!-- newsmark (p-\w+) ", path.read_text("utf-8"), re.MULTILINE)


def test_parts_moved_in_the_dossier_move_in_the_file_around_what_the_user_wrote(
    filled: Archive, tmp_path: Path
) -> None:
    made = put_together(filled)

    def export() -> str:
        return (*(r := export_brief(filled, filled.dossiers.get(made), tmp_path)).written,
                *r.unchanged)[0]  # fmt: skip

    path = tmp_path / export()
    ids = [part.id for part in filled.dossiers.parts(made)]
    text = path.read_text("utf-8")
    at = text.index(f"<!-- newsmark {ids[1]}")
    path.write_text(f"{text[:at]}\nBetween the two.\n\n{text[at:]}", "utf-8")
    filled.dossiers.move(ids[0], after=ids[1])
    new = filled.dossiers.add(made, heading="New", before=ids[1]).id
    export()
    wanted = [new, ids[1], ids[0], *ids[2:]]
    assert order_in(path) == wanted
    assert path.read_text("utf-8").count("\nBetween the two.\n\n") == 1
    filled.dossiers.remove(ids[2])
    filled.dossiers.move(ids[-1], before=new)
    export()
    assert order_in(path) == [ids[-1], new, ids[1], ids[0], *ids[3:-1]]


def test_parts_that_the_user_moved_in_the_file_stay_where_he_put_them(
    filled: Archive, tmp_path: Path
) -> None:
    made = put_together(filled)
    [name] = export_brief(filled, filled.dossiers.get(made), tmp_path).written
    path, text = tmp_path / name, (tmp_path / name).read_text("utf-8")
    ids = [part.id for part in filled.dossiers.parts(made)]
    start, end = (text.index(f"<!-- newsmark {id}") for id in ids[:2])
    path.write_text(text[:start] + text[end:] + text[start:end], "utf-8")
    filled.dossiers.move(ids[1], after=ids[2])
    for _ in range(2):
        export_brief(filled, filled.dossiers.get(made), tmp_path)
        assert order_in(path) == [*ids[1:], ids[0]]


@pytest.mark.parametrize(
    "text",
    [
        "*kept*",
        "- a list\n- of two",
        "> quoted",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\ncode\n```",
    ],
)
def test_a_users_markdown_stays(text: str) -> None:
    assert own_words(text) == text


@settings(max_examples=150)
@given(
    st.text("`~<>!-# \n\ta*[]()&\\_=|1.:", max_size=30)
    | st.sampled_from(["```\nopen", "<!-- open", "<script>", "<b>x", "~~~~ open\n~~~", "   ```"])
)
def test_nothing_a_user_wrote_swallows_what_follows(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"{own_words(text)}\n\n> the words\n\nend")
    assert [token.type for token in tokens[-8:]] == [
        "blockquote_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "blockquote_close",
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]
    assert [tokens[-6].content, tokens[-2].content] == ["the words", "end"]
    assert not [token for token in tokens if token.type == "html_block"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30))
def test_any_words_are_quoted_verbatim(archive: Archive, words: str) -> None:
    if not words.strip():
        return
    id = put(archive, words, words, f"Before {words} after.")
    mark = archive.annotations.add(
        id, span(archive, id, words), Motivation.HIGHLIGHTING, note=words
    )
    made = archive.dossiers.new(words)
    archive.dossiers.add(made.id, annotation=mark.id, text=words)
    source = brief(archive, made)
    assert mark.exact in quotations(source)
