"""Names found in texts: whole words, their capitals, the longest first, exact offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.entities.gazetteer import Gazetteer, Rules, capitals_fit
from archive.model import Alias, Entity
from archive.text.folding import fold_word


def found(text: str, *names: str | Alias, **rules: bool) -> list[str]:
    """The words found, each name an entity of its own."""
    entities = [
        Entity(f"e-{number}", "other", name)
        if isinstance(name, str)
        else Entity(f"e-{number}", "other", "zzzz", aliases=(name,))
        for number, name in enumerate(names)
    ]
    return [each.span.of(text) for each in Gazetteer(entities, Rules(**rules)).find(text)]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("OpenAI", "L’annonce d’OpenAI, qu'OpenAI a faite.", ["OpenAI", "OpenAI"]),
        ("OpenAI", "OpenAI's, OpenAI’s and the OpenAIs", ["OpenAI", "OpenAI", "OpenAIs"]),
        ("Open AI", "the Open\u00a0AI and Open\nAI but Open\n\nAI", ["Open\u00a0AI", "Open\nAI"]),
        ("Œuvre d’Été", "l'oeuvre, l'Oeuvre d'ete", ["Oeuvre d'ete"]),
        ("Pascal", "Pascal, Pascaline, de-Pascal, (Pascal)", ["Pascal", "Pascal", "Pascal"]),
        ("Reilly", "O'Reilly, d'Reilly", ["Reilly"]),
        ("hui", "aujourd'hui, d’hui", ["hui"]),
        ("GPT", "GPT-4, GPT‑4o, GPT-based, GPT", ["GPT", "GPT"]),
        ("GPT-4", "GPT-4o, GPT-4-turbo, GPT–4, GPT-4.", ["GPT-4", "GPT–4", "GPT-4"]),
        ("Royce", "Rolls-Royce, ex-Royce", ["Royce"]),
        ("Node", "Node.js, Node. The end", ["Node"]),
        ("Amazon", "amazon.com, Amazon.com, done.Amazon said", ["Amazon"]),
        ("AT", "AT&T, AT & T", ["AT"]),
        ("AT&T", "AT&T’s AT&Ts", ["AT&T", "AT&Ts"]),
        ("C++", "C++, C+++, C++11, (C++)", ["C++", "C++"]),
        (".NET", ".NET, ASP.NET, .NETs", [".NET", ".NETs"]),
        ("Yahoo!", "Yahoo! Yahoo!! Yahoo", ["Yahoo!"]),
        ("深度求索", "我们用深度求索的模型", ["深度求索"]),
        ("Zürich", "ZURICH, Zu\u0308rich, zürich", ["ZURICH", "Zu\u0308rich"]),
        ("Déjà", "de\u0301ja\u0300 De\u0301ja\u0300, Deja", ["De\u0301ja\u0300", "Deja"]),
        ("Straße", "Strasse STRASSE", ["Strasse", "STRASSE"]),
        ("box", "boxes boxs", ["boxes"]),
    ],
)
def test_a_name_is_a_word_of_its_own(name: str, text: str, words: list[str]) -> None:
    assert found(text, name) == words


@pytest.mark.parametrize(
    ("name", "form", "fits"),
    [
        ("Meta", "Meta", True),
        ("Meta", "META", True),
        ("Meta", "meta", False),
        ("IT", "It", False),
        ("IT", "IT", True),
        ("NVIDIA", "Nvidia", True),
        ("NVIDIA", "nvidia", False),
        ("machine learning", "Machine Learning", True),
        ("Banque Centrale", "Banque centrale", True),
        ("The New York Times", "the New York Times", True),
        ("The Verge", "the verge", False),
        ("iPhone", "IPHONE", True),
        ("iPhone", "iphone", False),
        ("The", "the", False),
    ],
)
def test_capitals_are_asked_for_where_the_name_has_them(name: str, form: str, fits: bool) -> None:
    assert capitals_fit(name, form) is fits


def test_a_plural_of_an_acronym_keeps_its_capitals() -> None:
    assert found("GPUs, GPUS, gpus, GPU", "GPU") == ["GPUs", "GPUS", "GPU"]


def test_an_alias_whose_case_matters_is_found_as_written() -> None:
    exact = Alias("Meta", None, True)
    assert found("Meta META meta Métas", exact) == ["Meta", "Métas"]
    assert found("R, r, R&D, R's", Alias("R", None, True)) == ["R", "R"]
    assert found("R and r", "R") == []


def test_accents_plural_and_possessive_are_by_choice() -> None:
    text = "Cafe Café cafés Café's"
    assert found(text, "café") == ["Cafe", "Café", "cafés", "Café"]
    assert found(text, "café", accents=True) == ["Café", "cafés", "Café"]
    assert found(text, "café", plural=False, possessive=False) == ["Cafe", "Café"]


def test_the_longest_name_wins_and_namesakes_share() -> None:
    text = "Apple Music by Apple, New York Times Square"
    entities = [
        Entity("e-1", "organisation", "Apple"),
        Entity("e-2", "product", "Apple Music"),
        Entity("e-3", "other", "Apple"),
        Entity("e-4", "place", "Times Square"),
        Entity("e-5", "work", "New York Times"),
    ]
    occurrences = Gazetteer(entities).find(text)
    assert [(o.span.of(text), o.entities) for o in occurrences] == [
        ("Apple Music", ("e-2",)),
        ("Apple", ("e-1", "e-3")),
        ("New York Times", ("e-5",)),
    ]


def test_nothing_is_found_by_no_names() -> None:
    assert Gazetteer([]).find("Apple") == []
    assert len(Gazetteer([Entity("e-1", "other", "Apple")])) == 1


words = st.sampled_from(
    [
        "Apple",
        "apple",
        "d’",
        "Œuvre",
        "e\u0301tat",
        "GPT-4",
        "\u200b",
        "-",
        ".",
        "’s",
        "s",
        "深度",
        "İ",
    ]
)
texts = st.lists(st.one_of(words, st.sampled_from([" ", "\n", "\u00a0", ", "])), max_size=40).map(
    "".join
)


@settings(max_examples=150)
@given(texts, st.lists(words.filter(lambda word: any(map(str.isalnum, word))), max_size=4))
def test_what_is_found_folds_to_a_name_and_never_overlaps(text: str, names: list[str]) -> None:
    entities = [Entity(f"e-{n}", "other", name) for n, name in enumerate(names)]
    keys = {fold_word(" ".join(name.split())) for name in names}
    reach = 0
    for span, ids in Gazetteer(entities).find(text):
        assert reach <= span.start < span.end <= len(text)
        reach = span.end
        form = " ".join(fold_word(span.of(text)).split())
        assert form in keys or form.removesuffix("s") in keys or form.removesuffix("es") in keys
        assert ids and set(ids) <= {entity.id for entity in entities}
        for inner in (span.of(text)[:1], span.of(text)[-1:]):
            assert not inner.isspace()


@settings(max_examples=100)
@given(texts, texts, st.sampled_from(["Apple", "Œuvre", "état", "GPT-4", "深度"]))
def test_a_name_between_blanks_is_always_found(before: str, after: str, name: str) -> None:
    text = f"{before} — {name} — {after}"
    start = len(before) + 3
    spans = [each.span for each in Gazetteer([Entity("e-1", "other", name)]).find(text)]
    assert any(span.start == start and span.of(text) == name for span in spans)


@settings(max_examples=100)
@given(texts)
def test_a_name_within_a_word_is_never_found(text: str) -> None:
    for span, _ in Gazetteer([Entity("e-1", "other", "Apple")]).find(text):
        around = fold_word(text[: span.start])[-1:] + fold_word(text[span.end :])[:1]
        assert not any(sign.isalnum() and sign < "\u0e00" for sign in around)
