"""Bad files through the released program: each is named with its reason, the rest comes in."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from tests.flows.desk import Desk, obey_permissions

FRENCH = "L’œuvre coûte 5 euros : déjà un succès, s’étonne la région. À Lille l’été fut beau. " * 4
PLAIN = "The text of this one is English, and nothing is wrong with it."


def line(number: int, body: str = PLAIN) -> str:
    return json.dumps({"id": number, "source": "S", "title": f"T{number}", "body": body}) + "\n"


@pytest.fixture
def good(desk: Desk) -> Path:
    """A folder with one good article, which must come in whatever lies beside it."""
    folder = desk.base / "in"
    folder.mkdir()
    (folder / "zz.txt").write_text(f"The good one\n\n{PLAIN}\n", "utf-8")
    return folder


def titles(desk: Desk) -> list[str]:
    return sorted(article["title"] for article in desk.json("list")["articles"])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"Some words \x81\x8d\x8f\x90\x9d\xff\xfe\xfd here\n" * 30, "encoding"),
        ("a.txt", b"some words " * 9 + bytes(range(8)) * 4, "byte 99: 24 % of it are control"),
        ("a.txt", b"", "it is empty"),
        ("a.txt", b"Title\n\n   \n \n", "its text is empty or only white space"),
        ("a.html", b"<html><body> </body></html>", "text"),
        ("a.txt.gz", gzip.compress(bytes(range(32, 127)) * 2, mtime=0)[:-60], "end too early"),
        ("a.md.gz", b"\x1f\x8b\x08\x00garbage", "gzip data"),
        ("a.pdf.txt", b"%PDF-1.7 \x00\x01", "it is a PDF"),
    ],
    ids=[
        "undecodable",
        "controls",
        "empty",
        "white space",
        "empty page",
        "cut gzip",
        "damaged gzip",
        "pdf",
    ],
)
def test_a_file_that_is_no_article_is_named_and_the_rest_comes_in(
    desk: Desk, good: Path, name: str, data: bytes, words: str
) -> None:
    (good / name).write_bytes(data)
    said = desk.told("import", str(good), code=6)
    assert f"Skipped: {good / name}" in said
    assert words in said
    assert "1 new, 0 unchanged, 1 skipped; 1 article in the archive." in said
    assert titles(desk) == ["The good one"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", FRENCH),
        ("iso-8859-15", FRENCH.replace("’", "'")),
        ("utf-16", FRENCH),
        ("utf-16-le", FRENCH),
        ("mac_roman", FRENCH),
        ("shift_jis", "新しい半導体の価格は今年も下がり続けている。" * 6),
    ],
    ids=["cp1252", "iso-8859-15", "utf-16", "utf-16-le", "mac_roman", "shift_jis"],
)
def test_legacy_encodings_come_in_character_for_character(
    desk: Desk, good: Path, encoding: str, text: str
) -> None:
    (good / "old.txt").write_bytes(f"Old\n\n{text}\n".encode(encoding))
    desk.run("import", str(good))
    (id,) = (one["id"] for one in desk.json("list")["articles"] if one["title"] == "Old")
    assert desk.json("show", id)["text"] == text.strip()


def test_a_line_of_a_hundred_megabytes_is_named_and_its_neighbours_come_in(
    desk: Desk, good: Path
) -> None:
    with (good / "huge.jsonl").open("w", encoding="utf-8") as file:
        file.write(line(1) + '{"id": 2, "title": "H", "body": "')
        for _ in range(100):
            file.write("word " * 200_000)
        file.write('"}\n' + line(3))
    with (good / "huge.txt").open("w", encoding="utf-8") as file:
        for _ in range(100):
            file.write("word " * 200_000)
    said = desk.told("import", str(good), code=6)
    assert f"{good / 'huge.jsonl'}, line 2: it is longer than 64 MB" in said
    assert f"{good / 'huge.txt'}, byte 67108864: it is larger than 64 MB" in said
    assert titles(desk) == ["T1", "T3", "The good one"]


def test_json_lines_broken_in_the_middle_cost_the_broken_ones(desk: Desk, good: Path) -> None:
    (good / "n.jsonl").write_text(line(1) + '{"id": 2, "bo\n' + line(3, "  \n ") + line(4), "utf-8")
    said = desk.told("import", str(good), code=6)
    assert "n.jsonl, line 2: it is no JSON: column 11" in said
    assert "n.jsonl, line 3: its text is empty or only white space" in said
    assert titles(desk) == ["T1", "T4", "The good one"]


def test_a_truncated_gzip_of_lines_keeps_what_came_before(desk: Desk, good: Path) -> None:
    packed = gzip.compress("".join(line(n, os.urandom(99).hex()) for n in range(100)).encode())
    (good / "n.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    said = desk.told("import", str(good), code=6)
    assert "its gzip data end too early" in said
    assert "the articles before it are kept" in said
    assert "T0" in titles(desk) and len(titles(desk)) > 20


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl"])
def test_a_month_that_does_not_exist_costs_the_date_only(desk: Desk, good: Path, name: str) -> None:
    texts = {
        "a.txt": f" date 2025-13 Odd\n\n{PLAIN}\n",
        "a.md": f"---\ntitle: Odd\ndate: 2025-13\n---\n\n{PLAIN}\n",
        "a.jsonl": json.dumps({"id": 1, "title": "Odd", "date": "2025-13", "body": PLAIN}),
    }
    (good / name).write_text(texts[name], "utf-8")
    said = desk.told("import", str(good), code=0)
    assert f"Note: {good / name}, line " in said
    assert "there is no such date: «2025-13»; imported without a date (set it with edit)" in said
    (odd,) = (one for one in desk.json("list")["articles"] if one["title"] == "Odd")
    assert odd["published"] is None
    desk.told("edit", odd["id"], "--published", "2025-13", code=2)


def test_titles_too_long_or_hostile_are_tamed_everywhere(desk: Desk, good: Path) -> None:
    (good / "long.txt").write_text(f" date 2025-01 {'long ' * 2000}\n\n{PLAIN}\n", "utf-8")
    hostile = "Title \x1b]0;owned\x07 \u202e\x1b[31mred"
    (good / "esc.txt").write_text(f"{hostile}\n\n{PLAIN * 20}\n", "utf-8")
    assert "cut at 500, kept whole in the text" in desk.told("import", str(good), code=0)
    assert max(map(len, titles(desk))) <= 500
    assert "\x1b" not in desk.run("list") + desk.run("search", "title:title")
    screen = desk.screen()
    screen.wait_for("long long")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert b"\x1b]0;owned" not in screen.raw


def test_a_folder_without_permission_is_named_and_the_rest_comes_in(desk: Desk, good: Path) -> None:
    (good / "locked").mkdir()
    (good / "locked" / "a.txt").write_text(f"Secret\n\n{PLAIN}\n", "utf-8")
    (good / "mine.txt").write_text(f"Mine\n\n{PLAIN}\n", "utf-8")
    (good / "locked").chmod(0)
    (good / "mine.txt").chmod(0)
    said = desk.told("import", str(good), code=6, beforehand=obey_permissions)
    refused = "no permission to read it (give yourself read permission)"
    assert f"Skipped: {good / 'locked'}: {refused}" in said
    assert f"Skipped: {good / 'mine.txt'}: {refused}" in said
    assert "1 new" in said


def test_symbolic_links_in_a_circle_end(desk: Desk, good: Path) -> None:
    (good / "loop").symlink_to(".")
    (good / "self").symlink_to("self")
    said = desk.told("import", str(good), code=6)
    assert "loop: the symbolic link leads back to a folder it lies in" in said
    assert "self: the symbolic link leads nowhere or in a circle" in said
    assert titles(desk) == ["The good one"]


def test_assets_beside_pages_are_passed_over_unless_named(desk: Desk, good: Path) -> None:
    (good / "page_files").mkdir()
    for name in ("style.css", "logo.png", "app.js", "font.woff2"):
        (good / "page_files" / name).write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    said = desk.told("import", str(good), code=0)
    assert said == "1 new, 0 unchanged, 4 other files passed over; 1 article in the archive.\n"
    answer = desk.json("import", str(good))
    assert (answer["passed_over"], answer["skipped"]) == (4, [])
    named = str(good / "page_files" / "logo.png")
    assert f"Skipped: {named}: it is a PNG image" in desk.told("import", named, code=6)


def test_the_summary_tells_new_unchanged_revised_copies_and_skipped(desk: Desk, good: Path) -> None:
    for name in ("same", "other"):
        (good / f"{name}.txt").write_text(f"{name}\n\n{PLAIN} About {name}.\n", "utf-8")
    desk.run("import", str(good))
    (good / "other.txt").write_text(f"other\n\n{PLAIN} Above other.\n", "utf-8")
    (good / "copy.txt").write_text((good / "same.txt").read_text("utf-8"), "utf-8")
    (good / "n.jsonl").write_text("{broken\n", "utf-8")
    said = desk.told("import", str(good), code=6)
    assert (
        "1 new, 2 unchanged, 1 revised, 1 copy of another, 1 skipped; 4 articles in the archive."
    ) in said
    assert f"Skipped: {good / 'n.jsonl'}, line 1: it is no JSON: column 2" in said
