"""Export: one file per format, one line in :data:`FORMATS`.

A format takes a scope and a folder and keeps the promises of
:class:`archive.export.contract.Exporter`; the contract's tests run over every
format in the list.
"""

from __future__ import annotations

from archive.export.contract import Exporter, ExportReport, Left
from archive.export.markdown import export_markdown

FORMATS: dict[str, Exporter] = {
    "markdown": export_markdown,
}

__all__ = ["FORMATS", "ExportReport", "Exporter", "Left", "export_markdown"]
