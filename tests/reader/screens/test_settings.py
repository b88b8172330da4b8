"""Settings as the screens keep them."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.widgets import Input

from archive.core import open_archive
from archive.model import Motivation, Span
from reader.app import Newsmark
from reader.config import Label, Settings
from reader.config.loading import Problem
from reader.session import Delays, Session
from reader.widgets.first_steps import FirstSteps
from reader.widgets.forms import Prompt
from reader.widgets.mark_forms import EntityForm
from reader.widgets.preview import Preview
from reader.widgets.side_pane import SidePane
from tests.reader.archives import ARTICLES, make_archive
from tests.reader.screens.harness import Desk, desk


async def test_theme_order_and_preview_are_as_set_from_the_first_moment(tmp_path: Path) -> None:
    settings = Settings(theme="light", order="title", preview=False)
    async with desk(make_archive(tmp_path / "news"), settings=settings) as at:
        assert at.app.theme == "newsmark-light"
        assert at.titles() == sorted(at.titles(), key=str.casefold)
        assert not at.library.query_one(Preview).display
        await at.press("slash")
        await at.type("chip")
        assert at.library.listing.request.order == "relevance"
        await at.press("escape")
        request = at.library.listing.request
        assert (request.order, request.descending) == ("title", False)
        assert not at.library.query_one(Preview).display
        await at.press("p")
        assert at.library.query_one(Preview).display


async def test_the_measure_and_the_pane_are_as_set(tmp_path: Path) -> None:
    settings = Settings(measure=40, side_pane="always")
    async with desk(make_archive(tmp_path / "news"), settings=settings) as at:
        await at.press("j", "enter")
        assert at.article.query_one(SidePane).display
        lines = [line.strip() for line in at.lines(at.article.view) if line.strip()]
        assert 30 < max(map(len, lines)) <= 40


async def test_a_label_of_ones_own_has_its_name_and_its_colour(tmp_path: Path) -> None:
    folder, text = make_archive(tmp_path / "news"), ARTICLES[0][5]
    settings = Settings(labels={"2": Label("money", "#ff0000")}, theme="light")
    with open_archive(folder) as archive:
        chips = archive.articles.ids()[1]
        at_words = text.index("Nvidia lost 17%")
        span = Span(at_words, at_words + 15)
        archive.annotations.add(chips, span, Motivation.HIGHLIGHTING)
    async with desk(folder, settings=settings) as at:
        await at.press("j", "enter", "right_square_bracket", "a", "2")
        assert at.said == "Label money"
        assert at.stored(lambda a: a.annotations.of(chips)[0].label) == "money"
        (mark,) = at.article.marks.in_pane()
        assert (mark.label, mark.detail) == ("2", "(money)")
        await at.press("g", "g")
        view = at.article.view
        line = view.layout_lines.line_of(at_words) - view.scroll_offset.y
        strip = view.render_line(line)
        words = next(part for part in strip if part.text.startswith("Nvidia lost"))
        assert words.style is not None and words.style.color is not None
        # A highlight is reversed: the ground is the style's colour. A third of red is in it.
        red, green, blue = words.style.color.get_truecolor()
        assert words.style.reverse and red > green + 60 and red > blue + 60
        await at.press("right_square_bracket", "a", "3")
        assert at.stored(lambda a: a.annotations.of(chips)[0].label) == "3"


async def test_types_of_ones_own_are_offered(tmp_path: Path) -> None:
    settings = Settings(entity_types=("dataset", "model"))
    async with desk(make_archive(tmp_path / "news"), settings=settings) as at:
        types = at.app.session.entity_types()
        assert types.count("model") == 1
        assert types[-1] == "dataset"
        await at.press("enter", "e")
        assert isinstance(at.app.screen, EntityForm)


async def test_what_cannot_be_read_is_said_at_the_start(tmp_path: Path) -> None:
    problem = Problem("/c.toml", 3, "there is no setting 'x'")
    session = Session(
        make_archive(tmp_path / "news"), delays=Delays(0, 0), problems=[problem, problem]
    )
    app = Newsmark(session)
    async with app.run_test() as pilot:
        at = Desk(app, pilot, tmp_path)
        await at.settle()
        assert at.said == "c.toml, line 3: there is no setting 'x' (and 1 more)"
        assert at.library.status.error


async def test_an_empty_archive_takes_a_path_or_opens_the_demo(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    async with desk(tmp_path / "new") as at:
        assert at.library.query_one(FirstSteps).display
        await at.press("enter")
        assert isinstance(at.app.screen, Prompt)
        await at.press("escape")
        at.app.post_message(events.Paste(f"'file://{tmp_path}/in'\n"))
        await at.settle()
        assert isinstance(at.app.screen, Prompt)
        assert at.app.screen.query_one(Input).value == f"{tmp_path}/in"
        await at.press("escape", "colon")
        await at.type("demo")
        await at.press("enter")
        assert at.app.session.then == "demo"


async def test_what_is_pasted_into_a_library_with_articles_is_no_path(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        at.app.post_message(events.Paste("/etc"))
        await at.settle()
        assert at.app.screen is at.library
        assert not at.library.query_one(FirstSteps).display
