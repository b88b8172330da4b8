"""What was last written of the values that users may change, kept in the archive by its hash.

A region's first comment, and ``newsmark_keys`` for an article's tags, hold
the hash of what we last wrote there. By that hash the archive knows the
values, whichever folder, copy or old version the file is: with them a change
of the user's can be told from one of the archive's. Where they are not known
(another archive wrote the file, or an older program) both are possible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from archive.export import properties
from archive.export.comments import digest
from archive.export.dialects import CommonMark
from archive.export.facts import Reading, Value, read
from archive.export.regions import Page
from archive.store import Store

Key = tuple[str, str]
MARK: Final = "m-"
"""What the id of a mark, and of its region, begins with."""


@dataclass(frozen=True)
class Base:
    """What a region said when we wrote it; see :class:`archive.export.facts.Reading`."""

    values: Mapping[str, Value]
    rest: str


def row(reading: Reading) -> dict[str, Any]:
    """What is kept of a region."""
    return {"values": reading.values, "rest": reading.rest}


def tags_row(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What is kept of an article's tags: each as it stands in the front matter, and as it is."""
    return {"tags": [list(pair) for pair in pairs]}


class Baseline:
    """Remembers what one export writes, all of it at its end.

    Args:
        store: of the archive that is exported.
        dialect: the profile in which it is.
    """

    def __init__(self, store: Store, dialect: CommonMark) -> None:
        self._store = store
        self._dialect = dialect
        self._known = store.written.known()
        self._new: dict[Key, dict[str, Any]] = {}

    def page(self, page: Page, article: str, tags: Sequence[str]) -> None:
        """Note the values that an article's page shows.

        Args:
            article: its id. ``tags``: its tags as the archive has them.
        """
        for region in page.regions:
            if region.id.startswith(MARK):
                mark = region.id, digest(region.content)
                if mark not in self._known:
                    self._new[mark] = row(read(region.content))
        key = article, properties.hashed(page.values["tags"])
        if key not in self._known:
            self._new[key] = tags_row([(self._dialect.tag(tag), tag) for tag in tags])

    def save(self) -> None:
        """Keep what is new; nothing is written if nothing is, and it is no step of anyone's."""
        if not self._new:
            return
        with self._store.transaction(
            command="export", actor="", summary="", undoable=False, durable=False
        ):
            self._store.written.remember(self._new)


def base_of(store: Store, region: str, mark: str) -> Base | None:
    """What a region said when it had this hash; None where that is not known."""
    fields = store.written.get((region, mark))
    if fields is None:
        return None
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in fields["values"].items()}
    return Base(values, fields["rest"])


def tags_of(store: Store, article: str, mark: str) -> list[tuple[str, str]] | None:
    """Each tag as it stood in the front matter, and as the archive had it; None as above."""
    fields = store.written.get((article, mark))
    return None if fields is None else [(form, tag) for form, tag in fields["tags"]]
