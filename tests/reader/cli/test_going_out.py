"""export and dump."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.reader.cli.terminal import CommandLine


def test_an_export_counts_its_files(nm: CommandLine, home: Path) -> None:
    out = home / "out"
    assert nm.ok("export", str(out), "--json").json == {
        "written": 4,
        "unchanged": 0,
        "left": [],
        "cancelled": False,
        "folder": str(out),
    }
    assert nm.ok("export", str(out)).out == f"0 files written, 4 unchanged in {out}\n"
    assert len(list((out / "articles").iterdir())) == 3
    assert (out / "index.md").is_file()


def test_an_export_of_a_query(nm: CommandLine, home: Path) -> None:
    out = home / "out"
    nm.ok("export", str(out), "--query", "batteries", "--text")
    (page,) = (out / "articles").iterdir()
    assert "Then nothing happened again." in page.read_text("utf-8")
    nothing = nm("export", str(home / "none"), "--query", "nothinglikethis")
    assert nothing.code == 1
    assert not (home / "none").exists()


def test_files_that_are_not_ours_are_left_alone(nm: CommandLine, home: Path) -> None:
    out = home / "out"
    nm.ok("export", str(out))
    (out / "index.md").write_text("mine", "utf-8")
    answer = nm("export", str(out), "--json")
    assert answer.code == 3
    assert [one["path"] for one in answer.json["left"]] == ["index.md"]
    assert f"Left alone: {out / 'index.md'}: " in answer.err
    assert (out / "index.md").read_text("utf-8") == "mine"


def test_what_was_changed_by_hand_stays_and_is_named_until_it_is_settled(
    nm: CommandLine, home: Path
) -> None:
    out = home / "out"
    nm.ok("export", str(out))
    page = next((out / "articles").glob("*deepseek*"))
    source = page.read_text("utf-8")
    page.write_text(source.replace("# DeepSeek", "# My DeepSeek") + "mine", "utf-8")
    for _ in range(2):
        answer = nm("export", str(out), "--json")
        assert answer.code == 3
        (conflict,) = answer.json["conflicts"]
        assert conflict == {
            "path": f"articles/{page.name}",
            "reason": "title was changed by hand",
        }
        assert f"Conflict: {page}: title was changed by hand" in answer.err
    text = page.read_text("utf-8")
    assert "# My DeepSeek" in text
    assert text.endswith("mine")
    start = text.index("<!-- newsmark-conflict")
    end = text.index("\n", text.index("<!-- /newsmark-conflict")) + 1
    page.write_text(text[:start] + text[end:], "utf-8")
    nm.ok("export", str(out))
    page.unlink()
    assert f"had been deleted: {page}" in nm.ok("export", str(out)).err
    assert page.read_text("utf-8") == source


def test_an_export_can_be_looked_at_first(nm: CommandLine, home: Path) -> None:
    out = home / "out"
    dry = nm.ok("export", str(out), "--dry-run").out
    assert f"Would write: {out / 'index.md'}\n4 files would be written" in dry
    diff = nm.ok("export", str(out), "--diff").out
    assert "+++ b/index.md\n" in diff
    assert "\n+# Index\n" in diff
    told = nm.ok("export", str(out), "--diff", "--json").json
    assert (told["to_write"], len(told["diffs"])) == (4, 4)
    assert not out.exists()


def test_what_would_be_written_again_is_told_before_and_after(nm: CommandLine, home: Path) -> None:
    out = home / "out"
    nm.ok("export", str(out))
    page = next((out / "articles").iterdir())
    page.unlink()
    told = f"again, for it had been deleted: {page}\n"
    assert nm.ok("export", str(out), "--dry-run").err == f"Would be written {told}"
    assert nm.ok("export", str(out)).err == f"Written {told}"


def test_an_export_into_a_file_is_exit_2(nm: CommandLine, home: Path) -> None:
    (home / "file").write_text("x", "utf-8")
    assert nm("export", str(home / "file")).code == 2


def test_an_export_tells_a_program_how_far_it_is(nm: CommandLine, home: Path) -> None:
    lines = nm.ok("export", str(home / "out"), "--progress", "json").out.splitlines()
    told = [json.loads(line) for line in lines]
    summary = {"written": 4, "unchanged": 0, "left": [], "cancelled": False}
    assert told[-1] == {"summary": {**summary, "folder": str(home / "out")}}
    assert told[-2] == {"stage": "exporting", "done": 4, "total": 4, "current": ""}


def test_a_dump_is_json_lines_and_the_same_twice(nm: CommandLine) -> None:
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble")
    first = nm.ok("dump").out
    records = [json.loads(line) for line in first.splitlines()]
    kinds = [record["record"] for record in records if "record" in record]
    assert kinds.count("articles") == 3
    assert kinds.count("annotations") == 1
    assert nm.ok("dump").out == first


def test_passages_go_out_in_their_sentences_when_asked_for(nm: CommandLine, home: Path) -> None:
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble")
    out = home / "out"
    nm.ok("export", str(out), "--context", "--text")
    page = next((out / "articles").glob("*deepseek*")).read_text("utf-8")
    assert "\n- Context: " in page and " **no bubble**" in page and "[no bubble](#m-" in page
    assert nm("export", str(home / "csv"), "--format", "csv", "--context").code == 2


def test_exported_quotations_are_verified(nm: CommandLine, home: Path) -> None:
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble")
    out = home / "out"
    nm.ok("export", str(out))
    assert nm.ok("verify", str(out)).out == "1 quotation in 3 files: all hold\n"
    page = next((out / "articles").glob("*deepseek*"))
    page.write_text(page.read_text("utf-8").replace("> no bubble", "> a bubble"), "utf-8")
    answer = nm("verify", str(out))
    assert answer.code == 4
    assert answer.out.startswith(f"{page}:")
    assert "its words are not the words marked\n1 quotation in 3 files: 1 wrong" in answer.out
    (wrong,) = nm("verify", str(out), "--json").json["wrong"]
    assert wrong["path"] == f"articles/{page.name}"
    assert nm("verify", str(home / "nowhere")).code == 2
    for article in (out / "articles").iterdir():
        article.unlink()
    answer = nm("verify", str(out))
    assert (answer.code, answer.out, answer.err) == (
        1,
        "",
        f"Nothing to check in {out}: no article or quotation of ours.\n",
    )
    nm.ok("export", str(home / "pages"), "--profile", "html")
    answer = nm("verify", str(home / "pages"))
    assert answer.code == 1
    assert "HTML pages not looked into.\n" in answer.err


def test_edits_in_exported_files_are_told_first_and_then_taken_over(
    nm: CommandLine, home: Path
) -> None:
    nm.ok("claim", "add", nm.id("DeepSeek"), "--quote", "no bubble", "--note", "Which?")
    out = home / "out"
    nm.ok("export", str(out))
    assert nm.ok("sync", str(out)).out == "Nothing to take over from 3 files.\n"
    page = next((out / "articles").glob("*deepseek*"))
    source = page.read_text("utf-8")
    edited = source.replace("> Which?", "> This one.").replace("unchecked", "refuted")
    edited = re.sub(r"^tags:.*(\n  .*)*", "tags: [fresh, to read]", edited, flags=re.M)
    page.write_text(edited)
    line = edited[: edited.index("- **Claim**")].count("\n") + 1
    told = nm.ok("sync", str(out)).out
    assert told.startswith("Into the archive:\n") and f"\n  {page}:{line}: c-" in told
    assert " verdict: unchecked → refuted\n" in told
    assert " note: Which? → This one.\n" in told
    assert " tags: +fresh +to read" in told
    assert told.endswith("3 values would go into the archive, 0 into the files; --apply does it\n")
    assert "3 values taken into the archive (step " in nm.ok("sync", str(out), "--apply").out
    nm.ok("export", str(out))
    assert "> This one." in page.read_text("utf-8")
    assert nm.ok("sync", str(out)).out == "Nothing to take over from 3 files.\n"
    nm.ok("undo")
    told = nm.ok("sync", str(out)).out
    assert "0 values would go into the archive, 3 into the files, with the next export" in told


def test_what_sync_leaves_is_named_and_is_exit_3(nm: CommandLine, home: Path) -> None:
    claim = nm.ok("claim", "add", nm.id("DeepSeek"), "--quote", "no bubble", "--json").json["claim"]
    out = home / "out"
    nm.ok("export", str(out))
    page = next((out / "articles").glob("*deepseek*"))
    source = page.read_text("utf-8")
    page.write_text(source.replace("· fact · unchecked", "· fakt · refuted") + "mine")
    nm.ok("claim", "edit", claim, "--verdict", "supported")
    answer = nm("sync", str(out), "--apply", "--json")
    assert answer.code == 3
    (conflict,) = answer.json["conflicts"]
    assert (conflict["field"], conflict["written"]) == ("verdict", "unchecked")
    assert (conflict["file"], conflict["archive"]) == ("refuted", "supported")
    (left,) = answer.json["left"]
    assert left["reason"].startswith("Unknown kind 'fakt'.")
    assert answer.json["into_archive"] == [] and answer.json["step"] == 0
    told = nm("sync", str(out))
    place = f"{page}:{conflict['line']}: {claim}"
    sides = "was unchecked; the file has refuted, the archive supported"
    assert f"Conflict: {place}: verdict: {sides}" in told.err
    assert "Left alone: " in told.err
    assert nm("sync", str(out), "--prefer", "nobody").code == 2
    assert nm("sync", str(home / "nowhere")).code == 2
    told = nm("sync", str(out), "--apply", "--prefer", "files")
    assert told.code == 3 and "1 value taken into the archive" in told.out
