"""Sentences worth a claim from the command line."""

from __future__ import annotations

import pytest

from tests.reader.cli.terminal import CommandLine


def suggested(nm: CommandLine, *words: str) -> dict[str, str]:
    """Sentence to where it stands."""
    found = nm("suggest", *words, "--json").json["suggestions"]
    return {one["exact"]: f"{one['start']}:{one['end']}" for one in found}


LOST = "Nvidia lost 17% in a day."


def test_sentences_are_listed_the_worthiest_first(nm: CommandLine) -> None:
    chips = nm.id("DeepSeek")
    answer = nm.ok("suggest", "--json").json
    weights = [one["weight"] for one in answer["suggestions"]]
    assert weights == sorted(weights, reverse=True) and answer["total"] == len(weights)
    assert LOST in suggested(nm, chips)
    out = nm.ok("suggest", chips, "--limit", "1")
    assert out.out.startswith(chips) and "2 sentences, 1 shown" in out.err
    assert nm("suggest", nm.id("A quiet")).code == 1


def test_one_is_accepted_in_its_own_words_or_others(nm: CommandLine) -> None:
    chips = nm.id("DeepSeek")
    where = suggested(nm, chips)
    made = nm.ok("suggest", "accept", chips, where[LOST], "--json").json
    assert (made["exact"], made["kind"]) == (LOST, "quantity")
    start = int(where[LOST].split(":")[0])
    nm.ok("undo")
    part = nm.ok("suggest", "accept", chips, f"{start}:{start + 15}", "--json").json
    assert (part["exact"], part["statement"]) == ("Nvidia lost 17%", "Nvidia lost 17%")
    other = next(span for sentence, span in where.items() if sentence != LOST)
    said = nm.ok(
        "suggest", "accept", chips, other, "--statement", "R1 is cheap", "--kind", "opinion"
    )
    assert "R1 is cheap" in said.out
    assert nm("suggest", chips).code == 1, "both are claims now"


def test_what_is_rejected_stays_away_and_what_is_skipped_comes_last(nm: CommandLine) -> None:
    chips = nm.id("DeepSeek")
    where = suggested(nm, chips)
    first, second = where
    nm.ok("suggest", "skip", chips, where[first])
    assert list(suggested(nm, chips)) == [second, first]
    assert "later" in nm.ok("suggest", chips).out.splitlines()[1]
    step = nm.ok("suggest", "reject", chips, *where.values(), "--json").json
    assert step["summary"] == "no claim: 2 sentences"
    assert nm("suggest", chips).code == 1
    nm.ok("undo")
    assert list(suggested(nm, chips)) == [second, first]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--query", "nvidia", "ID"), "not both"),
        (("reject", "ID", "nonsense"), "Not a span"),
        (("reject", "ID", "5:5"), "Not a span of this text"),
        (("accept", "ID", "0:90"), "No sentence of article"),
        (("skip", "ID"), "Missing argument"),
    ],
)
def test_what_makes_no_sense_is_answered(
    nm: CommandLine, words: tuple[str, ...], complaint: str
) -> None:
    chips = nm.id("DeepSeek")
    answer = nm("suggest", *(chips if word == "ID" else word for word in words))
    assert answer.code in (1, 2) and complaint in answer.err
