"""How every screen looks in every theme, in a small, a usual and a wide terminal.

``pytest --snapshot-update`` writes it down anew; the notation is that of
:mod:`tests.reader.looking`, the screens those of :mod:`tests.reader.screens.scenes`.
"""

from __future__ import annotations

import difflib
import pkgutil
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import reader
from reader.themes import THEMES
from tests.reader.looking import picture, told
from tests.reader.screens.scenes import SCENES, SIZES, make_archive, scene, show

KEPT = Path(__file__).parent / "__snapshots__" / "looks"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("looks") / "demo")


def file_of(name: str, size: tuple[int, int]) -> Path:
    return KEPT / f"{name}-{size[0]}x{size[1]}.txt"


@pytest.mark.parametrize("name", SCENES)
async def test_a_screen_looks_as_it_did(
    name: str, demo: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    differences: list[str] = []
    async with scene(name, Path(shutil.copytree(demo, tmp_path / "demo"))) as at:
        for size in SIZES:
            pictures = {}
            for theme in THEMES:
                await show(at, size, theme.name)
                pictures[theme.name.removeprefix("newsmark-")] = picture(at.app)
            now, kept = told(pictures), file_of(name, size)
            if pytestconfig.option.update_snapshots:
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(now, "utf-8")
            before = kept.read_text("utf-8").splitlines()
            differences += difflib.unified_diff(
                before, now.splitlines(), kept.name, "now", n=1, lineterm=""
            )
    assert not differences, "\n".join(differences)


def test_nothing_is_kept_of_screens_that_are_no_more() -> None:
    kept = {file.name for file in KEPT.iterdir()}
    assert kept == {file_of(name, size).name for name in SCENES for size in SIZES}


def screens_of_the_program() -> set[str]:
    """The names of all classes of screens that are shown, not only built upon."""
    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if not module.name.endswith("__main__"):
            import_module(module.name)

    def last(kind: type[Screen[Any]]) -> Iterator[str]:
        further = [one for one in kind.__subclasses__() if one.__module__.startswith("reader.")]
        if not further and kind.__module__.startswith("reader."):
            yield kind.__name__
        for one in kind.__subclasses__():
            yield from last(one)

    return set(last(Screen))


def test_every_screen_is_looked_at() -> None:
    assert {screen for screen, _ in SCENES.values()} == screens_of_the_program()
