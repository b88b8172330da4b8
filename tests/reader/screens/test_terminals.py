"""Small terminals, terminals without colours, terminals whose size changes."""

from __future__ import annotations

from pathlib import Path

from archive.core import open_archive
from reader.config import Settings
from reader.screens.library import LibraryScreen
from tests.reader.archives import ARTICLES, incoming, make_archive
from tests.reader.screens.harness import desk


async def test_nothing_breaks_at_twenty_columns_and_five_rows(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news"), size=(20, 5)) as at:
        for keys in (
            ["j", "f", "f", "H", "H", "slash", "c", "escape"],
            ["question_mark", "escape", "ctrl+p", "escape", "s", "q", "L", "q", "U", "q"],
            ["E", "q", "R", "q", "enter", "c", "w", "e", "escape", "i", "i", "a", "escape"],
            ["slash", "o", "enter", "v", "right_parenthesis", "escape", "E", "q", "z", "z", "q"],
        ):
            await at.press(*keys)
        assert isinstance(at.app.screen, LibraryScreen)
        assert at.stored(lambda archive: archive.stats()["claims"]) == 1
        at.library.say("")
        assert at.lines(at.library.status) == [" 20x5: needs 60x20"]
        await at.pilot.resize_terminal(60, 20)
        await at.settle()
        assert at.lines(at.library.status)[0].startswith(" Enter read  / search")
        assert any("DeepSeek" in row.title for row in at.library.listing.rows(0, 9))
        assert "DeepSeek" in "".join(at.lines(at.library.rows))


async def test_another_size_keeps_the_caret_and_the_line_under_it(tmp_path: Path) -> None:
    folder = make_archive(tmp_path / "news")
    text = "\n\n".join(f"Paragraph {n}. " + ARTICLES[0][5].replace("\n", " ") for n in range(30))
    with open_archive(folder) as archive, archive.intake.open("import") as door:
        door.put([incoming("long", "A long one", text, date="2026-01-01")])
    async with desk(folder, size=(100, 30)) as at:
        await at.press("enter", "G", *["ctrl+u"] * 5, "w", "w", "w")
        view = at.article.view
        caret = view.caret

        def row() -> int:
            return view.layout_lines.line_of(view.caret) - view.scroll_offset.y

        before = row()
        for size in ((60, 30), (140, 30), (100, 30)):
            await at.pilot.resize_terminal(*size)
            await at.settle()
            assert view.caret == caret
            assert abs(row() - before) <= 2  # the head above the text may have another height
        await at.pilot.resize_terminal(60, 10)
        await at.settle()
        assert view.caret == caret and 0 <= row() < view.size.height
        await at.press("q")  # the list behind it was covered meanwhile
        assert (at.library.rows.size.width, at.library.size.height) == (60, 10)


async def test_without_colours_and_in_ascii_nothing_else_is_drawn(tmp_path: Path) -> None:
    settings = Settings(theme="no-colour", ascii=True)
    async with desk(make_archive(tmp_path / "news"), settings=settings) as at:
        await at.press("j", "enter", "w", "c", "i")
        segments = at.app.screen._compositor.render_strips()
        text = "".join(strip.text for strip in segments)
        letters = "".join(article[0] + article[5] for article in ARTICLES)
        assert {sign for sign in text if not sign.isascii()} <= set(letters)
        for strip in segments:
            for segment in strip:
                if segment.style is not None:
                    assert segment.style.color is None or segment.style.color.is_default
                    assert segment.style.bgcolor is None or segment.style.bgcolor.is_default
        # The claim is underlined, and has its letter at the side.
        marked = [s for strip in segments for s in strip if s.style and s.style.underline]
        assert any("DeepSeek" in segment.text for segment in marked)
        assert any(strip.text.lstrip().startswith("C ") for strip in segments)


async def test_looks_change_one_after_the_other_and_by_name(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        seen = []
        for _ in range(4):
            at.library.run_line("theme")
            seen.append(at.said)
        assert seen == ["Look: light", "Look: high-contrast", "Look: no-colour", "Look: dark"]
        at.library.run_line("theme light")
        assert at.app.theme == "newsmark-light"
        at.library.run_line("theme drak")
        assert at.said.startswith("No such look: drak. There are: dark, light")
