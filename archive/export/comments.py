"""Our comments in a file: a part of it between two of them, found and written.

In the body of a file a *region* is what stands between two comments, which
every renderer hides::

    <!-- newsmark m-1fzw6c0d 3f9a5c0b7d21e8f4 -->

    > the words marked

    <!-- /newsmark m-1fzw6c0d 3f9a5c0b7d21e8f4 -->

The first word is the region's id, the second the first 16 digits of the
sha256 of what we last wrote between the comments, with line feeds for line
ends and without the *prefix*: the spaces, tabs and ``>`` before the closing
comment, which all lines share once a user has indented the region into a list
or put it in a quotation. A region may therefore be moved, reordered, indented
or quoted, and is still known as unchanged; rewriting puts the prefix back, in
the line ends that the region has. As the closing comment repeats the hash of
all that precedes it, no exported text can hold it and end its region early;
and in a region whose hash is right nothing is looked for. A ``conflict
block`` has ``newsmark-conflict`` for ``newsmark``; ``kept`` and a further
hash in a region's first comment say which text of ours the user refused.

What a user added at an edge of a region is told from what they changed in it:
where the lines that we wrote still stand together, above or below lines of
the user's, they are found by the hash, and the region has a *piece*.

A comment of ours that cannot be read, or that has lost its partner, is
damaged: what it enclosed is then nobody's but the user's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_COMMENT = re.compile(
    r"<!--[ \t]*(?P<end>/)?newsmark(?P<conflict>-conflict)?[ \t]+(?P<id>[\w-]+)"
    r"[ \t]+(?P<hash>[0-9a-f]{16})(?:[ \t]+kept[ \t]+(?P<kept>[0-9a-f]{16}))?[ \t]*-->"
)
_LIKE_OURS = re.compile(r"<!--\s*/?\s*newsmark\b[^\n]*")
_ID = re.compile(r"\b[a-z]-\w+")
PREFIX = re.compile(r"[ \t>]*")
_MOST_ADDED: Final = 60  # lines above what we wrote, and below it, for it to be looked for


class Piece(NamedTuple):
    """What we last wrote, as whole lines between lines of the user's.

    Attributes:
        start, end: in the text, the end without a line end.
        content: without prefix.
    """

    start: int
    end: int
    content: str


class Damage(NamedTuple):
    """A comment of ours that is none any more.

    Attributes:
        id: the region's, empty where it cannot be read. ``line``: where it stands.
        told: half a sentence for people, with the line.
    """

    id: str
    line: int
    told: str


@dataclass(frozen=True)
class Found:
    """A region or conflict block as it stands in a file.

    Attributes:
        id: the region's. ``conflict``: whether this is a conflict block.
        start, end: from the first comment's first to the last one's last character.
        inner: the same between the comments.
        hash, kept: from the first comment.
        prefix, eol: what its lines begin and end with.
        content: the blocks between the comments, without prefix, or what comes near to it.
        clean: whether the content is what we wrote.
        piece: where it is not, what we wrote if it stands there untouched.
    """

    id: str
    conflict: bool
    start: int
    end: int
    inner: tuple[int, int]
    hash: str
    kept: str | None
    prefix: str
    eol: str
    content: str
    clean: bool
    piece: Piece | None = None


@dataclass
class Parsed:
    """All of our comments in a text.

    Attributes:
        regions: the first of each id. ``blocks``: all conflict blocks of each id.
        copied: ids of regions that stand there more than once, or inside such a copy.
        copies: the further regions of an id.
        nested: whether a region stands inside another, which counts as changed by that.
        damaged: comments that cannot be read or have lost their partner.
    """

    regions: dict[str, Found] = field(default_factory=dict)
    blocks: dict[str, list[Found]] = field(default_factory=dict)
    copied: set[str] = field(default_factory=set)
    copies: list[Found] = field(default_factory=list)
    nested: bool = False
    damaged: list[Damage] = field(default_factory=list)


def parse(text: str, first: int = 1) -> Parsed:
    """Find the regions of a text; of several with one id, the first.

    Args:
        first: the number of its first line, for what is said about damage.
    """
    parsed = Parsed()
    opaque: list[tuple[int, int]] = []
    comments = list(_COMMENT.finditer(text))
    pairs = _pairs(comments)
    ends = set(pairs.values())
    at = reach = 0
    while at < len(comments):
        match = comments[at]
        at += 1
        if match["end"]:
            if at - 1 not in ends:
                parsed.damaged.append(_lost(text, match, "beginning", first))
            continue
        last = pairs.get(at - 1)
        if last is None:
            parsed.damaged.append(_lost(text, match, "end", first))
            continue
        found = _found(text, match, comments[last])
        parsed.nested |= found.start < reach
        reach = max(reach, found.end)
        copy = not found.conflict and found.id in parsed.regions
        if found.conflict:
            parsed.blocks.setdefault(found.id, []).append(found)
        elif copy:
            parsed.copied.update(one["id"] for one in comments[at - 1 : last])
            parsed.copies.append(found)
        else:
            parsed.regions[found.id] = found
        if found.clean or copy:
            at = last + 1  # nothing in it is of concern: our own text, or the user's copy
            opaque.append((found.start, found.end))
    for like in _LIKE_OURS.finditer(text):
        inside = any(start <= like.start() < end for start, end in opaque)
        if not inside and _COMMENT.match(text, like.start()) is None:
            named = _ID.search(like[0])
            line = _line(text, like.start(), first)
            told = f"a comment of ours is damaged (line {line})"
            parsed.damaged.append(Damage(named[0] if named else "", line, told))
    return parsed


def _pairs(comments: Sequence[re.Match[str]]) -> dict[int, int]:
    """First comments to the last ones that belong to them, inner pairs before outer ones."""
    pairs: dict[int, int] = {}
    open: dict[tuple[str | None, str, str], list[int]] = {}
    for index, match in enumerate(comments):
        same = open.setdefault((match["conflict"], match["id"], match["hash"]), [])
        if not match["end"]:
            same.append(index)
        elif same:
            pairs[same.pop()] = index
    return pairs


def holds_ours(content: str) -> bool:
    """Whether a comment of ours, or what looks like one, stands in a region's content."""
    return _LIKE_OURS.search(content) is not None


def digest(content: str) -> str:
    """The hash that a region with this content has."""
    return hashlib.sha256(f"\n{content}\n".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _found(text: str, opening: re.Match[str], closing: re.Match[str]) -> Found:
    inner = text[opening.end() : closing.start()]
    first, *lines = inner.replace("\r\n", "\n").split("\n")
    last = lines.pop() if lines else ""
    match = PREFIX.match(last)
    prefix = match[0] if match else ""
    intact = not first and prefix == last
    content: list[str] = []
    for line in lines:
        bare = _without(prefix, line)
        intact &= bare is not None
        content.append(line if bare is None else bare)
    joined = "\n".join(content)
    if intact and joined.startswith("\n") and joined.endswith("\n"):
        joined = joined[1:-1]
        clean = digest(joined) == opening["hash"]
    else:
        clean = False
        joined = f"{first}\n{joined}\n{last}"
    return Found(
        id=opening["id"],
        conflict=bool(opening["conflict"]),
        start=opening.start(),
        end=closing.end(),
        inner=(opening.end(), closing.start()),
        hash=opening["hash"],
        kept=opening["kept"],
        prefix=prefix,
        eol="\r\n" if text[opening.end() : opening.end() + 2] == "\r\n" else "\n",
        content=joined,
        clean=clean,
        piece=None if clean else _piece(inner, opening.end(), prefix, opening["hash"]),
    )


def _without(prefix: str, line: str) -> str | None:
    """A line without the prefix; None if it does not have it."""
    if line.startswith(prefix):
        return line[len(prefix) :]
    return "" if line.rstrip(" \t") == prefix.rstrip(" \t") else None


def is_piece(content: str) -> bool:
    """Whether what we write can be told from the blank lines above and below it."""
    return content != "" and content[0] != "\n" and content[-1] != "\n"


def _piece(inner: str, at: int, prefix: str, mark: str) -> Piece | None:
    """Find what we wrote among the whole lines between two comments.

    Args:
        inner: the text between them. ``at``: where it begins.
        mark: the hash of what we wrote.
    """
    if _LIKE_OURS.search(inner):
        return None  # part of another region may stand there: that is no addition
    spans: list[tuple[int, int]] = []
    lines: list[str | None] = []
    for raw in inner.split("\n"):
        whole = raw.removesuffix("\r")
        spans.append((at, at + len(whole)))
        lines.append(_without(prefix, whole))
        at += len(raw) + 1
    last = len(lines) - 1  # on the line of the last comment; the first is on that of the first
    for start in range(1, min(last, _MOST_ADDED + 1)):
        if not lines[start]:
            continue  # see `is_piece`
        running = hashlib.sha256(b"\n")
        for end in range(start, last):
            line = lines[end]
            if line is None:
                break
            running.update(f"{line}\n".encode("utf-8", "surrogatepass"))
            if line and last - end <= _MOST_ADDED and running.hexdigest()[:16] == mark:
                content = "\n".join(one or "" for one in lines[start : end + 1])
                return Piece(spans[start][0], spans[end][1], content)
    return None


def written(id: str, content: str, prefix: str, eol: str, *, conflict: bool = False) -> str:
    """A region or conflict block with its comments, from the start of a line to that of another."""
    mark = digest(content)
    first, last = (
        first_comment(id, mark, conflict=conflict),
        last_comment(id, mark, conflict=conflict),
    )
    return f"{prefix}{first}{_inner(content, prefix, eol)}{last}{eol}"


def between(found: Found, content: str) -> str:
    """New text for a region or conflict block, from its first comment to its last."""
    mark = digest(content)
    first = first_comment(found.id, mark, conflict=found.conflict)
    last = last_comment(found.id, mark, conflict=found.conflict)
    return f"{first}{_inner(content, found.prefix, found.eol)}{last}"


def _inner(content: str, prefix: str, eol: str) -> str:
    source = placed(f"\n{content}\n", prefix, eol)
    return f"{eol}{source}{eol}{prefix}"


def placed(content: str, prefix: str, eol: str) -> str:
    """Content as whole lines of a region, the last without its line end."""
    source = content
    if prefix:
        bare = prefix.rstrip(" \t")
        source = "\n".join(prefix + line if line else bare for line in source.split("\n"))
    return source if eol == "\n" else source.replace("\n", eol)


def first_comment(id: str, mark: str, *, kept: str | None = None, conflict: bool = False) -> str:
    """The comment before a region; ``kept`` is the hash of what the user refused."""
    name = "newsmark-conflict" if conflict else "newsmark"
    return f"<!-- {name} {id} {mark}{f' kept {kept}' if kept else ''} -->"


def last_comment(id: str, mark: str, *, conflict: bool = False) -> str:
    """The comment after a region."""
    return f"<!-- /{'newsmark-conflict' if conflict else 'newsmark'} {id} {mark} -->"


def _lost(text: str, match: re.Match[str], what: str, first: int) -> Damage:
    name = "the conflict block of" if match["conflict"] else "region"
    line = _line(text, match.start(), first)
    return Damage(match["id"], line, f"{name} {match['id']} has lost its {what} (line {line})")


def _line(text: str, at: int, first: int) -> int:
    return first + text.count("\n", 0, at)
