"""The archive as a folder of Markdown files that open in any editor or vault.

``articles/`` holds a file for each article, ``entities/`` one for each
entity, ``index.md`` leads to all of them; links are relative. A file that is
there already keeps its name and place, found by the id in its front matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from archive.errors import NotFound, UsageError
from archive.export.contract import Cancelled, ExportReport, Options, Progress, Source
from archive.export.dialects import DIALECTS, CommonMark
from archive.export.dossier import Dossier, gather
from archive.export.filenames import SUFFIX, assign, slug, stem
from archive.export.folder import Folder
from archive.export.pages import INDEX, article_page, entity_page, index_page
from archive.export.passages import Places
from archive.export.regions import Page
from archive.model import Entity, Order

_ARTICLES = "articles"
_ENTITIES = "entities"
_INDEX = "index"


def export_markdown(
    archive: Source,
    folder: Path,
    ids: Sequence[str] | None = None,
    *,
    text: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    options: Options | None = None,
) -> ExportReport:
    """Write articles, the entities they name and an index into ``folder``.

    See :class:`archive.export.contract.Exporter` for arguments and errors.
    Files of an earlier export that are not of this scope stay as they are;
    the index and the entities' files speak of this scope.

    Args:
        options: profile and merging; see :class:`archive.export.contract.Options`.
    """
    options = options or Options()
    dialect = DIALECTS.get(options.profile)
    if dialect is None:
        raise UsageError(
            f"There is no profile {options.profile!r}.",
            remedy=f"Choose one of {', '.join(DIALECTS)}.",
        )
    target = Folder(folder, options)
    dossier = gather(archive, ids)
    entities = dossier.listed()
    places = place(archive, dossier, target.known.paths, dialect, options)
    total = len(dossier.articles) + len(entities) + 1
    done = 0

    def put(relative: str, page: Page) -> bool:
        """Write one file; whether to go on."""
        nonlocal done
        target.put(relative, page, dialect)
        done += 1
        if progress is not None:
            progress(done, total)
        return cancelled is None or not cancelled()

    for id, article in dossier.articles.items():
        try:
            document = archive.articles.document(id)
        except NotFound:
            continue  # deleted by another process since the export began
        page = article_page(dossier, places, article, document, text=text)
        if not put(places.articles[id], page):
            return target.report(cancelled=True)
    for entity in entities:
        if not put(places.entities[entity.id], entity_page(dossier, places, entity)):
            return target.report(cancelled=True)
    put(places.index, index_page(dossier, places))
    gone = target.gone("article", set(places.articles))
    return target.report(gone=gone + target.gone("entity", set(places.entities)))


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
    reserved = [Path(path).name.removesuffix(suffix) for path in there]
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
