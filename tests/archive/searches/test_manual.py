"""The manual of queries says what is so: every example is asked, on an archive made for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.index import Index
from archive.index.parse import FIELDS as PARSED
from archive.index.parse import parse
from archive.index.query import FLAGS, KINDS
from archive.model import Motivation, Span, Stance
from archive.searches.manual import DATE_WORDS, FIELDS, WORDS, page
from tests.make import incoming, put

FOUND = {
    "open weights": {"Open"},
    '"open weights"': {"Open"},
    '"weights released"~3': {"Open"},
    "mistral OR deepseek": {"Open", "Chips"},
    "llama -meta": {"Quiet week"},
    "llama -(meta OR mistral)": {"Quiet week"},
    "quanti*": {"Chips", "Quiet week"},
    "organi?ation": {"Old", "Chips"},
    '"open wei*"': {"Open"},
    "mistrall~": {"Open"},
    "DeepSeek-R1": {"Chips"},
    "1,299.99": {"Old"},
    "title:quiet": {"Quiet week"},
    "body:weights": {"Open"},
    "author:doe": {"Open"},
    'outlet:"The Ledger"': {"Chips"},
    "url:ledger": {"Chips"},
    "lang:fr": {"Chips"},
    "lang:french": {"Chips"},
    "tag:ai": {"Open"},
    "tag:*": {"Open"},
    "date:2025-01": {"Chips"},
    "date:2025-Q1": {"Chips"},
    "date:2024-12..2025-02": {"Chips", "Quiet week"},
    'date:"mars 2024".."avril 2025"': {"Chips", "Quiet week"},
    'date:"last month"': {"Open"},
    'date:"mois dernier"': {"Open"},
    "-date:*": set(),
    "added:today": {"Open", "Chips", "Quiet week", "Old"},
    "added:..2020": set(),
    "is:unread": {"Open", "Chips", "Old"},
    "is:annotated": {"Chips", "Old"},
    "has:claim": {"Chips"},
    "entity:deepseek": {"Chips"},
    "claim:cheap": {"Chips"},
    "speaker:altman": {"Chips"},
    "kind:quantity": {"Chips"},
    "verdict:refuted": {"Chips"},
    "note:check": {"Old"},
}
"""What each example of the manual finds in :func:`told`'s archive."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, dict[str, str]]]:
    """Four articles in which every field has something, indexed; ids with their titles."""
    folder: Path = tmp_path_factory.mktemp("manual")
    with pytest.MonkeyPatch.context() as patch, open_archive(folder / "a", create=True) as archive:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        yield Index(archive), _fill(archive)


def _fill(archive: Archive) -> dict[str, str]:
    last_month = date.today().replace(day=1) - timedelta(days=1)
    open_, chips, quiet, old = put(
        archive,
        incoming(
            "Open",
            "Mistral and Meta: llama, open weights, all of them released.",
            authors=("Jane Doe",),
            published=last_month.isoformat()[:7],
            tags=("ai",),
            language="en",
        ),
        incoming(
            "Chips",
            "DeepSeek-R1 est une organisation, quantifiée. Sam Altman en parle.",
            outlet="The Ledger",
            url="https://ledger.example/chips",
            published="2025-01-20",
            language="fr",
        ),
        incoming("Quiet week", "A quantised llama.", published="2024-12", language="en"),
        incoming("Old", "The organization paid 1 299,99 for it.", published="2019", language="en"),
    )
    archive.articles.mark_read([quiet], True)
    speaker, _ = archive.entities.tag(chips, Span(46, 56), name="Sam Altman", type="person")
    archive.entities.tag(chips, Span(0, 8), name="DeepSeek", type="organisation")
    claim, _ = archive.claims.add(chips, Span(0, 30), statement="It is cheap.", claimant=speaker.id)
    archive.claims.edit(claim.id, kind="quantity", verdict="refuted")
    archive.claims.add_evidence(claim.id, Stance.CONTEXT, url="https://example.org/")
    archive.annotations.add(old, Span(0, 3), Motivation.COMMENTING, note="Check this.")
    return {open_: "Open", chips: "Chips", quiet: "Quiet week", old: "Old"}


EXAMPLES = [form.example for form in WORDS] + [one for field in FIELDS for one in field.examples]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_finds_what_it_says(example: str, told: tuple[Index, dict[str, str]]) -> None:
    index, titles = told
    assert {titles[id] for id in index.search(example).order} == FOUND[example]


def test_what_binds_closer_is_told_truly() -> None:
    (note,) = [line.finds for line in page() if line.finds.startswith("NOT and minus")]
    written, _, meant = note.partition(": ")[2].rstrip(".").partition(" is ")
    assert parse(written) == parse(meant) != parse("(facebook OR twitter) -google")


def test_each_field_of_the_language_is_told_and_no_other() -> None:
    assert {field.name for field in FIELDS} == set(PARSED)


def test_the_values_told_are_those_that_are_read() -> None:
    values = {field.name: field.values for field in FIELDS}
    assert (set(values["is"]), set(values["has"])) == (set(FLAGS), set(KINDS))


@pytest.mark.parametrize("words", DATE_WORDS)
def test_the_dates_offered_in_words_are_read(words: str) -> None:
    assert parse(f'date:"{words}"') == parse(f'date:"{words.upper()}"')


def test_like_an_article_is_told_with_an_id(told: tuple[Index, dict[str, str]]) -> None:
    index, titles = told
    (line,) = [line.written for line in page() if line.written.startswith("similar:")]
    assert line == "similar:ID"
    assert index.search(line.replace("ID", next(iter(titles)))).total >= 0


def test_the_page_names_every_example() -> None:
    assert {line.written for line in page()} >= set(EXAMPLES)
