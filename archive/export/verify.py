"""Whether the quotations in exported files are still what the archive holds.

A quotation stands in the region of its mark, in whatever Markdown file below
the folder; in the brief of a dossier, above the footnote that names its mark.
It is verbatim if its words, rendered, are the words marked, and these stand in
the article's current text where the mark says. A file of an article must also
name that article, its current revision and the sha256 of that revision's text,
which is computed anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import NotFound, UsageError
from archive.export import known, properties
from archive.export.comments import Parsed, parse
from archive.export.contract import Cancelled, Progress, Source
from archive.model import Annotation, Motivation

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CALLOUT = re.compile(r"> ?\[![\w-]+\]")
_FOOTNOTE = re.compile(r"\[\^(m-\w+)\]\Z")
_BREAKS = ("softbreak", "hardbreak")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What does not hold.

    Attributes:
        path: of the file, relative, with forward slashes. ``line``: in it, from 1.
        id: of the mark; empty where it is the file as a whole.
        reason: half a sentence for people.
    """

    path: str
    line: int
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer: how many files and quotations were looked at, and what is wrong."""

    files: int = 0
    quotations: int = 0
    wrong: tuple[Wrong, ...] = ()
    cancelled: bool = False


def verify(
    archive: Source,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Verification:
    """Hold every quotation in the Markdown files of a folder against the archive.

    Args:
        progress: called with the files done and the files there are.
        cancelled: asked between two files.

    Raises:
        UsageError: if there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder.", remedy="Name one that was exported to.")
    checker = _Checker(archive)
    paths = known.files(folder)
    files = 0
    wrong: list[Wrong] = []
    for done, path in enumerate(paths, 1):
        if cancelled is not None and cancelled():
            return Verification(files, checker.quotations, tuple(wrong), cancelled=True)
        before = checker.quotations
        found = list(checker.file(path, path.relative_to(folder).as_posix()))
        wrong += found
        files += bool(found) or checker.quotations > before
        if progress is not None:
            progress(done, len(paths))
    return Verification(files, checker.quotations, tuple(wrong))


def quoted(region: str) -> str | None:
    """The words of a region's first block quotation that stands in no list; None if there is none.

    Blocks are joined by a blank line and lines by a newline, as in an
    article's plain text; the title of a callout is left off.
    """
    lines = region.split("\n")
    for one in _quotations(region):
        if one.outermost:  # one inside a list is a note's
            titled = _CALLOUT.match(lines[one.line].lstrip(" "))
            return "\n\n".join(one.words[titled is not None :]) or None
    return None


def cited(region: str) -> Iterator[tuple[str, str]]:
    """The quotations of a brief: the mark that the footnote below one names, and its words."""
    for one in _quotations(region):
        footnote = _FOOTNOTE.search(one.below)
        if footnote is not None:
            yield footnote[1], "\n\n".join(one.words)


class _Quotation(NamedTuple):
    """A block quotation.

    Attributes:
        words: its blocks, rendered. ``below``: the source of the paragraph below it.
        line: where it begins, from 0. ``outermost``: whether it stands in no other block.
    """

    words: list[str]
    below: str
    line: int
    outermost: bool


def _quotations(region: str) -> Iterator[_Quotation]:
    depth = line = 0
    words: list[str] = []
    tokens = _parser().parse(region)
    for at, token in enumerate(tokens):
        if token.type == "blockquote_open":
            if depth == 0 and token.map is not None:
                line = token.map[0]
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
            if depth == 0:
                below = tokens[at + 2] if tokens[at + 1 : at + 2] else None
                told = below.content if below is not None and below.type == "inline" else ""
                yield _Quotation(words, told, line, token.level == 0)
                words = []
        elif depth and token.type == "inline":
            words.append(_words(token))
        elif depth and token.type in ("fence", "code_block", "html_block"):
            words.append(token.content.removesuffix("\n"))


class _Checker:
    def __init__(self, archive: Source) -> None:
        self._archive = archive
        self._marks: dict[str, Annotation] = {m.id: m for m in archive.annotations.all()}
        self._last = ("", "")
        self.quotations = 0

    def file(self, path: Path, relative: str) -> Iterator[Wrong]:
        """What is wrong with one file; one without anything of ours has nothing wrong."""
        try:
            data = path.read_bytes()
        except OSError as error:
            yield Wrong(relative, 1, "", f"it cannot be read ({error.strerror})")
            return
        key = known.identify(data)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            if key is not None:
                yield Wrong(relative, 1, "", f"it is not in UTF-8 (byte {error.start})")
            return
        article = key[1] if key is not None and key[0] == "article" else None
        if article is not None:
            yield from self._article(text, article, relative)
        parsed = parse(text)
        yield from (Wrong(relative, line, id, told) for id, line, told in parsed.damaged)
        for id, found in parsed.regions.items():
            if not self._quotes(id):
                continue
            self.quotations += 1
            # As we wrote it, what follows the quotation has no part in it: read no further.
            ours = found.piece.content if found.piece is not None else found.content
            region = _quotation(ours) if found.clean or found.piece is not None else ours
            reason = self._quotation(id, article, quoted(region))
            if reason:
                yield Wrong(relative, text.count("\n", 0, found.start) + 1, id, reason)
        if key is not None and key[0] == "dossier":
            yield from self._brief(text, parsed, relative)

    def _brief(self, text: str, parsed: Parsed, relative: str) -> Iterator[Wrong]:
        for found in parsed.regions.values():
            for id, words in cited(found.content):
                self.quotations += 1
                reason = self._quotation(id, None, words)
                if reason:
                    yield Wrong(relative, text.count("\n", 0, found.start) + 1, id, reason)

    def _quotes(self, id: str) -> bool:
        mark = self._marks.get(id)
        if mark is None:
            return id.startswith("m-")
        return mark.motivation is not Motivation.IDENTIFYING

    def _article(self, text: str, id: str, relative: str) -> Iterator[Wrong]:
        try:
            front = properties.strings(properties.split(text).lines, ("revision", "sha256"))
        except properties.BrokenFrontMatter as error:
            yield Wrong(relative, 1, "", str(error))
            return
        try:
            article = self._archive.articles.get(id)
        except NotFound:
            yield Wrong(relative, 1, "", f"the archive has no article {id}")
            return
        actual = self._text(id)
        revision = str(article.revision)
        if front.get("revision") != revision:
            said = front.get("revision") or "none"
            yield Wrong(
                relative, 1, "", f"it speaks of revision {said}, the archive has {revision}"
            )
        if front.get("sha256") != hashlib.sha256(actual.encode("utf-8")).hexdigest():
            yield Wrong(relative, 1, "", "its sha256 is not that of the article's text")

    def _quotation(self, id: str, article: str | None, words: str | None) -> str:
        """Why a quotation does not hold, or an empty string."""
        mark = self._marks.get(id)
        if mark is None:
            return "the archive has no such mark"
        if article is not None and mark.article != article:
            return f"its mark is on article {mark.article}, not on {article}"
        if words is None:
            return "the quotation is not there any more"
        if words != mark.exact:
            return "its words are not the words marked"
        if not mark.placement.placed:
            return f"the article's text changed, and the words are {mark.placement} in it"
        if mark.span.of(self._text(mark.article)) != mark.exact:
            return "its words do not stand where the mark says"
        return ""

    def _text(self, article: str) -> str:
        if self._last[0] != article:
            self._last = article, self._archive.articles.document(article).text
        return self._last[1]


def _quotation(region: str) -> str:
    """A region of ours down to the end of its quotation."""
    start = 0 if region.startswith(">") else region.find("\n>") + 1
    end = region.find("\n\n", start)
    return region[:end] if end >= 0 else region


def _words(token: Token) -> str:
    return "".join(
        "\n" if child.type in _BREAKS else child.content for child in token.children or ()
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")
