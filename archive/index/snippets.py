"""The passage of a text that shows a query's words best.

Pure functions on plain text; every span is code points of the text given.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from archive.index.chunks import LONGEST
from archive.index.highlights import Highlighter
from archive.index.results import Snippet
from archive.model import Span

WIDTH = 200
"""Code points of a snippet of one passage, about."""

FRAGMENT = 100
"""Code points of each passage, about, where it takes several to show all the words."""

MOST_FRAGMENTS = 3

_LEAD = 50
_SHORT = 1_000
_AROUND = 300
_MOST_REGIONS = 5
_MOST_ROUGH = 300
_MOST_TRIED = 20
_MOST_SOUGHT = 8  # more words than this are not all to be shown
_FIRST_LOOK = 50_000
_LAST_LOOK = 200_000

_READ_WHOLE = 20_000
_PART = 2_000

_SPACE = re.compile(r"\s")

_Mark = tuple[int, int, int]


def snippet(highlighter: Highlighter, text: str) -> Snippet:
    """The passage of about ``WIDTH`` characters that shows the most different hits.

    Where it does not show all the words of the query and the text has them
    elsewhere, it is up to ``MOST_FRAGMENTS`` shorter passages in their order.
    Its words are the text's own, line breaks as spaces, an ellipsis where it
    was cut; without any hit it is how the text begins. The spans are code
    points of the snippet. A long text is analysed only where it promises hits.
    """
    marks: list[_Mark] = []
    for first, last in regions(highlighter, text):
        marks = _marks(highlighter, text, first, last)
        if marks:
            break
    marks = marks or _overlooked(highlighter, text)
    start, end = _window(text, marks, WIDTH)
    if len({number for _, _, number in _inside(marks, start, end)}) == len(highlighter.words):
        return _cut(text, [(start, end)], marks)
    if len(highlighter.words) > _MOST_SOUGHT:
        return _cut(text, [(start, end)], marks)
    windows = [_window(text, marks, FRAGMENT)]
    shown = {number for _, _, number in _inside(marks, *windows[0])}
    for number in range(len(highlighter.words)):
        if shown and number not in shown and len(windows) < MOST_FRAGMENTS:
            others = _elsewhere(highlighter, number, text)
            if others:
                windows.append(_window(text, others, FRAGMENT))
                marks += others
                shown |= {one[2] for one in _inside(others, *windows[-1])}
    if len(windows) == 1:
        windows = [(start, end)]
    return _cut(text, windows, marks)


def _marks(highlighter: Highlighter, text: str, first: int, last: int) -> list[_Mark]:
    found = highlighter.marked(text[first:last])
    return [(first + start, first + end, number) for start, end, number in found]


def _overlooked(highlighter: Highlighter, text: str) -> list[_Mark]:
    """The first hits that were not where the text promised them.

    They stand behind many words that look like them: words of a phrase far
    from one another, or, in a long text, other words that begin so.
    """
    if highlighter.rough is None or len(text) <= _SHORT:
        return []
    for number in range(len(highlighter.words)):
        likely = highlighter.close_of(number).finditer(text)
        for match in islice(likely, _MOST_TRIED):
            marks = _marks(highlighter, text, *_around(text, match.start()))
            if marks:
                return marks
    if any(len(words.slots) > 1 or words.slots[0].fuzzy for words in highlighter.words):
        for start in range(0, min(len(text), _READ_WHOLE), _PART):
            first, _ = _around(text, start)
            marks = _marks(highlighter, text, first, _word_end(text, start + _PART))
            if marks:
                return marks
    return []


def _inside(marks: list[_Mark], start: int, end: int) -> list[_Mark]:
    return [mark for mark in marks if start <= mark[0] and mark[1] <= end]


def _elsewhere(highlighter: Highlighter, number: int, text: str) -> list[_Mark]:
    """The hits around the first place where these words stand."""
    tried = 0
    rough = highlighter.rough_of(number).finditer(text, 0, _LAST_LOOK)
    for match in islice(rough, _MOST_TRIED * 5):
        if match.start() < tried:
            continue
        tried = match.start() + FRAGMENT
        marks = _marks(highlighter, text, *_around(text, match.start()))
        at = next((mark[0] for mark in marks if mark[2] == number), None)
        if at is not None:
            return [mark for mark in marks if abs(mark[0] - at) < FRAGMENT - _LEAD]
    return []


def _cut(text: str, windows: list[tuple[int, int]], marks: list[_Mark]) -> Snippet:
    """The passages as one line, with the hits at their places in it."""
    merged: list[list[int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    plain = "… " if merged[0][0] else ""
    spans: list[Span] = []
    for number, (start, end) in enumerate(merged):
        plain += " … " if number else ""
        shift = len(plain) - start
        plain += _SPACE.sub(" ", text[start:end])
        for first, last, _ in sorted(set(_inside(marks, start, end))):
            if spans and first + shift < spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(spans[-1].end, last + shift))
            else:
                spans.append(Span(first + shift, last + shift))
    tail = " …" if merged[-1][1] < len(text.rstrip()) else ""
    return Snippet(plain + tail, tuple(spans))


def regions(highlighter: Highlighter, text: str) -> list[tuple[int, int]]:
    """The parts of a text worth analysing for a snippet, best first; a short one whole."""
    if len(text) <= _SHORT or highlighter.rough is None:
        return [(0, _word_end(text, _SHORT))]
    most = _MOST_ROUGH if highlighter.rough.groups > 1 else _MOST_TRIED
    early = list(islice(highlighter.rough.finditer(text, 0, _FIRST_LOOK), most))
    late = () if early else islice(highlighter.rough.finditer(text, _FIRST_LOOK), most)
    rough = [(match.start(), match.lastindex) for match in (*early, *late)]
    rated: list[tuple[int, int]] = []
    first = 0
    inside: Counter[int | None] = Counter()
    for at, kind in rough:
        inside[kind] += 1
        while rough[first][0] < at - (WIDTH - _LEAD):
            inside[rough[first][1]] -= 1
            if not inside[rough[first][1]]:
                del inside[rough[first][1]]
            first += 1
        rated.append((-len(inside), at))
    chosen: list[int] = []
    for _, at in sorted(rated):
        if len(chosen) >= _MOST_REGIONS:
            break
        if all(abs(at - other) > _AROUND for other in chosen):
            chosen.append(at)
    return [_around(text, at) for at in chosen] or [(0, _word_end(text, _SHORT))]


def _around(text: str, at: int) -> tuple[int, int]:
    start = max(0, at - _AROUND)
    space = text.find(" ", start, at)
    start = space + 1 if start and space >= 0 else start
    return start, _word_end(text, at + _AROUND)


def _word_end(text: str, at: int) -> int:
    """The end of the word that stands at a place: half a word would be read as another."""
    space = _SPACE.search(text, at, at + LONGEST)
    return space.start() if space is not None else min(len(text), at)


def _window(text: str, marks: list[_Mark], width: int) -> tuple[int, int]:
    """Where the passage of this width with the most different hits starts and ends."""
    best, best_score = Span(0, 0), 0
    lead = _LEAD * width // WIDTH
    first = 0
    for last, (_, ended, _) in enumerate(marks):
        while marks[first][0] < ended - (width - lead) and first < last:
            first += 1
        shown = marks[first : last + 1]
        score = 10 * len({number for _, _, number in shown}) + min(len(shown), 9)
        if score > best_score:
            best, best_score = Span(marks[first][0], max(mark[1] for mark in shown)), score
    start = max(0, best.start - lead)
    if start:
        space = text.find(" ", start, best.start)
        start = space + 1 if space >= 0 else start
    paragraph = text.rfind("\n\n", start, best.start)
    if paragraph >= 0:
        start = paragraph + 2
    end = max(start + width, best.end)
    if end < len(text):
        space = max(text.rfind(" ", best.end, end), text.rfind("\n", best.end, end))
        end = space if space > start else end
    else:
        end = len(text)
    return start, max(start, start + len(text[start:end].rstrip()))
