"""The ledger from the command line: claims, their appearances, verdicts, evidence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.reader.cli.terminal import CommandLine


@pytest.fixture
def claims(nm: CommandLine) -> dict[str, str]:
    """Three claims by their first word: R1's price, Nvidia's loss, a prediction of OpenAI's."""
    chips, french = nm.id("DeepSeek"), nm.id("L’œuvre")
    nm.ok("entity", "tag", chips, "--quote", "OpenAI", "--type", "organisation")
    made = {}
    for article, quote, options in (
        (chips, "It costs 27 times less than o1", ("--kind", "quantity")),
        (chips, "Nvidia lost 17% in a day.", ()),
        (french, "les critiques se taisent", ("--kind", "prediction", "--claimant", "openai")),
    ):
        words = ("claim", "add", article, "--quote", quote, *options, "--json")
        made[quote.split()[0]] = nm.ok(*words).json["claim"]
    nm.ok("claim", "edit", made["les"], "--due", "2024")
    return made


def listed(nm: CommandLine, *words: str) -> list[str]:
    answer = nm("claims", *words, "--json")
    return [one["statement"].split()[0] for one in answer.json["claims"]]


def test_claims_are_found_ordered_and_counted(nm: CommandLine, claims: dict[str, str]) -> None:
    assert listed(nm, "--sort", "statement") == ["It", "les", "Nvidia"]
    assert listed(nm, "--sort", "statement", "--reverse") == ["Nvidia", "les", "It"]
    assert listed(nm, "kind:quantity", "OR", "speaker:openai", "--sort", "kind") == ["It", "les"]
    assert listed(nm, "-kind:fact", "--limit", "1", "--sort", "kind") == ["It"]
    assert nm("claims", "nothing-like-it").code == 1
    one = nm.ok("claims", "nvidia", "--json").json["claims"][0]
    assert (one["appearances"], one["evidence"]["supports"], one["due"]) == (1, 0, None)
    assert "Nvidia lost" in nm.ok("claims", "list", "nvidia").out
    refused = nm("claims", "is:unread")
    assert refused.code == 2 and "not about claims" in refused.err
    nothing = nm("claims", "verdict:uncheked")
    assert "Nothing found.\n" in nothing.err
    assert "Did you mean verdict:unchecked?  verdict:unchecked\n" in nothing.err
    assert nm("claims", "--json", "zork:3").json["suggestions"][0]["text"] == (
        "zork: is no field. No claim holds zork:3."
    )


def test_a_speaker_who_is_new_is_made_where_a_type_is_told(
    nm: CommandLine, claims: dict[str, str]
) -> None:
    edit = ("claim", "edit", claims["It"], claims["Nvidia"], "--claimant", "Ann Lee")
    refused = nm(*edit)
    assert refused.code == 1 and "--claimant-type person" in refused.err
    nm.ok(*edit, "--claimant-type", "person", "--date", "2025-01")
    assert listed(nm, 'speaker:"ann lee"', "--sort", "statement") == ["It", "Nvidia"]
    assert nm.ok("claim", "show", claims["It"], "--json").json["said_on"] == "2025-01"
    nm.ok("undo")
    assert nm("entity", "show", "Ann Lee").code == 1
    assert nm("claim", "edit", claims["It"], "--claimant-type", "person").code == 2


def test_claims_are_put_under_headings(nm: CommandLine, claims: dict[str, str]) -> None:
    out = nm.ok("claims", "--group", "kind").out.splitlines()
    assert out[0] == "fact (1)" and "quantity (1)" in out
    groups = nm.ok("claims", "--group", "due", "--json").json["groups"]
    assert [one["heading"] for one in groups] == ["overdue", "no due date"]


def test_predictions_are_told_with_their_score(nm: CommandLine, claims: dict[str, str]) -> None:
    told = nm.ok("claims", "due", "--json").json
    assert [one["outcome"] for one in told["due"]] == ["overdue"]
    nm.ok("claim", "edit", claims["les"], "--verdict", "refuted")
    out = nm.ok("claims", "due", "speaker:openai").out
    assert "miss" in out and out.splitlines()[-1] == "OpenAI: 1 miss"
    none = nm("claims", "due", "nvidia")
    assert none.code == 1 and "No prediction is among them" in none.err


def test_the_scheme_of_verdicts_is_the_archives_own(
    nm: CommandLine, claims: dict[str, str]
) -> None:
    refused = nm("claim", "edit", claims["It"], "--verdict", "bogus")
    assert refused.code == 2 and "claims verdicts --add" in refused.err
    assert nm("claims", "verdicts", "--add", "").code == 2
    nm.ok("claims", "verdicts", "--add", "misleading", "--meaning", "false")
    nm.ok("claim", "edit", claims["It"], claims["Nvidia"], "--verdict", "Misleading")
    nm.ok("claims", "verdicts", "--rename", "misleading", "trompeur")
    assert {one["verdict"] for one in nm.ok("claims", "--json").json["claims"]} == {
        "trompeur", "unchecked",
    }  # fmt: skip
    nm.ok("claims", "verdicts", "--remove", "trompeur")
    told = nm.ok("claims", "verdicts", "--json").json
    assert told["leftover"] == {"trompeur": 2} and len(told["verdicts"]) == 5
    last = nm.ok("claims", "verdicts").out.splitlines()[-1]
    assert last.split() == ["trompeur", "not", "in", "the", "scheme", "2"]
    assert "trompeur (not in the scheme)" in nm.ok("claims", "nvidia").out
    nm.ok("claims", "verdicts", "--change", "conflicting", "--meaning", "false")
    for wrong in (("--meaning", "true"), ("--change", "x"), ("--add", "a", "--remove", "b")):
        assert nm("claims", "verdicts", *wrong).code == 2
    assert nm("claims", "verdicts", "--remove", "none").code == 1


def test_many_claims_are_edited_by_ids_or_by_query(nm: CommandLine, claims: dict[str, str]) -> None:
    nm.ok("claim", "edit", "--query", "kind:quantity OR nvidia", "--confidence", "90")
    assert [one["confidence"] for one in nm.ok("claims", "--sort", "kind", "--json").json[
        "claims"
    ]] == [90, 90, None]  # fmt: skip
    assert nm.ok("log", "--limit", "1").out.strip().endswith("edit confidence of 2 claims")
    assert nm("claim", "edit", "--query", "zzz", "--due", "2025").code == 1
    assert nm("claim", "edit", claims["It"], "--query", "x", "--due", "2025").code == 2


def test_a_passage_is_attached_merged_and_split_off_again(
    nm: CommandLine, claims: dict[str, str]
) -> None:
    quiet = nm.id("A quiet")
    nm.ok("claim", "attach", claims["It"], "--article", quiet, "--quote", "Nothing happened.")
    mark = nm.ok("highlight", "add", quiet, "--quote", "The end.", "--json").json["id"]
    assert "The end." in nm.ok("claim", "attach", claims["It"][:6], mark).out
    card = nm.ok("claim", "show", claims["It"], "--json").json
    assert [one["standing"] for one in card["appearances"]] == [
        "first", "first", "later",
    ]  # fmt: skip
    merged = nm.ok("claim", "merge", claims["It"], claims["Nvidia"], "--json").json
    assert len(merged["appearances"]) == 4
    assert nm("claim", "merge", claims["It"], claims["It"]).code == 2
    made = nm.ok("claim", "split", claims["It"], mark, "--json").json
    assert made["statement"] == "The end." and made["id"] != claims["It"]
    for wrong in (("attach", claims["It"]), ("attach", claims["It"], mark, "--article", quiet)):
        assert nm("claim", *wrong).code == 2
    assert nm("claim", "show", "c-").code == 2 and nm("claim", "show", "c-none").code == 1


def test_a_card_tells_what_changed_and_which_evidence_is_one_source(
    nm: CommandLine, claims: dict[str, str]
) -> None:
    chips, quiet = nm.id("DeepSeek"), nm.id("A quiet")
    nm.ok("claim", "attach", claims["It"], "--article", quiet, "--quote", "nothing happened again")
    for quote in ("Investors were surprised", "OpenAI did not comment"):
        mark = nm.ok("highlight", "add", chips, "--quote", quote, "--json").json["id"]
        nm.ok("evidence", "add", claims["It"], mark, "--stance", "contradicts")
    page = nm.ok("evidence", "add", claims["It"], "https://example.org", "--json").json["id"]
    nm.ok("evidence", "edit", page, "--stance", "context", "--note", "table 2")
    assert nm("evidence", "edit", page).code == 2
    out = nm.ok("claim", "show", claims["It"]).out
    assert "[-nothing happened again-] {+It costs 27 times less than o1+}" in out
    assert "Evidence (3, from 2 independent sources)" in out
    assert "context  https://example.org — table 2" in out
    assert "2025-01-27" in out and "The Ledger: DeepSeek" in out and "History" in out
    sources = nm.ok("evidence", "list", claims["It"], "--json").json["sources"]
    assert sorted(len(one["evidence"]) for one in sources) == [1, 2]
    assert claims["It"] in nm.ok("evidence", "list", mark).out
    assert nm("evidence", "list", claims["Nvidia"]).code == 1


def test_whether_two_articles_are_one_source_is_the_users_to_say(nm: CommandLine) -> None:
    one, other = nm.id("DeepSeek"), nm.id("A quiet")
    assert "two sources" in nm.ok("evidence", "copies", one, other).out
    nm.ok("evidence", "copies", one, other, "--same")
    assert nm.ok("evidence", "copies", one, other, "--json").json["same"] is True
    nm.ok("undo")
    assert nm.ok("evidence", "copies", one, other, "--json").json["same"] is False
    assert nm("evidence", "copies", one, one, "--different").code == 2


def test_the_log_is_narrowed_and_a_step_in_the_past_undone(
    nm: CommandLine, claims: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    nm.ok("claim", "edit", claims["It"], "--notes", "why?")
    nm.ok("star", nm.id("DeepSeek"))
    monkeypatch.setenv("NEWSMARK_ACTOR", "bob")
    nm.ok("evidence", "add", claims["It"], "https://example.org")

    def commands(*options: str) -> list[str]:
        return [step["command"] for step in nm("log", *options, "--json").json["steps"]]

    assert commands("--actor", "bob") == ["evidence add"]
    assert set(commands("--command", "claim")) == {"claim edit", "claim add"}
    assert commands("--record", claims["It"]) == ["evidence add", "claim edit", "claim add"]
    assert commands("--date", "2001") == [] and len(commands("--date", "2001..")) == 9
    assert nm("log", "--date", "soon").code == 2
    edited = nm.ok("log", "--record", claims["It"], "--command", "claim edit", "--json").json
    number = str(edited["steps"][0]["step"])
    assert "edit notes" in nm.ok("undo", "--step", number).out
    assert nm.ok("claim", "show", claims["It"], "--json").json["notes"] is None
    added = nm.ok("log", "--record", claims["It"], "--command", "claim add", "--json").json
    refused = nm("undo", "--step", str(added["steps"][0]["step"]))
    assert refused.code == 4 and "evidence" in refused.err and "of bob back first" in refused.err
    assert nm("undo", "--step", "1", "--import", "1").code == 2


def test_notes_are_written_in_the_editor_named(
    nm: CommandLine, claims: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    asked = _script(tmp_path, "text += '**asked** twice'")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {asked}")
    nm.ok("claim", "edit", claims["It"], "--notes", "First: ")
    nm.ok("claim", "edit", claims["It"], "--editor")
    assert (
        "First: \n**asked** twice" in nm.ok("claim", "show", claims["It"], "--json").json["notes"]
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {_script(tmp_path, 'sys.exit(3)')}")
    failed = nm("claim", "edit", claims["It"], "--editor")
    assert failed.code != 0 and "ended with 3; nothing was changed" in failed.err
    monkeypatch.setenv("EDITOR", "no-such-editor")
    assert "cannot be used" in nm("claim", "edit", claims["It"], "--editor").err
    monkeypatch.delenv("EDITOR")
    assert "No editor is named" in nm("claim", "edit", claims["It"], "--editor").err
    assert nm("claim", "edit", *claims.values(), "--editor").code == 2


def _script(folder: Path, change: str) -> Path:
    """A program that changes the text of the file it is given."""
    script = folder / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "text = file.read_text('utf-8')\n"
        f"{change}\n"
        "file.write_text(text, 'utf-8')\n",
        "utf-8",
    )
    return script
