"""Pictures: articles over time, and how far the reading is, as text and as SVG."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from archive.core import open_archive
from archive.model import Span
from reader.plots import Picture, found, svg, text
from reader.plots.text import together
from tests.reader.archives import make_archive
from tests.reader.screens.harness import desk

SOME = Picture("chip <&>", (("2025-01", 4), ("2025-02", 0), ("2025-03", 2)), 6, 3, 1, 2, 4, 1)


def test_text_shows_each_number_at_its_height() -> None:
    lines = text(SOME, 60)
    assert lines[0] == "6 articles: chip <&>"
    bars = [line[8:] for line in lines[2:10]]
    assert bars[0].rstrip() == "█████" and bars[4] == "█████       █████"
    assert all("█" not in bar[6:11] for bar in bars)
    assert lines[10].split() == ["2025-01", "2025-03"]
    assert "          read ███████████████░░░░░░░░░░░░░░░ 3 of 6  50 %" in lines
    assert "claims checked ██████████████████████░░░░░░░░ 3 of 4  75 %" in lines
    assert "\n".join(text(SOME, 60, ascii_only=True)).isascii()


def test_many_periods_are_put_together_and_nothing_is_lost() -> None:
    counts = tuple((f"{year}", year) for year in range(1000, 1100))
    fewer = together(counts, 30)
    assert len(fewer) <= 30 and fewer[0][0] == "1000"
    assert sum(number for _, number in fewer) == sum(range(1000, 1100))
    assert all(len(line) <= 40 for line in text(Picture("", counts, 1, 0, 0, 0, 0, 0), 40)[2:11])


def test_nothing_at_all_can_be_drawn() -> None:
    nothing = Picture("x", (), 0, 0, 0, 0, 0, 0)
    assert text(nothing, 80)[0] == "0 articles: x"
    ElementTree.fromstring(svg(nothing))


def test_svg_is_well_formed_whatever_was_asked() -> None:
    drawing = ElementTree.fromstring(svg(SOME))
    told = [one.text for one in drawing.iter("{http://www.w3.org/2000/svg}title")]
    assert told == ["6 articles: chip <&>", "2025-01: 4", "2025-02: 0", "2025-03: 2"]


def test_what_a_query_finds_is_counted(tmp_path: Path) -> None:
    with open_archive(make_archive(tmp_path / "news")) as archive:
        first, second, _ = archive.articles.ids()
        archive.articles.mark_read([first], True)
        start = archive.articles.document(second).text.index("OpenAI")
        archive.claims.add(second, Span(start, start + 6))
        everything, some = found(archive), found(archive, "is:read")
    assert (everything.articles, everything.read, everything.marked) == (3, 1, 1)
    assert (everything.claims, everything.unchecked) == (1, 1)
    assert (some.articles, some.read, some.marked, some.claims) == (1, 1, 0, 0)
    assert sum(number for _, number in everything.over_time) == 3


async def test_a_key_draws_what_is_listed(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("P")
        plot = at.app.screen.query_one("#plot")
        assert str(plot.render()).startswith("3 articles\n")
        await at.press("escape", "slash")
        await at.type("chip")
        await at.press("enter", "P")
        assert "1 article: chip" in str(at.app.screen.query_one("#plot").render())
        await at.press("q")
        assert at.app.screen is at.library
