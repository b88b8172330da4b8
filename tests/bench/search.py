"""How long a build takes, and how long a keystroke waits for its answer.

The articles are those of ``news.jsonl.gz`` in the folder NEWSMARK_CORPUS
names, or as many made up of a Zipf-like vocabulary. A build is timed in this
process; queries are asked of the search process through its client, as the
terminal does, so their times are wall clock from the keystroke to the parsed
reply, with facets, the ids of all hits and the first snippets. Beside them
stands the CPU time that SQLite FTS5 takes for the same words on the same
articles, without snippets and facets.

Run with ``python -m tests.bench.search [ARTICLES]``.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from archive.core import Archive, open_archive
from archive.index import Index
from archive.index.client import SearchClient
from tests.bench import material
from tests.bench.table import percentile, print_table

ROUNDS = 3
CLASSES = {
    "common word": ["the", "de", "linux", "data", "les"],
    "rare word": ["quantization", "systemd", "mirabelle", "deepseek", "kernel"],
    "two words": ["open source", "intelligence artificielle", "linux kernel", "prix modèle"],
    "phrase": ['"open source"', '"machine learning"', '"command line"', '"mise à jour"'],
    "name as written": ["GPT-4o", "DeepSeek-R1", "C++", "o1", ".NET"],
    "prefix": ["dev*", "quant*", "open*", "c*"],
    "OR, NOT, date": ["linux -windows", "chip OR puce", "modèle date:2025", "lang:fr OR kernel"],
    "newest of all": [""],
}
TYPED = ["linux kernel", "open source", "gpt-4o", "intelligence artificielle", "modèles ouverts"]


def fts(archive: Archive) -> sqlite3.Connection:
    """The same articles in SQLite's own full-text index."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize='porter unicode61')")
    ids = archive.articles.ids()
    rows = ((fields.title, fields.body) for fields in archive.store.search_fields(ids))
    database.executemany("INSERT INTO t VALUES (?, ?)", rows)
    return database


def fts_time(database: sqlite3.Connection, query: str) -> float | None:
    """CPU milliseconds, or None for what FTS5 cannot be asked."""
    if not query or any(sign in query for sign in ":+."):
        return None
    asked = query if '"' in query or "*" in query else query.replace("-", " ")
    if " OR " not in asked and " -" in query:
        asked = query.replace(" -", " NOT ")
    began = time.process_time()
    database.execute(
        "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", (asked,)
    ).fetchall()
    return 1000 * (time.process_time() - began)


async def ask(client: SearchClient, query: str, *, typing: bool, limit: int) -> float:
    began = time.perf_counter()
    await client.search(query, typing=typing, limit=limit)
    return 1000 * (time.perf_counter() - began)


async def queries(archive: Archive, database: sqlite3.Connection) -> None:
    client = SearchClient(archive.path)
    began = time.perf_counter()
    await client.search("warm")
    start = 1000 * (time.perf_counter() - began)
    rows: list[list[object]] = []
    for name, asked in CLASSES.items():
        times = [
            await ask(client, query, typing=False, limit=20)
            for _ in range(ROUNDS)
            for query in asked
        ]
        others = [one for query in asked if (one := fts_time(database, query)) is not None]
        rows.append(
            [
                name,
                percentile(times, 0.5),
                percentile(times, 0.95),
                percentile(others, 0.5) if others else "-",
            ]
        )
    print_table(
        "finished queries, 20 snippets, ms", ["class", "p50", "p95", "FTS5 p50 (CPU)"], rows
    )
    rows = []
    for limit in (0, 5, 20):
        times = [
            await ask(client, text[:length], typing=True, limit=limit)
            for text in TYPED
            for length in range(1, len(text) + 1)
        ]
        rows.append(
            [f"{limit} snippets", percentile(times, 0.5), percentile(times, 0.95), max(times)]
        )
    print_table("a keystroke to its reply, ms", ["", "p50", "p95", "worst"], rows)
    print(
        f"\nthe search process answered first after {start:,.0f} ms; it holds {memory(client)} MB"
    )
    await client.close()


def memory(client: SearchClient) -> str:
    try:
        status = Path(f"/proc/{client.pid}/status").read_text("ascii")
    except OSError:
        return "?"
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return f"{int(line.split()[1]) / 1024:,.0f}"


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else material.ALL
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = f"{scratch}/cache"
        with open_archive(Path(scratch, "archive"), create=True) as archive:
            words = material.fill(archive, material.articles(most))
            cpu, wall = time.process_time(), time.perf_counter()
            Index(archive).update()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            size = sum(file.stat().st_size for file in archive.cache_dir.rglob("*.*"))
            print_table(
                f"building, {archive.articles.count():,} articles, {words:,} words",
                ["", "seconds", "words/s"],
                [["CPU", cpu, words / cpu], ["wall", wall, words / wall]],
            )
            print(f"the index takes {size / 1e6:,.0f} MB")
            asyncio.run(queries(archive, fts(archive)))


if __name__ == "__main__":
    main()
