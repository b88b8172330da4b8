"""Whose change a value is: each value of a file, the archive's, and what was last written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from archive.claims.fields import checked
from archive.errors import NotFound, UsageError
from archive.export.comments import holds_ours
from archive.export.facts import OF_CLAIM, Value, kind_of, said
from archive.export.survey import TAGS, Named, SeenFile, SeenRegion, SeenTags, Survey, forms
from archive.model import Annotation, Claim
from archive.store import Store

PREFER: Final = ("files", "archive")
"""Which side a conflict may be settled for."""

_CHECKED: Final = ("kind", "verdict", "confidence")
_OWN_LINE: Final = ("note", "notes", "tags")


@dataclass(frozen=True, slots=True)
class Taken:
    """A value that goes from one side to the other.

    Attributes:
        path: of the file, relative, with forward slashes. ``line``: in it, from 1.
        id: of the mark, claim or article whose value it is. ``field``: its name.
        before, after: the value on the side that changes, and what it becomes.
    """

    path: str
    line: int
    id: str
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A value that both sides, or two files, changed; places as in :class:`Taken`.

    Attributes:
        known: whether it is known what was last written. ``written``: that value.
        file, archive: what each has.
    """

    path: str
    line: int
    id: str
    field: str
    known: bool
    written: Value
    file: Value
    archive: Value


@dataclass
class SyncReport:
    """What would change, or changed.

    Attributes:
        into_archive: values that go into the archive.
        into_files: values that the next export writes into the files.
        conflicts: values that are left on both sides.
        left: what cannot be read, or written.
        unread: what was changed by hand and is nothing that is read back.
        settles: how many parts of files were changed, and are wholly dealt with.
        files: how many articles' files were read.
        applied: whether it was done. ``step``: the step that did it, 0 for none.
    """

    into_archive: list[Taken] = field(default_factory=list)
    into_files: list[Taken] = field(default_factory=list)
    conflicts: list[Disagreement] = field(default_factory=list)
    left: list[Named] = field(default_factory=list)
    unread: list[Named] = field(default_factory=list)
    settles: int = 0
    files: int = 0
    applied: bool = False
    step: int = 0
    cancelled: bool = False


class Key(NamedTuple):
    """Whose value it is: the kind of record, its id, the field."""

    record: str
    id: str
    field: str


@dataclass(frozen=True)
class _Seen:
    """One value in one file; ``owner`` is the region, or the tags, in which it stands."""

    path: str
    line: int
    owner: SeenRegion | SeenTags
    value: Value
    known: bool
    base: Value

    @property
    def changed(self) -> bool:
        return not self.known or self.value != self.base


class Merge:
    """Decides on every value; the archive is read as it is at that moment.

    Args:
        found: what the files say. ``prefer``: see :func:`archive.export.sync.sync`.

    Attributes:
        new: the values that the archive is to have.
        tags: of each article, its tags and how each stands in its file; see
            :func:`archive.export.survey.forms`.
        report: what was decided.
    """

    def __init__(self, store: Store, found: Survey, prefer: str | None) -> None:
        self._store = store
        self._prefer = prefer
        self._open: set[int] = set()
        """Regions and tags, by identity, in which something is left."""
        self.new: dict[Key, Value] = {}
        self.tags: dict[str, dict[str, str]] = {}
        self.report = SyncReport(
            left=list(found.left), unread=list(found.unread), files=len(found.files)
        )
        self._marks = {mark.id: mark for mark in store.marks.all_annotations()}
        self._claims = {claim.id: claim for claim in store.marks.all_claims()}
        self._archive: dict[Key, Value] = {}
        self._behind: list[tuple[SeenRegion | SeenTags, Taken]] = []
        groups: dict[Key, list[_Seen]] = {}
        for file in found.files:
            for key, seen in self._values(file):
                groups.setdefault(key, []).append(seen)
        for key, values in groups.items():
            self._decide(key, values)
        # What is open is the user's: an export sets ours beside it instead.
        self.report.into_files += [
            one for owner, one in self._behind if id(owner) not in self._open
        ]
        for file in found.files:
            regions, front = self.taken(file)
            self.report.settles += len(regions) + (front is not None)
        for told in (self.report.into_archive, self.report.into_files, self.report.conflicts):
            told.sort(key=_place)
        self.report.left.sort(key=_place)
        self.report.unread.sort(key=_place)

    def taken(self, file: SeenFile) -> tuple[list[SeenRegion], SeenTags | None]:
        """What was changed in a file and is wholly dealt with."""
        regions = [one for one in file.regions if not one.clean and id(one) not in self._open]
        tags = file.tags
        return regions, None if tags is None or tags.clean or id(tags) in self._open else tags

    def _values(self, file: SeenFile) -> Iterator[tuple[Key, _Seen]]:
        try:
            tags = self._store.listing.get(file.article).tags
        except NotFound:
            self.report.left.append(Named(file.path, 1, "", "the archive has no such article"))
            self._open |= {id(file.tags), *map(id, file.regions)}
            return
        if file.tags is not None:
            yield self._front(file, file.tags, tags)
        for region in file.regions:
            mark = self._marks.get(region.id)
            reason = _foreign(file, region, mark)
            if reason or mark is None:
                self._open.add(id(region))
                if not region.clean:
                    named = Named(file.path, region.line, region.id, reason)
                    self.report.left.append(named)
                continue
            yield from self._region(file, region, mark, self._claims.get(mark.claim or ""))

    def _front(self, file: SeenFile, seen: SeenTags, tags: Sequence[str]) -> tuple[Key, _Seen]:
        standing = forms(tags, seen.tags, seen.base)
        self.tags[file.article] = standing
        key = Key("articles", file.article, TAGS)
        self._archive[key] = tuple(dict.fromkeys(form for form in standing.values() if form))
        base: Value = None
        if seen.clean:
            base = seen.tags
        elif seen.base is not None:
            base = tuple(dict.fromkeys(form for form, _ in seen.base if form))
        return key, _Seen(file.path, seen.line, seen, seen.tags, base is not None, base)

    def _region(
        self, file: SeenFile, region: SeenRegion, mark: Annotation, claim: Claim | None
    ) -> Iterator[tuple[Key, _Seen]]:
        self._broken(file, region)
        whole = self._rest(file, region)
        theirs = said(mark, claim)
        base = region.base.values if region.base is not None else {}
        for name, value in self._valid(file, region, base, theirs).items():
            if name in OF_CLAIM and claim is None:
                continue
            if name in _OWN_LINE and not (whole or value) and theirs[name]:
                # Its label may be what was changed: that is no wish to delete it.
                told = f"{name}: its line is gone or broken, and more was changed there"
                self.report.left.append(Named(file.path, region.line, region.id, told))
                continue
            key = Key("annotations", mark.id, name)
            if name in OF_CLAIM and claim is not None:
                key = Key("claims", claim.id, name)
            self._archive[key] = theirs[name]
            line = region.line + region.reading.lines.get(name, 0)
            yield key, _Seen(file.path, line, region, value, name in base, base.get(name))

    def _broken(self, file: SeenFile, region: SeenRegion) -> None:
        """Name the values that cannot be read, those of one line together."""
        names: dict[tuple[int, str], list[str]] = {}
        for name, line, reason in () if region.clean else region.reading.broken:
            names.setdefault((line, reason), []).append(name)
            self._open.add(id(region))
        for (line, reason), fields in names.items():
            told = f"{', '.join(fields)}: {reason}"
            self.report.left.append(Named(file.path, region.line + line, region.id, told))

    def _valid(
        self,
        file: SeenFile,
        region: SeenRegion,
        base: Mapping[str, Value],
        theirs: Mapping[str, Value],
    ) -> dict[str, Value]:
        """A region's values as the archive would hold them; those it cannot hold are named."""
        values = dict(region.reading.values)
        for name in _CHECKED:
            if name not in values or values[name] in (base.get(name), theirs.get(name)):
                continue
            value = values[name]
            if name == "kind" and isinstance(value, str):
                value = value.casefold()
            try:
                values[name] = checked(self._store, name, value)
            except UsageError as error:
                self._open.add(id(region))
                line = region.line + region.reading.lines[name]
                self.report.left.append(Named(file.path, line, region.id, str(error)))
                del values[name]
                if name == "verdict":
                    values.pop("confidence", None)  # perhaps it is what made it unreadable
        return values

    def _rest(self, file: SeenFile, region: SeenRegion) -> bool:
        """Whether nothing but values was changed in a region; what else was is named."""
        if region.clean or (region.base is not None and region.base.rest == region.reading.rest):
            return True
        self._open.add(id(region))
        told = "more of it was changed by hand, which is not read back"
        if region.base is None:
            told = "what was last written there is not known; only its values are compared"
        self.report.unread.append(Named(file.path, region.line, region.id, told))
        return False

    def _decide(self, key: Key, values: Sequence[_Seen]) -> None:
        theirs = self._archive[key]
        touched = [seen for seen in values if seen.changed and seen.value != theirs]
        wishes: dict[Value, _Seen] = {}
        disputed = False
        for seen in touched:
            wish, sure = self._wish(seen, theirs)
            disputed |= not sure
            if sure and wish != theirs:
                wishes.setdefault(wish, seen)
        if len(wishes) > 1 and self._prefer == "archive":
            wishes.clear()
        new = theirs
        if disputed or len(wishes) > 1:
            self._dispute(key, touched)
            values = [seen for seen in values if not seen.changed]
        else:
            for new, first in wishes.items():
                self._take(key, first, theirs, new)
        for seen in values:
            if seen.value != new:
                taken = Taken(seen.path, seen.line, key.id, key.field, seen.value, new)
                self._behind.append((seen.owner, taken))

    def _wish(self, seen: _Seen, theirs: Value) -> tuple[Value, bool]:
        """What a changed value asks the archive's to be, and whether that is no conflict."""
        if seen.known and seen.base == theirs:
            return seen.value, True
        if seen.known and isinstance(seen.base, tuple):
            assert isinstance(seen.value, tuple) and isinstance(theirs, tuple)
            kept = [tag for tag in theirs if tag in seen.value or tag not in seen.base]
            new = [tag for tag in seen.value if tag not in seen.base and tag not in kept]
            return (*kept, *new), True
        if self._prefer is None:
            return theirs, False
        return (seen.value if self._prefer == "files" else theirs), True

    def _dispute(self, key: Key, touched: Sequence[_Seen]) -> None:
        theirs = self._archive[key]
        for seen in touched:
            self._open.add(id(seen.owner))
            place = seen.path, seen.line, key.id, key.field
            self.report.conflicts.append(
                Disagreement(*place, seen.known, seen.base, seen.value, theirs)
            )

    def _take(self, key: Key, seen: _Seen, theirs: Value, new: Value) -> None:
        self.report.into_archive.append(Taken(seen.path, seen.line, key.id, key.field, theirs, new))
        if key.record != "articles":
            self.new[key] = new
            return
        assert isinstance(new, tuple)
        standing = self.tags[key.id]
        ordered: dict[str, str] = {}
        for form in new:
            same = {tag: form for tag, one in standing.items() if one == form}
            ordered |= same or {form: form}
        self.tags[key.id] = ordered | {tag: form for tag, form in standing.items() if not form}
        self.new[key] = tuple(self.tags[key.id])


def _place(one: Taken | Disagreement | Named) -> tuple[str, int]:
    return one.path, one.line


def _foreign(file: SeenFile, region: SeenRegion, mark: Annotation | None) -> str:
    """Why a region's values are not those of a mark; an empty string if they are."""
    if mark is None:
        return "the archive has no such mark"
    if mark.article != file.article:
        return f"its mark is on article {mark.article}"
    if not region.clean and holds_ours(region.content):
        return "another part stands inside it; move that out of it"
    if not region.reading.word:
        return "the line with what kind of mark it is is missing"
    if region.reading.word != kind_of(mark):
        return f"it says {region.reading.word}, and the archive {kind_of(mark)}"
    return ""
