"""Anchoring: describing passages, and finding them again in a changed text.

``describe`` turns a span into W3C selectors (quote with context, position);
``anchor`` and ``anchor_all`` turn selectors back into a span of another
text, or say that they cannot; ``find_quote`` finds words somebody typed.
The text changes under annotations whenever an article is imported anew. A
mark on the wrong words is worse than a mark that says it lost its place, so
nothing here guesses: ambiguous and lost are results like any other.
"""

from archive.anchoring.hybrid import anchor, anchor_all
from archive.anchoring.placed import Placed
from archive.anchoring.quotes import find_quote
from archive.anchoring.selectors import describe

__all__ = ["Placed", "anchor", "anchor_all", "describe", "find_quote"]
