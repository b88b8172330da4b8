"""More like this: relatives are found, strangers are not, by the index and in memory alike."""

from __future__ import annotations

import gzip
import json
import re
from itertools import islice

import pytest

from archive.core import Archive
from archive.index import Index
from archive.index.similar import MOST_WORDS, SEVERAL, alike
from tests.archive.index.making import fields
from tests.corpus import corpus_path
from tests.make import incoming, put

# What sets the first apart from its series is most of what it says.
PARTS = {
    "Herbs on a balcony, part 3: mint": "Mint wants shade. Sow herbs in pots. Peppermint,"
    " spearmint, menthol tea and mojitos; our balcony series goes on.",
    "Herbs on a balcony, part 1: thyme": "Thyme wants sun. Sow herbs in pots; a balcony will do.",
    "Herbs on a balcony, part 2: sage": "Sage is patient. Herbs grow in pots on any balcony.",
    "Menthol prices fall": "Menthol, spearmint and peppermint sold for less in Rotterdam.",
    "Trains": "Trains run late in the snow.",
    "Boats": "Boats wait for the tide in Rotterdam.",
}


@pytest.fixture(params=["indexed", "in memory"])
def index(request: pytest.FixtureRequest, archive: Archive) -> Index:
    put(archive, *(incoming(title, text, language="en") for title, text in PARTS.items()))
    made = Index(archive)
    if request.param == "indexed":
        made.update()
    return made


def like(archive: Archive, index: Index, beginning: str) -> list[str]:
    """The titles of the articles like the one whose title begins so, the likest first."""
    names = {id: archive.articles.get(id).title for id in archive.articles.ids()}
    (one,) = [id for id, title in names.items() if title.startswith(beginning)]
    return [names[id] for id in index.search(f"similar:{one}").order]


def test_a_series_is_alike_by_its_titles_though_each_part_has_words_of_its_own(
    archive: Archive, index: Index
) -> None:
    found = like(archive, index, "Herbs on a balcony, part 3")
    assert {"Herbs on a balcony, part 1: thyme", "Herbs on a balcony, part 2: sage"} <= {*found}
    assert not {"Trains", "Boats"} & {*found}


def test_one_word_in_common_makes_nothing_alike(archive: Archive, index: Index) -> None:
    assert like(archive, index, "Boats") == []


def test_an_article_without_a_title_or_without_words_is_no_mistake() -> None:
    assert alike(fields("", title=""), lambda term: 2, 10).words == ()
    untitled = alike(fields("chip act chip"), lambda term: 2, 10)
    assert {one.field for one in untitled.words} == {"body"}


def test_a_word_of_the_title_weighs_double_and_more_in_other_titles() -> None:
    made = alike(fields("chip act", title="chip"), lambda term: 2, 10)
    weights = {
        (one.field, one.slots[0].surface): weight
        for one, weight in zip(made.words, made.weights, strict=True)
    }
    assert weights["title", "chip"] == pytest.approx(2 * weights["body", "chip"], abs=1)
    assert weights["body", "chip"] > 2 * weights["body", "act"], "it stands there twice, too"
    assert made.several == SEVERAL


def test_so_many_words_and_no_more_are_asked_for() -> None:
    long = fields(" ".join(f"word{n:x}" for n in range(2_000)))
    assert len(alike(long, lambda term: 5, 100).words) == MOST_WORDS


def test_real_series_are_found_and_what_is_not_of_them_comes_after(archive: Archive) -> None:
    """Articles of two series among 80 others of the same outlet."""
    with gzip.open(corpus_path("news.jsonl.gz"), "rt", encoding="utf-8") as lines:
        chosen = [
            line
            for number, line in enumerate(islice(lines, 2_400))
            if number % 30 == 0
            or "Rust Basics Series #" in line[:400]
            or re.search(r"Linux Kernel \d.\d+.{0,9} (Arrives|Release|is Out|RC1)", line[:400])
        ]
    articles = {one["title"]: one for one in map(json.loads, chosen)}
    put(
        archive,
        *(incoming(title, one["body"], language=one["lang"]) for title, one in articles.items()),
    )
    index = Index(archive)
    index.update()
    for beginning, series in (
        ("Rust Basics Series #8", "Rust Basics"),
        ("Linux Kernel 6.6", "Linux Kernel"),
    ):
        relatives = [title for title in articles if series in title and beginning not in title]
        found = like(archive, index, beginning)
        first = found[: len(relatives)]
        assert len([title for title in relatives if title in found]) >= 0.75 * len(relatives)
        assert len([title for title in relatives if title in first]) >= 0.6 * len(relatives)
