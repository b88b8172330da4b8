"""Exported quotations prove themselves, and what no longer holds is named."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from archive.core import Archive
from archive.errors import UsageError
from archive.export import export_markdown
from archive.export.comments import parse
from archive.export.contract import Options
from archive.export.dialects import DIALECTS
from archive.export.regions import Page, Region, render
from archive.export.rendered import quoted
from archive.export.sync import sync
from archive.export.verify import Verification, Wrong, verify
from archive.model import Motivation
from archive.text.clean import clean
from tests.archive.export.building import newsroom, put, span
from tests.archive.text.rendering import PARSERS, quotations
from tests.archive.text.test_escape import TEXTS
from tests.corpus import corpus_path


@pytest.fixture
def vault(archive: Archive, tmp_path: Path) -> Path:
    newsroom(archive)
    for mark in archive.annotations.all():
        if not mark.placement.placed:
            archive.annotations.delete(mark.id)
    export_markdown(archive, tmp_path / "vault")
    return tmp_path / "vault"


def only(archive: Archive, vault: Path) -> tuple[str, int, str, str]:
    (wrong,) = verify(archive, vault).wrong
    return wrong.path, wrong.line, wrong.id, wrong.reason


def edit(path: Path, old: str, new: str) -> int:
    """Change a file; the line of the change."""
    source = path.read_text("utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), "utf-8")
    return source[: source.index(old)].count("\n") + 1


def page(vault: Path, words: str) -> Path:
    return next(p for p in (vault / "articles").iterdir() if words in p.name)


@pytest.mark.parametrize("profile", DIALECTS)
def test_an_export_holds(archive: Archive, vault: Path, tmp_path: Path, profile: str) -> None:
    export_markdown(archive, tmp_path / profile, text=True, options=Options(profile=profile))
    found = verify(archive, tmp_path / profile)
    marks = [m for m in archive.annotations.all() if m.motivation is not Motivation.IDENTIFYING]
    assert found == Verification(files=3, quotations=len(marks))


def test_a_changed_word_is_named_with_its_line(archive: Archive, vault: Path) -> None:
    path = page(vault, "la-gazette")
    line = edit(path, "> Le code est ouvert", "> Le code est fermé")
    found = only(archive, vault)
    assert found[0] == f"articles/{path.name}"
    assert found[1] == line - 4
    assert found[3] == "its words are not the words marked"


def test_markup_around_the_words_leaves_them_verbatim(archive: Archive, vault: Path) -> None:
    edit(page(vault, "la-gazette"), "> Le code est ouvert", "> Le **code** est ouvert")
    assert verify(archive, vault).wrong == ()


def test_what_went_or_moved_is_named(archive: Archive, vault: Path) -> None:
    path = page(vault, "the-wire")
    edit(path, "> the company admits", "the company admits")
    assert only(archive, vault)[3] == "the quotation is not there any more"
    edit(path, "\nthe company admits", "\n> the company admits")
    mark = next(m for m in archive.annotations.all() if m.exact == "the company admits")
    archive.annotations.delete(mark.id)
    assert only(archive, vault)[2:] == (mark.id, "the archive has no such mark")
    source = path.read_text("utf-8")
    start = source.index(f"<!-- newsmark {mark.id}")
    path.write_text(source[:start], "utf-8")
    other = page(vault, "la-gazette")
    wrong = source[source.index("<!-- newsmark m-") :].partition("<!-- newsmark e-")[0]
    other.write_text(other.read_text("utf-8") + wrong, "utf-8")
    reasons = {one.reason for one in verify(archive, vault).wrong}
    assert any(reason.startswith("its mark is on article ") for reason in reasons)


@pytest.mark.parametrize("profile", DIALECTS)
def test_a_quotation_deleted_from_its_part_is_named_and_the_rest_still_read(
    archive: Archive, vault: Path, tmp_path: Path, profile: str
) -> None:
    folder = tmp_path / profile
    export_markdown(archive, folder, options=Options(profile=profile))
    before = verify(archive, folder)
    (mark,) = (m for m in archive.annotations.all() if m.exact.startswith("27 fois moins cher"))
    edit(page(folder, "la-gazette"), f"> {mark.exact}\n", "")
    found = verify(archive, folder)
    assert found.quotations == before.quotations
    assert [(one.id, one.reason) for one in found.wrong] == [
        (mark.id, "the quotation is not there any more")
    ]


def test_an_indented_quotation_is_still_the_first_of_its_part() -> None:
    assert quoted("  > a\n\n- Note:\n  > b") == "a"
    assert quoted("- Note:\n  > b") is None
    assert quoted("> [!quote] Claim\n>") is None


def test_a_quotation_moved_to_a_note_of_ones_own_is_still_looked_at(
    archive: Archive, vault: Path
) -> None:
    path = page(vault, "the-wire")
    source = path.read_text("utf-8")
    start, end = source.index("<!-- newsmark m-"), source.index("<!-- newsmark entities")
    (vault / "mine.md").write_text("My note.\n\n" + source[start:end], "utf-8")
    path.unlink()
    assert verify(archive, vault).wrong == ()
    edit(vault / "mine.md", "> Orphée-2 costs", "> Orphée-2 cost")
    assert only(archive, vault)[:2] == ("mine.md", 3)


def test_a_new_revision_is_named_and_so_are_words_lost_in_it(archive: Archive, vault: Path) -> None:
    rest = "and the long rest of this text, which stays just as it was at first."
    id = put(archive, "late", "Late", f"Some quite marked words {rest}", language="en")
    words = span(archive, id, "Some quite marked words")
    mark = archive.annotations.add(id, words, Motivation.HIGHLIGHTING)
    export_markdown(archive, vault)
    put(archive, "late", "Late", f"All different {rest}", language="en")
    found = {(one.id, one.reason) for one in verify(archive, vault).wrong}
    assert found == {
        ("", "it speaks of revision 1, the archive has 2"),
        ("", "its sha256 is not that of the article's text"),
        (mark.id, "the article's text changed, and the words are lost in it"),
    }
    export_markdown(archive, vault)
    assert only(archive, vault)[2] == mark.id


def test_damage_and_other_encodings_are_named(archive: Archive, vault: Path) -> None:
    path = page(vault, "the-wire")
    edit(path, "<!-- /newsmark m-", "<!-- /newsmark m_")
    assert any("has lost its end" in one.reason for one in verify(archive, vault).wrong)
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    assert only(archive, vault)[3] == "it is not in UTF-8 (byte 0)"
    path.write_bytes("Prosa für sich".encode("latin-1"))
    assert verify(archive, vault).wrong == ()


def test_where_nothing_was_checked_nothing_holds(
    archive: Archive, vault: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "mine.md").write_text("# Prose\n\n> my own words\n", "utf-8")
    assert verify(archive, tmp_path / "empty") == Verification()
    export_markdown(archive, tmp_path / "pages", options=Options(profile="html"))
    found = verify(archive, tmp_path / "pages")
    assert (found.files, found.quotations, found.wrong) == (0, 0, ())
    assert found.pages >= 3
    for path in (vault / "articles").iterdir():
        path.unlink()
    assert verify(archive, vault).files == 0


def test_a_folder_that_cannot_be_read_is_named(
    archive: Archive, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refusing(path: Path) -> Iterator[os.DirEntry[str]]:
        if path == vault / "articles":
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("archive.export.known.os.scandir", refusing)
    assert verify(archive, vault).wrong == (
        Wrong("articles", 1, "", "the folder cannot be read (Permission denied)"),
    )


def test_a_page_that_lost_its_front_matter_is_named(archive: Archive, vault: Path) -> None:
    path = page(vault, "the-wire")
    source = path.read_text("utf-8")
    path.write_text(source.split("---\n", 2)[2], "utf-8")
    told = "its front matter does not say any more of which article it is"
    assert only(archive, vault) == (f"articles/{path.name}", 1, "", told)
    path.write_text(re.sub("(?m)^id: .*\n", "", source), "utf-8")
    assert only(archive, vault)[3] == told


@pytest.mark.parametrize("profile", DIALECTS)
def test_a_passage_whose_comments_were_taken_away_is_named_and_one_deleted_whole_is_not(
    archive: Archive, vault: Path, tmp_path: Path, profile: str
) -> None:
    folder = tmp_path / profile
    export_markdown(archive, folder, options=Options(profile=profile))
    (mark,) = (m for m in archive.annotations.all() if m.exact == "the company admits")
    path = page(folder, "the-wire")
    source = path.read_text("utf-8")
    bare = re.sub(rf"<!-- /?newsmark {mark.id} \w+ -->\n", "", source)
    path.write_text(bare.replace("> the company admits", "> the company denies"), "utf-8")
    name, line, id, reason = only(archive, folder)
    assert (name, id) == (f"articles/{path.name}", mark.id)
    assert mark.id in bare.split("\n")[line - 1]
    assert reason.startswith("its comments were taken away")
    whole = rf"(?s)<!-- newsmark {mark.id} .*<!-- /newsmark {mark.id} \w+ -->\n"
    path.write_text(re.sub(whole, "", source), "utf-8")
    assert verify(archive, folder).wrong == ()


def test_the_full_text_is_held_against_the_article_and_markup_in_it_is_not(
    archive: Archive, vault: Path
) -> None:
    export_markdown(archive, vault, text=True)
    path = page(vault, "la-gazette")
    source = path.read_text("utf-8")
    head, body = source.split("## Text\n")
    mine = body.replace("Le code est ouvert", "Le **code** est\\\nouvert").replace(
        "Selon", "_Selon_"
    )
    path.write_text(f"{head}## Le texte\n{mine}", "utf-8")
    assert verify(archive, vault).wrong == ()
    path.write_text(f"{head}## Text\n{body.replace('est ouvert', 'est fermé')}", "utf-8")
    line = head.count("\n") - 1
    assert only(archive, vault) == (
        f"articles/{path.name}",
        line,
        "",
        "its text is not the article's",
    )
    path.write_text(f"{head}## Text\n{body.replace('Le code', 'Le code <!-- ')}", "utf-8")
    assert only(archive, vault)[3] == "its text is not the article's"


@pytest.mark.parametrize("profile", DIALECTS)
def test_an_altered_sentence_around_a_mention_or_a_passage_is_named_and_words_beside_it_are_not(
    archive: Archive, vault: Path, tmp_path: Path, profile: str
) -> None:
    folder, options = tmp_path / profile, Options(profile=profile, context=True)
    export_markdown(archive, folder, options=options)
    path = page(folder, "the-wire")
    source = path.read_text("utf-8")
    told = "the sentence around it is not the article's"
    (mark,) = (m for m in archive.annotations.all() if m.exact == "the company admits")
    mine = re.sub(r"(?m)^(- .*has cut its prices by half\.)", r"\1 — Ask them\\!", source)
    assert mine != source
    path.write_text(mine.replace("**the company admits**", "the company *admits*"), "utf-8")
    assert verify(archive, folder).wrong == ()
    line = next(line for line in source.split("\n") if "**the company admits**" in line)
    path.write_text(source.replace(line, line.replace(", but", ", and")), "utf-8")
    assert only(archive, folder)[2:] == (mark.id, told)
    altered = re.sub(r"(?m)^(- .*has cut its prices by) half", r"\1 a third", source)
    path.write_text(altered, "utf-8")
    assert only(archive, folder)[3] == told


@pytest.mark.parametrize("profile", DIALECTS)
def test_a_tombstone_holds_nothing_and_is_not_wrong(
    archive: Archive, vault: Path, tmp_path: Path, profile: str
) -> None:
    folder, options = tmp_path / profile, Options(profile=profile, tombstones=True)
    export_markdown(archive, folder, options=options)
    (mark,) = (m for m in archive.annotations.all() if m.exact == "the company admits")
    archive.annotations.delete(mark.id)
    export_markdown(archive, folder, options=options)
    assert "it was deleted" in page(folder, "the-wire").read_text("utf-8")
    assert verify(archive, folder).wrong == ()


def test_a_title_that_looks_like_a_comment_of_ours_is_no_damage(
    archive: Archive, tmp_path: Path
) -> None:
    title = "--> <!-- /newsmark title 123 --> <!-- newsmark m-1 0123456789abcdef -->"
    id = put(archive, "odd", title, "Some marked words.", outlet=title, language="en")
    archive.annotations.add(id, span(archive, id, "marked words"), Motivation.HIGHLIGHTING)
    for profile in DIALECTS:
        folder, options = tmp_path / profile, Options(profile=profile)
        export_markdown(archive, folder, options=options)
        assert verify(archive, folder) == Verification(files=1, quotations=1)
        index = folder / "index.md"
        index.write_text(index.read_text("utf-8").replace("1 article", "1 piece"), "utf-8")
        found = sync(archive.store, folder, actor="ana")
        assert [(one.id, one.line) for one in found.unread] == [
            ("summary", index.read_text("utf-8").split("\n").index("# Index") - 1)
        ]
        assert (found.left, found.into_archive) == ([], [])


def test_no_folder_is_an_error(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        verify(archive, tmp_path / "nowhere")


def hostile() -> Iterator[str]:
    """Strings that break programs, and the examples of the CommonMark specification."""
    strings = json.loads(
        corpus_path("hostile", "naughty_strings", "resources", "blns.json").read_text("utf-8")
    )
    yield from strings
    spec = corpus_path("hostile", "commonmark", "spec.txt").read_text("utf-8")
    for example in spec.split("`" * 32 + " example\n")[1:]:
        yield example.partition("\n.\n")[0].replace("→", "\t")


@pytest.mark.parametrize("profile", ["commonmark", "obsidian"])
def test_every_hostile_text_is_quoted_verbatim(profile: str) -> None:
    texts = [text for text in (clean(one)[0].strip() for one in hostile()) if text]
    assert len(texts) > 1000
    words = {f"m-{number}": text for number, text in enumerate(texts)}
    regions = [
        Region(id, DIALECTS[profile].passage([id], text, ["Highlight"], [], "x"))
        for id, text in words.items()
    ]
    source = render(Page({"newsmark": "article", "id": "x"}, regions))
    found = parse(source).regions
    assert {id: quoted(one.content) for id, one in found.items()} == words
    if profile == "obsidian":
        return  # its anchors are no HTML; quoted() has read its quotations
    for parser in ("commonmark", "gfm-like"):
        tokens = PARSERS[parser].parse(source.split("---\n", 2)[2])
        assert {ids[-1]: text for ids, text in quotations(tokens)} == words


@pytest.mark.parametrize("profile", DIALECTS)
@settings(max_examples=100, deadline=None)
@given(text=TEXTS.map(str.strip).filter(bool))
def test_any_text_is_quoted_verbatim(profile: str, text: str) -> None:
    content = DIALECTS[profile].passage(["c-1", "m-1"], text, ["Claim", "fact"], [], "x")
    assert quoted(content) == text
    source = render(Page({"newsmark": "article", "id": "x"}, [Region("m-1", content)]))
    assert parse(source).regions["m-1"].clean


def test_a_callout_is_read_without_its_title() -> None:
    assert quoted("> [!quote] Claim\n>\n> a\n>\n> b") == "a\n\nb"
    assert quoted("> \\[!quote\\] Claim\n>\n> a") == "[!quote] Claim\n\na"
    assert quoted("no quotation") is None
