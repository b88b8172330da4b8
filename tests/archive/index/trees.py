"""Random trees of every kind of leaf, and random articles of few words that meet them often."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from archive.index.analysis import Slot, slots
from archive.index.query import (
    FLAGS,
    KINDS,
    TEXT_FIELDS,
    Alike,
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
    Query,
    Similar,
    Words,
)
from archive.store import ColumnRow, SearchFields
from tests.archive.index.making import fields, row

_VOCABULARY = (
    "open opened opening source Source OpenAI openai OPEN chip chips puce puces GPT-4o gpt o1 "
    "modèle modeles MODÈLE l'IA d’OpenAI .NET C++ 5,58 5.58 1,299 deux mots 日本語 本 モデルGPT "
    "ไทย ship hcip e f naïve œuvre 1_299 1\u202f299 15_128_000"
)
VOCABULARY = [word.replace("_", " ") for word in _VOCABULARY.split(" ")]

texts = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)
few = st.lists(texts, max_size=2).map(tuple)
articles: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"body": texts},
    optional={
        "title": texts,
        "language": st.sampled_from(["en", "fr", "de", None]),
        "notes": few,
        "claims": few,
        "speakers": few,
        "tags": few,
        "url": texts,
    },
)

plain = (
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3)
    .map(" ".join)
    .map(slots)
    .filter(bool)
)
beginnings = st.sampled_from(["o", "op", "mod", "5", "g", "e", "f", "n", "本"]).map(
    lambda p: Slot(p, False, True)
)
growing = st.sampled_from(["open", "e", "chip", "modele"]).map(lambda p: Slot(p, also_prefix=True))
wild = st.sampled_from(["o*n", "*s", "?hip", "c*p*", "*", "e*", "*e*", "日?", "*.*", "mod?le"]).map(
    lambda p: Slot(p, False, wild=True)
)
fuzzy = st.sampled_from(["open", "chip", "modele", "gpt", "5.58", "naive"]).map(
    lambda p: Slot(p, fuzzy=True)
)
one_slot = st.one_of(beginnings, growing, wild, fuzzy)
rows_of_slots = st.one_of(
    plain,
    one_slot.map(lambda slot: (slot,)),
    st.builds(lambda first, last: (*first, last), plain, one_slot),
    st.builds(lambda first, last: (first, *last), one_slot, plain),
    st.lists(st.one_of(one_slot, plain.map(lambda row: row[0])), min_size=2, max_size=4).map(tuple),
)
words = st.builds(
    lambda found, field, slop: Words(found, field, slop if len(found) > 1 else None),
    rows_of_slots,
    st.one_of(st.none(), st.sampled_from(TEXT_FIELDS)),
    st.one_of(st.none(), st.integers(0, 4)),
)
leaves = st.one_of(
    words,
    words,
    st.sampled_from(["en", "fr"]).map(Language),
    st.builds(Dates, st.just(739252), st.just(739341), st.booleans()),
    st.sampled_from(FLAGS).map(Is),
    st.sampled_from(KINDS).map(Has),
    st.sampled_from([("kind", "fact"), ("verdict", "not enough"), ("verdict", "enough")]).map(
        lambda pair: Claims(*pair)
    ),
    st.builds(
        lambda found, least, several, but: Alike(
            tuple(one for one, _ in found), tuple(n for _, n in found), least, several, but
        ),
        st.lists(st.tuples(words, st.integers(1, 3)), min_size=1, max_size=3),
        st.integers(1, 4),
        st.integers(1, 2),
        st.sampled_from(["a0", "nobody"]),
    ),
    st.just(Similar("a1")),
    st.just(Everything()),
    st.just(Nothing()),
)
trees: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=8,
)

_values = st.sampled_from(
    "lang:en lang:fr is:read is:starred has:note has:lost kind:fact date:2025 date:2024..2025-01 "
    'verdict:"not enough" added:2025-02-10 similar:a1 is:blue date:soon -lang:en'.split(" ")
)
_word_of_query = st.one_of(
    st.sampled_from([word for word in VOCABULARY if word[0].isalnum()]),
    st.sampled_from(["op*", "o*n", "?hip", "chip~", "modle~", "1,299", "本", "puce*", "*s", "e*"]),
)
_quoted = st.builds(
    lambda found, near: '"' + " ".join(found) + '"' + near,
    st.lists(
        st.one_of(
            st.sampled_from(VOCABULARY),
            st.sampled_from(["op*", "o*n", "?hip", "chip~", "modle~", "puce?", "*", "*s", "本*"]),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["", "", "~0", "~2"]),
)
_term = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "", "-", "NOT "]),
    st.sampled_from(["", "", "", "title:", "note:", "speaker:", "url:", "titel:"]),
    st.one_of(_word_of_query, _word_of_query, _quoted),
)
queries: st.SearchStrategy[str] = st.recursive(
    st.one_of(_term, _term, _values),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        st.builds("{}({})".format, st.sampled_from(["", "-", "NOT "]), inner),
    ),
    max_leaves=6,
)
"""Queries as typed; some cannot be read."""


def made(number: int, article: dict[str, Any]) -> tuple[SearchFields, ColumnRow]:
    """An article and its columns, which differ from number to number."""
    words_of_it = fields(id=f"a{number}", **article)
    columns = row(
        words_of_it,
        date="2025-02" if number % 2 else None,
        starred=number % 3 == 0,
        marks=KINDS[number % 7 : number % 7 + 2],
        kinds=("fact",) if number % 5 == 1 else (),
        verdicts=("Not enough evidence",) if number % 4 == 1 else (),
        added="2025-02-10T12:00:00Z" if number % 2 else "2024-01-01T00:00:00Z",
    )
    return words_of_it, columns
