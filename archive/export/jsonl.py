"""Everything as JSON Lines: one file, ``newsmark.jsonl``, without history and saved searches.

One record a line, as :func:`archive.store.dump.excerpt` gives them: entities,
claims, each article with the whole text, markup and original bytes of all its
revisions and with its annotations, the evidence, the dossiers. ``newsmark import`` takes the
file into another archive, where the same articles have the same ids.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from archive.export.contract import Cancelled, ExportReport, Left, Progress, Source
from archive.export.files import Files, Pace, export_files
from archive.export.scopes import Scope
from archive.store.dump import excerpt

NAME: Final = "newsmark.jsonl"


def export_jsonl(
    archive: Source,
    folder: Path,
    ids: Sequence[str] | None = None,
    *,
    text: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ExportReport:
    """Write the scope's records; see :class:`archive.export.contract.Exporter`.

    ``text`` changes nothing: the texts are always among them.
    """
    chosen = None if ids is None else archive.articles.ids(among=ids)
    total = archive.articles.count() if chosen is None else len(chosen)

    marks = archive.marks if isinstance(archive, Scope) else None

    def lines(pace: Pace) -> Generator[str, None, None]:
        with closing(excerpt(archive.store, chosen, marks)) as found:
            for line in found:
                yield line + "\n"
                if line.startswith('{"record":"articles"'):
                    pace.step()

    def work(files: Files, pace: Pace) -> Sequence[Left]:
        # Closed also where the disk is full: the archive is read at one moment until then.
        with closing(lines(pace)) as pieces:
            files.put(NAME, pieces)
        return ()

    return export_files(folder, total, progress, cancelled, work)
