"""Where each record's file is in an export, or will be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from archive.export.contract import Options, Source
from archive.export.dialects import CommonMark
from archive.export.dossier import Dossier
from archive.export.filenames import SUFFIX, assign, slug, stem
from archive.export.pages import INDEX
from archive.export.passages import Places
from archive.model import Entity, Order

_ARTICLES = "articles"
_ENTITIES = "entities"
_INDEX = "index"


def place(
    archive: Source,
    dossier: Dossier,
    known: Mapping[tuple[str, str], str],
    dialect: CommonMark,
    options: Options,
    suffix: str = SUFFIX,
) -> Places:
    """Where each file is or will be.

    Names are given out over the whole archive, not over the scope, so that
    an article has one name whatever is exported beside it.

    Args:
        known: the files that are there, by kind and id.
        suffix: of the files.
    """
    rows = archive.articles.rows(archive.articles.ids(Order("added", descending=False)))
    ascii = options.ascii_names
    articles = [
        (
            row.id,
            stem(
                (
                    row.published.text[:10] if row.published is not None else "",
                    slug(row.outlet or "", ascii=ascii),
                    slug(row.title, ascii=ascii),
                ),
                row.id,
            ),
        )
        for row in rows
    ]
    entities = [
        (one.id, stem((slug(one.name, ascii=ascii),), one.id)) for one in _by_age(archive, dossier)
    ]
    return Places(
        _named(_ARTICLES, "article", articles, known, suffix),
        _named(_ENTITIES, "entity", entities, known, suffix),
        known.get(("index", INDEX), _INDEX + suffix),
        dialect,
    )


def _by_age(archive: Source, dossier: Dossier) -> list[Entity]:
    distinct = {entity.id: entity for entity in (*archive.entities.all(), *dossier.listed())}
    return sorted(distinct.values(), key=lambda entity: (entity.created, entity.id))


def _named(
    folder: str,
    kind: str,
    wishes: Iterable[tuple[str, str]],
    known: Mapping[tuple[str, str], str],
    suffix: str,
) -> dict[str, str]:
    there = [path for (one, _), path in known.items() if one == kind]
    reserved = [Path(path).name[: -len(suffix)] for path in there]
    places: dict[str, str] = {}
    new: list[tuple[str, str]] = []
    for id, wish in wishes:
        path = known.get((kind, id))
        if path is None:
            new.append((id, wish))
        else:
            places[id] = path
    places.update((id, f"{folder}/{name}") for id, name in assign(new, reserved, suffix).items())
    return places
