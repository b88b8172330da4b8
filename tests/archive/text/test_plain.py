"""Plain text becomes paragraphs, and crawled text headings too."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.clean import clean
from archive.text.document import BlockKind
from archive.text.plain import build_plain
from tests.corpus import corpus_path

PROSE = "Une phrase assez longue pour être un paragraphe, avec un point."


def headings(text: str) -> list[str]:
    document = build_plain(text, headings=True)
    return [b.span.of(document.text) for b in document.blocks if b.kind is BlockKind.HEADING]


def test_blank_lines_part_paragraphs_however_many_there_are() -> None:
    document = build_plain("\n \n  one\ntwo \n\n \t\u00a0\n\n three\n")
    assert document.text == "one\ntwo\n\nthree"
    assert [b.span.of(document.text) for b in document.blocks] == ["one\ntwo", "three"]


@pytest.mark.parametrize("text", ["__init__", "<vector>", "2024. Une année", "- a\n- b", "# no"])
def test_nothing_is_markup(text: str) -> None:
    document = build_plain(text)
    assert document.text == text
    assert [b.kind for b in document.blocks] == [BlockKind.PARAGRAPH]


@pytest.mark.parametrize("text", ["", "\n\n", " \u200b \n\u00a0"])
def test_a_blank_text_has_no_blocks(text: str) -> None:
    assert build_plain(text).blocks == ()


def test_the_sample_has_its_two_headings_and_no_other() -> None:
    path = corpus_path("sample", "000_23e0f1237aee4439.txt")
    body = clean(path.read_text(encoding="utf-8"))[0].partition("\n")[2]
    assert headings(body) == [
        "Pourquoi ils s’inquiètent ?",
        "En fait, les concurrents de Deepseek ont peur",
    ]


@pytest.mark.parametrize(
    "line", ["What is CloudReady?", "2. Installation", "iPhone ou Android", "M. Dupont a peur"]
)
def test_a_short_line_between_paragraphs_is_a_heading(line: str) -> None:
    assert headings(f"{PROSE}\n\n{line}\n\n{PROSE}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Une phrase courte.",
        "C’est énorme !",
        "Voici la liste :",
        "« Une citation »",
        "- un point",
        "git clone x",
        "https://example.org/a",
        "Lire aussi : autre chose",
        "a | b",
        "Deux lignes\nsans point",
        "Trop long " * 11,
        "12",
    ],
)
def test_other_short_lines_stay_paragraphs(line: str) -> None:
    assert headings(f"{PROSE}\n\n{line}\n\n{PROSE}") == []


def test_a_title_needs_something_before_and_a_paragraph_after() -> None:
    assert headings(f"Un titre\n\n{PROSE}\n\nUn autre") == []


def test_a_heading_may_have_a_subheading_but_a_list_is_a_list() -> None:
    assert headings(f"{PROSE}\n\nPartie\n\nSous-partie\n\n{PROSE}") == ["Partie", "Sous-partie"]
    assert headings(f"{PROSE}\n\nUn\n\nDeux\n\nTrois\n\n{PROSE}") == []


@settings(deadline=None)
@given(st.text("ab ?\n\t\u00a0\u200b«1."), st.booleans())
def test_blocks_and_separators_are_the_whole_text(raw: str, titles: bool) -> None:
    document = build_plain(raw, headings=titles)
    assert "\n\n".join(b.span.of(document.text) for b in document.blocks) == document.text
    assert all(b.span for b in document.blocks)
    kept = "".join(raw.replace("\u200b", "").split())
    assert "".join(document.text.replace("\u200b", "").split()) == kept


def test_a_long_text_takes_milliseconds() -> None:
    text = f"{PROSE}\n\nUn titre\n\n" * 4000
    start = time.process_time()
    build_plain(text, headings=True)
    assert time.process_time() - start < 0.3
    start = time.process_time()
    build_plain("\n" + " " * 200_000 + "x" + "\n \u200b" * 50_000)
    assert time.process_time() - start < 0.3
