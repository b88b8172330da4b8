"""Names that nobody entered yet: found by a recogniser, nothing until accepted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from archive.core import Archive
from archive.entities.passages import Found, Unknown
from archive.entities.recognising import Recognised, tidied
from archive.entities.spacy_names import SpacyNames, installed
from archive.entities.sweep import Decision
from archive.errors import Cancelled, NotInstalled
from archive.model import Span
from archive.store import dump
from tests.make import add_article, incoming, put, span_of
from tests.recogniser import Capitals

TEXT = "so the Orbit Labs opened. Mara Voss left d’Orbit Labs.\n\nMara Voss’s plan: OpenAI, Lyon."


@pytest.fixture
def orbit(archive: Archive) -> str:
    """An article of names that the register does not have."""
    return add_article(archive, "Orbit", TEXT, language="en")


def suggested(archive: Archive) -> dict[str, tuple[str, int]]:
    return {one.name: (one.type, len(one.passages)) for one in archive.suggestions.names()}


def passages(archive: Archive, name: str) -> list[Found]:
    (one,) = [one for one in archive.suggestions.names() if one.name == name]
    return list(one.passages)


def kept(archive: Archive) -> list[str]:
    """What the archive holds, but for how much waits in the queue, which is counted at times."""
    lines = dump(archive.store, log=False)
    return [line for line in lines if json.loads(line)["record"] != "sweep_queue"]


def test_names_wait_until_somebody_looks_at_them(archive: Archive, orbit: str) -> None:
    archive.entities.create("OpenAI", "organisation")
    looked = archive.suggestions.look([orbit], Capitals())
    assert (looked.articles, looked.passages) == (1, 6)
    assert suggested(archive) == {
        "Mara Voss": ("person", 2),
        "Orbit Labs": ("organisation", 2),
        "Lyon": ("organisation", 1),
    }
    assert archive.sweeps.queue() == {orbit: 6}, "OpenAI waits too, as a name of the register"
    assert archive.annotations.all() == []
    assert [one.name for one in archive.entities.all()] == ["OpenAI"]
    assert [len(those) for those in archive.sweeps.over([orbit])] == [1], "only where asked for"


def test_accepting_makes_the_entity_and_marks_it_in_one_step(archive: Archive, orbit: str) -> None:
    archive.suggestions.look([orbit], Capitals())
    before = kept(archive)
    first, second = passages(archive, "Mara Voss")
    outcome = archive.sweeps.decide([Decision(first, first.entity)])
    assert outcome.accepted == 1
    (voss,) = archive.entities.named("mara voss")
    assert voss.type == "person"
    assert [mark.exact for mark in archive.entities.mentions(voss.id)] == ["Mara Voss"]
    assert "Mara Voss" not in suggested(archive), "the other passage is a name of the register now"
    (those,) = archive.sweeps.over([orbit])
    assert [found.entities for found in those] == [(voss.id,)]
    assert those[0].selectors.span == second.selectors.span
    archive.history.undo()
    assert kept(archive) == before
    assert suggested(archive)["Mara Voss"] == ("person", 2)
    archive.history.redo()
    assert len(archive.entities.mentions(voss.id)) == 1


def test_a_name_is_corrected_or_given_to_a_known_entity(archive: Archive, orbit: str) -> None:
    known = archive.entities.create("Workshop", "company")
    archive.suggestions.look([orbit], Capitals())
    labs, other = passages(archive, "Orbit Labs")
    (lyon,) = passages(archive, "Lyon")
    archive.sweeps.decide([Decision(labs, known.id), Decision(lyon, Unknown("Lyon", "place"))])
    assert [mark.exact for mark in archive.entities.mentions(known.id)] == ["Orbit Labs"]
    assert archive.entities.named("Lyon")[0].type == "place"
    archive.sweeps.decide([Decision(other, Unknown("workshop", "company"))])
    assert len(archive.entities.mentions(known.id)) == 2, "one of that name and type is taken"


def test_what_is_rejected_is_not_suggested_again(archive: Archive, orbit: str) -> None:
    archive.suggestions.look([orbit], Capitals())
    outcome = archive.sweeps.decide(Decision(f, None) for f in passages(archive, "Lyon"))
    assert outcome.rejected == 1
    archive.suggestions.look([orbit], Capitals())
    assert "Lyon" not in suggested(archive)
    put(archive, incoming("Orbit", TEXT.replace("opened", "closed"), language="en"))
    assert suggested(archive) == {}, "what was found in a former text is passed over"
    archive.suggestions.look([orbit], Capitals())
    assert "Lyon" not in suggested(archive) and "Orbit Labs" in suggested(archive)
    archive.history.undo()
    assert "Lyon" in suggested(archive)
    archive.entities.create("Lyon", "place")
    assert "Lyon" not in suggested(archive)
    assert len(list(archive.sweeps.over([orbit]))) == 1, "a name of the register is found all same"


def test_the_starter_list_knows_better_what_a_name_is(archive: Archive) -> None:
    article = add_article(archive, "Gates", "Bill Gates spoke.", language="en")
    archive.suggestions.look([article], Capitals())
    assert suggested(archive) == {"Bill Gates": ("person", 1)}
    archive.sweeps.decide(Decision(f, f.entity) for f in archive.suggestions.passages())
    assert archive.entities.named("Bill Gates")[0].identifiers == (("wikidata", "Q5284"),)


def test_only_languages_that_it_reads_are_looked_through(archive: Archive, orbit: str) -> None:
    german = add_article(archive, "Berlin", "Berlin und Bonn.", language="de")
    bare = add_article(archive, "Bare", "Nobody knows Bare.")
    looked = archive.suggestions.look([orbit, german, bare], Capitals())
    assert (looked.articles, looked.unread) == (1, {"de": 1, "": 1})
    assert archive.store.suggestions.articles() == [orbit]


def test_stopped_it_keeps_what_it_found_and_tells_how_far_it_is(
    archive: Archive, orbit: str
) -> None:
    other = add_article(archive, "Other", TEXT + " More.", language="en")
    told: list[tuple[int, int]] = []
    asked = count()
    with pytest.raises(Cancelled):
        archive.suggestions.look(
            [orbit, other],
            Capitals(),
            progress=lambda *how: told.append(how),
            cancelled=lambda: next(asked) == 9,
        )
    assert told == [(1, 2)]
    assert archive.store.suggestions.articles() == [orbit]
    assert list(archive.sweeps.queue()) == [orbit]


def test_an_article_deleted_meanwhile_is_passed_over(
    archive: Archive, orbit: str, another: Callable[[str], Archive]
) -> None:
    gone = add_article(archive, "Gone", TEXT + " More.", language="en")

    class Slow(Capitals):
        def names(self, text: str, language: str) -> Iterator[Recognised]:
            if "More" not in text:
                another("ben").articles.delete([gone])
            return super().names(text, language)

    assert archive.suggestions.look([orbit, gone], Slow()).articles == 1
    assert archive.store.suggestions.articles() == [orbit]


def test_suggestions_go_with_what_is_dismissed_or_purged(archive: Archive, orbit: str) -> None:
    other = add_article(archive, "Other", TEXT + " More.", language="en")
    archive.suggestions.look([orbit, other], Capitals())
    archive.sweeps.dismiss([orbit])
    assert archive.store.suggestions.articles() == [other]
    archive.articles.delete([other])
    assert suggested(archive) == {}
    archive.articles.purge([other])
    assert archive.store.suggestions.of([orbit, other]) == {}


def test_what_an_editor_marked_is_not_suggested(archive: Archive, orbit: str) -> None:
    archive.entities.tag(orbit, span_of(archive, orbit, "Lyon."), name="Lyon sur Rhône")
    archive.suggestions.look([orbit], Capitals())
    assert "Lyon" not in suggested(archive)


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("the Linux Foundation", "Linux Foundation"),
        ("The Verge", "The Verge"),
        ("l’Élysée", "Élysée"),
        ("Le Monde", "Le Monde"),
        ("d'OpenAI", "OpenAI"),
        ("OpenAI’s", "OpenAI"),
        ("«\u00a0Mistral\u00a0»", "Mistral"),
        (".NET", ".NET"),
        ("C++", "C++"),
        ("(Acme Inc.)", "Acme Inc"),
        ("2024", None),
        ("nobody", None),
        ("The", None),
        ("IT", "IT"),
        ("A\nB", None),
        ("https://Acme.com/X", None),
        ("X" * 90, None),
        ("…", None),
        ("", None),
    ],
)
def test_a_passage_is_tidied(passage: str, name: str | None) -> None:
    text = f"¶{passage}¶"
    found = tidied(text, Span(1, 1 + len(passage)))
    assert (None if found is None else found.of(text)) == name


def test_without_spacy_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "archive.entities.spacy_names.find_spec"
    monkeypatch.setattr(module, lambda name: None)
    with pytest.raises(NotInstalled, match=r"spaCy is not installed.*\.\[nlp\]"):
        SpacyNames()
    monkeypatch.setattr(module, lambda name: None if "core" in name else name)
    with pytest.raises(NotInstalled, match="language for spaCy"):
        installed()
    monkeypatch.setattr(module, lambda name: None if name.startswith("en") else name)
    assert installed() == {"fr": "fr_core_news_lg"}, "the best that is there"


def test_spacy_finds_names_in_both_languages() -> None:
    try:
        languages = installed()
    except NotInstalled as missing:
        pytest.skip(str(missing))
    recogniser = SpacyNames()
    texts = {
        "en": "Satya Nadella runs Microsoft.\n\nIn Paris, Google’s rival Mistral AI met Tim Cook.",
        "fr": "Emmanuel Macron parle.\n\nÀ Paris, l’entreprise Google a répondu à Tim Cook.",
    }
    wanted = {"en": {"Satya Nadella", "Microsoft", "Paris", "Tim Cook"}, "fr": {"Paris", "Google"}}
    for language in languages:
        text = texts[language]
        found = {span.of(text): type for span, type in recogniser.names(text, language)}
        assert wanted[language] <= found.keys(), "at the very code points"
        assert found["Paris"] == "place"
    assert not recogniser.reads("de") and not recogniser.reads(None)


def test_rejections_come_in_with_an_export_once(
    archive: Archive, another_archive: Archive, orbit: str, tmp_path: Path
) -> None:
    from archive.export import FORMATS
    from archive.ingest.pipeline import import_paths

    apple = archive.entities.create("OpenAI")
    archive.suggestions.look([orbit], Capitals())
    found = [f for those in archive.sweeps.over([orbit], suggested=True) for f in those]
    archive.sweeps.decide(Decision(f, None) for f in found if f.entity == apple.id)
    archive.sweeps.decide(Decision(f, None) for f in passages(archive, "Lyon"))
    FORMATS["jsonl"](archive, tmp_path / "out")
    for _ in range(2):
        summary = import_paths(another_archive, [str(tmp_path / "out" / "newsmark.jsonl")])
        assert summary.skipped == []
    rejections = archive.store.register.rejections()
    assert len(rejections) == 2 and another_archive.store.register.rejections() == rejections
    assert list(another_archive.sweeps.over([orbit])) == []
    lines = (tmp_path / "out" / "newsmark.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = [json.loads(line)["record"] for line in lines]
    assert kinds.count("rejections") == 2
