"""What the files of an export say of the values that their users may change.

Each article's file is read: the tags in its front matter, and the regions of
its marks. With each value comes what we had last written there, as far as
that is known: of a region that its user left alone it is what stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from archive.errors import UsageError
from archive.export import known, properties
from archive.export.baseline import MARK, Base, base_of, tags_of
from archive.export.comments import Found, Parsed, between, digest, parse
from archive.export.contract import Cancelled, Progress
from archive.export.dialects.obsidian import Obsidian
from archive.export.facts import Reading, read
from archive.store import Store
from archive.text.escape import one_line

TAGS: Final = "tags"
_NOT_READ: Final = "this part is not read back"
_COPY: Final = "it is a copy of one that stands further up, which is read"
_NO_ARTICLE: Final = (
    "it was changed, and the file's front matter does not say what article it is of"
)
_BLANK_LINES: Final = 4  # between the comments and the content that we write, above and below


@dataclass(frozen=True, slots=True)
class Named:
    """Something in a file that is not taken.

    Attributes:
        path: of the file, relative, with forward slashes. ``line``: in it, from 1.
        id: of the region; empty where it is the file as a whole.
        reason: half a sentence for people.
    """

    path: str
    line: int
    id: str
    reason: str


@dataclass(frozen=True)
class SeenRegion:
    """A mark's region in a file.

    Attributes:
        id: the mark's. ``line``: of the file, where the content begins.
        content: as it is once it counts as ours.
        clean: whether it stands as we wrote it. ``base``: what we wrote, None if unknown.
    """

    id: str
    line: int
    content: str
    clean: bool
    reading: Reading
    base: Base | None

    @property
    def hash(self) -> str:
        """The hash of the region as it stands."""
        return digest(self.content)


@dataclass(frozen=True)
class SeenTags:
    """The tags in an article's front matter, each as it stands there.

    Attributes:
        line: in the file, from 1. ``hash``: of the value.
        base: what we wrote, each as it stood there and as the archive had it; None if unknown.
    """

    line: int
    tags: tuple[str, ...]
    hash: str
    clean: bool
    base: Sequence[tuple[str, str]] | None


@dataclass
class SeenFile:
    """The file of an article."""

    path: str
    article: str
    regions: list[SeenRegion] = field(default_factory=list)
    tags: SeenTags | None = None


@dataclass
class Survey:
    """All files of a folder.

    Attributes:
        left: what cannot be read. ``unread``: what a user changed and no one reads back.
    """

    files: list[SeenFile] = field(default_factory=list)
    left: list[Named] = field(default_factory=list)
    unread: list[Named] = field(default_factory=list)
    cancelled: bool = False


def survey(
    store: Store,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Survey:
    """Read the files of the articles in a folder.

    Args:
        progress: called with the files done and the files there are.
        cancelled: asked between two files.

    Raises:
        UsageError: if there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder.", remedy="Name one that was exported to.")
    found = Survey()
    files = known.find(folder)
    for copy, first in files.copies.items():
        found.left.append(Named(copy, 1, "", f"it has the same id as {first}, which is read"))
    paths = known.by_kind(files.paths, "article")
    ours = set(files.paths.values())
    read = {*paths.values(), *files.copies}
    for done, (article, path) in enumerate(paths.items(), 1):
        if cancelled is not None and cancelled():
            found.cancelled = True
            break
        try:
            text = (folder / path).read_bytes().decode("utf-8")
            found.files.append(_file(store, found, text, path, article))
        except OSError as error:
            found.left.append(Named(path, 1, "", f"it cannot be read ({error.strerror})"))
        except UnicodeDecodeError as error:
            found.left.append(Named(path, 1, "", f"it is not in UTF-8 (byte {error.start})"))
        except properties.BrokenFrontMatter as error:
            found.left.append(Named(path, 1, "", str(error)))
        if progress is not None:
            progress(done, len(paths))
    for other in known.files(folder):
        relative = other.relative_to(folder).as_posix()
        if relative not in read and not found.cancelled:
            _other(found, other, relative, ours=relative in ours)
    return found


def settled(text: str, regions: Sequence[SeenRegion], tags: SeenTags | None) -> str:
    """A file's text, with what was taken from it counted as what we last wrote.

    Only comments of ours and ``newsmark_keys`` change; a region that was
    changed since it was read stays as it is.

    Args:
        regions, tags: what was taken.
    """
    front = properties.split(text)
    lines = front.lines
    if tags is not None:
        there = properties.held(lines, TAGS)
        if there is not None and there.hash == tags.hash:
            lines = properties.settled(lines, TAGS, tags.hash, eol=front.eol)
    body = front.rest
    there_now = parse(body).regions
    edits = [
        (found, one.content)
        for one in regions
        if (found := there_now.get(one.id)) is not None and _content(body, found)[0] == one.content
    ]
    for found, content in sorted(edits, key=lambda edit: -edit[0].start):
        body = body[: found.start] + between(found, content) + body[found.end :]
    return front.opening + "".join(lines) + body


def forms(
    tags: Sequence[str], stood: Sequence[str], base: Sequence[tuple[str, str]] | None
) -> dict[str, str]:
    """For each tag of the archive, how it stands in a file's front matter; empty if it cannot.

    Args:
        tags: the archive's. ``stood``: those in the file.
        base: each as it stood there and as it was; None if that is not known.
    """
    if base is not None:
        written = {tag: form for form, tag in base}
        return {tag: written.get(tag, tag) for tag in tags}
    # Obsidian's is the only other form there is.
    others = {tag: Obsidian().tag(tag) for tag in tags}
    return {
        tag: other if tag not in stood and other in stood else tag for tag, other in others.items()
    }


def _file(store: Store, found: Survey, text: str, path: str, article: str) -> SeenFile:
    front = properties.split(text)
    above = len(front.lines) + 2  # the number of the line with the closing fence
    seen = SeenFile(path, article, tags=_tags(store, found, front, path, article))
    parsed = parse(front.rest, above)
    found.left += [Named(path, line, id, told) for id, line, told in parsed.damaged]
    for id, one in parsed.regions.items():
        at = above + front.rest.count("\n", 0, one.start)
        if id.startswith(MARK):
            seen.regions.append(_region(store, front.rest, one, at))
        elif _told(one, parsed):
            found.unread.append(Named(path, at, id, _NOT_READ))
    for one in parsed.copies:
        if one.id.startswith(MARK) and not one.clean and one.piece is None:
            at = above + front.rest.count("\n", 0, one.start)
            found.unread.append(Named(path, at, one.id, _COPY))
    return seen


def _told(part: Found, parsed: Parsed) -> bool:
    """Whether a part was changed, and its user has not refused ours since."""
    changed = not part.clean and part.piece is None
    return changed and (part.kept is None or part.id in parsed.blocks)


def _other(found: Survey, path: Path, relative: str, *, ours: bool) -> None:
    """Name the parts that were changed in a file that is no article's.

    Args:
        ours: whether we keep it up to date; of other files only parts of articles matter.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return  # nothing of ours that anyone could read; an export names it
    body, first = properties.below(text)
    parsed = parse(body)
    for id, one in parsed.regions.items():
        if _told(one, parsed) and (ours or id.startswith(MARK)):
            line = first + body.count("\n", 0, one.start)
            told = _NOT_READ if ours else _NO_ARTICLE
            found.unread.append(Named(relative, line, id, told))


def _region(store: Store, body: str, found: Found, at: int) -> SeenRegion:
    content, line = _content(body, found)
    reading = read(content)
    if found.piece is not None:
        ours = read(found.piece.content)
        if (reading.word, reading.values) == (ours.word, ours.values) and not reading.broken:
            # What was added says nothing of ours: it is as if it stood outside.
            line = at + body.count("\n", found.start, found.piece.start)
            return SeenRegion(
                found.id, line, found.piece.content, True, ours, Base(ours.values, ours.rest)
            )
    if found.clean:
        base: Base | None = Base(reading.values, reading.rest)
    else:
        base = base_of(store, found.id, found.hash)
    return SeenRegion(found.id, at + line, content, found.clean, reading, base)


def _content(body: str, found: Found) -> tuple[str, int]:
    """A region's content, and how many lines below its first comment it begins."""
    if body.count("\n", *found.inner) == found.content.count("\n") + _BLANK_LINES:
        return found.content, _BLANK_LINES // 2
    # The blank lines that we write were touched: the content is all between the comments.
    content = found.content.lstrip("\n")
    return content.rstrip("\n"), len(found.content) - len(content)


def _tags(
    store: Store, found: Survey, front: properties.Split, path: str, article: str
) -> SeenTags | None:
    there = properties.held(front.lines, TAGS)
    if there is None or there.written is None:
        return None  # the user took it out, or it never was ours
    value = there.value.split(",") if isinstance(there.value, str) else there.value
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        told = "tags in the front matter must be a list"
        found.left.append(Named(path, there.line + 2, TAGS, told))
        return None
    if there.hash is None:
        told = "a comment stands among the tags in the front matter; they are not read"
        found.unread.append(Named(path, there.line + 2, TAGS, told))
        return None
    tags = tuple(dict.fromkeys(tag for tag in map(one_line, value) if tag))
    base = tags_of(store, article, there.written)
    return SeenTags(there.line + 2, tags, there.hash, there.hash == there.written, base)
