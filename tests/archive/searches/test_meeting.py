"""New articles and the saved searches they meet."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.index import Index
from archive.model import Span
from tests.make import incoming, put

BODY = "Open weights models were released in January. " * 3


def met(archive: Archive, index: Index | None = None) -> dict[str, int]:
    return {one.search.name: one.new for one in archive.searches.meet(index)}


@pytest.fixture
def watched(archive: Archive) -> Archive:
    """An archive with one article, and two searches saved after it came."""
    put(archive, incoming("Old", BODY + "Old.", language="en"))
    archive.searches.add("Weights", '"open weights"')
    archive.searches.add("French", "lang:fr")
    return archive


def test_only_what_came_after_the_search_is_news(watched: Archive) -> None:
    assert met(watched) == {}
    (new,) = put(watched, incoming("New", BODY, language="en"))
    assert met(watched) == {"Weights": 1}
    weights = watched.searches.get("weights")
    assert watched.searches.news() == {weights.id: 1}
    assert watched.searches.news_of(weights.id) == [new]


def test_nothing_is_reported_twice_and_news_stay_until_visited(watched: Archive) -> None:
    put(watched, incoming("New", BODY))
    assert met(watched) == {"Weights": 1} and met(watched) == {}
    put(watched, incoming("Newer", BODY + "More.", language="fr"))
    assert met(watched) == {"Weights": 1, "French": 1}
    weights = watched.searches.get("weights").id
    assert watched.searches.news()[weights] == 2
    assert len(watched.searches.visit(weights)) == 2
    assert weights not in watched.searches.news()
    assert watched.searches.visit(weights) == []


def test_a_visit_is_no_step_of_the_users(watched: Archive) -> None:
    put(watched, incoming("New", BODY))
    met(watched)
    watched.searches.visit(watched.searches.get("weights").id)
    assert watched.history.log(1)[0].undoable is False
    assert watched.history.undo().summary == "undo: save search “French”"


def test_a_changed_text_counts_as_new_and_an_unchanged_one_does_not(watched: Archive) -> None:
    put(watched, incoming("Old", BODY + "Old.", language="en"))
    assert met(watched) == {}
    put(watched, incoming("Old", BODY + "Old, and revised.", language="en"))
    assert met(watched) == {"Weights": 1}


def test_marks_and_edits_bring_no_news(watched: Archive) -> None:
    article = watched.articles.ids()[0]
    watched.articles.edit(article, title="Open weights, again")
    watched.claims.add(article, Span(0, 12))
    watched.articles.mark_read([article], True)
    assert met(watched) == {}


def test_an_import_taken_back_is_no_news_any_more(watched: Archive) -> None:
    put(watched, incoming("New", BODY))
    met(watched)
    imported = next(step for step in watched.history.log() if step.command == "import")
    watched.history.undo_import(imported.number)
    assert watched.searches.news() == {}
    watched.articles.purge(watched.articles.ids())
    assert met(watched) == {}


def test_a_new_query_begins_without_news(watched: Archive) -> None:
    put(watched, incoming("New", BODY))
    met(watched)
    weights = watched.searches.get("weights").id
    watched.searches.edit(weights, query="january")
    assert watched.searches.news() == {}
    put(watched, incoming("Newer", BODY + "More."))
    assert met(watched) == {"Weights": 1}


def test_the_index_answers_for_many_and_says_the_same(
    watched: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.searches.meeting.MOST_IN_MEMORY", 2)
    monkeypatch.setattr("archive.searches.meeting.FEW", 2)
    put(watched, *(incoming(f"N{n}", f"{BODY} {n}", language="fr" * (n % 2)) for n in range(5)))
    assert met(watched, None) == {}
    assert met(watched, Index(watched)) == {"Weights": 5, "French": 2}
    assert met(watched, Index(watched)) == {}


def test_names_are_known_from_the_index(watched: Archive) -> None:
    watched.searches.add("The firm", "openai")
    put(watched, incoming("Named", "OpenAI a parlé. OpenAI encore.", language="fr"))
    index = Index(watched)
    index.update()
    put(watched, incoming("Opened", "La porte est open, ouverte.", language="fr"))
    assert met(watched, index)["The firm"] == 1


def test_what_is_like_an_article_waits_for_the_index(watched: Archive) -> None:
    texts = {
        "Model": "Quantised llama weights run on laptops with vulkan kernels and caches.",
        "Second": "Vulkan kernels and caches: quantised llama weights run on laptops.",
        "Trains": "Trains run late between Lyon and Paris in the snow.",
    }
    first, *_ = put(watched, *(incoming(title, text) for title, text in texts.items()))
    index = Index(watched)
    index.update()
    watched.searches.add("Like it", f"similar:{first}")
    put(watched, incoming("Third", "On laptops, quantised llama weights: vulkan kernels, caches."))
    put(watched, incoming("Boats", "Boats on the river."))
    assert met(watched) == {}
    assert met(watched, index)["Like it"] == 1
    watched.articles.delete([first])
    put(watched, incoming("Fourth", "Quantised llama weights."))
    (problem,) = [one.problem for one in watched.searches.meet(index) if one.problem]
    assert problem.startswith("No article")


def test_a_stopped_matching_goes_on_where_it_was(watched: Archive) -> None:
    put(watched, *(incoming(f"N{n}", f"{BODY} {n}") for n in range(6)))
    asked = iter([False, False, False, True])
    first = watched.searches.meet(cancelled=lambda: next(asked))
    assert [one.new for one in first] == [3]
    assert met(watched) == {"Weights": 3}
    assert watched.searches.news() == {watched.searches.get("weights").id: 6}


def test_an_archive_without_saved_searches_is_left_alone(archive: Archive) -> None:
    put(archive, incoming("New", BODY))
    before = archive.store.database.value("SELECT count(*) FROM meta")
    assert archive.searches.meet() == []
    assert archive.store.database.value("SELECT count(*) FROM meta") == before
    archive.searches.add("Weights", "weights")
    assert met(archive) == {}


def test_a_query_of_another_version_is_a_problem_said_and_no_crash(
    watched: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("archive.searches._checked_query", lambda query: query)
        watched.searches.add("Odd", "chip (act")
    put(watched, incoming("New", BODY))
    found = {one.search.name: one for one in watched.searches.meet()}
    assert "not closed" in found["Odd"].problem and found["Weights"].new == 1
