"""Whether the quotations in exported files are still what the archive holds.

A quotation stands in the region of its mark, in whatever Markdown file below
the folder; in the brief of a dossier, above the footnote that names its mark.
It is verbatim if its words, rendered, are the words marked, and these stand in
the article's current text where the mark says. A file of an article must also
name that article, its current revision and the sha256 of that revision's text,
which is computed anew; and the full text, where the file has it, must render
to the letters of that revision, and the sentence around a mention, or around a
passage, must be its own.

A part that its user deleted is none of our business. One whose comments alone
were taken away still poses as the passage of its mark by its anchor, and is
named. A quotation in a note of the user's own is held against its mark; a
file that has the parts of an article's page, and no front matter that says
of which article, is named.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from archive.errors import NotFound, UsageError
from archive.export import around, known, properties
from archive.export.anchors import anchored
from archive.export.comments import Found, Parsed, parse
from archive.export.contract import Cancelled, Progress, Source
from archive.export.dialects import DIALECTS
from archive.export.passages import CONTEXT
from archive.export.rendered import cited, letters, quoted
from archive.model import Annotation, Motivation
from archive.text.document import Document
from archive.text.render import to_markdown

_WIKILINK = re.compile(r"\[\[[^\[\]|]*\|([^\[\]]*)\]\]")
_TEXT = "text"
_OF_A_PAGE = ("title", "passages", "lost", _TEXT)
"""Ids of regions that every article's page has, or that only such a page has."""


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
    """The answer.

    Attributes:
        files: in which something was held against the archive, or is wrong; where there
            is none, nothing was proved. ``quotations``: those held against it.
        wrong: what does not hold.
        pages: pages of the profile ``html`` in the folder, which are not looked into.
    """

    files: int = 0
    quotations: int = 0
    wrong: tuple[Wrong, ...] = ()
    cancelled: bool = False
    pages: int = 0


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
    wrong: list[Wrong] = []

    def unreadable(path: Path, error: OSError) -> None:
        relative = path.relative_to(folder).as_posix()
        wrong.append(Wrong(relative, 1, "", f"the folder cannot be read ({error.strerror})"))

    paths = known.files(folder, unreadable=unreadable)
    pages = len(known.find(folder, ".html").paths)
    files = 0
    for done, path in enumerate(paths, 1):
        if cancelled is not None and cancelled():
            return Verification(files, checker.quotations, tuple(wrong), True, pages)
        before = checker.checks
        found = list(checker.file(path, path.relative_to(folder).as_posix()))
        wrong += found
        files += bool(found) or checker.checks > before
        if progress is not None:
            progress(done, len(paths))
    return Verification(files, checker.quotations, tuple(wrong), pages=pages)


class _Checker:
    def __init__(self, archive: Source) -> None:
        self._archive = archive
        self._marks: dict[str, Annotation] = {m.id: m for m in archive.annotations.all()}
        self._last = ("", "")
        self.quotations = 0
        self._articles = 0

    @property
    def checks(self) -> int:
        """How often something was held against the archive."""
        return self.quotations + self._articles

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
        body, first = properties.below(text)
        page = _Page(relative, body, first, parse(body, first))
        kind, record = key or ("", "")
        if kind == "article":
            self._articles += 1
            wrong = list(self._article(text, record, relative))
            if not wrong:
                yield from self._text_of(page, record)
                yield from self._sentences_of(page, record)
            yield from wrong
            yield from _uncommented(page, text)
        elif kind != "dossier":
            yield from _nameless(page)
        yield from (Wrong(relative, line, id, told) for id, line, told in page.parsed.damaged)
        for id, found in page.parsed.regions.items():
            if not self._quotes(id):
                continue
            ours = found.piece.content if found.piece is not None else found.content
            if id not in self._marks and _is_tombstone(id, ours):
                continue
            self.quotations += 1
            # As we wrote it, what follows the quotation has no part in it: read no further.
            region = _quotation(ours) if found.clean or found.piece is not None else ours
            article = record if kind == "article" else None
            yield from page.wrong(found, id, self._quotation(id, article, quoted(region)))
        if kind == "dossier":
            yield from self._brief(page)

    def _brief(self, page: _Page) -> Iterator[Wrong]:
        for found in page.parsed.regions.values():
            for id, words in cited(found.content):
                self.quotations += 1
                yield from page.wrong(found, id, self._quotation(id, None, words))

    def _text_of(self, page: _Page, article: str) -> Iterator[Wrong]:
        """Whether the full text in an article's file is the article's."""
        found = page.parsed.regions.get(_TEXT)
        if found is None:
            return
        source = to_markdown(self._archive.articles.document(article)).rstrip("\n")
        ours = found.piece.content if found.piece is not None else found.content
        heading, _, rest = ours.lstrip("\n").partition("\n")
        wanted = letters(source)
        if rest.strip("\n") == source or letters(ours) == wanted:
            return
        if not heading.startswith("#") or letters(rest) != wanted:
            yield from page.wrong(found, "", "its text is not the article's")

    def _sentences_of(self, page: _Page, article: str) -> Iterator[Wrong]:
        """Whether what stands around mentions, and around passages, is the article's.

        Words that a user added before or behind it are their own.
        """
        document: Document | None = None
        for id, found in page.parsed.regions.items():
            for line in found.content.split("\n"):
                quotes = line.startswith(CONTEXT) and id in self._marks
                ids = [id] if quotes else [one for one, _ in anchored(line) if line[:2] == "- "]
                mark = self._marks.get(ids[0]) if len(ids) == 1 else None
                if mark is None or mark.article != article:
                    continue
                document = document or self._archive.articles.document(article)
                if not around.stands(mark, document):
                    continue
                context = (around.of_passage if quotes else around.of_mention)(mark, document)
                wanted = "".join(around.plain(context, mark.exact).split())
                if wanted not in shown_in(line):
                    told = "the sentence around it is not the article's"
                    yield from page.wrong(found, mark.id, told)

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


@dataclass(frozen=True, slots=True)
class _Page:
    """A file: its path, what stands below its front matter and from which line, the regions."""

    path: str
    body: str
    first: int
    parsed: Parsed

    def wrong(self, found: Found, id: str, reason: str) -> Iterator[Wrong]:
        """What is wrong in a region; nothing for no reason."""
        if reason:
            yield self.at(found.start, id, reason)

    def at(self, place: int, id: str, reason: str) -> Wrong:
        """What is wrong at a place of the body."""
        return Wrong(self.path, self.first + self.body.count("\n", 0, place), id, reason)


def shown_in(line: str) -> str:
    """The letters that an item on one line shows, also where it has wikilinks.

    A word is set before them, so that what a wikilink shows begins no list of its own.
    """
    return letters(_WIKILINK.sub(r"\1", f"x {line.removeprefix('- ')}"))


def _uncommented(page: _Page, text: str) -> Iterator[Wrong]:
    """Passages that were written in this file, and stand in it without our comments."""
    lines = properties.split(text).lines if page.first > 1 else []
    parsed = page.parsed
    gone = set(properties.listed(lines, properties.REGIONS)) - parsed.regions.keys()
    gone -= {one.id for one in parsed.damaged}
    if not gone:
        return
    ours = [*parsed.regions.values(), *parsed.copies, *chain(*parsed.blocks.values())]
    for id, place in anchored(page.body):
        if id in gone and not any(one.start <= place < one.end for one in ours):
            gone.discard(id)
            told = "its comments were taken away, but for its anchor, and nothing holds its words"
            yield page.at(place, id, told)


def _nameless(page: _Page) -> Iterator[Wrong]:
    """An article's page that does not say of which article it is."""
    there = page.parsed.regions
    if any(id in there for id in _OF_A_PAGE) and any(map(_proves, there)):
        told = "its front matter does not say any more of which article it is"
        yield Wrong(page.path, 1, "", told)


def _proves(id: str) -> bool:
    return id.startswith("m-") or id == _TEXT


def _is_tombstone(id: str, content: str) -> bool:
    return any(dialect.tombstone(id) == content for dialect in DIALECTS.values())


def _quotation(region: str) -> str:
    """A region of ours down to the end of its quotation."""
    start = 0 if region.startswith(">") else region.find("\n>") + 1
    end = region.find("\n\n", start)
    return region[:end] if end >= 0 else region
