"""What was edited in exported files, on the screen: told, and taken over by a key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from archive.core import open_archive
from archive.export import export_markdown
from archive.model import Span
from reader.cli import run
from reader.jobs import Done, Finished, Jobs, Tell, outcome
from reader.screens.syncing import SyncScreen
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk


class AtOnce(Jobs):
    """Runs the command in this process, and is done with it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def start(self, arguments: Sequence[str], tell: Tell, done: Done | None = None) -> None:
        name, *rest = arguments
        with redirect_stdout(StringIO()) as out:
            code = run(["--archive", str(self.folder), name, "--progress", "json", *rest])
        *_, last = out.getvalue().splitlines()
        finished = Finished(code, json.loads(last)["summary"], "", False)
        tell("", outcome(name, finished), code != 0)
        assert done is not None
        done(finished)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A claim whose verdict was changed on both sides, and its note in the file."""
    made = make_archive(tmp_path / "news")
    with open_archive(made, actor="ann") as archive:
        (article, *_) = archive.articles.ids()
        claim, mark = archive.claims.add(article, Span(0, 20))
        archive.annotations.edit(mark.id, note="Which?")
        export_markdown(archive, tmp_path / "vault")
        archive.claims.edit(claim.id, verdict="supported")
    (page,) = (p for p in (tmp_path / "vault/articles").iterdir() if "Which?" in p.read_text())
    source = page.read_text().replace("> Which?", "> This one.").replace("unchecked", "refuted")
    page.write_text(source.replace("tags:", "tags: {} #"))
    return made


def listed(at: Desk) -> list[str]:
    screen = at.app.screen
    assert isinstance(screen, SyncScreen)
    return [" ".join(line.split()) for line in at.lines(screen.pane)[1:] if line]


async def asked(at: Desk, folder: Path, options: str = "") -> None:
    at.app.session.jobs = AtOnce(folder)
    await at.press(":")
    await at.type(f"sync {folder.parent / 'vault'}{options}")
    await at.press("enter")


async def test_what_a_sync_would_do_is_listed_and_done_by_a_key(folder: Path) -> None:
    async with desk(folder, size=(150, 30)) as at:
        await asked(at, folder)
        note, verdict, tags = listed(at)
        assert note.startswith("▸ → archive note: Which? → This one. ")
        assert verdict.startswith("conflict verdict: was unchecked; the file has refuted, the arch")
        assert tags.startswith("left alone tags: tags in the front matter must be a list ")
        await at.press("j", "enter")
        assert at.said.endswith("the file has refuted, the archive supported")
        await at.press("p")
        assert listed(at)[0].startswith("→ archive verdict: supported → refuted")
        assert at.stored(lambda a: a.claims.all()[0].verdict) == "supported"
        await at.press("a")
        assert at.stored(lambda a: a.claims.all()[0].verdict) == "refuted"
        assert at.stored(lambda a: a.annotations.all()[0].note) == "This one."
        assert "went into the archive" in str(at.app.screen.query_one("#top").render())
        await at.press("a")
        assert at.said.startswith("It is done.")
        await at.press("u", "q")
        assert at.app.screen is at.library
        assert at.stored(lambda a: a.claims.all()[0].verdict) == "supported"


async def test_a_side_can_be_named_from_the_prompt(folder: Path) -> None:
    async with desk(folder, size=(150, 30)) as at:
        await asked(at, folder, " --prefer=archive")
        assert "archive preferred: 1 would go" in str(at.app.screen.query_one("#top").render())
        assert listed(at)[1].startswith("→ file verdict: refuted → supported")
        await at.press(":")
        await at.type("sync prefer both")
        await at.press("enter")
        assert at.said.startswith("There is no side 'both'.")
