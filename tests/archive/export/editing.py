"""What a user may do to an exported file, and how to tell their bytes from ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from archive.export.comments import parse

ATOM = re.compile(r"⟦\d+[^⟧\r\n]*")
"""What the edits below insert; each is found again by its number."""


def edited(text: str, edit: Sequence[object], number: int) -> str:
    """The text after one thing that a user may do."""
    kind, at, more = edit
    assert isinstance(at, int)
    start = text.find("\n", text.index("\n---") + 1) + 1
    if not start:
        return text  # nothing is left below the front matter
    head, rest = text[:start], text[start:]
    lines = rest.split("\n")
    spans = [
        (i, j)
        for i, line in enumerate(lines)
        if (opening := re.search(r"<!-- (newsmark(?:-conflict)? [\w-]+ \w+)", line))
        for j in range(i + 1, len(lines))
        if f"<!-- /{opening[1]} -->" in lines[j]
    ]
    if kind == "crlf":
        return re.sub(r"\r?\n", "\r\n", text)
    if kind in ("insert", "inside"):
        place = at % (len(rest) + 1)
        if kind == "insert":
            place = len("\n".join(lines[: at % len(lines)])) + 1 if at % len(lines) else 0
        return head + rest[:place] + f"⟦{number}{more}⟧" + rest[place:]
    if not spans:
        return text
    i, j = spans[at % len(spans)]
    chosen = lines[i : j + 1]
    if kind == "prefix":
        lines[i : j + 1] = [f"{more}{line}" for line in chosen]
    elif kind == "damage":
        del lines[i]
    elif kind == "edge":
        assert isinstance(more, int)
        prefix = re.match(r"[ \t>]*", lines[j])
        assert prefix is not None
        blank = [""] * (more // 2 % 2)
        place, added = (i + 1, [*blank, f"⟦{number} edge⟧"]) if more % 2 else (j, [f"⟦{number}⟧"])
        lines[place:place] = [prefix[0] * (more % 3 > 0) + line for line in added]
    else:
        if kind != "copy":
            del lines[i : j + 1]
        if kind in ("move", "copy"):
            assert isinstance(more, int)
            place = more % (len(lines) + 1)
            lines[place:place] = chosen
    return head + "\n".join(lines)


def copied(text: str) -> set[str]:
    """Ids of which the user has copies, and we no region."""
    return set(re.findall(r"([\w-]+) copied", text))


def in_rows(text: str) -> bool:
    """Whether no comment of ours stands between two others that belong together."""
    found = re.findall(r"<!-- (/?)newsmark(-conflict)? (\S+ \w{16})", text)
    pairs = zip(found[::2], found[1::2], strict=False)
    whole = all(a[1:] == b[1:] and (a[0], b[0]) == ("", "/") for a, b in pairs)
    return len(found) % 2 == 0 and whole


def outside(text: str, copies: set[str]) -> str:
    """The body without our regions and blocks, and the lines that are wholly theirs."""
    rest = text[text.index("\n---") + 1 :]
    parsed = parse(rest)
    ours = [one for id, one in parsed.regions.items() if id not in copies]
    for found in sorted((*ours, *chain(*parsed.blocks.values())), key=lambda f: -f.start):
        start = rest.rfind("\n", 0, found.start) + 1
        end = rest.find("\n", found.end) + 1 or len(rest)
        alone = not rest[start : found.start].strip(" \t>") and not rest[found.end : end].strip()
        if not alone:
            start, end = found.start, found.end
        rest = rest[:start] + rest[end:]
    return rest


_OWN = re.compile(r"^(title|name|summary): [^\r\n]*", re.MULTILINE)
_LOSABLE = re.compile(r"^(outlet|type|url): [^\r\n]*\r?\n", re.MULTILINE)
FRONT = ("foreign key", "front comment", "own value", "lost key", "bom", "no end")
BODY = ("insert", "inside", "delete", "move", "copy", "crlf", "damage", "prefix", "edge")


def front_edited(text: str, kind: str, number: int) -> str:
    """The text after something a user may do to its front matter, or to the file as a whole."""
    eol = "\r\n" if "---\r\n" in text else "\n"
    at = text.index("---") + 3 + len(eol)
    if kind == "foreign key":
        return f"{text[:at]}mine-{number}:   'a ⟦{number}⟧'{eol}{text[at:]}"
    if kind == "front comment":
        return f"{text[:at]}# ⟦{number}⟧ a comment{eol}{text[at:]}"
    if kind == "own value":
        return _OWN.sub(rf"\1: '⟦{number}⟧'", text, count=1)
    if kind == "lost key":
        return _LOSABLE.sub("", text, count=1)
    if kind == "bom":
        return "\ufeff" + text.removeprefix("\ufeff")
    return text.rstrip("\r\n")
