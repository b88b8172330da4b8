"""Links out of the exported files: to web pages, to the passage on them, to other files.

Only http and https become links; every other address is shown and not
linked. A passage is named by a text fragment (``#:~:text=``, WICG URL
Fragment Text Directives): browsers that know it scroll to the words and
highlight them, the others open the page.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import quote as percent

from archive.model import Span
from archive.text.escape import code_span, escape_line, web_destination

_AUTOLINK = re.compile(r"https?://[\w.~:/?#@!$'()*+,;=%-][\w.~:/?#@!$&'()*+,;=%-]*", re.ASCII)
# All signs but ASCII's punctuation, spaces, controls and what is not seen.
_PATH = re.compile(
    r"[/\w.~+-]|[^\x00-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\ud800-\uf8ff\ufeff\ufff0-\uffff\U000e0000-\U0010ffff]",
    re.ASCII,
)
_ID = re.compile(r"[\w-]+", re.ASCII)
_WHOLE = 80
_EDGE = 5
_CONTEXT = 3


def link(label: str, url: str) -> str:
    """A link with ``label``; an address that is not of the web is shown as code instead."""
    target = web_destination(url)
    return f"[{escape_line(label)}]({target})" if target else code_span(url)


def address(url: str) -> str:
    """An address that is its own label: linked if it is of the web, else shown as code."""
    url = url.strip()
    return f"<{url}>" if _AUTOLINK.fullmatch(url) else link(url, url)


def path_to(target: str, origin: str, anchor: str = "") -> str:
    """The relative link destination of one file of the export in another.

    Args:
        target, origin: paths in the folder of the file meant and of the file
            that holds the link, with forward slashes.
        anchor: an id in the file meant; empty for its top.
    """
    fragment = f"#{anchor if _ID.fullmatch(anchor) else percent(anchor)}" if anchor else ""
    if target == origin and anchor:
        return fragment
    return _relative(target, _folder(origin)) + fragment


def passage(url: str | None, text: str, span: Span) -> str | None:
    """The address of a passage of a web page.

    Args:
        url: of the page.
        text: the article's plain text. ``span``: the passage, in code points of it.

    Returns:
        ``url`` with a text fragment: the whole passage if it is short and in
        one block, else its first and last words; the words around it where it
        stands in the text more than once. None without an http(s) ``url``.
    """
    target = web_destination(url) if url is not None else None
    if target is None:
        return None
    start, end = _whole_words(text, span)
    words = text[start:end]
    terms = _terms(words)
    if not terms:
        return target
    if len(terms) == 1 and _count(text, words) > 1:
        before = text[:start].rpartition("\n")[2].split()[-_CONTEXT:]
        after = text[end:].partition("\n")[0].split()[:_CONTEXT]
        terms = (
            ([_term(" ".join(before)) + "-"] if before else [])
            + terms
            + (["-" + _term(" ".join(after))] if after else [])
        )
    mark = "" if "#" in target else "#"
    return f"{target}{mark}:~:text={','.join(terms)}"


def _terms(words: str) -> list[str]:
    whole = words.split()
    if not whole:
        return []
    if len(words) <= _WHOLE and "\n" not in words.strip():
        return [_term(" ".join(whole))]
    # A term may not run across blocks: take words of the first and of the last line.
    lines = [line.split() for line in words.split("\n") if line.strip()]
    if len(lines) == 1 and len(whole) <= 2 * _EDGE:
        return [_term(" ".join(whole))]
    return [_term(" ".join(lines[0][:_EDGE])), _term(" ".join(lines[-1][-_EDGE:]))]


def _term(words: str) -> str:
    # Hyphen, comma and ampersand are signs of the directive's own grammar.
    return percent(words, safe="", errors="replace").replace("-", "%2D")


def _count(text: str, words: str) -> int:
    first = text.find(words)
    return 1 if first < 0 else 1 + (text.find(words, first + 1) >= 0)


def _whole_words(text: str, span: Span) -> tuple[int, int]:
    """Browsers match whole words only: the span widened to them, its outer spaces left off."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    if start >= end:
        return span.start, span.start
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


_folder = lru_cache(maxsize=1024)(posixpath.dirname)


@lru_cache(maxsize=16384)
def _relative(target: str, folder: str) -> str:
    return "".join(map(_path_sign, posixpath.relpath("/" + target, "/" + folder)))


def _path_sign(sign: str) -> str:
    # Letters of all scripts may stand in a destination, and are easier to read so.
    if _PATH.match(sign):
        return sign
    return percent(sign, errors="replace")
