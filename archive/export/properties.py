"""The front matter of a file that its user edits too: our keys updated, everything else kept.

The block is read as lines, not as YAML, so that foreign keys, their order,
comments, quoting and line ends stay byte for byte. One entry is a key at the
start of a line with the lines that belong to it. Only where an entry of ours
does not stand as we write it is that entry parsed, as strings, to see whether
an editor merely wrote the same value in another style.

``newsmark_keys`` holds, for each key of ours, a short hash of the value we
last wrote. A key whose value still has this hash is updated in place; one
with another value (or with a comment of the user's in it) is the user's: it
stays, and ours is set below it once, in a comment that says so. While the
comment stands it is a conflict; deleting it settles it, and the hash refused
is remembered after ``kept``. A key the user deleted stays deleted. A key that
was the user's own before we had a value for it counts as changed by the user,
and its hash is ``none``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from archive.export.front_matter import FENCE, Value, entry, flow

KEYS = "newsmark_keys"
REGIONS = "newsmark_regions"
IDENTITY = ("newsmark", "id")
"""The keys by which a file is found; never tracked, for without them it is not ours."""

_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"""(["']?)([A-Za-z_][\w .-]*)\1[ \t]*:(?=\s|$)""")
_OFFER = "is the archive's; delete this line to keep yours"
_CONFLICT = re.compile(rf"# newsmark-conflict ([\w-]+): .* {_OFFER}\r?\n?")
_RECORD = re.compile(r"([\w-]+) ([0-9a-f]{12}|none)(?: kept ([0-9a-f]{12}))?")
_FLOW = re.compile(rf"(?:{KEYS}|{REGIONS}): \[([\w ,-]*)\]\r?\n?")
_NO_HASH = "none"
_NO_YAML = "its front matter is no valid YAML"


class BrokenFrontMatter(ValueError):
    """The front matter cannot be read; the message says why and where."""


@dataclass(frozen=True)
class Split:
    """A file parted at its front matter; the parts joined are the file.

    Attributes:
        opening: byte order mark and first fence. ``lines``: between the fences,
            with their ends. ``rest``: from the closing fence on.
        eol: the line end of the first fence.
    """

    opening: str
    lines: list[str]
    rest: str
    eol: str


@dataclass
class _Entry:
    """A key with its lines; ``key`` is None for comments, blank lines and what we cannot name."""

    key: str | None
    lines: list[str]

    @property
    def conflict(self) -> str | None:
        """The key this comment of ours offers a value for."""
        match = _CONFLICT.fullmatch(self.lines[0]) if self.key is None else None
        return match[1] if match else None


@dataclass
class _Record:
    """What ``newsmark_keys`` knows of a key."""

    written: str
    kept: str | None = None


@dataclass(frozen=True)
class Held:
    """One of our keys in a file.

    Attributes:
        value: strings, and lists and mappings of them; None if it cannot be read.
        hash: of the value; None if it cannot be read or holds a comment.
        written: the hash of what we last wrote there; None if we never did.
        line: where it stands, from 0.
    """

    value: object
    hash: str | None
    written: str | None
    line: int


@dataclass
class Update:
    """The outcome: the new lines, and the keys that are in conflict, each as half a sentence."""

    lines: list[str]
    conflicts: list[str] = field(default_factory=list)


def split(text: str) -> Split:
    """Part a file at its front matter.

    Raises:
        BrokenFrontMatter: if it has none, or one that never ends.
    """
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    fence = _FENCE.match(text, len(bom))
    if fence is None:
        raise BrokenFrontMatter("it has no front matter")
    closing = _CLOSING.search(text, fence.end())
    if closing is None:
        raise BrokenFrontMatter("its front matter is never closed with ---")
    inner = text[fence.end() : closing.start()]
    eol = "\r\n" if fence[0].endswith("\r\n") else "\n"
    return Split(text[: fence.end()], _lines(inner), text[closing.start() :], eol)


def below(text: str) -> tuple[str, int]:
    """What stands below a file's front matter, its closing fence first, and its first line.

    The whole text, and 1, where there is none: only there comments of ours are looked
    for, since the values above may hold whatever an article's title does.
    """
    try:
        front = split(text)
    except BrokenFrontMatter:
        return text, 1
    return front.rest, len(front.lines) + 2


def listed(lines: Sequence[str], key: str) -> list[str]:
    """The list of strings that a key of our bookkeeping holds; empty if it is not there."""
    for one in _entries(lines):
        if one.key == key:
            return _strings("".join(one.lines))
    return []


def strings(lines: Sequence[str], keys: Collection[str]) -> dict[str, str]:
    """Those of ``keys`` that hold one string or number each, as strings."""
    found: dict[str, str] = {}
    for one in _entries(lines):
        if one.key is not None and one.key in keys and one.key not in found:
            value = _parsed("".join(one.lines))
            if isinstance(value, str):
                found[one.key] = value
    return found


def held(lines: Sequence[str], key: str) -> Held | None:
    """One of our keys as it stands; None where it is not there."""
    entries = _entries(lines)
    at = next((number for number, one in enumerate(entries) if one.key == key), None)
    if at is None:
        return None
    raw = "".join(entries[at].lines)
    record = _Merge(entries, [], "", False).records.get(key)
    return Held(
        _parsed(raw),
        _hash_of(raw),
        record.written if record is not None else None,
        sum(len(one.lines) for one in entries[:at]),
    )


def settled(lines: Sequence[str], key: str, mark: str, *, eol: str) -> list[str]:
    """The lines with the value of one of our keys taken for what we last wrote.

    Args:
        mark: the hash of the value as it stands.
        eol: for the lines we write.
    """
    merge = _Merge(_entries(lines), [], eol, False)
    merge.records[key] = _Record(mark)
    merge.put(KEYS, _keys_line(merge.records))
    return [line for one in merge.entries for line in one.lines]


def check(lines: Sequence[str], ours: Mapping[str, Value]) -> None:
    """Parse the block if a user wrote in it.

    Raises:
        BrokenFrontMatter: if it is no YAML mapping.
    """
    known = {*ours, KEYS, REGIONS}
    if all(one.key in known for one in _entries(lines)):
        return
    import yaml  # type: ignore[import-untyped]

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        value = yaml.load("".join(lines), Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (line {mark.line + 2})" if mark is not None else ""
        raise BrokenFrontMatter(f"{_NO_YAML}{place}") from error
    if not isinstance(value, dict):
        raise BrokenFrontMatter("its front matter is no list of keys and values")


def fresh(values: Mapping[str, Value], regions: Sequence[str]) -> str:
    """The front matter of a new file, fences included."""
    lines = [FENCE]
    for key, value in values.items():
        if value is not None:
            lines.extend(entry(key, value))
    records = {k: _Record(hashed(v)) for k, v in values.items() if v is not None}
    lines += [_keys_line(records), regions_line(regions), FENCE, ""]
    return "\n".join(lines)


def update(
    lines: Sequence[str],
    values: Mapping[str, Value],
    regions: Sequence[str],
    *,
    eol: str,
    restore: bool = False,
) -> Update:
    """Bring our keys up to date in the lines between two fences.

    Args:
        values: ours, in the order of a new file. ``regions``: the ids to list.
        eol: for the lines we write.
        restore: write keys again that the user deleted.

    Raises:
        BrokenFrontMatter: if the user made of one of our entries what cannot be read.
    """
    merge = _Merge(_entries(lines), list(values), eol, restore)
    for key, value in values.items():
        if key not in IDENTITY:
            merge.key(key, value)
    for key in [k for k in merge.records if k not in values]:
        merge.key(key, None)
    merge.bookkeeping(regions)
    return Update([line for one in merge.entries for line in one.lines], merge.conflicts)


def regions_line(regions: Sequence[str]) -> str:
    """The entry that lists the regions written."""
    return f"{REGIONS}: [{', '.join(regions)}]"


class _Merge:
    """Our keys one after the other; ``entries`` is changed in place."""

    def __init__(self, entries: list[_Entry], order: list[str], eol: str, restore: bool) -> None:
        self.entries = entries
        self.conflicts: list[str] = []
        self._order = order
        self._eol = eol
        self._restore = restore
        self.records: dict[str, _Record] = {}
        raw = self._find(KEYS)
        for item in _strings("".join(raw.lines)) if raw else ():
            match = _RECORD.fullmatch(item)
            if match is not None:
                self.records[match[1]] = _Record(match[2], match[3])

    def key(self, key: str, value: Value) -> None:
        """Decide on one key, whose value in the archive is this."""
        there, record = self._find(key), self.records.get(key)
        if there is None:
            self._absent(key, value, record)
            return
        wanted = [] if value is None else self._ended(entry(key, value))
        ours = hashed(value)
        raw = "".join(there.lines)
        same = raw == "".join(wanted)
        theirs = ours if same else _hash_of(raw)
        if same or theirs == ours:
            if value is not None:
                self.records[key] = _Record(ours)
                self._settle(key)
        elif record is None and value is None:
            return
        elif record is not None and theirs == record.written:
            self._settle(key)
            if value is None:
                self.entries.remove(there)
                del self.records[key]
            else:
                there.lines = wanted
                self.records[key] = _Record(ours)
        else:
            self._conflict(key, value, ours, record or _Record(_NO_HASH), there)

    def bookkeeping(self, regions: Sequence[str]) -> None:
        """Write what we must remember, where it differs from what stands."""
        self.put(KEYS, _keys_line(self.records))
        self.put(REGIONS, regions_line(regions))

    def _absent(self, key: str, value: Value, record: _Record | None) -> None:
        if record is not None and not self._restore:
            return  # the user deleted it
        if value is None:
            self.records.pop(key, None)
            return
        self.entries.insert(self._after(key), _Entry(key, self._ended(entry(key, value))))
        self.records[key] = _Record(hashed(value))

    def _conflict(self, key: str, value: Value, ours: str, record: _Record, there: _Entry) -> None:
        shown = next((one for one in self.entries if one.conflict == key), None)
        self.records[key] = record
        if shown is None and record.kept == ours:
            return  # refused already
        if _parsed("".join(there.lines)) is None:
            above = self.entries[: self.entries.index(there)]
            raise BrokenFrontMatter(f"{_NO_YAML} (line {sum(len(e.lines) for e in above) + 2})")
        told = "no value" if value is None else flow(_shown(value))
        line = f"# newsmark-conflict {key}: {told} {_OFFER}"
        if shown is None:
            self.entries.insert(self.entries.index(there) + 1, _Entry(None, self._ended([line])))
        else:
            shown.lines = self._ended([line])
        record.kept = ours
        self.conflicts.append(f"{key} in the front matter was changed by hand")

    def _settle(self, key: str) -> None:
        self.entries[:] = [one for one in self.entries if one.conflict != key]

    def _after(self, key: str) -> int:
        """Where a new key belongs: below the nearest of our keys that stands before it."""
        for earlier in reversed(self._order[: self._order.index(key)]):
            there = self._find(earlier)
            if there is not None:
                index = self.entries.index(there) + 1
                while index < len(self.entries) and self.entries[index].conflict == earlier:
                    index += 1
                return index
        return 0

    def put(self, key: str, line: str) -> None:
        """Write one line of bookkeeping, where it differs from what stands."""
        there = self._find(key)
        if there is None:
            self.entries.append(_Entry(key, self._ended([line])))
        elif _strings("".join(there.lines)) != _strings(line):
            there.lines = self._ended([line])

    def _find(self, key: str) -> _Entry | None:
        return next((one for one in self.entries if one.key == key), None)

    def _ended(self, lines: Sequence[str]) -> list[str]:
        return [line + self._eol for line in lines]


def _keys_line(records: Mapping[str, _Record]) -> str:
    items = (
        f"{key} {record.written}" + (f" kept {record.kept}" if record.kept else "")
        for key, record in records.items()
        if key not in IDENTITY
    )
    return f"{KEYS}: [{', '.join(items)}]"


def _lines(text: str) -> list[str]:
    """Lines with their ends; only line feeds end one."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _entries(lines: Sequence[str]) -> list[_Entry]:
    entries: list[_Entry] = []
    waiting: list[_Entry] = []  # comments and blank lines: inside an entry, or between two
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            waiting.append(_Entry(None, [line]))
        elif line[0] in " \t" or line.rstrip() == "-" or line.startswith(("- ", "-\t")):
            if entries:
                entries[-1].lines += [inner for one in waiting for inner in one.lines]
                entries[-1].lines.append(line)
            else:
                entries += [*waiting, _Entry(None, [line])]
            waiting = []
        else:
            match = _KEY.match(line)
            entries += [*waiting, _Entry(match[2] if match else None, [line])]
            waiting = []
    return entries + waiting


def _strings(raw: str) -> list[str]:
    """The list of strings an entry holds; empty if it holds none."""
    plain = _FLOW.fullmatch(raw)
    if plain is not None:
        return [item.strip() for item in plain[1].split(",") if item.strip()]
    value = _parsed(raw)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _parsed(raw: str) -> object:
    """The value of one entry, every scalar a string; None if it is not to be read."""
    import yaml

    try:
        value = yaml.load(raw, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError:
        return None
    return next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else None


def _hash_of(raw: str) -> str | None:
    """The hash of an entry's value; None where it is unreadable or holds a comment."""
    import yaml

    value = _parsed(raw)
    if value is None:
        return None
    if "#" in raw:
        plain = list(raw)
        for token in yaml.scan(raw):
            if isinstance(token, yaml.ScalarToken):
                start, end = token.start_mark.index, token.end_mark.index
                plain[start:end] = " " * (end - start)
        if "#" in plain:
            return None
    return _digest(value)


def hashed(value: Value) -> str:
    """The hash by which a value of ours is remembered."""
    return _digest(_canonical(value))


def _digest(value: object) -> str:
    return _digest_text(value) if isinstance(value, str) else _digest_any(value)


@lru_cache(maxsize=4096)  # languages, outlets and entities' names come again and again
def _digest_text(value: str) -> str:
    return _digest_any(value)


def _digest_any(value: object) -> str:
    # An empty list is written [] by us and as nothing by some editors.
    canonical = "" if value == [] or value == {} else value
    source = json.dumps(canonical, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _canonical(value: Value) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    return dict(value) if isinstance(value, Mapping) else list(value)


def _shown(value: str | int | Sequence[str] | Mapping[str, str]) -> str | int | Sequence[str]:
    return [f"{k}: {v}" for k, v in value.items()] if isinstance(value, Mapping) else value
