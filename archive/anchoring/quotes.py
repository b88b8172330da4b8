"""Finding words somebody typed or pasted."""

from __future__ import annotations

import re

from archive.anchoring.flat import Flat, flatten
from archive.anchoring.selectors import trim
from archive.errors import UsageError
from archive.model import Span

# French sets a space inside its quotation marks, English none.
_MARK = re.compile(r'( ?"+ ?)')


def find_quote(text: str, quote: str) -> list[Span]:
    """Every place where a quotation stands, in text order, none overlapping another.

    The quotation is first looked for exactly as given. Only if that finds
    nothing, typography is folded: kinds of quotation marks (with or without
    a space inside), apostrophes, dashes, ellipses, spaces, and line breaks
    for spaces. Case and accents always count. White space around the
    quotation is ignored.

    Args:
        text: the plain text.
        quote: the words to find.

    Returns:
        Spans in code points of ``text``, without white space at their ends.

    Raises:
        UsageError: if the quotation is empty or only white space.
    """
    words = quote.strip()
    if not words:
        raise UsageError("The quotation is empty.", remedy="Give at least one word of the text.")
    found = [Span(*match.span()) for match in re.finditer(re.escape(words), text)]
    if found:
        return found
    pieces = _MARK.split(flatten(words).strip())
    pattern = "".join(
        re.escape(piece) if index % 2 == 0 else f" ?{piece.strip()} ?"
        for index, piece in enumerate(pieces)
    )
    flat = Flat(text)
    folded = (trim(text, flat.span(*match.span())) for match in re.finditer(pattern, flat.text))
    return [span for span in folded if span]
