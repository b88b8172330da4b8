"""Reading queries: what is understood, what is refused and where."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from archive.errors import QueryError
from archive.index.analysis import Slot
from archive.index.parse import FIELDS, parse, parts
from archive.index.query import (
    And,
    Claims,
    Dates,
    Everything,
    Has,
    Is,
    Language,
    Not,
    Nothing,
    Or,
    Similar,
    Words,
)
from tests.corpus import corpus_path


def surfaces(node: object) -> list[str]:
    assert isinstance(node, Words)
    return [slot.surface for slot in node.slots]


def test_words_must_all_match() -> None:
    tree = parse("chip act")
    assert isinstance(tree, And)
    assert [surfaces(part) for part in tree.parts] == [["chip"], ["act"]]


def test_or_binds_less_than_words_side_by_side() -> None:
    tree = parse("chip act OR puce")
    assert isinstance(tree, Or)
    assert isinstance(tree.parts[0], And)


@pytest.mark.parametrize(
    "query", ['"open source"', "«\u00a0open source\u202f»", "“open\u00a0source”"]
)
def test_quotation_marks_and_spaces_of_every_kind(query: str) -> None:
    assert surfaces(parse(query)) == ["open", "source"]


def test_a_minus_negates_only_at_the_start_of_a_word() -> None:
    assert isinstance(parse("-chip"), Not)
    assert surfaces(parse("gpt-4o")) == ["gpt", "4o"]
    assert isinstance(parse("--"), Nothing)


def test_two_negations_cancel_out() -> None:
    assert parse("NOT -chip") == parse("chip")


@pytest.mark.parametrize("query", ["c: drive", "http://example.org", "title: word", "12:30"])
def test_what_only_looks_like_a_field_is_words(query: str) -> None:
    pending = [parse(query)]
    while pending:
        node = pending.pop()
        if isinstance(node, And):
            pending += node.parts
        else:
            assert isinstance(node, Words)
            assert node.field is None


def test_fields_hold_for_quotations_and_groups() -> None:
    assert parse('title:"chip act"') == Words(parse_slots("chip act"), "title")
    assert parse("title:(chip act)") == And(
        (Words(parse_slots("chip"), "title"), Words(parse_slots("act"), "title"))
    )


def parse_slots(text: str):  # type: ignore[no-untyped-def]
    from archive.index.analysis import slots

    return slots(text)


def test_states_and_languages() -> None:
    assert parse("is:unread") == Is("unread")
    assert parse("has:claim") == Has("claim")
    assert parse("has:evidence -has:lost") == And((Has("evidence"), Not(Has("lost"))))
    assert parse("kind:Prediction") == Claims("kind", "prediction")
    assert parse('verdict:"Not enough evidence"') == Claims("verdict", "not enough evidence")
    assert parse("similar:5h2k") == Similar("5h2k")
    assert parse("lang:FR-ca") == Language("fr")


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("date:2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("date:2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("date:2025-01..2025-03", date(2025, 1, 1), date(2025, 3, 31)),
        ("date:..2024", date(1, 1, 1), date(2024, 12, 31)),
        ("date:2024..", date(2024, 1, 1), date(9999, 12, 31)),
    ],
)
def test_dates_cover_their_whole_period(query: str, first: date, last: date) -> None:
    assert parse(query) == Dates(first.toordinal(), last.toordinal())


@pytest.mark.parametrize(
    ("query", "at", "says"),
    [
        ("chip (act", 5, "not closed"),
        ("chip act)", 8, "never opened"),
        ('chip "act', 5, "not closed"),
        ("OR chip", 0, "before"),
        ("chip OR", 5, "after"),
        ("chip NOT", 5, "nothing"),
        ("date:2025-13", 5, "no date"),
        ("date:2025..2024", 5, "comes after"),
        ("is:blue", 3, "unread"),
        ("has:wings", 4, "claim"),
        ("date:(2025)", 5, "one value"),
        ("is:stared", 3, "is:starred"),
        ("has:claims", 4, "has:claim"),
        ("kind:predicton", 5, "kind:prediction"),
        ("date:2025..2024", 5, "2024..2025"),
        ("chip || act", 5, "Write OR"),
        ("chip && act", 5, "Leave it out"),
        ("chip !act", 5, "minus"),
        ("!(chip act)", 0, "minus"),
        ("lang:fr*", 7, "lang:fr"),
        ('date:"mars 2025"..2024', 6, 'date:2024.."mars 2025"'),
        ("date:2025-01 .. soon", 16, "no date"),
        ('date:2025.."soon"', 12, "no date"),
        ('date:"2025".."', 13, "not closed"),
        ("date:03/02/2025", 5, "2025-02-03"),
        ("date:début 2025", 5, "which months"),
        ('date:"mi-2025"', 6, "which months"),
        ("date:..", 7, "needs a date"),
        ('date:""', 6, "needs a date"),
        ("date:soon", 5, "last month"),
        ("chip date:2025..soon", 16, "no date"),
        ("date:last month chip", 5, 'date:"last month"'),
        ("chip~3", 4, "chip~"),
        ("c*p~", 3, "without"),
        ('"chip~3 act"', 5, "chip~"),
        ('a "c*p~ act"', 6, "without"),
        ('"chip * act"~2', 1, "Leave it out"),
        ('"chip 日本?x"', 7, "Leave the sign out"),
        ('"日本* 语"', 2, "Leave the sign out"),
        ('"open source"~', 13, "~5"),
        ('"open source"~201', 14, "200"),
        ('"' + "word " * 13 + '"~5', 0, "12 words"),
        ("(chip NOT)", 6, "nothing"),
    ],
)
def test_a_wrong_query_is_refused_with_its_place(query: str, at: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.at == at
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "chip (act",
        'chip "act',
        "OR chip",
        "chip OR",
        "chip NOT",
        "is:unr",
        "has:",
        "-",
        "date:la",
        "date:2025-0",
        'date:"mois der',
        "date:..",
        '"chip act"~',
        "chip~2",
        "kind:pre",
    ],
)
def test_while_typing_an_unfinished_query_is_understood(query: str) -> None:
    parse(query, typing=True)


@pytest.mark.parametrize(
    "query",
    ["-(chip act)", "NOT (chip act)", "x -(chip act)", "-title:(chip act) -(x OR y)"],
)
def test_groups_can_be_negated(query: str) -> None:
    tree = parse(query)
    nodes = tree.parts if isinstance(tree, And) else (tree,)
    assert any(isinstance(node, Not) for node in nodes)


def test_words_near_one_another() -> None:
    assert parse('"chip act"~5') == Words(parse_slots("chip act"), None, 5)
    assert parse("note:«chip act»~0 x") == And(
        (Words(parse_slots("chip act"), "note", 0), Words(parse_slots("x")))
    )
    assert parse('"chip"~5') == Words(parse_slots("chip")), "one word is near itself"


@pytest.mark.parametrize(
    ("query", "slot"),
    [
        ("quanti*", Slot("quanti", False, True)),
        ("wor?d", Slot("wor?d", False, wild=True)),
        ("W*RD", Slot("w*rd", False, wild=True)),
        ("*tion", Slot("*tion", False, wild=True)),
        ("modèle~", Slot("modele", fuzzy=True)),
        ("modele~1", Slot("modele", fuzzy=True)),
        ("ia~", Slot("ia")),
        ("中", Slot("中", False, True)),
        ("1,299.99", Slot("1299.99", False)),
        ("1\u202f299,99", Slot("1299.99", False)),
        ("1'299.99", Slot("1299.99", False)),
        ("12’345’678", Slot("12345678", False)),
    ],
)
def test_patterns_and_figures(query: str, slot: Slot) -> None:
    assert parse(query) == Words((slot,))


@pytest.mark.parametrize("query", ["why?", "title:wor?", "lang:fr wor?", "wor? chip", "(wor?)"])
def test_a_question_mark_after_a_word_is_one_or_a_letter(query: str) -> None:
    tree = parse(query)
    parts_of_it = tree.parts if isinstance(tree, And) else (tree,)
    either = next(part for part in parts_of_it if isinstance(part, Or))
    word, pattern = map(surfaces, either.parts)
    assert [word[0] + "?"] == pattern


def test_at_the_end_of_several_words_it_is_a_question_mark() -> None:
    assert parse("is it dead?") == parse("is it dead")
    assert parse("(is it dead?)") == parse("is it dead ?") == parse("is it dead")
    assert parse("GPT-4?") == parse("GPT-4")


def test_a_star_alone_is_everything_and_in_a_field_any_word() -> None:
    assert parse("*") == Everything()
    assert parse("tag:*") == Words((Slot("*", False, wild=True),), "tag")
    assert parse("-tag:*") == Not(Words((Slot("*", False, wild=True),), "tag"))


def test_a_language_has_names() -> None:
    for name in ("lang:english", "lang:Anglais", "lang:en-GB", "lang:EN"):
        assert parse(name) == Language("en")
    assert parse("lang:français") == parse("lang:French") == Language("fr")
    assert parse("lang:klingon") == Language("klingon")


def test_states_may_stand_after_a_blank() -> None:
    assert parse("is: unread") == Is("unread")
    assert parse("-has:  claim") == Not(Has("claim"))
    assert "Is(" not in repr(parse("what is: unreadable"))


def test_digits_in_groups_are_one_figure_or_several() -> None:
    tree = parse("1 299,99 euros")
    assert isinstance(tree, And)
    either, euros = tree.parts
    assert surfaces(euros) == ["euros"]
    assert isinstance(either, Or)
    assert surfaces(either.parts[0]) == ["1299.99"]
    assert surfaces(either.parts[1]) == ["1", "299.99"]
    assert isinstance(parse("1,299"), Or)
    assert isinstance(parse("2024 100"), And)


@pytest.mark.parametrize(
    ("query", "first", "last", "added"),
    [
        ('date:"last month"', date(2026, 10, 1), date(2026, 10, 31), False),
        ("date:«mois dernier»", date(2026, 10, 1), date(2026, 10, 31), False),
        ("added:hier", date(2026, 11, 23), date(2026, 11, 23), True),
        ("date:yesterday..today", date(2026, 11, 23), date(2026, 11, 24), False),
        ('date:"last month..yesterday"', date(2026, 10, 1), date(2026, 11, 23), False),
        ('added:"last 7 days"', date(2026, 11, 18), date(2026, 11, 24), True),
    ],
)
def test_dates_in_words(query: str, first: date, last: date, added: bool) -> None:
    tree = parse(query, today=date(2026, 11, 24))
    assert tree == Dates(first.toordinal(), last.toordinal(), added)


@pytest.mark.parametrize(
    "query",
    [
        "date:2025-01..2025-02",
        'date:"2025-01".."2025-02"',
        'date:"2025-01 .. 2025-02"',
        'date:"janvier 2025".."février 2025"',
        "date:«janvier 2025»..“february 2025”",
        'date:2025-01.."février 2025"',
        'date:"janvier 2025"..2025-02',
        "date:2025-01 .. 2025-02",
        "date:2025-01.. 2025-02",
        "date:2025-01 ..2025-02",
        "date:2025-01...2025-02",
        "date:2025-01…2025-02",
        "date: 2025-01..2025-02",
        "date:  2025-01 .. 2025-02",
    ],
)
def test_a_range_may_be_quoted_and_spaced(query: str) -> None:
    january, february = date(2025, 1, 1).toordinal(), date(2025, 2, 28).toordinal()
    assert parse(query) == Dates(january, february)
    assert parse(f"chip -{query} act") == And(
        (Words(parse_slots("chip")), Not(Dates(january, february)), Words(parse_slots("act")))
    )
    (only,) = parts(query)
    assert query[only.start : only.end] == query


@pytest.mark.parametrize("query", ['date:"en mars 2024"', "date:«soon»", 'chip date:"2025-0"'])
def test_while_typing_a_closed_quotation_that_is_no_date_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="no date"):
        parse(query, typing=True)
    parse(query[:-1], typing=True)


def test_an_open_range_leaves_the_words_after_it_alone() -> None:
    since, until = (
        Dates(date(2024, 1, 1).toordinal(), 3652059),
        Dates(1, date(2025, 12, 31).toordinal()),
    )
    chip = Words(parse_slots("chip"))
    assert parse("date:2024.. chip") == And((since, chip))
    assert parse("date:2024.. mars") == And((since, Words(parse_slots("mars"))))
    assert parse('date:.."last year" chip', today=date(2026, 11, 24)) == And((until, chip))
    assert parse("(date:2024..) chip") == And((since, chip))
    assert parse("chip OR date:..2025") == Or((chip, until))


def test_a_blank_after_the_colon_is_words_unless_a_date_follows() -> None:
    assert parse("date: 2025-01") == parse("date:2025-01")
    assert parse("added: 2025") == parse("added:2025")
    for query in ("save the date: march", "date: chips", "date: ", "the date: (chips)"):
        assert "Dates" not in repr(parse(query))


@pytest.mark.parametrize("end", range(5, 40))
def test_a_range_can_be_typed_letter_by_letter(end: int) -> None:
    query = 'date:"janvier 2025" .. "février 2025" x'
    parse(query[:end], typing=True)


def test_the_terms_of_a_query_know_where_they_are_written() -> None:
    query = 'chip -title:act NOT (a b) "x y"~2 date:2025 1 299'
    assert [query[part.start : part.end] for part in parts(query)] == [
        "chip",
        "-title:act",
        "NOT (a b)",
        '"x y"~2',
        "date:2025",
        "1 299",
    ]
    assert not parts("chip OR act")
    assert len(parts("(chip OR act)")) == 1


def test_every_field_is_understood_alone_and_before_a_quotation() -> None:
    values = {"lang": "fr", "date": "2025", "added": "today", "is": "read", "has": "note"}
    values |= {"kind": "fact", "similar": "abc"}
    for name in FIELDS:
        value = values.get(name, "word")
        assert parse(f"{name}:{value}") == parse(f'{name}:"{value}"')
        assert not isinstance(parse(f"{name}:{value}"), Nothing)


def test_while_typing_the_last_word_grows() -> None:
    tree = parse("chip ac", typing=True)
    assert isinstance(tree, And)
    first, last = tree.parts
    assert isinstance(first, Words)
    assert isinstance(last, Words)
    assert not first.slots[-1].also_prefix
    assert last.slots[-1].also_prefix


def test_a_finished_word_does_not_grow() -> None:
    tree = parse("chip ", typing=True)
    assert isinstance(tree, Words)
    assert not tree.slots[-1].also_prefix


def test_nothing_asked_finds_everything_and_mere_signs_find_nothing() -> None:
    assert parse("  ") == Everything()
    for query in ("?!", '""', "-", "🙂", "title:🙂", "génial !"[-1:], "|", "&"):
        assert parse(query) == Nothing()


@pytest.mark.parametrize(
    "query",
    [
        "(" * 5000 + "a" + ")" * 5000,
        "word " * 20_000,
        "(" * 100_000,
        '"' * 99_999,
        "-" * 100_000,
        "OR AND NOT " * 1800,
        "a*" * 9_999,
        "?*" * 9_999,
        "1 000 " * 3_000,
        "date:since " * 1_800,
        'date:"' + "since " * 3_000 + '"',
    ],
    ids=lambda query: query[:12],
)
def test_monstrous_queries_get_a_quick_answer(query: str) -> None:
    began = time.perf_counter()
    try:
        parse(query)
    except QueryError as error:
        assert error.message
    assert time.perf_counter() - began < 1.0


def naughty_strings() -> list[str]:
    folder: Path = corpus_path("hostile", "naughty_strings", "resources")
    texts = [path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.txt"))]
    return [line for text in texts for line in text.splitlines() if not line.startswith("#")]


def test_no_naughty_string_breaks_the_parser() -> None:
    strings = naughty_strings()
    assert len(strings) > 100
    for string in strings:
        parse(string, typing=True)
        try:
            parse(string)
        except QueryError as error:
            assert 0 <= error.at <= len(string)
