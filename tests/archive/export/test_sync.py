"""What people edit in exported files comes back, and nothing of it silently."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from archive.core import Archive
from archive.errors import UsageError
from archive.export import ExportReport, export_markdown
from archive.export.contract import Options
from archive.export.dialects import DIALECTS
from archive.export.sync import SyncReport, sync
from archive.model import Claim, ClaimKind, Motivation
from tests.archive.export.building import newsroom, put, span

MADE = "Orphée-2 is 27 times cheaper to use than Alta Labs’ model."
HEAD = "quantity · supported"


class Vault:
    """An exported folder, its archive, and a hand that edits."""

    def __init__(self, archive: Archive, root: Path, profile: str = "commonmark") -> None:
        self.archive, self.root = archive, root
        self.options = Options(profile=profile)
        self.export()

    def export(self) -> ExportReport:
        return export_markdown(self.archive, self.root, options=self.options)

    def settles(self) -> None:
        """A following export ends with 0, and one after that finds nothing to do."""
        report = self.export()
        assert not report.left and not report.conflicts
        assert not self.export().written

    def sync(self, *, apply: bool = False, prefer: str | None = None) -> SyncReport:
        return sync(self.archive.store, self.root, actor="ben", apply=apply, prefer=prefer)

    def page(self, words: str) -> Path:
        return next(p for p in (self.root / "articles").iterdir() if words in p.name)

    def edit(self, words: str, old: str, new: str, *, after: str = "") -> int:
        """Change a file below ``after``; the number of the line that was changed."""
        path = self.page(words)
        source = path.read_text("utf-8")
        at = source.index(old, source.index(after))
        path.write_text(source[:at] + new + source[at + len(old) :], "utf-8")
        return source.count("\n", 0, at) + 1

    def tag(self, words: str, entry: str) -> int:
        """Put another entry for the tags in a file's front matter; its line."""
        found = re.search(r"^tags:.*\n(?:  - .*\n)*", self.page(words).read_text("utf-8"), re.M)
        assert found is not None
        return self.edit(words, found[0], entry)

    def claim(self) -> Claim:
        return next(c for c in self.archive.claims.all() if c.statement == MADE)


@pytest.fixture
def vault(archive: Archive, tmp_path: Path) -> Vault:
    newsroom(archive)
    return Vault(archive, tmp_path / "vault")


def told(report: SyncReport) -> list[tuple[str, object, object]]:
    return [(one.field, one.before, one.after) for one in report.into_archive]


def silent(report: SyncReport) -> bool:
    named = (report.into_archive, report.into_files, report.conflicts, report.left, report.unread)
    return not any(named)


@pytest.mark.parametrize("profile", DIALECTS)
def test_an_untouched_export_has_nothing_to_sync(
    archive: Archive, tmp_path: Path, profile: str
) -> None:
    ids = newsroom(archive)
    archive.articles.tag([ids[0]], ["IA générative", "!!", "2025"])
    vault = Vault(archive, tmp_path / "vault", profile)
    assert silent(vault.sync())
    assert silent(vault.sync(apply=True))
    vault.settles()


@pytest.mark.parametrize("profile", DIALECTS)
def test_values_edited_in_a_file_come_into_the_archive_as_one_step(
    archive: Archive, tmp_path: Path, profile: str
) -> None:
    newsroom(archive)
    vault = Vault(archive, tmp_path / "vault", profile)
    line = vault.edit("la-gazette", f"{HEAD} (80 % sure)", "fact · Refuted (65 % sure) · mine")
    vault.edit("la-gazette", "> - output", "> - output, too\n  > - energy")
    vault.edit("la-gazette", "Asked both", "Asked only one of both")
    vault.edit("la-gazette", "- Note:", "- Tags: price, *war*\n- Note:", after="27 fois moins")
    before = vault.page("la-gazette").read_bytes()
    seen = vault.sync()
    compare = "Compare **list prices**:\n\n- input\n- output"
    assert sorted(told(seen), key=str) == [
        ("confidence", 80, 65),
        ("kind", "quantity", "fact"),
        ("label", None, "mine"),
        ("note", compare, f"{compare}, too\n- energy"),
        ("notes", "Asked both press offices.", "Asked only one of both press offices."),
        ("tags", (), ("price", "*war*")),
        ("verdict", "supported", "refuted"),
    ]
    kind = next(one for one in seen.into_archive if one.field == "kind")
    path = f"articles/{vault.page('la-gazette').name}"
    assert (kind.path, kind.line, kind.id) == (path, line, vault.claim().id)
    # The same claim's other appearance will show it too.
    assert ("verdict", "refuted") in {(one.field, one.after) for one in seen.into_files}
    assert vault.page("la-gazette").read_bytes() == before and not seen.applied
    assert vault.claim().kind is ClaimKind.QUANTITY
    done = vault.sync(apply=True)
    assert told(done) == told(seen) and done.applied
    claim = vault.claim()
    assert (str(claim.kind), claim.verdict, claim.confidence) == ("fact", "refuted", 65)
    step = archive.history.log()[0]
    assert (step.number, step.actor, step.command) == (done.step, "ben", "sync")
    assert step.summary == "sync 7 values from vault" and step.undoable
    vault.settles()
    assert silent(vault.sync())


def test_undo_takes_all_of_it_back(archive: Archive, vault: Vault) -> None:
    tags = {id: archive.articles.get(id).tags for id in archive.articles.ids()}
    vault.edit("la-gazette", HEAD, "rule · refuted")
    vault.tag("la-gazette", "tags: [ia]\n")
    sync(archive.store, vault.root, actor=archive.actor, apply=True)
    assert vault.claim().verdict == "refuted"
    archive.history.undo()
    assert (vault.claim().verdict, str(vault.claim().kind)) == ("supported", "quantity")
    assert {id: archive.articles.get(id).tags for id in archive.articles.ids()} == tags


def test_both_sides_are_merged_where_each_changed_something_else(vault: Vault) -> None:
    vault.edit("la-gazette", "> Compare **list", "> I compare **list")
    vault.archive.claims.edit(vault.claim().id, verdict="conflicting")
    seen = vault.sync()
    assert [one[0] for one in told(seen)] == ["note"]
    assert {(one.field, one.before, one.after) for one in seen.into_files} == {
        ("verdict", "supported", "conflicting")
    }
    assert not seen.conflicts
    vault.sync(apply=True)
    vault.settles()
    text = vault.page("la-gazette").read_text("utf-8")
    assert "> I compare **list" in text and "quantity · conflicting (80 % sure)" in text


def test_a_conflict_is_named_and_left_until_one_side_is_preferred(vault: Vault) -> None:
    line = vault.edit("la-gazette", HEAD, "quantity · refuted")
    vault.edit("la-gazette", "> Compare **list", "> I compare **list")
    vault.archive.claims.edit(vault.claim().id, verdict="conflicting")
    before = vault.page("la-gazette").read_bytes()
    report = vault.sync(apply=True)
    (one,) = report.conflicts
    assert (one.line, one.field) == (line, "verdict")
    assert (one.written, one.file, one.archive) == ("supported", "refuted", "conflicting")
    assert [field for field, _, _ in told(report)] == ["note"]
    assert vault.claim().verdict == "conflicting"
    assert vault.page("la-gazette").read_bytes() == before
    assert vault.export().conflicts  # the block that this sets beside it does no harm
    vault.sync(apply=True, prefer="files")
    assert vault.claim().verdict == "refuted"
    vault.settles()
    assert "quantity · refuted" in vault.page("la-gazette").read_text("utf-8")


def test_the_archive_preferred_puts_its_value_in_the_file(vault: Vault) -> None:
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    vault.archive.claims.edit(vault.claim().id, verdict="conflicting")
    report = vault.sync(apply=True, prefer="archive")
    assert not report.into_archive and not report.conflicts
    assert ("refuted", "conflicting") in {(one.before, one.after) for one in report.into_files}
    vault.settles()
    assert "quantity · conflicting" in vault.page("la-gazette").read_text("utf-8")


def test_two_files_that_say_different_things_are_a_conflict(vault: Vault) -> None:
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    vault.edit("the-wire", HEAD, "quantity · conflicting")
    for prefer in (None, "files"):
        report = vault.sync(apply=True, prefer=prefer)
        assert {one.file for one in report.conflicts} == {"refuted", "conflicting"}
        assert not report.into_archive
    vault.sync(apply=True, prefer="archive")
    vault.settles()
    assert vault.claim().verdict == "supported"


def test_the_same_change_on_both_sides_settles(vault: Vault) -> None:
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    vault.archive.claims.edit(vault.claim().id, verdict="refuted")
    report = vault.sync(apply=True)
    assert not report.conflicts and not report.into_archive and report.step == 0
    vault.settles()


@pytest.mark.parametrize(
    ("old", "new", "reason", "below"),
    [
        (HEAD, "number · supported", "Unknown kind 'number'.", 0),
        (HEAD, "quantity · maybe", "The scheme has no verdict 'maybe'.", 0),
        ("80 % sure", "800 % sure", "Confidence is a whole number from 0 to 100", 0),
        ("80 % sure", "80 x % sure", "The scheme has no verdict 'supported (80 x % sure)'", 0),
        (
            f"{HEAD} (80 % sure)",
            "quantity",
            "kind, verdict, confidence, label: the line",
            0,
        ),
        ("  > - input", "mine\n  > - input", "note: its lines must all stand behind >", 0),
        ("- **Claim** · qu", "- **Highlight** · qu", "it says Highlight, and the archive", -4),
        ("- **Claim** · qu", "- Claim · qu", "the line with what kind of mark it is", -4),
        ("<!-- /newsmark m-", "<!-- /newsmark m_", "has lost its end", -24),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line_and_left(
    vault: Vault, old: str, new: str, reason: str, below: int
) -> None:
    line = vault.edit("la-gazette", old, new, after="27 fois moins cher à l’usage")
    before = vault.page("la-gazette").read_bytes()
    claim = vault.claim()
    report = vault.sync(apply=True)
    lines = [one.line for one in report.left if reason in one.reason]
    assert lines == [line + below]
    assert not report.into_archive and vault.claim() == claim
    assert vault.page("la-gazette").read_bytes() == before


def test_words_that_are_no_value_are_named_and_stay(vault: Vault) -> None:
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    vault.edit("la-gazette", "- Said by", "- My own line\n- Said by")
    vault.edit("la-gazette", "# ", "# My title: ")
    report = vault.sync(apply=True)
    assert {one.reason for one in report.unread} == {
        "more of it was changed by hand, which is not read back",
        "this part is not read back",
    }
    assert vault.claim().verdict == "refuted"
    assert vault.export().conflicts
    assert "- My own line\n" in vault.page("la-gazette").read_text("utf-8")


@pytest.mark.parametrize("profile", DIALECTS)
def test_lines_above_and_below_what_we_wrote_are_no_news(
    archive: Archive, tmp_path: Path, profile: str
) -> None:
    newsroom(archive)
    vault = Vault(archive, tmp_path / "vault", profile)
    for old, new in (
        ("-->\n\n", "-->\n\n#mine [[See]]\n\n"),
        ("\n\n<!-- /", "\n- [ ] x\n\n<!-- /"),
    ):
        path = vault.page("la-gazette")
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    vault.settles()
    assert silent(vault.sync())


def test_lines_added_at_a_region_s_edge_are_the_user_s_unless_they_say_a_value(
    vault: Vault,
) -> None:
    first = vault.claim().id
    vault.edit("la-gazette", f'<a id="{first}"', f'Look here.\n\n<a id="{first}"')
    vault.archive.claims.edit(first, verdict="conflicting")
    seen = vault.sync()
    assert not (seen.unread or seen.left or seen.into_archive)
    line = vault.page("la-gazette").read_text("utf-8").split(HEAD)[0].count("\n") + 1
    place = f"articles/{vault.page('la-gazette').name}", line
    assert place in {(one.path, one.line) for one in seen.into_files}
    vault.settles()
    assert silent(vault.sync())
    at = vault.page("la-gazette").read_text("utf-8").index("Look here.")
    vault.edit(
        "la-gazette", "\n\n<!-- /newsmark m-", "\n- Tags: new\n\n<!-- /newsmark m-", after="Look"
    )
    report = vault.sync(apply=True)
    assert told(report) == [("tags", (), ("new",))]
    assert report.unread  # the region is the user's as long as their line stands in it
    assert vault.page("la-gazette").read_text("utf-8").index("Look here.") == at


def test_what_is_changed_in_copies_and_on_other_pages_is_named(vault: Vault) -> None:
    path = vault.page("la-gazette")
    source = path.read_text("utf-8")
    region = r"<!-- newsmark (m-\w+) (\w+) -->\n\n<a id=\"c.*?<!-- /newsmark \1 \2 -->\n"
    found = re.search(region, source, re.DOTALL)
    assert found is not None
    path.write_text(source + found[0].replace(HEAD, "quantity · refuted"), "utf-8")
    index = vault.root / "index.md"
    index.write_text(index.read_text("utf-8").replace("\n# ", "\n# My ", 1), "utf-8")
    report = vault.sync(apply=True)
    assert [(Path(one.path).name, one.id, one.reason) for one in report.unread] == [
        (path.name, found[1], "it is a copy of one that stands further up, which is read"),
        ("index.md", "summary", "this part is not read back"),
    ]
    assert not report.into_archive and vault.claim().verdict == "supported"


def test_without_what_was_written_nothing_is_guessed(vault: Vault) -> None:
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    vault.tag("la-gazette", "tags: [ia]\n")
    vault.archive.store.database.run("DELETE FROM written")
    report = vault.sync(apply=True)
    assert {(one.field, one.known) for one in report.conflicts} == {
        ("verdict", False),
        ("tags", False),
    }
    assert vault.claim().verdict == "supported"
    vault.sync(apply=True, prefer="files")
    assert vault.claim().verdict == "refuted"


def test_what_was_written_is_known_by_its_hash_in_any_copy_of_the_folder(
    vault: Vault, tmp_path: Path
) -> None:
    shutil.copytree(vault.root, tmp_path / "old")
    vault.archive.claims.edit(vault.claim().id, notes="Newer.")
    vault.export()
    new, vault.root = vault.root, tmp_path / "old"
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    report = vault.sync(apply=True)
    assert told(report) == [("verdict", "supported", "refuted")]
    assert "notes" in {one.field for one in report.into_files}
    vault.settles()
    vault.root = new
    vault.settles()


def test_regions_moved_quoted_and_in_crlf_are_read(vault: Vault) -> None:
    path = vault.page("la-gazette")
    source = path.read_text("utf-8")
    region = r"<!-- newsmark (m-\w+) (\w+) -->\n\n<a id=\"c.*?<!-- /newsmark \1 \2 -->\n"
    found = re.search(region, source, re.DOTALL)
    assert found is not None
    block = found[0].replace(HEAD, "quantity · refuted")
    quoted = "".join(f"> {line}\n" for line in block.splitlines())
    moved = source.replace(found[0], "") + "\nMine.\n\n" + quoted
    path.write_bytes(moved.replace("\n", "\r\n").encode("utf-8"))
    assert told(vault.sync(apply=True)) == [("verdict", "supported", "refuted")]
    vault.settles()
    assert "> - **Claim** · quantity · refuted".encode() in path.read_bytes()
    assert b"\nMine.\r\n" in path.read_bytes()


def test_a_note_whose_label_was_broken_is_not_taken_for_deleted(vault: Vault) -> None:
    vault.edit("la-gazette", "- Note:", "- Not:", after="27 fois moins cher à l’usage")
    report = vault.sync(apply=True)
    assert not report.into_archive
    assert [one.reason for one in report.left] == [
        "note: its line is gone or broken, and more was changed there"
    ]
    note = "- Not:\n  > Compare **list prices**:\n  >\n  > - input\n  > - output\n"
    vault.edit("la-gazette", note, "")
    assert [field for field, _, _ in told(vault.sync(apply=True))] == ["note"]
    vault.settles()
    assert not any(m.note.startswith("Compare") for m in vault.archive.annotations.all())


def test_a_part_moved_into_another_is_not_taken_for_what_that_says(vault: Vault) -> None:
    path = vault.page("la-gazette")
    source = path.read_text("utf-8")
    found = re.search(
        r"<!-- newsmark (m-\w+) (\w+) -->\n.*?<!-- /newsmark \1 \2 -->\n", source, re.S
    )
    assert found is not None
    moved = source.replace(found[0], "")
    at = moved.index("- **Claim** · prediction")
    path.write_text(moved[:at] + found[0] + moved[at:], "utf-8")
    report = vault.sync(apply=True)
    assert not report.into_archive
    assert [one.reason for one in report.left] == [
        "another part stands inside it; move that out of it"
    ]


def test_blank_lines_lost_at_its_ends_do_no_harm(vault: Vault) -> None:
    path = vault.page("la-gazette")
    source = path.read_text("utf-8").replace(HEAD, "quantity · refuted")
    path.write_text(re.sub(r"(<!-- newsmark m-\w+ \w+ -->\n)\n", r"\1", source), "utf-8")
    (seen,) = vault.sync().into_archive
    assert "quantity · refuted" in path.read_text("utf-8").split("\n")[seen.line - 1]
    assert told(vault.sync(apply=True)) == [("verdict", "supported", "refuted")]
    vault.settles()


# tags in the front matter


@pytest.mark.parametrize("profile", ["commonmark", "obsidian"])
def test_tags_of_an_article_are_merged_one_by_one(
    archive: Archive, tmp_path: Path, profile: str
) -> None:
    gazette = newsroom(archive)[0]
    archive.articles.tag([gazette], ["IA générative", "prix", "!!"])
    vault = Vault(archive, tmp_path / "vault", profile)
    obsidian = profile == "obsidian"
    first = "IA-générative" if obsidian else "IA générative"
    vault.tag("la-gazette", f"tags: [{first}, guerre]\n")
    archive.articles.tag([gazette], ["été"], ["IA générative"])
    report = vault.sync(apply=True)
    assert not report.conflicts
    # What Obsidian's form has no way to show is not taken for deleted.
    kept = {"été", "guerre", "!!"} if obsidian else {"été", "guerre"}
    assert set(archive.articles.get(gazette).tags) == kept
    assert "tags" in archive.articles.get(gazette).corrected
    vault.settles()


def test_an_article_s_tags_take_the_order_of_the_file(vault: Vault) -> None:
    vault.tag("la-gazette", "tags:\n- b\n- 'a,  c'\n")
    vault.sync(apply=True)
    tags = [vault.archive.articles.get(id).tags for id in vault.archive.articles.ids()]
    assert ("b", "a, c") in tags
    vault.settles()


def test_tags_on_one_line_are_read_as_a_list(vault: Vault) -> None:
    line = vault.tag("la-gazette", "tags: ia, prix public\n")
    (one,) = vault.sync(apply=True).into_archive
    assert (one.line, one.after) == (line, ("ia", "prix public"))
    vault.settles()
    assert "tags:\n  - ia\n  - prix public\n" in vault.page("la-gazette").read_text("utf-8")


def test_tags_that_cannot_be_read_are_named(vault: Vault) -> None:
    line = vault.tag("la-gazette", "tags: {ia: yes}\n")
    report = vault.sync(apply=True)
    assert [(one.line, one.id) for one in report.left] == [(line, "tags")]
    vault.edit("la-gazette", "tags: {ia: yes}", "tags: [ia] # mine")
    assert vault.sync(apply=True).unread[0].line == line
    vault.edit("la-gazette", "tags: [ia] # mine\n", "")
    assert silent(vault.sync(apply=True))


# files


def test_no_folder_is_an_error(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        sync(archive.store, tmp_path / "nowhere", actor="ana")


def test_files_that_cannot_be_read_are_named_and_the_others_read(vault: Vault) -> None:
    vault.edit("the-wire", HEAD, "quantity · refuted")
    page = vault.page("la-gazette")
    page.write_bytes(page.read_text("utf-8").encode("latin-1", "replace"))
    copy = vault.root / "articles" / f"{'a long name of a copy ' * 5}.md"
    copy.write_bytes(vault.page("the-wire").read_bytes())
    report = vault.sync(apply=True)
    reasons = [one.reason for one in report.left]
    assert len(reasons) == 2
    assert any("has the same id as" in one for one in reasons)
    assert any("not in UTF-8" in one for one in reasons)
    assert vault.claim().verdict == "refuted"


def test_a_file_that_lost_its_front_matter_is_named_where_it_was_changed(vault: Vault) -> None:
    page = vault.page("la-gazette")
    source = page.read_text("utf-8")
    page.write_text(source[source.index("\n---\n") + 5 :], "utf-8")
    assert silent(vault.sync())
    line = vault.edit("la-gazette", HEAD, "quantity · refuted")
    (one,) = vault.sync(apply=True).unread
    assert one.path.endswith(page.name) and 0 < line - one.line < 9
    assert one.reason.endswith("the file's front matter does not say what article it is of")
    assert vault.claim().verdict == "supported"


def test_a_file_that_cannot_be_written_is_named_and_settles_later(vault: Vault) -> None:
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    page = vault.page("la-gazette")
    page.chmod(0o444)
    report = vault.sync(apply=True)
    assert [one.reason for one in report.left] == ["it is read-only"]
    assert vault.claim().verdict == "refuted"
    page.chmod(0o644)
    again = vault.sync(apply=True)
    assert not again.left and not again.into_archive
    vault.settles()


def test_files_of_what_the_archive_no_longer_has_are_named(vault: Vault) -> None:
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    vault.tag("la-gazette", "tags: [ia]\n")
    mark = next(m for m in vault.archive.annotations.all() if m.exact.startswith("27 fois"))
    vault.archive.annotations.delete(mark.id)
    assert [one.reason for one in vault.sync().left] == ["the archive has no such mark"]
    vault.archive.articles.delete([mark.article])
    assert [one.reason for one in vault.sync(apply=True).left] == [
        "the archive has no such article"
    ]


def test_a_stopped_sync_does_nothing(vault: Vault) -> None:
    vault.edit("la-gazette", HEAD, "quantity · refuted")
    report = sync(vault.archive.store, vault.root, actor="ana", apply=True, cancelled=lambda: True)
    assert report.cancelled and not report.applied
    assert vault.claim().verdict == "supported"


def test_what_was_written_goes_with_a_purge(vault: Vault) -> None:
    id = put(vault.archive, "secret", "Secret", "Quite a secret text of some length.")
    words = span(vault.archive, id, "secret text")
    mark = vault.archive.annotations.add(id, words, Motivation.COMMENTING, note="psst")
    vault.export()
    assert {mark.id, id} <= {region for region, _ in vault.archive.store.written.known()}
    vault.archive.articles.purge([id])
    assert not {mark.id, id} & {region for region, _ in vault.archive.store.written.known()}


def test_an_export_remembers_what_is_new_and_one_that_only_looks_nothing(vault: Vault) -> None:
    before = vault.archive.store.written.known()
    vault.archive.claims.edit(vault.claim().id, notes="Newer.")
    steps = len(vault.archive.history.log())
    export_markdown(vault.archive, vault.root, options=Options(dry_run=True))
    assert vault.archive.store.written.known() == before
    vault.export()
    assert len(vault.archive.store.written.known()) == len(before) + 2
    assert len(vault.archive.history.log()) == steps
