"""Export: one file per format, one line in :data:`FORMATS`.

A format takes a scope and a folder and keeps the promises of
:class:`archive.export.contract.Exporter`; the contract's tests run over every
format in the list.
"""

from __future__ import annotations

from archive.export.brat import export_brat
from archive.export.claimreview import export_claimreview
from archive.export.contract import Exporter, ExportReport, Left
from archive.export.jsonl import export_jsonl
from archive.export.markdown import export_markdown
from archive.export.scopes import Scope, of_claim, of_entity, of_speaker
from archive.export.spreadsheet import export_csv
from archive.export.w3c import export_w3c

FORMATS: dict[str, Exporter] = {
    "markdown": export_markdown,
    "w3c": export_w3c,
    "claimreview": export_claimreview,
    "jsonl": export_jsonl,
    "csv": export_csv,
    "brat": export_brat,
}

__all__ = [
    "FORMATS",
    "ExportReport",
    "Exporter",
    "Left",
    "Scope",
    "export_markdown",
    "of_claim",
    "of_entity",
    "of_speaker",
]
