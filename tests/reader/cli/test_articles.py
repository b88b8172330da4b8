"""list, show, edit, tag, star, read, delete."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import open_archive
from tests.reader.archives import incoming
from tests.reader.cli.terminal import CommandLine


def titles(nm: CommandLine, *words: str) -> list[str]:
    return [article["title"][:8] for article in nm("list", "--json", *words).json["articles"]]


def test_list_is_newest_first_and_turns_round(nm: CommandLine) -> None:
    assert titles(nm) == ["L’œuvre ", "DeepSeek", "A quiet "]
    assert titles(nm, "--reverse") == ["A quiet ", "DeepSeek", "L’œuvre "]
    assert titles(nm, "--sort", "title") == ["A quiet ", "DeepSeek", "L’œuvre "]


def test_list_says_all_of_each_article(nm: CommandLine) -> None:
    listed = nm.ok("list", "--json", "batteries").json
    assert listed["total"] == 1
    article = listed["articles"][0]
    assert article.pop("added")
    assert article == {
        "id": nm.id("A quiet"),
        "title": "A quiet week in batteries",
        "url": None,
        "outlet": "The Ledger",
        "authors": [],
        "published": "2024-11-03",
        "language": "en",
        "tags": [],
        "read": False,
        "starred": False,
        "claims": 0,
        "entities": 0,
        "words": 8,
    }


def test_list_takes_a_query_with_a_minus_and_a_limit(nm: CommandLine) -> None:
    assert titles(nm, "openai", "-chip") == ["L’œuvre "]
    assert titles(nm, "-chip") == ["L’œuvre ", "A quiet "]
    limited = nm("list", "--limit", "2")
    assert len(limited.out.splitlines()) == 2
    assert "2 of 3" in limited.err


def test_list_of_nothing_is_exit_1(nm: CommandLine) -> None:
    answer = nm("list", "--json", "nothinglikethis")
    assert (answer.code, answer.json) == (1, {"total": 0, "articles": []})
    assert nm("list", "nothinglikethis").err == "Nothing found.\n"


def test_list_stands_in_columns(nm: CommandLine) -> None:
    nm.ok("star", nm.id("DeepSeek"))
    lines = nm.ok("list").out.splitlines()
    assert [line[10:24] for line in lines] == ["o   2025-02   ", "o*  2025-01-27", "o   2024-11-03"]
    ends = ("L’œuvre d’OpenAI expliquée", "DeepSeek shakes the chip market")
    assert [line.index(end) for line, end in zip(lines, ends, strict=False)] == [43, 43]


def test_show_is_the_shape_promised(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok("entity", "tag", id, "--quote", "Nvidia", "--type", "organisation")
    nm.ok("highlight", "add", id, "--quote", "no bubble", "--note", "Hm.", "--tag", "x")
    shown = nm.ok("show", id, "--json").json
    assert list(shown) == [
        "id", "title", "url", "outlet", "published", "language", "text", "annotations",
    ]  # fmt: skip
    assert (shown["id"], shown["published"], shown["url"]) == (id, "2025-01-27", None)
    for mark in shown["annotations"]:
        assert list(mark) == [
            "id", "motivation", "start", "end", "exact", "placement",
            "claim", "entity", "note", "tags",
        ]  # fmt: skip
        assert shown["text"][mark["start"] : mark["end"]] == mark["exact"]
    mention, highlight = shown["annotations"]
    assert (mention["motivation"], mention["claim"], mention["note"]) == ("identifying", None, None)
    assert mention["entity"].startswith("e-")
    assert (highlight["motivation"], highlight["exact"]) == ("highlighting", "no bubble")
    assert (highlight["note"], highlight["tags"], highlight["placement"]) == ("Hm.", ["x"], "exact")


def test_show_prints_the_text_and_the_marks(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok("claim", "add", id, "--quote", "Nvidia lost 17% in a day.")
    out = nm.ok("show", id).out
    assert out.startswith("DeepSeek shakes the chip market\n")
    assert f"{id} · The Ledger · 2025-01-27 · en" in out
    assert "\n\n" + nm.text(id) + "\n\nMarks\n" in out
    assert "Nvidia lost 17% in a day." in out.splitlines()[-1]


def test_show_keeps_tabs_and_newlines(nm: CommandLine) -> None:
    text = "a\tb\n  c\n\nd"
    with open_archive(nm.folder) as archive, archive.intake.open("import") as door:
        door.put([incoming("tabs", "Tabs", text)])
    assert text in nm.ok("show", nm.id("Tabs")).out
    assert nm.text(nm.id("Tabs")) == text


def test_an_id_may_be_shortened_as_long_as_it_is_one(nm: CommandLine) -> None:
    with open_archive(nm.folder) as archive, archive.intake.open("import") as door:
        many = [incoming(f"many:{n}", f"Many {n}", f"Text {n}.") for n in range(40)]
        ids = [outcome.id for outcome in door.put(many)]
    first = ids[0]
    assert nm.ok("show", first[:7], "--json").json["id"] == first
    twins = next(letter for letter in "0123456789abcdef" if sum(i[0] == letter for i in ids) > 1)
    ambiguous = nm("show", twins)
    assert ambiguous.code == 2
    assert all(id in ambiguous.err for id in ids if id[0] == twins)
    assert nm("show", "uuuu").code == 1
    assert "`newsmark list`" in nm("show", "uuuu").err


def test_edit_corrects_and_empty_takes_away(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok(
        "edit", id, "--title", "New", "--published", "2025-02", "--outlet", "", "--author", "Ann",
        "--author", "Bob", "--language", "fr", "--url", "https://example.org/x",
    )  # fmt: skip
    article = nm.ok("list", "--json").json["articles"]
    (changed,) = [one for one in article if one["id"] == id]
    assert (changed["title"], changed["published"], changed["outlet"]) == ("New", "2025-02", None)
    assert (changed["authors"], changed["language"]) == (["Ann", "Bob"], "fr")
    assert changed["url"] == "https://example.org/x"
    nm.ok("edit", id, "--author", "")
    assert nm.ok("list", "New", "--json").json["articles"][0]["authors"] == []


def test_edit_of_the_same_changes_nothing(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    answer = nm.ok("edit", id, "--outlet", "The Ledger", "--json").json
    assert answer == {"step": None, "summary": "nothing changed"}
    assert "it is so already" in nm.ok("edit", id, "--outlet", "The Ledger").out


@pytest.mark.parametrize(
    "words",
    [
        ("edit", "ID"),
        ("edit", "ID", "--published", "2025-13"),
        ("edit", "ID", "--title", ""),
        ("tag", "ID"),
        ("tag", "ID", "--add", " "),
        ("tag", "--add", "x"),
        ("star", "ID", "--query", "x"),
        ("list", "--sort", "colour"),
        ("list", "--limit", "-1"),
        ("delete",),
    ],
)
def test_a_wrong_request_is_exit_2_with_a_remedy(nm: CommandLine, words: tuple[str, ...]) -> None:
    id = nm.id("DeepSeek")
    answer = nm(*(id if word == "ID" else word for word in words))
    assert answer.code == 2
    assert answer.err.startswith("newsmark: ")
    assert answer.out == ""


def test_tags_stars_and_reading_take_ids_or_a_query(nm: CommandLine) -> None:
    nm.ok("tag", "--query", "openai", "--add", "lab", "--remove", "chips")
    tags = {one["title"][:8]: one["tags"] for one in nm.ok("list", "--json").json["articles"]}
    assert tags == {"L’œuvre ": ["ai", "lab"], "DeepSeek": ["ai", "lab"], "A quiet ": []}
    nm.ok("star", nm.id("DeepSeek"), nm.id("A quiet"))
    nm.ok("star", "--off", nm.id("DeepSeek"))
    assert titles(nm, "is:starred") == ["A quiet "]
    assert nm.ok("read", "--query", "openai").out == "2 articles marked as read.\n"
    assert titles(nm, "is:unread") == ["A quiet "]
    nm.ok("read", "--off", nm.id("DeepSeek"))
    assert titles(nm, "is:unread") == ["DeepSeek", "A quiet "]


def test_a_query_that_finds_nothing_is_exit_1(nm: CommandLine) -> None:
    assert nm("star", "--query", "nothinglikethis").code == 1
    assert nm("delete", "--query", "nothinglikethis").code == 1


def with_evidence(nm: CommandLine) -> tuple[str, str, str]:
    """A claim in one article and a passage in another that contradicts it: both ids, evidence."""
    one, other = nm.id("DeepSeek"), nm.id("L’œuvre")
    claim = nm.ok("claim", "add", one, "--quote", "Others see no bubble.", "--json").json["claim"]
    mark = nm.ok("highlight", "add", other, "--quote", "5,58 millions", "--json").json["id"]
    evidence = nm.ok("evidence", "add", claim, mark, "--stance", "contradicts", "--json").json
    assert (evidence["claim"], evidence["annotation"], evidence["url"]) == (claim, mark, None)
    return one, other, evidence["id"]


def test_delete_names_the_evidence_it_breaks_and_undo_brings_it_back(nm: CommandLine) -> None:
    _, other, evidence = with_evidence(nm)
    deleted = nm.ok("delete", other, "--json")
    assert deleted.json["breaks"] == [evidence]
    assert evidence in deleted.err
    assert "5,58 millions" in deleted.err
    assert "Others see no bubble." in deleted.err
    assert nm("show", other).code == 1
    assert nm.ok("stats", "--json").json["evidence"] == 0
    nm.ok("undo")
    assert nm.ok("stats", "--json").json["evidence"] == 1
    assert "5,58 millions" in nm.text(other)


def test_purge_wants_a_yes_and_leaves_nothing(nm: CommandLine) -> None:
    _, other, _ = with_evidence(nm)
    asked = nm("delete", other, "--purge")
    assert asked.code == 2
    assert "--yes" in asked.err
    nm.ok("delete", other, "--purge", "--yes")
    assert "5,58" not in nm.ok("dump").out
    assert nm("show", other).code == 1
    assert nm.ok("stats", "--json").json["articles"] == 2


def test_a_purge_leaves_no_word_in_the_index(nm: CommandLine) -> None:
    other = nm.id("A quiet")
    nm.ok("reindex")
    index = Path(nm.ok("paths", "--json").json["index"])

    def holding() -> list[Path]:
        files = [path for path in index.rglob("*") if path.is_file()]
        return [path for path in files if b"quiet" in path.read_bytes()]

    assert holding()
    nm.ok("delete", other, "--purge", "--yes")
    assert not holding()


def test_what_was_deleted_can_be_purged(nm: CommandLine) -> None:
    id = nm.id("A quiet")
    nm.ok("delete", id)
    assert "batteries" in nm.ok("dump").out
    nm.ok("delete", id, "--purge", "--yes")
    assert "Nothing happened." not in nm.ok("dump").out
    assert nm("delete", "never-was", "--purge", "--yes").code == 1


def test_bytes_that_are_no_text_do_no_harm(nm: CommandLine, home: Path) -> None:
    id = nm.id("DeepSeek")
    nm.ok("edit", id, "--title", "A\udcff\x1b[31mB")
    assert nm.ok("show", id, "--json").json["title"] == "A��[31mB"
    assert nm("search", "\udcff").code in (0, 1)
