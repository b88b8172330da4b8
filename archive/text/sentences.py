"""Sentences of a Document, by the punctuation of English and French.

A sentence never runs across blocks. It ends at ``. ! ? …`` and what closes
behind it (quotation marks, also after a no-break space, brackets), before
white space and something that can begin a sentence. No end are the points of
abbreviations, initials and numbers at its head, nor anything a small letter
follows. Chinese and Japanese full stops end by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.model import Span
from archive.text.document import Block, BlockKind, Document

_SPACE = "\\s\u200b\ufeff"
_END = re.compile(
    rf"""
      (?P<sign>[.!?…‼⁉؟।]+|\.\.+)
      (?:["'’”“)\]]|\s?»|\s?›|\[\d+\])*+
      (?=[{_SPACE}]|\Z)
    | [。！？｡]+[」』”’）)]*+
    | \n(?=[ \t]*[-*•–—‣▪◦][ \t\u00a0]|[ \t]*\d{{1,2}}[.)][ ])   # lines of a list in plain text
    """,
    re.VERBOSE,
)
_BLANKS = re.compile(rf"[{_SPACE}]*")
# What may stand before the first word of a sentence.
_OPENERS = re.compile(r"[\s«“„‟\"'‘’‹(\[¿¡–—\-•*\u200b]*")
_FIRST = re.compile(r"[\w’']+")
_LAST = re.compile(r"(?:[^\W_]\.(?:-?[^\W_]\.)*-?)?[^\W_]+\Z")
_BRAND = re.compile(r"[a-z]+[A-Z0-9]")

# Never the last word of a sentence: a name, a figure or an example follows.
_TITLES = frozenset(
    "m mm mme mmes mlle mlles mr mrs ms dr drs pr prof me mgr st ste gen gén sen rep gov lt col"
    " capt cpt sgt maj adm rev hon pres vs cf e.g i.e p.ex par.ex viz resp env approx".split()
)
# No end where a figure follows.
_NUMBERED = frozenset(
    "no nos n num art fig figs tab vol p pp ch chap sec sect v ver éd ed jan feb mar apr jun jul"
    " aug sep sept oct nov dec janv févr avr juil déc tél tel".split()
)
# An end only where a word follows that begins sentences.
_EITHER = frozenset(
    "inc corp ltd co cie bros llc plc sa s.a etc al jr sr u.s u.k u.n e.u u.s.a d.c a.m p.m am pm"
    " ph.d b.a m.a n.y l.a yahoo av apr j.-c".split()
)
_STARTERS = frozenset(
    "the a an in on at it its he she they we i you this that these those but and so for as if when"
    " while after before since although however there here his her their our my what who how why"
    " with by from to not no yes then now some many most all one"
    " le la les l un une des du de dans en à au aux il elle ils elles on nous vous je tu ce c cet"
    " cette ces mais et ou donc or ni car si quand lorsque après avant depuis pour par sur avec"
    " sans son sa ses leur leurs notre nos selon d qu que qui ainsi cependant toutefois"
    " enfin".split()
)


def sentence_at(document: Document, offset: int) -> Span:
    """The sentence that holds ``offset``, or the one before where it stands between two.

    Args:
        document: the text.
        offset: code-point offset in its plain text.

    Returns:
        its code points, white space at its ends excluded. Empty where there is
        none: in a rule, or a document without blocks.
    """
    if not document.blocks:
        return Span(0, 0)
    block = document.blocks[document.block_at(offset)]
    found = Span(block.span.start, block.span.start)
    for sentence in _of_block(document.text, block):
        if found and sentence.start > offset:
            break
        found = sentence
    return found


def sentences(document: Document) -> Iterator[Span]:
    """Every sentence, in order, none of them empty; they never overlap.

    A line of code and a cell of a table count as one each.
    """
    for block in document.blocks:
        yield from _of_block(document.text, block)


def _of_block(text: str, block: Block) -> Iterator[Span]:
    if block.kind is BlockKind.CODE:
        return _pieces(text, block.span, "\n")
    if block.kind is BlockKind.ROW:
        return _pieces(text, block.span, "\t")
    return _split(text, block.span)


def _pieces(text: str, span: Span, separator: str) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        end = text.find(separator, start, span.end)
        end = span.end if end < 0 else end
        if piece := _trimmed(text, start, end):
            yield piece
        start = end + 1


def _split(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        if match.start() < start or not _ends(text, start, match, span.end):
            continue
        if sentence := _trimmed(text, start, match.end()):
            yield sentence
        start = match.end()
    if rest := _trimmed(text, start, span.end):
        yield rest


def _trimmed(text: str, start: int, end: int) -> Span | None:
    blanks = _BLANKS.match(text, start, end)
    begin = blanks.end() if blanks else start
    length = len(text[begin:end].rstrip(" \t\n\u00a0\u202f\u200b\ufeff\u3000"))
    return Span(begin, begin + length) if length else None


def _ends(text: str, start: int, end: re.Match[str], limit: int) -> bool:
    """Whether a sentence that began at ``start`` ends at the punctuation ``end``."""
    sign = end["sign"]
    if sign is None:
        return True
    openers = _OPENERS.match(text, end.end(), limit)
    at = openers.end() if openers else end.end()
    first = _FIRST.match(text, at, limit)
    following = first[0] if first else ""
    if following[:1].islower() and not _BRAND.match(following):
        return False
    if sign != ".":
        before = text[max(start, end.start() - 5) : end.start()].lower()
        return before != "yahoo" or _starts(following)
    last = _LAST.search(text, max(start, end.start() - 24), end.start())
    if last is None or end.end() > end.start() + 1:
        return True  # what closes behind the point is not an abbreviation's
    word = last[0].lower()
    if word.isdecimal() and not text[start : last.start()].strip():
        return False  # the number of a heading or an item
    if word in _TITLES:
        return False
    if word in _NUMBERED and following[:1].isdecimal():
        return False
    if word in _EITHER or (len(word) == 1 and last[0].isupper()):
        return not following or _starts(following)
    return True


def _starts(word: str) -> bool:
    """Whether a word, in capitals at its head, is one that often begins a sentence."""
    return re.split("[’']", word.lower())[0] in _STARTERS
