"""What a query costs, class by class, beside SQLite FTS5 on the same articles in the same run.

The articles are those of ``news.jsonl.gz`` in the folder NEWSMARK_CORPUS
names, mixed anew beyond their number, or made up of a Zipf-like vocabulary.
Costs are CPU milliseconds of this process: *rows* is the whole answer but for
its snippets (every hit counted, ordered and folded, facets and histogram),
*snippets* the same with 20 of them. The first of each query's rounds finds
nothing in a cache. FTS5 answers with its 20 best by its own rank; what it
cannot be asked has no figure. Then keystrokes are timed by the wall from the
key to the parsed reply, as the terminal asks its search process.

Run with ``python -m tests.bench.search [ARTICLES]``; 20,000 if not said.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

from archive.core import Archive, open_archive
from archive.index import Index, home
from archive.index.client import Reply, SearchClient
from archive.index.searcher import Request, Searcher
from archive.model import ArticleRow
from tests.bench import material
from tests.bench.table import percentile, print_table

ARTICLES = 20_000
ROUNDS = 3
_RANKED = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20"
_NEWEST = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY date DESC LIMIT 20"
_RANGE = "SELECT rowid FROM t WHERE t MATCH ? AND date BETWEEN '2021' AND '2023' ORDER BY rank"
_FACETS = "SELECT outlet, count(*) FROM t WHERE t MATCH ? GROUP BY outlet"
_SNIPPETS = "SELECT snippet(t, 1, '[', ']', '…', 30) FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20"

CLASSES: dict[str, tuple[list[str], Callable[[str], str] | None, str]] = {
    "common word": (["the", "de", "linux", "data", "les"], str, _RANKED),
    "rare word": (["quantization", "deepseek", "torvalds", "zsh"], str, _RANKED),
    "two words": (
        ["open source", "intelligence artificielle", "linux kernel", "prix modèle", "the of"],
        str,
        _RANKED,
    ),
    "phrase": (
        ['"open source"', '"machine learning"', '"command line"', '"mise à jour"', '"of the"'],
        str,
        _RANKED,
    ),
    "near": (
        ['"linux kernel"~5', '"prix modèle"~8', '"open weights"~3'],
        lambda query: "NEAR(" + query.replace('"', "").replace("~", ", ") + ")",
        _RANKED,
    ),
    "prefix": (["dev*", "quant*", "open*", "lib*", "k*"], str, _RANKED),
    "wildcard": (["w?rd", "*tion", "l*x", "mod?le*"], None, ""),
    "one slip of the keys": (["kernal~", "deepsek~", "modle~", "pyhton~"], None, ""),
    "name as written": (["GPT-4o", "DeepSeek-R1", "C++", ".NET"], None, ""),
    "word and date range": (
        ["linux date:2021..2023", "data date:2021..2023", "kernel date:2021..2023"],
        lambda query: query.split()[0],
        _RANGE,
    ),
    "OR, NOT": (
        ["chip OR puce", "linux -windows", "(kernel OR noyau) -debian"],
        lambda query: query.replace(" -", " NOT "),
        _RANKED,
    ),
    "like another": (["similar:"], None, ""),
    "nothing found": (["mirabelle", "qzxkjq linux", "kernal linx"], None, ""),
    "everything": ([""], None, ""),
}
SLOW = ["*a", "a*", '"a* b*"', '"the of"~5', "e*"]
TYPED = ["linux kernel", "open source", "gpt-4o", "intelligence artificielle", "modèles ouverts"]


def fts(archive: Archive) -> sqlite3.Connection:
    """The same articles in SQLite's own full-text index."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5(title, body, date UNINDEXED, outlet UNINDEXED,"
        " tokenize='porter unicode61')"
    )
    ids = archive.articles.ids()
    dates = {row.id: row.published.text if row.published else None for row in rows_of(archive, ids)}
    database.executemany(
        "INSERT INTO t VALUES (?, ?, ?, ?)",
        (
            (fields.title, fields.body, dates[fields.id], fields.outlet)
            for fields in archive.store.search_fields(ids)
        ),
    )
    return database


def rows_of(archive: Archive, ids: list[str]) -> Iterator[ArticleRow]:
    for start in range(0, len(ids), 500):
        yield from archive.articles.rows(ids[start : start + 500])


def cpu(work: Callable[[], object]) -> float:
    """CPU milliseconds that some work takes."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def all_cpu() -> float:
    """CPU seconds of this process and of those it started and saw end."""
    return sum(os.times()[:4])


def ask_fts(database: sqlite3.Connection, sql: str, queries: list[str]) -> list[float]:
    """CPU milliseconds of each query, round by round."""

    def ask(query: str) -> object:
        return database.execute(sql, (query,)).fetchall()

    return [cpu(partial(ask, query)) for _ in range(ROUNDS) for query in queries]


def classes(archive: Archive, database: sqlite3.Connection) -> None:
    """A line for each class of queries."""
    searcher = Searcher(archive.store, home(archive.cache_dir))
    searcher.refresh()
    # As the search process does.
    import_module("rapidfuzz.process")
    gc.collect()
    gc.freeze()
    began = time.process_time()
    searcher.search(Request("", fold=True))
    print(f"copies found once in {1000 * (time.process_time() - began):,.0f} ms of CPU")
    some = archive.articles.ids()[100]
    lines: list[list[object]] = []
    for name, (queries, written, sql) in CLASSES.items():
        asked = [query + some if query == "similar:" else query for query in queries]
        costs: dict[int, list[float]] = {0: [], 20: []}
        for _ in range(ROUNDS):
            for query in asked:
                for limit, found in costs.items():
                    found.append(cpu(partial(searcher.search, Request(query, limit, fold=True))))
        line: list[object] = [name]
        for found in costs.values():
            line += [percentile(found, 0.5), percentile(found, 0.95)]
        others = ask_fts(database, sql, [*map(written, asked)]) if written is not None else []
        line += [percentile(others, 0.5), percentile(others, 0.95)] if others else ["-", "-"]
        lines.append(line)
    header = ["CPU ms", "rows p50", "p95", "snippets p50", "p95", "FTS5 p50", "p95"]
    print_table("a query's cost", header, lines)
    common = CLASSES["common word"][0] + CLASSES["two words"][0]
    lines = []
    for name, sql in (("facets by outlet", _FACETS), ("snippets", _SNIPPETS), ("newest", _NEWEST)):
        others = ask_fts(database, sql, common)
        lines.append([name, percentile(others, 0.5), percentile(others, 0.95)])
    print_table("FTS5 asked for the rest, by common words, CPU ms", ["", "p50", "p95"], lines)
    searcher.drop()


async def keystrokes(archive: Archive) -> None:
    """From a key to its reply, by the wall; and what a slow query shows first."""
    client = SearchClient(archive.path)
    began = time.perf_counter()
    await client.search("warm")
    start = 1000 * (time.perf_counter() - began)
    times: list[float] = []
    for text in TYPED:
        for length in range(1, len(text) + 1):
            began = time.perf_counter()
            await client.search(text[:length], typing=True, limit=0, fold=True)
            times.append(1000 * (time.perf_counter() - began))
    line = ["a keystroke", percentile(times, 0.5), percentile(times, 0.95), max(times)]
    print_table("a keystroke to its whole reply, wall ms", ["", "p50", "p95", "worst"], [line])
    lines = [[query, *(await slow(client, query))] for query in SLOW]
    print_table("slow queries, wall ms", ["", "first rows", "all"], lines)
    print(f"\nthe search process answered first after {start:,.0f} ms")
    print(f"it holds {memory(client)} MB")
    await client.close()


async def slow(client: SearchClient, query: str) -> tuple[float, float]:
    """Milliseconds to the first rows of a query, and to all of them."""
    began = time.perf_counter()
    seen: list[float] = []

    def first(_reply: Reply) -> None:
        seen.append(time.perf_counter())

    await client.search(query, limit=0, fold=True, on_first=first)
    ended = time.perf_counter()
    return 1000 * ((seen or [ended])[0] - began), 1000 * (ended - began)


def memory(client: SearchClient) -> str:
    try:
        status = Path(f"/proc/{client.pid}/status").read_text("ascii")
    except OSError:
        return "?"
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return f"{int(line.split()[1]) / 1024:,.0f}"


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = f"{scratch}/cache"
        with open_archive(Path(scratch, "archive"), create=True) as archive:
            words = material.fill(archive, material.mixture(most))
            cpu_time, wall = all_cpu(), time.perf_counter()
            Index(archive).update()
            cpu_time, wall = all_cpu() - cpu_time, time.perf_counter() - wall
            size = sum(file.stat().st_size for file in archive.cache_dir.rglob("*.*"))
            print_table(
                f"building, {archive.articles.count():,} articles, {words:,} words",
                ["", "seconds", "words/s"],
                [["CPU", cpu_time, words / cpu_time], ["wall", wall, words / wall]],
            )
            print(f"the index takes {size / 1e6:,.0f} MB")
            classes(archive, fts(archive))
            asyncio.run(keystrokes(archive))


if __name__ == "__main__":
    main()
