"""The file of a merged entity: it leads to the entity that stayed, and keeps its user's words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from archive.core import Archive
from archive.export import export_markdown
from archive.export.contract import Options
from tests.archive.export.building import put, span


@pytest.fixture
def two(archive: Archive) -> tuple[str, str, str]:
    """An article that names Alta and Beta, and the ids of the two."""
    article = put(archive, "one", "One", "Alta met Beta there.")
    alta, _ = archive.entities.tag(article, span(archive, article, "Alta"), type="organisation")
    beta, _ = archive.entities.tag(article, span(archive, article, "Beta"), type="organisation")
    return article, alta.id, beta.id


def front(path: Path) -> dict[str, object]:
    values: dict[str, object] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    return values


@pytest.mark.parametrize(
    ("profile", "link"),
    [("commonmark", "[Alta](alta.md)"), ("gfm", "[Alta](alta.md)"), ("obsidian", "|Alta]]")],
)
def test_the_old_page_points_to_the_one_that_stayed(
    archive: Archive, two: tuple[str, str, str], tmp_path: Path, profile: str, link: str
) -> None:
    _, alta, beta = two
    options = Options(profile)
    export_markdown(archive, tmp_path, options=options)
    page = tmp_path / "entities" / "beta.md"
    page.write_text(page.read_text("utf-8") + "\nMy own words.\n", "utf-8")
    archive.entities.merge(alta, [beta])
    report = export_markdown(archive, tmp_path, options=options)
    assert "entities/beta.md" in report.written
    assert report.gone == () and report.conflicts == ()
    said = page.read_text("utf-8")
    assert link in said and f"`{alta}`" in said and "My own words." in said
    assert "## Mentions" not in said and "One" not in said
    told = front(page)
    assert (told["id"], told["name"], told["merged_into"]) == (beta, "Beta", alta)
    assert "aliases" not in told and "type" not in told
    stayed = front(tmp_path / "entities" / "alta.md")
    assert stayed["merged"] == [beta]
    assert isinstance(stayed["aliases"], list) and "Beta" in stayed["aliases"]
    again = export_markdown(archive, tmp_path, options=options)
    assert again.written == () and again.gone == ()


def test_what_its_user_changed_in_it_stays_beside_the_pointer(
    archive: Archive, two: tuple[str, str, str], tmp_path: Path
) -> None:
    _, alta, beta = two
    export_markdown(archive, tmp_path)
    page = tmp_path / "entities" / "beta.md"
    page.write_text(page.read_text("utf-8").replace("# Beta", "# Beta, my friend"), "utf-8")
    archive.entities.merge(alta, [beta])
    report = export_markdown(archive, tmp_path)
    assert [one.path for one in report.conflicts] == ["entities/beta.md"]
    said = page.read_text("utf-8")
    assert "# Beta, my friend" in said and "Merged into [Alta](alta.md)" in said


def test_it_leads_to_a_page_that_is_there_or_says_the_name(
    archive: Archive, two: tuple[str, str, str], tmp_path: Path
) -> None:
    article, alta, beta = two
    export_markdown(archive, tmp_path, [article])
    (tmp_path / "entities" / "alta.md").unlink()
    other = put(archive, "other", "Other", "Nobody.")
    archive.entities.merge(alta, [beta])
    export_markdown(archive, tmp_path, [other])
    page = tmp_path / "entities" / "beta.md"
    assert f"Merged into Alta (`{alta}`)." in page.read_text("utf-8")
    export_markdown(archive, tmp_path)
    assert "Merged into [Alta](alta.md)" in page.read_text("utf-8")


def test_what_is_split_again_has_its_page_again(
    archive: Archive, two: tuple[str, str, str], tmp_path: Path
) -> None:
    _, alta, beta = two
    export_markdown(archive, tmp_path)
    page = tmp_path / "entities" / "beta.md"
    archive.entities.merge(alta, [beta])
    export_markdown(archive, tmp_path)
    archive.entities.split(alta, name="Beta")
    export_markdown(archive, tmp_path)
    assert "## Mentions" in page.read_text("utf-8") and "merged_into" not in front(page)
    assert "merged" not in front(tmp_path / "entities" / "alta.md")


def test_what_was_deleted_is_named_as_before(
    archive: Archive, two: tuple[str, str, str], tmp_path: Path
) -> None:
    _, alta, beta = two
    export_markdown(archive, tmp_path)
    archive.entities.merge(alta, [beta])
    archive.entities.delete(alta)
    report = export_markdown(archive, tmp_path)
    assert report.gone == ("entities/alta.md", "entities/beta.md")
