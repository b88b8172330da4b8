"""The article view beside a plain ``Static``: opening, scrolling, marking, re-wrapping.

CPU milliseconds of the process, painting included, in a headless terminal of 100x30. The text
is the corpus's sample article, repeated to the size named, or a generated one where there is no
corpus. Run with ``python -m tests.bench.article_view``.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from archive.model import Span
from archive.text.document import Document
from archive.text.plain import build_plain
from reader.layout.marks import Mark, MarkKind
from reader.layout.wrap import Layout
from reader.widgets.article_view import ArticleView
from tests.bench.table import percentile, print_table
from tests.corpus import ROOT

SIZES = (300_000, 1_000_000)
FRAMES = 200
ROUNDS = 7
# Long enough for the screen to paint what changed; idling costs no CPU to speak of.
FRAME = 0.025


def sample() -> str:
    """Some kilobytes of an article in French or, without the corpus, of made-up words."""
    folder = Path(os.environ.get("NEWSMARK_CORPUS", ROOT.parent / "shared" / "corpus"), "sample")
    for path in sorted(folder.glob("*.txt")):
        return path.read_text(encoding="utf-8")
    words = "the model costs less than its rivals and l’été où «ça» répondu à données".split()
    draw = random.Random(7)
    return "\n\n".join(" ".join(draw.choices(words, k=90)) for _ in range(40))


def article(size: int) -> Document:
    """The sample repeated to about ``size`` bytes of UTF-8."""
    text = sample()
    return build_plain("\n\n".join([text] * (size // len(text.encode()) + 1)), headings=True)


class Bench(App[None]):
    """Both views in one application; one of them is shown."""

    def __init__(self, ours: bool) -> None:
        super().__init__()
        self.ours = ours

    def compose(self) -> ComposeResult:
        if self.ours:
            yield ArticleView()
        else:
            with VerticalScroll():
                yield Static()


async def cost(change: Callable[[], object]) -> float:
    """CPU milliseconds from a change until it is painted."""
    started = process_time()
    change()
    await asyncio.sleep(FRAME)
    return (process_time() - started) * 1000


async def ours(document: Document) -> dict[str, float]:
    """What the article view takes."""
    app = Bench(ours=True)
    draw = random.Random(3)
    starts = [draw.randrange(len(document.text) - 90) for _ in range(200)]
    marks = [
        Mark(str(number), Span(start, start + 80), draw.choice(list(MarkKind)))
        for number, start in enumerate(starts)
    ]
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        view = app.query_one(ArticleView)
        opened = []
        for _ in range(ROUNDS):
            opened.append(await cost(lambda: view.show(document, marks)))
        wrapped = []
        for measure in (70, 78) * 4:
            started = process_time()
            Layout(document, measure)
            wrapped.append((process_time() - started) * 1000)
        frames = [
            await cost(lambda: view.scroll_relative(y=3, animate=False)) for _ in range(FRAMES)
        ]
        pages = [
            await cost(lambda: view.scroll_relative(y=25, animate=False))
            for _ in range(FRAMES // 4)
        ]
        marked, moved = [], []
        for number in range(40):
            at = view.caret
            mark = Mark(f"new-{number}", Span(at, at + 60), MarkKind.CLAIM)
            marked.append(await cost(lambda mark=mark: setattr(view, "marks", [*marks, mark])))  # type: ignore[misc]
            moved.append(await cost(lambda: view.move("sentence")))
    return {
        "open to first paint": median(opened),
        "wrap": median(wrapped),
        "scroll a frame, p50": median(frames),
        "scroll a frame, p99": percentile(frames, 0.99),
        "scroll a page, p50": median(pages),
        "add a mark": median(marked),
        "move the caret": median(moved),
    }


async def peer(document: Document) -> dict[str, float]:
    """What a plain Static takes, where it has such a thing."""
    app = Bench(ours=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        static, scroll = app.query_one(Static), app.query_one(VerticalScroll)
        opened = []
        for _ in range(3):
            static.update("")
            await pilot.pause()
            opened.append(await cost(lambda: static.update(Content(document.text))))
        frames = [
            await cost(lambda: scroll.scroll_relative(y=3, animate=False)) for _ in range(FRAMES)
        ]
        content = Content(document.text)
        marked = []
        for number in range(3):
            content = content.stylize("underline", 100 * number, 100 * number + 60)
            marked.append(await cost(lambda content=content: static.update(content)))  # type: ignore[misc]
    return {
        "open to first paint": median(opened),
        "scroll a frame, p50": median(frames),
        "scroll a frame, p99": percentile(frames, 0.99),
        "add a mark": median(marked),
    }


def main() -> None:
    """Print a table for each size."""
    # Textual leaves some 500 objects of cyclic garbage for each frame, whatever is shown: looked
    # for in small lots it costs 3 ms now and then, in lots of 50,000 it is a stall of 30.
    gc.freeze()
    gc.set_threshold(5_000, 50, 100)
    for size in SIZES:
        document = article(size)
        mine, theirs = asyncio.run(ours(document)), asyncio.run(peer(document))
        print_table(
            f"article of {size // 1000} kB, CPU ms"
            " (goals at 300 kB: open 40, scroll p99 10, mark 5)",
            ["what", "article view", "Static", "ratio"],
            [
                [
                    name,
                    value,
                    theirs.get(name, "-"),
                    value / theirs[name] if name in theirs else "-",
                ]
                for name, value in mine.items()
            ],
        )


if __name__ == "__main__":
    main()
