"""What a query that finds nothing is told, from the index and from memory."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.index import Index
from archive.index.results import Suggestion
from tests.make import incoming, put


@pytest.fixture(params=["indexed", "in memory"])
def index(request: pytest.FixtureRequest, archive: Archive) -> Index:
    put(
        archive,
        incoming("Chips", "DeepSeek made a chip.", language="en", published="2025-01-20"),
        incoming("Modèles", "Un modèle ouvert de Mistral.", language="fr", published="2024"),
        incoming("Mistral", "Le modèle.", language="fr", published="2024"),
    )
    made = Index(archive)
    if request.param == "indexed":
        made.update()
    return made


def told(index: Index, query: str, **how: bool) -> list[Suggestion]:
    hits = index.search(query, **how)  # type: ignore[arg-type]
    assert not hits.total
    return list(hits.suggestions)


def test_a_slip_of_the_keys_is_offered_its_nearest_words(index: Index) -> None:
    first, *_ = told(index, "depseek chip")
    assert (first.kind, first.query, first.total) == ("spelling", "deepseek chip", 1)
    assert first.text == "No article holds depseek. Did you mean deepseek?"


def test_several_slips_are_put_right_at_once(index: Index) -> None:
    first, second, third, *_ = told(index, "mistrl modle lang:fr")
    assert (first.query, first.total) == ("mistral modele lang:fr", 2)
    assert (second.query, third.query) == ("mistral modle lang:fr", "mistrl modele lang:fr")


def test_each_term_that_can_go_is_named_with_what_is_found_then(index: Index) -> None:
    found = {one.query: one.total for one in told(index, "mistral -(modele OR ouvert) lang:fr")}
    assert found == {"mistral lang:fr": 2}
    without = told(index, "chip date:2024")
    assert [(one.kind, one.query, one.total) for one in without] == [
        ("without", "date:2024", 2),
        ("without", "chip", 1),
    ]
    assert without[0].text == "Without chip there are 2 articles."


def test_words_that_few_articles_hold_are_taken_for_slips_where_nothing_is_found(
    archive: Archive,
) -> None:
    slips = [incoming(title, f"One {title}.", language="en") for title in ("Kernal", "Linx")]
    put(archive, *slips, incoming("Right", "The Linux kernel.", language="en"))
    (meant, *_) = told(Index(archive), "kernal linx")
    said = (meant.text, meant.query, meant.total)
    assert said == ("Did you mean kernel linux?", "kernel linux", 1)


def test_what_stands_only_in_addresses_is_asked_for_there(archive: Archive) -> None:
    put(archive, incoming("One", "Some words.", url="http://lwn.net/Articles/77"))
    (only,) = told(Index(archive), "http://lwn.net/Articles")
    assert only.text == "No article holds http://lwn.net/Articles; 1 article has it in the address."
    assert (only.query, only.total) == ("url:http://lwn.net/Articles", 1)


def test_no_figure_is_taken_for_a_slip_of_another(archive: Archive) -> None:
    put(archive, incoming("One", "It costs 299,99."))
    (only,) = told(Index(archive), "1299,99")
    assert only.text == "No article holds 1299,99."


def test_what_is_no_field_is_called_that(index: Index) -> None:
    (only,) = told(index, "zork:3")
    assert only.text == "zork: is no field. No article holds zork:3."


def test_a_slip_in_the_name_of_a_language_is_put_right(index: Index) -> None:
    for query in ("lang:frnch", "lang:francias"):
        assert (told(index, query)[0].query, told(index, query)[0].total) == ("lang:fr", 2)
    assert told(index, "lang:klingon")[0].query == ""


def test_a_slip_in_a_field_is_named(index: Index) -> None:
    first, *_ = told(index, "titel:chips")
    assert (first.kind, first.query, first.total) == ("field", "title:chips", 1)


def test_a_word_unlike_any_other_is_said_to_be_nowhere(index: Index) -> None:
    assert told(index, "xyzzyx") == [Suggestion("term", "No article holds xyzzyx.")]
    assert told(index, "title:xyzzyx")[0].text == "No article has xyzzyx in its title."


def test_a_word_that_stands_in_other_fields_only_is_offered_there(index: Index) -> None:
    first, *_ = told(index, "outlet:deepseek")
    assert first.text == "No article has deepseek in its outlet; 1 article has it elsewhere."
    assert (first.kind, first.query, first.total) == ("field", "deepseek", 1)
    first, *_ = told(index, 'chip title:"deepseek made"')
    assert (first.query, first.total) == ('chip "deepseek made"', 1)
    first, *_ = told(index, "title:(deepseek OR xyzzyx)")
    assert first.text.endswith("1 article has it elsewhere.")
    assert not first.query


def test_of_short_words_near_ones_are_no_help(index: Index) -> None:
    assert told(index, "aa") == [Suggestion("term", "No article holds aa.")]


@pytest.mark.parametrize(
    ("query", "says", "instead"),
    [
        (
            '"un modele ouvret"',
            "No article holds ouvret. Did you mean ouvert?",
            '"un modele ouvert"',
        ),
        ('"modle ouvret"', "No article holds modle or ouvret. Did", '"modele ouvert"'),
        ('lang:fr "ouvret modele"~2', "No article holds ouvret. Did", 'lang:fr "ouvert modele"~2'),
        ('title:"xyzzyx chips"', "No article has xyzzyx in its title.", ""),
        ('"deepseek xyzzyx', "No article holds xyzzyx.", ""),
        ('"modele deepseek"', 'No article holds "modele deepseek" in a row. Each of its', ""),
        (
            'title:"mistral mistral"',
            'No article has "mistral mistral" in a row in its title. Its words alone?',
            "title:(mistral mistral)",
        ),
    ],
)
def test_of_a_phrase_the_word_that_is_nowhere_is_named(
    index: Index, query: str, says: str, instead: str
) -> None:
    hits = index.search(query, typing=True)
    first = hits.suggestions[0]
    assert not hits.total
    assert first.text.startswith(says)
    assert first.query == instead
    assert not instead or index.search(instead).total == first.total > 0


def test_what_is_suggested_finds_what_it_says(index: Index) -> None:
    for query in ("mistrl modele", "chip modele", "note:mistral", "date:2031 chip", "mistral~ x?z"):
        for one in told(index, query):
            if one.query:
                assert index.search(one.query).total == one.total


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("lang:german", "No article is in German (de). What there is:"),
        ("lang:klingon", "No article is in klingon."),
        ("has:claim", "No article carries a claim."),
        ("has:lost OR is:starred", "No article has a mark that lost its place."),
        ("kind:fact", "No article makes a claim of the kind fact."),
        ("verdict:nonsense", "No claim has the verdict nonsense."),
        ("date:2031", "No article is dated then; they go from 2024-01-01 to 2025-01-20."),
        ("added:1999", "No article came in then;"),
        ("tag:*", "No article has a word for tag:."),
        ('""', "There is no letter or figure to look for"),
        ("🙂", "There is no letter or figure to look for"),
        ("-", "There is no letter or figure to look for"),
        ("-(chip OR -chip)", "Every article is left out by -(chip OR -chip)."),
    ],
)
def test_every_query_without_hits_is_told_why(index: Index, query: str, says: str) -> None:
    assert told(index, query)[0].text.startswith(says)


def test_a_value_half_typed_is_no_lack_of_letters(index: Index) -> None:
    assert told(index, "is:unr", typing=True) == []


def test_a_value_near_another_is_offered(index: Index) -> None:
    first, *_ = told(index, "mistral lang:frr")
    assert (first.kind, first.query, first.total) == ("spelling", "mistral lang:fr", 2)


def test_words_that_stand_apart_are_offered_without_the_quotation(index: Index) -> None:
    first, *_ = told(index, '"mistral ouvert"')
    assert (first.query, first.total) == ("mistral ouvert", 1)
    first, *_ = told(index, '"mistral un"~0')
    assert (first.query, first.total) == ("mistral un", 1)


def test_a_small_or_and_a_blank_after_a_field_are_told(index: Index) -> None:
    first, *_ = told(index, "deepseek or mistral")
    assert (first.query, first.total) == ("deepseek OR mistral", 3)
    first, *_ = told(index, "title: chips deepseek")
    assert (first.kind, first.query, first.total) == ("field", "title:chips deepseek", 1)


def test_what_the_facets_hide_is_told_and_nothing_else(index: Index) -> None:
    hits = index.search("deepseek", filters={"language": "fr"})
    (only,) = hits.suggestions
    assert only.text == "Without what is chosen among the facets there is 1 article."


def test_of_many_words_that_are_nowhere_a_few_are_told(index: Index) -> None:
    found = told(index, " ".join(f"xyzzy{n}" for n in range(400)))
    assert [one.kind for one in found] == ["term"] * 3


def test_a_query_with_hits_or_an_empty_archive_is_told_nothing(archive: Archive) -> None:
    assert not told(Index(archive), "")
    put(archive, incoming("Chips", "A chip."))
    assert not Index(archive).search("chip").suggestions


def test_what_may_be_a_slip_is_told_although_something_is_found(index: Index) -> None:
    def hinted(query: str) -> list[tuple[str, str, int]]:
        return [(one.text, one.query, one.total) for one in index.search(query).suggestions]

    (blank,) = hinted("body: le OR mistral")
    assert blank[1:] == ("body:le OR mistral", 2)
    assert blank[0].startswith("No blank stands after a field’s colon; body is read as a word.")
    (blank,) = hinted("note: le OR mistral ")
    assert blank[1:] == ("note:le OR mistral", 2)
    (blank,) = hinted("note: xyzzyx OR -(le OR mistral)")
    assert blank[1:] == ("note:xyzzyx OR -(le OR mistral)", 1)
    (unknown,) = hinted("foo:bar OR mistral")
    assert unknown == ("foo: is no field; foo:bar is looked for as words.", "", 0)
    (slip,) = hinted("titel:mistral OR chip")
    assert not hinted("le:modèle OR chip"), "a word of the articles, as it is written"
    assert slip[1:] == ("title:mistral OR chip", 2)
    for query in ('"body: le" OR chip', "is: unread", "http://x OR chip", "12:30 OR chip", "chip"):
        assert not hinted(query)


def test_a_word_in_few_articles_is_offered_one_in_many(archive: Archive) -> None:
    put(
        archive,
        incoming("Slip", "The Deepsek chip and o2."),
        *(incoming(f"Chips {n}", "DeepSeek chip and o1.") for n in range(12)),
    )
    index = Index(archive)
    index.update()
    for query, instead in (("deepsek", "deepseek"), ('"deepsek chip"', '"deepseek chip"')):
        (only,) = index.search(query, typing=True).suggestions
        assert only.text == f"Only 1 article holds {query}. Did you mean deepseek?"
        assert (only.query, only.total) == (instead, 12)
    assert not index.search("o2").suggestions
    assert not index.search("deepsek~").suggestions
