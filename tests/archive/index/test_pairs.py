"""Pairs of query and article that must and must not match, for the matcher and the engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.core import Archive, open_archive
from archive.index import Index
from tests.archive.index.making import fields, matches
from tests.make import incoming, put


class Pair(NamedTuple):
    query: str
    text: str
    language: str
    wanted: bool


def read_pairs() -> list[Pair]:
    lines = Path(__file__).with_name("pairs.txt").read_text(encoding="utf-8").splitlines()
    cells = [line.rsplit(" | ", 3) for line in lines if line and not line.startswith("#")]
    return [Pair(query, text, lang, answer == "yes") for query, text, lang, answer in cells]


PAIRS = read_pairs()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.query} | {pair.text}")
def test_the_matcher_answers_as_the_pair_says(pair: Pair) -> None:
    # What the archive knows only as a name is the engine's to find out.
    article = fields(pair.text, language=pair.language)
    found = matches(pair.query, article, names={"openai", "deepseek"})
    assert found is pair.wanted


@pytest.fixture(scope="module")
def indexed(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Index, Archive, dict[tuple[str, str], str]]]:
    """All articles of the pairs in one archive, indexed."""
    folder = tmp_path_factory.mktemp("pairs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        with open_archive(folder / "archive", create=True) as archive:
            texts = list(dict.fromkeys((pair.text, pair.language) for pair in PAIRS))
            ids = put(
                archive,
                *(
                    incoming("—", text, language=language, identity=f"{number}")
                    for number, (text, language) in enumerate(texts)
                ),
            )
            index = Index(archive)
            index.update()
            yield index, archive, dict(zip(texts, ids, strict=True))
            index.close()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.query} | {pair.text}")
def test_the_engine_answers_as_the_pair_says(
    pair: Pair, indexed: tuple[Index, Archive, dict[tuple[str, str], str]]
) -> None:
    index, _, ids = indexed
    hits = index.search(pair.query)
    assert (ids[pair.text, pair.language] in hits.order) is pair.wanted
    assert hits.total == len(hits.order)
