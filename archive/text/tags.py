"""The words inside HTML that stands in Markdown; its tags are dropped, never kept as markup.

What only looks like a tag is text: ``std::vector<int>`` and ``cp <file>``
keep every character, since no HTML element has such a name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.text.clean import clean_part

_TAG = re.compile(r"""<(/?)([A-Za-z][\w:-]*+)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_SPACES = re.compile("[ \t\n\x0c]+")

_PHRASE = frozenset(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark q s samp small"
    " span strike strong sub sup tt u var wbr ruby rb rt rp".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKING = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form frameset head header hr html legend li main menu nav ol"
    " optgroup option p pre section summary table tbody tfoot thead tr ul".split()
) | set(_HEADINGS)
_SILENT = frozenset(("script", "style", "template", "title", "noframes", "textarea", "svg", "math"))
_OTHER = frozenset(
    "area audio base basefont button canvas col colgroup data datalist embed frame iframe input"
    " label link map meta meter noscript object output param picture portal progress search select"
    " slot source td th time track video".split()
)
_BLOCK_TAGS = _PHRASE | _BREAKING | _SILENT | _OTHER
# Within a sentence a bare <title> or <source> is a placeholder, or speaks of the tag itself.
_INLINE_TAGS = (
    _PHRASE
    | frozenset(
        "blockquote center dd details div dl dt figcaption figure hr li ol p pre summary table"
        " tbody td th thead tr ul".split()
    )
    | set(_HEADINGS)
)


class Piece(NamedTuple):
    """One paragraph of a stretch of HTML.

    Attributes:
        text: its words.
        level: heading level 1 to 6, else 0.
        code: whether it is preformatted.
    """

    text: str
    level: int = 0
    code: bool = False


def tag_text(tag: str) -> str:
    """What one inline tag, comment or instruction of a Markdown sentence says as text."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return ""  # a comment, a declaration, an instruction
    name = match[2].lower()
    if name not in _INLINE_TAGS and not (name in _BLOCK_TAGS and match[3].strip(" \n\t/")):
        return tag
    return _instead(name, match[3], closing=bool(match[1]))


def _instead(name: str, attributes: str, *, closing: bool) -> str:
    if name == "br":
        return "\n"
    if name == "img" and not closing and (alt := _ALT.search(attributes)):
        return html.unescape(alt[1] or alt[2] or alt[3] or "")
    return ""


def html_blocks(source: str) -> Iterator[Piece]:
    """The paragraphs of an HTML block of Markdown, in order, none of them blank.

    Args:
        source: one block as CommonMark cuts it: tags need not balance.
    """
    words: list[str] = []
    level, code, silent = 0, False, ""
    for tag, text in _parts(source):
        if tag is None:
            if not silent:
                words.append(clean_part(html.unescape(text if code else _SPACES.sub(" ", text))))
            continue
        name, closing = tag[2].lower(), bool(tag[1])
        if silent:
            silent = "" if closing and name == silent else silent
        elif name not in _BLOCK_TAGS:
            words.append(tag[0])
        elif name in _SILENT:
            silent = "" if closing else name
        elif name in _BREAKING:
            yield from _piece(words, level, code)
            words.clear()
            level = 0 if closing else _HEADINGS.get(name, level)
            code = not closing if name == "pre" else code
        elif name in ("td", "th") and not closing and any(map(str.strip, words)):
            words.append("\t")
        else:
            words.append(clean_part(_instead(name, tag[3], closing=closing)))
    yield from _piece(words, level, code)


def _piece(words: list[str], level: int, code: bool) -> Iterator[Piece]:
    text = "".join(words)
    if text.strip():
        text = text.strip("\n") if code else re.sub(" *([\t\n]) *", r"\1", text).strip()
        yield Piece(re.sub("  +", " ", text) if not code else text, level, code)


def _parts(source: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Tags, and the texts between them; comments, declarations and instructions left out."""
    at = 0
    while at < len(source):
        start = source.find("<", at)
        if start < 0:
            start = len(source)
        if start > at:
            yield None, source[at:start]
        if start == len(source):
            return
        if tag := _TAG.match(source, start):
            yield tag, ""
            at = tag.end()
            continue
        for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")):
            if source.startswith(opening, start):
                end = source.find(closing, start + len(opening))
                if opening == "<![CDATA[":
                    yield None, html.escape(source[start + 9 : end if end >= 0 else None])
                at = end + len(closing) if end >= 0 else len(source)
                break
        else:
            yield None, "<"
            at = start + 1
