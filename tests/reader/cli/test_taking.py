"""cite, browse."""

from __future__ import annotations

from tests.reader.cli.terminal import CommandLine


def test_a_passage_is_printed_with_its_source(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok("edit", id, "--url", "https://ledger.example/chips")
    made = nm.ok("cite", id, "--quote", "27 times less").out
    assert made.startswith("> 27 times less\n>\n> — [DeepSeek shakes the chip market](https://")
    told = nm.ok("cite", id, "--span", "0:11", "--json").json
    assert (told["article"], told["exact"]) == (id, "DeepSeek-R1")
    assert told["url"] == "https://ledger.example/chips#:~:text=DeepSeek%2DR1"
    assert told["markdown"].startswith("> DeepSeek-R1\n")


def test_a_page_is_opened_and_one_that_is_none_is_not(nm: CommandLine, pages: list[str]) -> None:
    id = nm.id("DeepSeek")
    answer = nm("browse", id)
    assert answer.code == 1 and "no address of http or https" in answer.err
    nm.ok("edit", id, "--url", "https://ledger.example/chips")
    assert nm.ok("browse", id).out == "https://ledger.example/chips\n"
    assert pages == ["https://ledger.example/chips"]
