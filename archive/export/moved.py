"""The files of entities that were merged: each leads to the entity that stayed.

An earlier export wrote them, and files beside them, or the user's own notes,
may link there. So such a file stays where it is, under the id it had, and says
what became of its entity; what its user wrote in it is kept as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archive.errors import NotFound
from archive.export.contract import Source
from archive.export.dialects import CommonMark
from archive.export.known import Key, by_kind
from archive.export.regions import Page, Region
from archive.model import Entity
from archive.text.escape import code_span, escape_line


class Moved(NamedTuple):
    """The file of an entity that was merged.

    Attributes:
        id, name: which the entity had. ``path``: of its file, relative, with forward slashes.
        into: the entity that it is part of now.
    """

    id: str
    name: str
    path: str
    into: Entity


def moved(archive: Source, known: Mapping[Key, str]) -> Iterator[Moved]:
    """The files of merged entities in a folder.

    Args:
        known: the files that are there, by kind and id.
    """
    roots = archive.store.register.roots()
    for id, path in by_kind(known, "entity").items():
        if id not in roots:
            continue
        try:
            into = archive.entities.get(id)
        except NotFound:
            continue  # deleted by another process since the roots were read
        name = archive.store.register.merged_into(into.id).get(id)
        if name is not None:
            yield Moved(id, name, path, into)


def moved_page(file: Moved, target: str | None, dialect: CommonMark) -> Page:
    """A short page that points to the entity that stayed.

    Args:
        target: the path of that entity's file; None if it has none in this folder.
    """
    # Not by way of the dialect: as an alias the name belongs to the other page now.
    front = {"newsmark": "entity", "id": file.id, "name": file.name, "merged_into": file.into.id}
    name = escape_line(file.into.name)
    if target is not None:
        name = dialect.to_file(file.into.name, target, file.path)
    words = f"Merged into {name} ({code_span(file.into.id)})."
    return Page(front, [Region("about", f"# {escape_line(file.name)}\n\n{words}")])
