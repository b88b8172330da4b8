"""What a user may change in a region reads back as it was written, and as they may write it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.export.dialects import DIALECTS
from archive.export.facts import (
    NOTE,
    ON_CLAIM,
    Broken,
    Reading,
    note_lines,
    read,
    said,
    summary,
    tags_lines,
)
from archive.model import Annotation, Claim, ClaimKind, Motivation, Selectors, Span
from archive.text.escape import cleaned, escape, escape_line, one_line, unescape
from tests.archive.text.test_escape import TEXTS

LINES = TEXTS | st.sampled_from(["a · b", "so (80 % sure)", "&amp;, #x", "“5 %”", "- Note: x"])
NOTES = TEXTS | st.sampled_from(
    [
        "<!-- which? -->\n\n- a\\\n  b",
        "> quoted\n>\n> - Tags: x",
        "<b>&#10;</b>\n\n\n x ",
        "a\n\n\nb",
    ]
)


BEHIND = "its lines must all stand behind >, or all indented without it"


def mark(*, note: str = "", tags: tuple[str, ...] = (), label: str | None = None) -> Annotation:
    words = Selectors(Span(0, 5), "words", "", "")
    return Annotation(
        "m-1", "a", 1, words, Motivation.ASSESSING, note=note, tags=tags, label=label, claim="c-1"
    )


def region(
    annotation: Annotation, claim: Claim | None, profile: str = "commonmark", exact: str = "words"
) -> str:
    facts = [
        "- Said by: somebody",
        *note_lines(ON_CLAIM, claim.notes if claim is not None else ""),
        *tags_lines(annotation.tags),
        *note_lines(NOTE, annotation.note),
    ]
    return DIALECTS[profile].passage(
        ["c-1", "m-1"], exact, summary(annotation, claim), facts, "here"
    )


def plain(reading: Reading) -> tuple[dict[str, object], list[Broken]]:
    return dict(reading.values), reading.broken


@pytest.mark.parametrize("profile", DIALECTS)
@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(ClaimKind),
    verdict=LINES.filter(str.strip),
    confidence=st.none() | st.integers(0, 100),
    label=st.none() | LINES,
    tags=st.lists(LINES, max_size=3),
    note=NOTES,
    notes=NOTES,
    exact=TEXTS.map(str.strip).filter(bool),
)
def test_any_values_read_back(
    profile: str,
    kind: ClaimKind,
    verdict: str,
    confidence: int | None,
    label: str | None,
    tags: list[str],
    note: str,
    notes: str,
    exact: str,
) -> None:
    annotation = mark(note=note, tags=tuple(tags), label=label)
    claim = Claim("c-1", "x", kind, verdict=verdict, confidence=confidence, notes=notes)
    reading = read(region(annotation, claim, profile, exact))
    assert plain(reading) == (said(annotation, claim), [])
    other = Claim("c-1", "x", ClaimKind.OTHER, verdict="a", notes="b")
    assert read(region(mark(), other, profile, exact)).rest == reading.rest


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_what_was_escaped_is_unescaped(text: str) -> None:
    assert unescape(escape(cleaned(text))) == cleaned(text)
    assert unescape(escape_line(text)) == one_line(text)


def changed(old: str, new: str, profile: str = "commonmark") -> Reading:
    annotation = mark(note="first\n\nlast", tags=("price",))
    claim = Claim("c-1", "x", notes="Asked.", confidence=80)
    content = region(annotation, claim, profile)
    assert old in content
    return read(content.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("fact · unchecked (80 % sure)", "opinion · supported", "kind", "opinion"),
        ("fact · unchecked (80 % sure)", "opinion · supported", "verdict", "supported"),
        ("fact · unchecked (80 % sure)", "opinion · supported", "confidence", None),
        ("(80 % sure)", "(75% sure) · mine", "confidence", 75),
        ("(80 % sure)", "(75% sure) · mine", "label", "mine"),
        ("- **Claim**", "* __Claim__ ", "kind", "fact"),
        ("- Tags: price", "- Tags: price,war , , price", "tags", ("price", "war")),
        ("- Tags: price\n", "", "tags", ()),
        ("  > first\n  >\n  > last", "  >first\n\n    >  last  ", "note", "first\n\n last  "),
        ("- Note:\n  > first\n  >\n  > last", "- Note: mine", "note", "mine"),
        ("- Note:\n", "- Note:\n\n", "note", "first\n\nlast"),
        ("  > first\n  >\n  > last", "  mine\n\n  - a\n    b", "note", "mine\n\n- a\n  b"),
        ("\n  > first\n  >\n  > last", " mine\n\tgoes on", "note", "mine\ngoes on"),
        ("(80 % sure)", "(75%)", "confidence", 75),
        ("- Tags: price", "- Tags: #so #and/so, C#, \\#x", "tags", ("so", "and/so", "C#", "#x")),
        ("- Note:\n  > first\n  >\n  > last\n", "", "note", ""),
        ("- Tags: price", "- Tags: price\n- Mine: x", "tags", ("price",)),
    ],
)
def test_what_a_user_may_write_is_read(old: str, new: str, field: str, value: object) -> None:
    reading = changed(old, new)
    assert not reading.broken
    assert reading.values[field] == value


def test_a_callout_is_read_below_a_user_s_words_and_only_once() -> None:
    below = changed(
        "> [!quote] Claim · fact", "> [!note] Note to self\n\n> [!quote] Claim · rule", "obsidian"
    )
    assert (below.word, below.values["kind"], below.broken) == ("Claim", "rule", [])
    sides = "<<<<<<< a\n> [!quote] Claim · rule · x\n=======\n> [!quote] Claim · fact"
    twice = changed("> [!quote] Claim · fact", sides, "obsidian")
    assert {one.reason for one in twice.broken} == {"Claim stands there twice"}
    assert "kind" not in twice.values


@pytest.mark.parametrize("kind", ["[!quote]-", "[!success]"])
def test_the_title_of_another_callout_is_read_and_its_kind_stays_the_user_s(kind: str) -> None:
    reading = changed("[!quote] Claim · fact", f"{kind} Claim · rule", "obsidian")
    assert (reading.values["kind"], reading.lines["kind"]) == ("rule", 0)
    assert reading.rest != changed("fact", "rule", "obsidian").rest


@pytest.mark.parametrize(
    ("old", "new", "fields", "reason"),
    [
        (" · fact ·", " fact", "kind", "the line must have kind · verdict after Claim"),
        ("(80 % sure)", "· a · b", "verdict", "the line must have kind · verdict after Claim"),
        (
            "  > last",
            "  > last\nand more",
            "note",
            BEHIND,
        ),
        ("- Tags: price", "- Tags: price\n- Tags: x", "tags", "Tags stands there twice"),
        (
            "- Note:",
            "- Note:\nwords",
            "note",
            BEHIND,
        ),
        (
            "- **Claim** · fact · unchecked (80 % sure)",
            "<<<<<<< a\n- **Claim** · rule · x\n=======\n- **Claim** · fact · y\n>>>>>>> b",
            "kind",
            "Claim stands there twice",
        ),
        ("  > first", "  mine\n  > first", "note", BEHIND),
        ("  > first\n  >", "  mine\n\n", "note", BEHIND),
        ("- Note:", "- Note: x", "note", "it stands beside its label and below it"),
    ],
)
def test_what_cannot_be_read_is_no_value(old: str, new: str, fields: str, reason: str) -> None:
    reading = changed(old, new)
    assert {b.field: b.reason for b in reading.broken}[fields] == reason
    assert fields not in reading.values


def test_what_else_was_written_shows_in_the_rest() -> None:
    before = changed("price", "price").rest
    assert changed("price", "war").rest == before
    assert changed("> first", ">  something else").rest == before
    assert changed("\n- Tags", "\n\n- Tags").rest == before
    assert changed("somebody", "nobody").rest != before
    assert changed("> words", "> other words").rest != before
    assert changed("- Tags: price", "- Tags: price\n- Mine: x").rest != before
    assert changed("- **Claim**", "Claim").word == ""
