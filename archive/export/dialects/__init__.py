"""Profiles of Markdown: what one says of a mark is the same, how it is written differs.

A profile is a subclass of :class:`archive.export.dialects.commonmark.CommonMark`
that overrides what its readers do otherwise, and one line in :data:`DIALECTS`.
"""

from __future__ import annotations

from archive.export.dialects.commonmark import CommonMark
from archive.export.dialects.gfm import Gfm
from archive.export.dialects.obsidian import Obsidian

DIALECTS: dict[str, CommonMark] = {
    dialect.name: dialect for dialect in (CommonMark(), Obsidian(), Gfm())
}

__all__ = ["DIALECTS", "CommonMark"]
