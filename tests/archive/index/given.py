"""A store of articles made up, for the parts of the index that only read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archive.index.engines.base import Engine
from archive.store import ColumnRow, SearchFields


class Given:
    """What the index asks of a store, answered for these articles.

    Args:
        pairs: each article's words and columns.
        mark: the number of the last change.
    """

    def __init__(self, pairs: Sequence[tuple[SearchFields, ColumnRow]], mark: int = 1) -> None:
        self.fields = {fields.id: fields for fields, _ in pairs}
        self.rows = [row for _, row in pairs]
        self.mark = mark

    @property
    def listing(self) -> Given:
        return self

    def last_change(self) -> int:
        return self.mark

    def attests(self, mark: int, sign: str) -> bool:
        return sign == f"sign {mark}"

    def columns(self, since: int | None = None) -> Iterator[ColumnRow]:
        return iter(self.rows)

    def articles_touched_since(self, seq: int) -> tuple[list[str], int]:
        return [], self.mark

    def search_fields(self, ids: Iterable[str]) -> Iterator[SearchFields]:
        return (self.fields[id] for id in ids if id in self.fields)

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        return sorted(id for id in self.fields if id.startswith(prefix))[:limit]


def write(engine: Engine, folder: Path, given: Sequence[SearchFields], per_commit: int) -> None:
    """An index of these articles, so many to each commit."""
    engine.create(folder)
    for start in range(0, len(given), per_commit):
        writer = engine.writer(folder)
        for one in given[start : start + per_commit]:
            writer.remove([one.id])
            writer.add(one)
        writer.commit(start + per_commit, f"sign {start + per_commit}")


def any_store(given: Given) -> Any:
    """The same, for parameters that want a whole store."""
    return given
