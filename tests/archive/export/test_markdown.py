"""The exported folder: what stands in it, and that its quotations are the words marked."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.core import Archive
from archive.errors import UsageError
from archive.export import FORMATS, export_markdown
from archive.export.comments import parse
from archive.export.contract import Options
from archive.export.dialects import DIALECTS
from archive.model import Annotation, Motivation, Span
from tests.archive.export.building import newsroom, put, span
from tests.archive.text.rendering import PARSERS, quotations, text_of
from tests.archive.text.test_escape import TEXTS

GOLDEN = Path(__file__).parents[2] / "fixtures" / "export"


def files(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.rglob("*.md"))
    }


def body(source: str) -> str:
    return source.split("---\n", 2)[2]


def quoted(source: str, parser: str) -> dict[str, str]:
    """The words of each quotation by the id of the mark anchored before it."""
    return {
        anchors[-1]: words for anchors, words in quotations(PARSERS[parser].parse(body(source)))
    }


def marks(archive: Archive) -> dict[str, Annotation]:
    return {
        mark.id: mark
        for mark in archive.annotations.all()
        if mark.motivation is not Motivation.IDENTIFYING
    }


def test_the_exported_folder_reads_as_it_should(archive: Archive, tmp_path: Path) -> None:
    newsroom(archive)
    export_markdown(archive, tmp_path / "vault", text=True)
    made = files(tmp_path / "vault")
    if os.environ.get("NEWSMARK_WRITE_FIXTURES"):
        for name, content in made.items():
            path = GOLDEN / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
    assert made == files(GOLDEN)


@pytest.mark.parametrize("parser", PARSERS)
def test_every_quotation_renders_to_the_words_marked(
    archive: Archive, tmp_path: Path, parser: str
) -> None:
    newsroom(archive)
    export_markdown(archive, tmp_path / "vault", text=True)
    found: dict[str, str] = {}
    for name, source in files(tmp_path / "vault").items():
        if name.startswith("articles/"):
            found |= quoted(source, parser)
    assert found == {id: mark.exact for id, mark in marks(archive).items()}


@pytest.mark.parametrize("profile", DIALECTS)
def test_the_full_text_leads_to_its_marks_and_reads_as_the_article(
    archive: Archive, tmp_path: Path, profile: str
) -> None:
    claque, *_ = newsroom(archive)
    export_markdown(archive, tmp_path, [claque], text=True, options=Options(profile=profile))
    (path,) = (tmp_path / "articles").iterdir()
    source = parse(path.read_text("utf-8")).regions["text"].content
    tokens = PARSERS["gfm-like"].parse(source.removeprefix("## Text"))
    assert text_of(tokens) == archive.articles.document(claque).text
    sign = "#^" if profile == "obsidian" else "#"
    wanted = {sign + id for id, mark in marks(archive).items() if mark.article == claque}
    assert wanted == {
        str(child.attrGet("href")).replace("%5E", "^")
        for token in tokens
        for child in token.children or ()
        if child.type == "link_open"
    }
    report = export_markdown(
        archive, tmp_path, [claque], text=True, options=Options(profile=profile)
    )
    assert report.written == ()


def test_every_link_between_files_leads_somewhere(archive: Archive, tmp_path: Path) -> None:
    newsroom(archive)
    export_markdown(archive, tmp_path / "vault", text=True)
    made = files(tmp_path / "vault")
    links = 0
    for name, source in made.items():
        for token in PARSERS["commonmark"].parse(body(source)):
            for child in token.children or ():
                href = str(child.attrGet("href") or "")
                if not href or href.startswith("http"):
                    continue
                path, _, anchor = unquote(href).partition("#")
                target = os.path.normpath(Path(name).parent / path) if path else name
                assert target in made, f"{name} leads to {href}"
                assert not anchor or f'<a id="{anchor}"></a>' in made[target]
                links += 1
    assert links > 30


def test_front_matter_holds_the_article(archive: Archive, tmp_path: Path) -> None:
    claque, *_ = newsroom(archive)
    export_markdown(archive, tmp_path / "vault", [claque])
    (name,) = (tmp_path / "vault" / "articles").iterdir()
    front = yaml.safe_load(name.read_text("utf-8").split("---\n")[1])
    assert front.pop("newsmark_regions")[:2] == ["title", "passages"]
    assert [key.split()[0] for key in front.pop("newsmark_keys")] == list(front)[2:]
    assert front == {
        "newsmark": "article",
        "id": claque,
        "title": "« Orphée-2 » : l’IA européenne qui casse les prix",
        "url": "https://exemple.fr/2025/orphee-2?ref=une",
        "outlet": "La Gazette",
        "authors": ["Léa Martin", "Ali Ben"],
        "published": "2025-01",
        "language": "fr",
        "tags": ["ia", "prix"],
        "entities": ["Orphée-2", "Lutèce IA", "Alta Labs", "Nora Lind"],
        "revision": 1,
        "sha256": archive.articles.get(claque).sha256,
    }


def test_a_scope_writes_its_articles_and_what_they_name(archive: Archive, tmp_path: Path) -> None:
    claque, answer, _ = newsroom(archive)
    report = export_markdown(archive, tmp_path / "vault", [answer, "nosuchid", answer])
    assert report.written == (
        "articles/2025-02-03 the-wire alta-labs-halves-its-prices-why.md",
        "entities/alta-labs.md",
        "entities/lutèce-ia.md",
        "index.md",
    )
    source = files(tmp_path / "vault")[report.written[0]]
    assert "](../articles/" not in source
    other = export_markdown(archive, tmp_path / "other", [claque])
    passage = (
        "“the company admits”, [Alta Labs halves its prices: \\[why\\]?](https://example.com/alta)"
    )
    outside = f"{passage} (article `{answer}`, not exported here)"
    assert outside in files(tmp_path / "other")[other.written[0]]
    whole = export_markdown(archive, tmp_path / "vault")
    assert report.written[0] in (*whole.written, *whole.unchanged)


def test_the_text_is_exported_only_when_asked_for(archive: Archive, tmp_path: Path) -> None:
    newsroom(archive)
    report = export_markdown(archive, tmp_path / "a")
    assert not any("## Text" in source for source in files(tmp_path / "a").values())
    assert len(report.written) == 8


def test_what_the_user_wrote_in_a_file_stays_when_it_is_written_again(
    archive: Archive, tmp_path: Path
) -> None:
    claque, *_ = newsroom(archive)
    first = export_markdown(archive, tmp_path)
    changed = tmp_path / next(name for name in first.written if "la-gazette" in name)
    changed.write_text(changed.read_text("utf-8") + "My thought.\n", "utf-8")
    archive.articles.edit(claque, outlet="Another")
    again = export_markdown(archive, tmp_path)
    assert (again.left, again.conflicts) == ((), ())
    source = changed.read_text("utf-8")
    assert source.endswith("My thought.\n")
    assert "outlet: Another\n" in source
    assert "\nAnother · 2025-01 · " in source
    assert export_markdown(archive, tmp_path).written == ()


def test_a_renamed_file_or_title_makes_no_second_file(archive: Archive, tmp_path: Path) -> None:
    claque, answer, _ = newsroom(archive)
    first = export_markdown(archive, tmp_path)
    archive.articles.edit(claque, title="Quite another title")
    (tmp_path / "mine").mkdir()
    moved = next(n for n in first.written if "the-wire" in n)
    (tmp_path / moved).rename(tmp_path / "mine" / "Prix & co.md")
    again = export_markdown(archive, tmp_path)
    assert len(files(tmp_path)) == len(first.written)
    assert again.left == ()
    assert "articles/" not in "".join(
        n for n in files(tmp_path) if answer in files(tmp_path)[n][:80]
    )
    assert "(mine/Prix%20%26%20co.md)" in (tmp_path / "index.md").read_text("utf-8")


def test_hostile_values_stay_values(archive: Archive, tmp_path: Path) -> None:
    title = '../../x\n---\nnewsmark: index\n# [a](javascript:alert(1)) <script> "\u202etxt'
    id = put(
        archive,
        "h",
        title,
        "Name and words.",
        url="javascript:alert(1)//https://x.y/",
        outlet="CON",
        authors=("](http://evil.example)", "`x"),
        tags=("a: b",),
    )
    archive.entities.tag(id, span(archive, id, "Name"), name="../[x](y)", type="other")
    archive.annotations.add(
        id,
        span(archive, id, "words"),
        Motivation.COMMENTING,
        note="```\nnever closed\n\n> # [ref]\n\n[ref]: https://evil.example\n</blockquote>",
    )
    report = export_markdown(archive, tmp_path / "vault")
    assert report.left == ()
    article, entity, _ = report.written
    source = (tmp_path / "vault" / article).read_text("utf-8")
    assert article.startswith("articles/con ")
    assert entity == "entities/x-y.md"
    assert "\u202e" not in source
    front = yaml.safe_load(source.split("---\n")[1])
    assert front["newsmark"] == "article"
    tokens = PARSERS["commonmark"].parse(body(source))
    hrefs = {str(c.attrGet("href")) for t in tokens for c in t.children or () if c.attrGet("href")}
    assert hrefs == {"../entities/x-y.md"}
    html = [c.content for t in tokens for c in t.children or () if c.type == "html_inline"]
    assert set(html) == {h for h in html if re.fullmatch(r'<a id="m-\w+">|</a>', h)}
    assert export_markdown(archive, tmp_path / "vault").written == ()


def test_an_export_can_be_stopped_and_keeps_what_it_wrote(archive: Archive, tmp_path: Path) -> None:
    newsroom(archive)
    seen: list[tuple[int, int]] = []
    report = export_markdown(
        archive,
        tmp_path / "vault",
        progress=lambda done, total: seen.append((done, total)),
        cancelled=lambda: len(seen) == 2,
    )
    assert report.cancelled
    assert seen == [(1, 8), (2, 8)]
    assert len(files(tmp_path / "vault")) == 2


@pytest.mark.parametrize("profile", ["obsidian", "gfm"])
def test_another_profile_and_back_is_the_same_vault(
    archive: Archive, tmp_path: Path, profile: str
) -> None:
    newsroom(archive)
    export_markdown(archive, tmp_path, text=True)
    first = files(tmp_path)
    report = export_markdown(archive, tmp_path, options=Options(profile=profile))
    assert (report.left, report.conflicts) == ((), ())
    fresh = tmp_path.parent / profile
    export_markdown(archive, fresh, options=Options(profile=profile))
    # Only the order of keys and regions that were there before differs from a new vault.
    assert {n: sorted(t) for n, t in files(tmp_path).items()} == {
        n: sorted(t) for n, t in files(fresh).items()
    }
    export_markdown(archive, tmp_path, text=True)
    assert files(tmp_path) == first


def test_a_table_has_no_column_that_is_empty(archive: Archive, tmp_path: Path) -> None:
    newsroom(archive)
    export_markdown(archive, tmp_path, options=Options(profile="gfm"))
    made = (tmp_path / "entities" / "nora-lind.md").read_text("utf-8")
    assert "| Claim | Kind | Verdict |\n| --- | --- | --- |\n| [" in made
    assert "| Claim | Made by | Kind | Verdict |" in (tmp_path / "index.md").read_text("utf-8")


def test_obsidian_gets_links_callouts_block_ids_and_properties(
    archive: Archive, tmp_path: Path
) -> None:
    claque, *_ = newsroom(archive)
    archive.articles.tag([claque], add=["open source", "2025", "a/b"])
    export_markdown(archive, tmp_path, options=Options(profile="obsidian"))
    source = next(text for name, text in files(tmp_path).items() if "la-gazette" in name)
    front = yaml.safe_load(source.split("---\n")[1])
    assert front["tags"] == ["ia", "prix", "open-source", "n2025", "a/b"]
    assert front["aliases"] == [front["title"]]
    assert "[[entities/alta-labs|Alta Labs]]" in front["entities"]
    claim = next(c for c in archive.claims.all() if c.statement.startswith("Orphée-2 is"))
    block = "> [!quote] Claim · quantity · supported (80 % sure)\n>\n> 27 fois moins cher"
    assert block in source
    assert f"\n\n^{claim.id}\n\n" in source
    assert "- Said by: [[entities/lutèce-ia|Lutèce IA]] · paraphrase" in source
    assert '<a id="' not in source
    # A label that a wikilink cannot hold has a link with the same fragment.
    assert re.search(r"- Also: \[Alta Labs halves its prices: .*\.md#\^m-\w+\)", source)
    assert not re.search(r"^>.*\[\^m-", source, re.MULTILINE)
    for mark in marks(archive).values():
        if mark.article == claque:
            assert f"Source[^{mark.id}]\n" in source
            assert f"\n[^{mark.id}]: " in source
    index = (tmp_path / "index.md").read_text("utf-8")
    assert f"#^{claim.id}|" in index


def test_names_are_ascii_and_deleted_marks_leave_a_line_by_choice(
    archive: Archive, tmp_path: Path
) -> None:
    claque, *_ = newsroom(archive)
    options = Options(ascii_names=True, tombstones=True)
    report = export_markdown(archive, tmp_path, options=options)
    assert all(name.isascii() for name in report.written)
    assert "entities/lutece-ia.md" in report.written
    mark = next(m for m in archive.annotations.of(claque) if m.id in marks(archive))
    archive.annotations.delete(mark.id)
    export_markdown(archive, tmp_path, options=options)
    source = next(text for name, text in files(tmp_path).items() if "la-gazette" in name)
    assert f'<a id="{mark.id}"></a>*A mark stood here; it was deleted.*' in source
    assert mark.exact not in source.split("---\n", 2)[2].partition("## Entities")[0]
    export_markdown(archive, tmp_path, options=Options(ascii_names=True))
    source = next(text for name, text in files(tmp_path).items() if "la-gazette" in name)
    assert mark.id not in source


@pytest.mark.parametrize("format", FORMATS)
class TestEveryFormat:
    """The contract of :class:`archive.export.Exporter`."""

    def test_the_same_archive_gives_the_same_bytes(
        self, archive: Archive, tmp_path: Path, format: str
    ) -> None:
        newsroom(archive)
        first = FORMATS[format](archive, tmp_path / "a")
        second = FORMATS[format](archive, tmp_path / "b")
        assert first == second
        assert files(tmp_path / "a") == files(tmp_path / "b")
        again = FORMATS[format](archive, tmp_path / "a")
        assert (again.written, again.unchanged) == ((), first.written)

    def test_an_empty_archive_is_exported(
        self, archive: Archive, tmp_path: Path, format: str
    ) -> None:
        assert FORMATS[format](archive, tmp_path / "a").left == ()

    def test_a_file_is_no_folder(self, archive: Archive, tmp_path: Path, format: str) -> None:
        (tmp_path / "file").write_text("mine")
        with pytest.raises(UsageError):
            FORMATS[format](archive, tmp_path / "file")
        assert (tmp_path / "file").read_text() == "mine"

    def test_what_is_not_ours_stays(self, archive: Archive, tmp_path: Path, format: str) -> None:
        newsroom(archive)
        for name in FORMATS[format](archive, tmp_path / "a").written:
            path = tmp_path / "b" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("mine")
        report = FORMATS[format](archive, tmp_path / "b")
        assert report.written == ()
        there = [path for path in (tmp_path / "b").rglob("*") if path.is_file()]
        assert {path.read_text() for path in there} == {"mine"}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS.filter(str.strip), data=st.data())
def test_any_span_of_any_text_is_quoted_verbatim(
    archive: Archive, tmp_path: Path, text: str, data: st.DataObject
) -> None:
    id = put(archive, text, text, text)
    words = {}
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        if text[start:end].strip():
            mark = archive.annotations.add(id, Span(start, end), Motivation.HIGHLIGHTING, note=text)
            words[mark.id] = mark.exact
    report = export_markdown(archive, tmp_path / "vault", [id])
    assert report.left == ()
    place = next(n for n in (*report.written, *report.unchanged) if n.startswith("articles/"))
    for parser in PARSERS:
        source = (tmp_path / "vault" / place).read_text("utf-8")
        found = quoted(source, parser)
        assert {id: found[id] for id in words} == words
