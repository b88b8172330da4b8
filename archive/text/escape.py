"""Plain text into Markdown that renders to exactly that text.

The rules were found by fuzzing CommonMark, GFM, footnotes, math and linkify;
they write a backslash only where some dialect would read a sign, so that
ordinary prose stays readable in its source. What cannot be written with a
backslash (white space at the ends of a line, tabs, no-break spaces, further
blank lines) becomes a numeric character reference. Bidirectional controls do
too: the rendered words are the same, and the source cannot be made to show
another order than it has. No rule asks Unicode's tables about letters, which
differ from one version of Python to another.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import quote as percent

# At the start of a line: list, quote, admonition, definition, setext heading, heading; number.
_START = re.compile(r"(?:[0-9]{1,9}(?=[.)])|(?=[-+>!:=#]))")
_SIGNS = re.compile(
    r"""
    (?=[\\`*_\[\]<|~$^@{}&\#=%:/.-])(?:  # nearly every character ends here: quick
      [\\`*_\[\]<|~$^@{}]             # inline markup, raw HTML, math, tables, mentions, attributes
    | &(?=\#?[A-Za-z0-9]+;)           # a character reference
    | (?<![0-9A-Za-z_À-ɏ])\#(?=\S|$)  # tag, end of a heading; C# stays
    | (?<==)= | =(?==)                # highlight
    | (?<=[%{}])% | %(?=[%{}]|[0-9A-Fa-f]{2})   # comments, percent-encoding inside a bare URL
    | /(?=/) | :(?=[A-Za-z+_-][0-9A-Za-z_+-]*:)  # bare URL, emoji shortcode
    | (?<=[wW]{3})\.                  # bare www. address
    | (?<=[xX][nN])-(?=-)             # a bare host name in punycode would be decoded
    )
    """,
    re.VERBOSE,
)
# White space but the plain space (a renderer trims it, or makes it a space), controls that
# Markdown cannot hold, and the controls that reorder what an editor shows.
_ODD = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069]")
_NEWLINES = re.compile(r"\n+")
# Unreserved and reserved characters of RFC 3986 but those that Markdown or HTML would read.
_KEPT_IN_URL = "-._~:/?#@!$&'*+,;=%"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_REFERENCE_IN_URL = re.compile(r"&(?=#?\w+;)")
# A hard break, a backslash before ASCII punctuation, a character reference.
_ESCAPED = re.compile(
    r"\\(?:\n|(?P<sign>[!-/:-@\[-`{-~]))"
    r"|&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);"
)
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def escape(text: str) -> str:
    """Markdown whose rendering is ``text``, character for character.

    One newline becomes a hard break and a blank line parts two paragraphs,
    whose texts joined by a blank line are ``text`` again.

    Args:
        text: plain text as :mod:`archive.text.document` defines it. Controls
            that plain text never holds come out as U+FFFD.
    """
    parts: list[str] = []
    at = 0
    for run in _NEWLINES.finditer(text):
        count = len(run[0])
        parts.append(_line(text[at : run.start()]))
        if run.start() == 0 or run.end() == len(text):
            parts.append("&#10;" * count)
        elif count == 1:
            parts.append("\\\n")
        else:
            parts.append("\n\n" + "&#10;" * (count - 2))
        at = run.end()
    parts.append(_line(text[at:]))
    return "".join(parts)


@lru_cache(maxsize=16384)  # an export writes a title or a name on many pages
def escape_line(text: str) -> str:
    """Like :func:`escape`, on one line: for titles, names and list entries.

    Runs of white space and controls, newlines among them, become one space, so that
    no value can begin a line of its own.
    """
    return _line(one_line(text))


def one_line(text: str) -> str:
    """Plain text with runs of white space and controls, newlines among them, made one space."""
    return " ".join(_CONTROL.sub(" ", text).split())


def escape_cell(text: str) -> str:
    """Like :func:`escape`, on one line, newlines kept as character references."""
    return "&#10;".join(_line(line) for line in text.split("\n"))


def unescape(source: str) -> str:
    """The text that :func:`escape`, or :func:`escape_line`, was given; other markup stays."""
    return _ESCAPED.sub(_meant, source)


def cleaned(source: str) -> str:
    """Markdown as a user wrote it, newlines as line feeds, controls as U+FFFD, else unchanged."""
    return _CONTROL.sub("\ufffd", source.replace("\r\n", "\n").replace("\r", "\n"))


def quote(text: str) -> str:
    """A block quotation that renders to exactly ``text``; no newline at its end."""
    return prefixed(escape(text), "> ")


def prefixed(source: str, prefix: str) -> str:
    """Every line of Markdown ``source`` behind ``prefix``; blank lines without its spaces."""
    bare = prefix.rstrip(" ")
    return "\n".join(prefix + line if line else bare for line in source.split("\n"))


def code_span(text: str) -> str:
    """``text`` as a code span: for what must be shown and never become a link.

    Runs of white space and controls become one space; empty if nothing is left.
    """
    flat = one_line(text)
    return exact_code_span(flat) if flat else ""


def exact_code_span(text: str) -> str:
    """``text`` as a code span that renders to exactly it.

    Args:
        text: one line that is not blank.
    """
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def web_destination(url: str) -> str | None:
    """``url`` as a safe link destination, or None unless it is an http(s) address.

    What Markdown or HTML would read is percent-encoded; what was encoded stays.
    """
    url = url.strip()
    if not _WEB.match(url):
        return None
    encoded = percent(_STRAY_PERCENT.sub("%25", url), safe=_KEPT_IN_URL, errors="replace")
    return _REFERENCE_IN_URL.sub("&amp;", encoded)


def _line(line: str) -> str:
    if not line:
        return ""
    first, last = line[0] == " ", line[-1] == " " and len(line) > 1
    inner = line[first : len(line) - last]
    start = _START.match(inner)
    inner = _SIGNS.sub(r"\\\g<0>", inner)
    if start and inner[start.end()] != "\\":
        inner = f"{start[0]}\\{inner[start.end() :]}"
    return "&#32;" * first + _ODD.sub(_reference, inner) + "&#32;" * last


def _meant(match: re.Match[str]) -> str:
    if match["sign"] is not None:
        return match["sign"]
    return "\n" if match[0] == "\\\n" else html.unescape(match[0])


def _reference(match: re.Match[str]) -> str:
    sign = match[0]
    return "\ufffd" if _CONTROL.match(sign) else f"&#{ord(sign)};"
