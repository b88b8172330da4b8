"""A file has each id once, and each footnote one definition, in a conflict too."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from archive.core import Archive
from archive.export import export_markdown
from archive.export.anchors import anchored, bare
from archive.export.comments import parse
from archive.export.contract import Options
from archive.export.dialects import DIALECTS
from tests.archive.export.building import newsroom

_ID = re.compile(r'<a id="[\w-]+"></a>|(?<![#\[\w])\^[cm]-\w+|\[\^m-\w+\]:')


@pytest.mark.parametrize("profile", DIALECTS)
def test_a_conflict_block_repeats_no_id_and_taking_it_gives_the_part_its_ids(
    archive: Archive, tmp_path: Path, profile: str
) -> None:
    newsroom(archive)
    options = Options(profile=profile)
    export_markdown(archive, tmp_path, options=options)
    path = next((tmp_path / "articles").glob("*la-gazette*"))
    first = path.read_text("utf-8")
    path.write_text(first.replace("· quantity ·", "· quantity, or so ·"), "utf-8")
    edited = re.sub(r"(### \[+[^\n]*Lutèce[^\n]*)", r"\1 (mine)", path.read_text("utf-8"))
    path.write_text(edited, "utf-8")
    for mark in archive.annotations.all():
        archive.annotations.edit(mark.id, note="New.")
    report = export_markdown(archive, tmp_path, options=options)
    assert len(report.conflicts) == 2
    text = path.read_text("utf-8")
    assert max(Counter(_ID.findall(text)).values()) == 1
    assert "New." in text
    # Take what is in each block for what stands above it.
    for id, (block,) in parse(text).blocks.items():
        found = parse(text).regions[id]
        (block,) = parse(text).blocks[id]
        ours = re.sub("(?m)^> ?", "", block.content)
        ours = ours.split("put this in its place.\n\n", 1)[1]
        text = text[: block.start] + text[block.end :].lstrip("\n")
        text = f"{text[: found.inner[0]]}\n\n{ours}\n\n{text[found.inner[1] :]}"
    path.write_text(text, "utf-8")
    assert export_markdown(archive, tmp_path, options=options).conflicts == ()
    fresh = tmp_path / "fresh"
    export_markdown(archive, fresh, options=options)
    wanted = (fresh / "articles" / path.name).read_text("utf-8")
    regions = parse(path.read_text("utf-8")).regions
    assert {i: r.content for i, r in regions.items()} == {
        i: r.content for i, r in parse(wanted).regions.items()
    }


@pytest.mark.parametrize("profile", DIALECTS)
def test_what_is_bare_has_no_ids_and_all_of_its_words(profile: str) -> None:
    words = "a\n\n^c-no\n\n[^m-no]: <a id='m-no'>"
    content = DIALECTS[profile].passage(
        ["c-1", "m-1"], words, ["Claim", "fact"], ["- Note:", "  > ^m-mine"], "article `x`"
    )
    assert "m-1" in dict(anchored(content))
    text = bare(content)
    assert "m-1" not in text
    assert "c-1" not in text
    assert "- Source: article `x`" in text
    assert [line for line in content.split("\n") if line[:1] == ">"] == [
        line for line in text.split("\n") if line[:1] == ">"
    ]
    assert "  > ^m-mine" in text
    assert bare(text) == text
    mention = DIALECTS[profile].mention("m-1", "said Nora")
    assert bare(f"### Nora\n\n{mention}\n{mention}") == "### Nora\n\n- said Nora\n- said Nora"


def test_footnotes_alone_become_paragraphs() -> None:
    assert bare("[^m-1]: *One*\n\n[^m-2]: *Two*") == "m-1: *One*\n\nm-2: *Two*"
    assert list(anchored("see [[x#^m-1]] and [x](y#^m-1) and [^m-1]")) == []
