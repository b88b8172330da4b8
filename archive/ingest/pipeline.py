"""The way in: from paths to stored articles, in batches, with a summary."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Protocol

from archive.articles import Articles
from archive.errors import Conflict, NotFound, UnreadableInput
from archive.ingest.identity import identity_of
from archive.ingest.importers import by_name
from archive.ingest.items import Companion, Item, Notice, Progress, Skipped, Summary
from archive.ingest.marks import Mark, Record, Whereabouts
from archive.ingest.merging import Merging
from archive.ingest.placing import Placing
from archive.ingest.reading import read_source
from archive.ingest.source import Source
from archive.ingest.walk import walk
from archive.intake import Door, Intake, share_of_words
from archive.model import Incoming, Outcome
from archive.store import Store


class Target(Protocol):
    """The parts of an open archive that an import needs."""

    @property
    def articles(self) -> Articles:
        """Where articles and their originals are read."""

    @property
    def intake(self) -> Intake:
        """The door by which they come in."""

    @property
    def store(self) -> Store:
        """Where marks from elsewhere find their articles."""

    @property
    def actor(self) -> str:
        """Who imports."""


# Small enough to hold the write lock for some 20 ms, large enough for speed.
BATCH = 32
BATCH_CHARACTERS = 400_000

# The share of words in common below which the intake sees another article.
SAME = 0.5


def nothing_in(paths: Iterable[str | os.PathLike[str]]) -> Summary | None:
    """What an import of these paths would come to if they hold no file to read; else None.

    To be asked before an archive is made for it.
    """
    summary = Summary()
    for entry in walk(paths):
        if isinstance(entry, Source):
            return None
        if isinstance(entry, Skipped):
            summary.skipped.append(entry)
        else:
            summary.passed_over += 1
    return summary


def _silent(_: Progress) -> None:
    """Progress that nobody watches."""


def import_paths(
    archive: Target,
    paths: Iterable[str | os.PathLike[str]],
    *,
    originals: bool = True,
    format: str | None = None,
    progress: Callable[[Progress], None] = _silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Summary:
    """Import files and folders into ``archive``, all under one step.

    Args:
        paths: as the user named them; folders are walked.
        originals: whether to keep the bytes articles were read from.
        format: an importer's name, for all files; else each file tells its own.
        progress: called after each batch and at each file's beginning.
        cancelled: asked between batches and files. Stopping that way, or by
            a KeyboardInterrupt, keeps what was committed.

    Raises:
        UsageError: if there is no such format.
        ArchiveBusy: if another process kept the archive locked; batches
            committed before stay.
    """
    if format is not None:
        by_name(format)
    found = list(walk(paths))
    run = _Run(
        archive,
        originals,
        progress,
        cancelled,
        total=sum(source.size for source in found if isinstance(source, Source)),
    )
    try:
        with ExitStack() as stack:
            run.stack = stack
            for entry in found:
                if isinstance(entry, Skipped):
                    run.summary.skipped.append(entry)
                elif isinstance(entry, Companion):
                    run.summary.passed_over += 1
                elif not run.take(entry, format):
                    run.summary.cancelled = True
                    break
            else:
                run.flush()
                run.report()
                run.place()
    except KeyboardInterrupt:
        # what was asked for: the batch under way is rolled back, the ones before stay
        run.summary.cancelled = True
    return run.summary


def reparse(archive: Target, article_id: str) -> Outcome:
    """Read an article's stored original again; a changed text becomes a new revision.

    Raises:
        NotFound: if there is no such article, or no original was kept.
        UnreadableInput: if the original holds no article for today's importer.
        Conflict: if it reads so differently now that the intake would take it
            for another article.
    """
    article = archive.articles.get(article_id)
    original = archive.articles.original(article_id)
    if original is None:
        raise NotFound(
            f"The original of article {article_id} was not kept.",
            remedy="Import its file again.",
            ids=(article_id,),
        )
    origin = archive.articles.origin(article_id)
    name = origin.source.rpartition("/")[2]
    source = Source(origin.source, name, memory=original, size=len(original))
    for item in by_name(origin.format).read(source):
        if isinstance(item, Skipped):
            raise UnreadableInput(
                f"Article {article_id} cannot be read again: {item.reason}.",
                path=origin.source,
                place=item.place,
            )
        if not isinstance(item, Item):
            continue
        incoming = replace(
            _incoming(item, origin.format, originals=True),
            identity=article.identity,
            source=origin.source,
        )
        now = archive.articles.document(article_id).text
        if share_of_words(now, incoming.text) < SAME:
            raise Conflict(
                f"Read again, article {article_id} would lose more than half its words; nothing"
                " was changed.",
                remedy="Import its file under another name to have both.",
                ids=(article_id,),
            )
        summary = f"read article {article_id} again"
        with archive.intake.open(summary, command="reparse", undoable=True) as door:
            return door.put([incoming])[0]
    raise UnreadableInput(
        f"Article {article_id} cannot be read again: its original is empty.", path=origin.source
    )


@dataclass(slots=True)
class _Run:
    """One import under way."""

    archive: Target
    originals: bool
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    total: int
    summary: Summary = field(default_factory=Summary)
    stack: ExitStack = field(default_factory=ExitStack)
    door: Door | None = None
    before: int = 0
    batch: list[tuple[Item, Incoming]] = field(default_factory=list)
    characters: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    current: Source | None = None
    marks: dict[tuple[str, Whereabouts], list[Mark]] = field(default_factory=dict)

    def take(self, source: Source, format: str | None) -> bool:
        """Read one file; False if the user stopped meanwhile."""
        if self.cancelled():
            self.flush()
            return False
        self.current = source
        self.report()
        records: Merging | None = None
        for name, found in read_source(source, format):
            if isinstance(found, Record):
                if records is None:
                    self.flush()
                    records = Merging(self.archive.store, self.opened(), self.summary)
                records.take(found)
                self.report()
                if self.cancelled():
                    self.told()
                    return False
                continue
            if not isinstance(found, Item):
                self.note(found, name)
                continue
            self.add(found, name)
            if len(self.batch) >= BATCH or self.characters >= BATCH_CHARACTERS:
                self.flush()
                self.report()
                if self.cancelled():
                    return False
        if records is not None:
            records.close()
            self.told()
        self.before += source.size
        source.consumed = 0  # counted with ``before`` from here on
        return True

    def note(self, found: Mark | Notice, format: str) -> None:
        """Keep what is no article for the end."""
        if isinstance(found, Mark):
            # The article it stands in may be in a file that is yet to come.
            self.marks.setdefault((format, found.on), []).append(found)
        elif isinstance(found, Skipped):
            self.summary.skipped.append(found)
        else:
            self.summary.warnings.append(found)

    def place(self) -> None:
        """Bring the annotations onto their articles."""
        if not self.marks:
            return
        placing = Placing(self.archive.store, self.archive.actor, self.opened(), self.summary)
        for (format, on), marks in self.marks.items():
            if self.cancelled():
                self.summary.cancelled = True
                break
            placing.put(format, on, marks)
        self.told()

    def told(self) -> None:
        """Say in the import's step what has come in until now."""
        door = self.opened()
        self.summary.step = door.step
        door.summary = self.summary.line()

    def opened(self) -> Door:
        """The door of this import."""
        if self.door is None:
            self.door = self.stack.enter_context(self.archive.intake.open("import"))
        return self.door

    def add(self, item: Item, format: str) -> None:
        incoming = _incoming(item, format, self.originals)
        first = self.seen.setdefault(incoming.identity, item.source)
        if first != item.source:
            reason = f"it has the same identity as {first}: taken as a later version of it"
            self.summary.warnings.append(Notice(item.source, "", reason))
        self.batch.append((item, incoming))
        self.characters += len(incoming.text)

    def flush(self) -> None:
        """Commit the batch and count what became of it."""
        if not self.batch:
            return
        door = self.opened()
        outcomes = door.put([incoming for _, incoming in self.batch])
        for (item, incoming), outcome in zip(self.batch, outcomes, strict=True):
            self.count(item, incoming, outcome)
        self.batch.clear()
        self.characters = 0
        self.told()

    def count(self, item: Item, incoming: Incoming, outcome: Outcome) -> None:
        summary = self.summary
        summary.warnings.extend(item.warnings)
        if outcome.kind == "unchanged":
            summary.unchanged += 1
            return
        summary.replaced += item.replaced
        summary.ids.append(outcome.id)
        summary.copies += outcome.copy_of is not None
        if outcome.kind == "revised":
            summary.revised += 1
            summary.displaced += outcome.displaced
            return
        summary.new += 1
        if outcome.kind == "different":
            reason = (
                f"it has the identity of another article ({incoming.identity}) but less than"
                f" half its words: stored as an article of its own, {outcome.id}"
            )
            summary.warnings.append(Notice(item.source, "", reason))

    def report(self) -> None:
        if self.current is not None:
            done = self.before + min(self.current.consumed, self.current.size)
            name = self.current.name
            self.progress(Progress(done, self.total, "bytes", name, self.summary.articles))


def _incoming(item: Item, format: str, originals: bool) -> Incoming:
    return Incoming(
        identity=identity_of(item),
        title=item.title,
        text=item.text.text,
        markup=item.text.markup(),
        sha256=item.text.sha256,
        words=len(item.text.text.split()),
        format=format,
        source=item.source,
        url=item.url,
        outlet=item.outlet,
        authors=item.authors,
        published=item.published,
        language=item.language,
        tags=item.tags,
        original=item.original if originals else None,
    )
