"""Small pictures of an archive or of what a query finds: over time, and how far the reading is.

As lines of text for the terminal, and as SVG. Both are drawn from one
:class:`~reader.plots.data.Picture`, so that they say the same.
"""

from __future__ import annotations

from reader.plots.data import Picture, found, picture
from reader.plots.svg import svg
from reader.plots.text import text

__all__ = ["Picture", "found", "picture", "svg", "text"]
