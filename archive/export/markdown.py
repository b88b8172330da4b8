"""The archive as a folder of Markdown files that open in any editor or vault.

``articles/`` holds a file for each article, ``entities/`` one for each
entity, ``index.md`` leads to all of them; links are relative. A file that is
there already keeps its name and place, found by the id in its front matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.errors import NotFound, UsageError
from archive.export.baseline import Baseline
from archive.export.contract import PROFILES, Cancelled, ExportReport, Options, Progress, Source
from archive.export.dialects import DIALECTS, CommonMark
from archive.export.dossier import gather
from archive.export.folder import Folder
from archive.export.html_pages import export_html
from archive.export.known import by_kind
from archive.export.moved import moved, moved_page
from archive.export.naming import place
from archive.export.pages import article_page, entity_page, index_page
from archive.export.regions import Page


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
    the index and the entities' files speak of this scope. The file of an
    entity that was merged since points to the one that stayed.

    Args:
        options: profile and merging; see :class:`archive.export.contract.Options`.
            The profile ``html`` writes pages instead, with the text always.
    """
    options = options or Options()
    if options.profile == "html":
        return export_html(
            archive, folder, ids, progress=progress, cancelled=cancelled, options=options
        )
    dialect = _dialect(options.profile)
    target = Folder(folder, options)
    baseline = Baseline(archive.store, dialect)
    dossier = gather(archive, ids)
    entities = dossier.listed()
    places = place(archive, dossier, target.known.paths, dialect, options)
    former = list(moved(archive, target.known.paths))
    total = len(dossier.articles) + len(entities) + len(former) + 1
    done = 0

    def report(*, cancelled: bool = False, gone: tuple[str, ...] = ()) -> ExportReport:
        if not options.dry_run:
            baseline.save()
        return target.report(cancelled=cancelled, gone=gone)

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
        page = article_page(dossier, places, article, document, text=text, context=options.context)
        baseline.page(page, id, article.tags)
        if not put(places.articles[id], page):
            return report(cancelled=True)
    for entity in entities:
        if not put(places.entities[entity.id], entity_page(dossier, places, entity)):
            return report(cancelled=True)
    there = {entity.id for entity in entities} | by_kind(target.known.paths, "entity").keys()
    for one in former:
        path = places.entities[one.into.id] if one.into.id in there else None
        if not put(one.path, moved_page(one, path, dialect)):
            return report(cancelled=True)
    put(places.index, index_page(dossier, places))
    gone = target.gone("article", set(places.articles))
    led = {one.id for one in former}
    return report(gone=gone + target.gone("entity", places.entities.keys() | led))


def _dialect(profile: str) -> CommonMark:
    if profile not in DIALECTS:
        raise UsageError(
            f"There is no profile {profile!r}.", remedy=f"Choose one of {', '.join(PROFILES)}."
        )
    return DIALECTS[profile]
