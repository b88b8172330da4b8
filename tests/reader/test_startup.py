"""The start: nothing heavy stands in the way of the first painting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.reader.archives import make_archive

HEAVY = (
    "click", "whoosh", "markdown_it", "trafilatura", "lxml", "rapidfuzz", "Stemmer", "yaml",
    "courlan", "regex", "spacy", "tomllib", "pygments", "ahocorasick", "aiohttp", "textual_serve",
    "reader.cli", "reader.plain", "reader.plots", "reader.serving", "reader.widgets.forms",
    "reader.screens.help", "reader.screens.article", "archive.ingest.importers", "archive.export",
    "archive.index.client", "archive.anchoring",
)  # fmt: skip
FOR_WORDS = (
    "textual", "asyncio", "whoosh", "markdown_it", "trafilatura", "lxml", "rapidfuzz", "Stemmer",
    "yaml", "courlan", "regex", "spacy", "pygments", "ahocorasick", "aiohttp",
    "reader.app", "reader.plots", "archive.ingest.importers", "archive.export", "archive.index",
)  # fmt: skip

PROGRAM = """
import asyncio, sys
from pathlib import Path
from reader.app import Newsmark
from reader.session import Delays, Session

async def main():
    app = Newsmark(Session(Path(sys.argv[1]), delays=Delays(0, 0)))
    app._after_first_painting = lambda library: None
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        print("painted" if app.screen.rows.count == 3 else "empty")
        print(*sorted(sys.modules))

asyncio.run(main())
"""


def test_the_first_painting_imports_nothing_it_does_not_show(tmp_path: Path) -> None:
    folder = make_archive(tmp_path / "news")
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    painted, modules = ran.stdout.splitlines()[-2:]
    assert painted == "painted"
    loaded = set(modules.split())
    assert [name for name in HEAVY if name in loaded] == []


COMMANDS = """
import sys
from reader.__main__ import main

for words in (["--help"], ["--archive", sys.argv[1], "list"]):
    print(main(words))
print(*sorted(sys.modules))
"""


def test_a_command_imports_nothing_it_does_not_need(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", COMMANDS, str(make_archive(tmp_path / "news"))],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    *_, done, modules = ran.stdout.splitlines()
    assert done == "0" and "DeepSeek" in ran.stdout and "Usage: newsmark" in ran.stdout
    loaded = set(modules.split())
    assert "reader.cli" in loaded
    assert [name for name in FOR_WORDS if name in loaded] == []
