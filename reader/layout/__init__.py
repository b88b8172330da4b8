"""The one room where offsets become cells: widths, wrapping, painting, motions, finding.

Pure functions and arrays over a :class:`~archive.text.document.Document`; nothing here knows
of Textual. A *line* is a visual line, numbered from 0; a *cell* is a terminal column counted
from the left edge of the text column, decorations (bullets, bars, indents) included. Lines
tile the text: every code point belongs to exactly one line, a newline to the line it ends,
the blank at a wrap to the line before it. Only in a table is a line no stretch of the text: it
holds a piece of each cell (:mod:`reader.layout.tables`). A *bare* line holds nothing: the rule
under a table's header, the room above a heading. Decorations are not text and have no offset.
"""
