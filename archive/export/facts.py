"""The lines of a mark's region that its user may change: how they are written, and read back.

Kind, verdict, confidence and label stand in the region's head, which a
profile writes as an item of the list or as the title of a callout::

    - **Claim** · quantity · supported (80 % sure) · a label

Tags and notes are further items. A note stands behind quotation marks that
it cannot leave, or, where it holds raw HTML, escaped as it was typed; its
label then says so. What is written here reads back as :func:`said` gives it;
both sides stand in one module so that they cannot drift apart.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.model import Annotation, Claim, Motivation
from archive.text.escape import cleaned, escape, escape_line, one_line, prefixed, unescape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Value = str | int | None | tuple[str, ...]

CLAIM: Final = "Claim"
NOTE: Final = "Note"
HIGHLIGHT: Final = "Highlight"
TAGS: Final = "Tags"
ON_CLAIM: Final = "On the claim"
OF_CLAIM: Final = ("kind", "verdict", "confidence", "notes")
"""The fields that are the claim's; the others are the mark's."""

_FIELDS: Final = {TAGS: "tags", NOTE: "note", ON_CLAIM: "notes"}
_TYPED: Final = ", as typed"
_DOT: Final = "·"
_BETWEEN: Final = f" {_DOT} "
_SURE = re.compile(r"\s*\((\d{1,4})\s?%(?:\s+sure)?\)\Z")
_QUOTE: Final = "quote]"
_WORDS = f"({CLAIM}|{NOTE}|{HIGHLIGHT})"
_ITEM = r" {0,3}[-*+][ \t]+"
_LISTED = re.compile(rf"{_ITEM}(?:\*\*|__){_WORDS}(?:\*\*|__)(.*)")
_CALLOUT = re.compile(rf" {{0,3}}>[ \t]?\[!([\w-]+\][-+]?)[ \t]+{_WORDS}[ \t]*(|{_DOT}.*)")
_LABELLED = re.compile(rf"{_ITEM}({'|'.join(map(re.escape, _FIELDS))})({_TYPED})?:(?:[ \t]+(.*))?")
_QUOTED = re.compile(r"[ \t]*> ?(.*)")
_ANY_ITEM = re.compile(r" {0,3}[-*+](?:[ \t]|\Z)")
_HASHED = re.compile(r"#[^\s#]+(?:\s+#[^\s#]+)*")


class Broken(NamedTuple):
    """A value that cannot be read.

    Attributes:
        field: whose; empty where it is the region as a whole.
        line: in the region's content, from 0.
        reason: half a sentence for people.
    """

    field: str
    line: int
    reason: str


@dataclass
class Reading:
    """What a region says.

    Attributes:
        word: claim, note or highlight, as the head has it; empty without a head.
        values: the fields that could be read. ``lines``: where each stands, from 0.
        broken: the fields that could not.
        rest: a hash of all that is no field.
    """

    word: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    rest: str = ""


def kind_of(annotation: Annotation) -> str:
    """What a mark that is no mention is called: claim, note or highlight."""
    if annotation.claim is not None or annotation.motivation is Motivation.ASSESSING:
        return CLAIM
    return NOTE if annotation.motivation is Motivation.COMMENTING else HIGHLIGHT


def said(annotation: Annotation, claim: Claim | None) -> dict[str, Value]:
    """The fields of a mark as they read back from its region.

    Names, labels and tags are on one line, without controls; a note has line
    feeds for line ends and none at its ends.
    """
    values: dict[str, Value] = {
        "label": one_line(annotation.label or "") or None,
        "tags": _distinct(map(one_line, annotation.tags)),
        "note": _plain(annotation.note),
    }
    if claim is not None:
        values |= {
            "kind": str(claim.kind),
            "verdict": one_line(claim.verdict),
            "confidence": claim.confidence,
            "notes": _plain(claim.notes),
        }
    return values


def summary(annotation: Annotation, claim: Claim | None) -> list[str]:
    """The parts of a mark's head, its word first, for the profile to join."""
    parts = [kind_of(annotation)]
    if claim is not None:
        sure = "" if claim.confidence is None else f" ({claim.confidence} % sure)"
        parts += [str(claim.kind), f"{_part(claim.verdict)}{sure}"]
    if annotation.label:
        parts.append(_part(annotation.label))
    return parts


def listed_head(parts: Sequence[str]) -> str:
    """The head as the first item of a list; ``parts``: see :func:`summary`."""
    word, *rest = parts
    return _BETWEEN.join([f"- **{word}**", *rest])


def callout_head(parts: Sequence[str]) -> str:
    """The head as the title of a callout."""
    return f"> [!{_QUOTE} {_BETWEEN.join(parts)}"


def tags_lines(tags: Sequence[str]) -> list[str]:
    """The item that shows a mark's tags; nothing for none."""
    if not tags:
        return []
    return [f"- {TAGS}: " + ", ".join(escape_line(tag).replace(",", "&#44;") for tag in tags)]


def note_lines(label: str, source: str) -> list[str]:
    """The item that shows a note; nothing for an empty one.

    Args:
        label: :data:`NOTE` or :data:`ON_CLAIM`.
        source: Markdown.
    """
    if not source.strip():
        return []
    text = _trimmed(source)
    typed = _holds_html(text)
    block = prefixed(escape(text) if typed else text, "  > ")
    return [f"- {label}{_TYPED if typed else ''}:", block]


def note(source: str, indent: str) -> str:
    """A user's Markdown, kept as it is but inside a quotation that it cannot leave.

    Every line stands behind a quotation mark, so nothing opened in it lasts
    beyond it. Raw HTML would (a comment never closed hides the rest of the
    page): a note that holds some is shown as it was typed instead.

    Args:
        indent: the spaces before the mark, for a place in a list.
    """
    text = _trimmed(source)
    return prefixed(escape(text) if _holds_html(text) else text, f"{indent}> ")


def read(content: str) -> Reading:
    """What a region says, in whatever profile it was written.

    Args:
        content: of the region, lines ended by line feeds.
    """
    reading = Reading()
    lines = content.split("\n")
    rest: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        callout = _CALLOUT.fullmatch(line)
        if callout is not None and not reading.word and callout[1] != _QUOTE:
            rest.append(callout[1])  # another kind of callout, or a folded one, is the user's
        head = callout or _LISTED.fullmatch(line)
        labelled = _LABELLED.fullmatch(line) if head is None else None
        if head is not None and not reading.word:
            reading.word = head[head.re.groups - 1]
            _read_head(reading, head[head.re.groups], at)
        elif head is not None:
            _head_again(reading, at)
        elif labelled is not None and (labelled[1] != TAGS or not labelled[2]):
            at = _read_labelled(reading, labelled, lines, at)
        elif line.strip():
            rest.append(line.rstrip())
        at += 1
    for name in ("tags", "note", *(("notes",) if reading.word == CLAIM else ())):
        if not any(broken.field == name for broken in reading.broken):
            reading.values.setdefault(name, () if name == "tags" else "")
    reading.rest = hashlib.sha256("\n".join(rest).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return reading


def _read_head(reading: Reading, text: str, at: int) -> None:
    before, *parts = map(str.strip, text.split(_DOT))
    claim = reading.word == CLAIM
    fields = _head_fields(reading)
    least, most = (2, 3) if claim else (0, 1)
    if before or not least <= len(parts) <= most:
        wanted = "kind · verdict" if claim else "nothing, or a label,"
        reason = f"the line must have {wanted} after {reading.word}"
        reading.broken += [Broken(name, at, reason) for name in fields]
        return
    reading.lines |= dict.fromkeys(fields, at)
    reading.values["label"] = None
    if len(parts) == most:
        reading.values["label"] = one_line(unescape(parts[-1])) or None
    if claim:
        reading.values["kind"] = one_line(unescape(parts[0]))
        sure = _SURE.search(parts[1])
        reading.values["verdict"] = one_line(unescape(_SURE.sub("", parts[1])))
        reading.values["confidence"] = None if sure is None else int(sure[1])


def _head_again(reading: Reading, at: int) -> None:
    for name in _head_fields(reading):
        reading.values.pop(name, None)
        reading.broken.append(Broken(name, at, f"{reading.word} stands there twice"))


def _head_fields(reading: Reading) -> tuple[str, ...]:
    return ("kind", "verdict", "confidence", "label") if reading.word == CLAIM else ("label",)


def _read_labelled(reading: Reading, match: re.Match[str], lines: Sequence[str], at: int) -> int:
    """Read an item of tags or a note; the number of its last line."""
    name, inline = _FIELDS[match[1]], match[3] or ""
    again = name in reading.lines
    reading.lines.setdefault(name, at)
    if name == "tags":
        block: list[str] = []
        last = at
        value: Value = _distinct(tag for one in inline.split(",") for tag in _tags(one.strip()))
    else:
        block, last = _block(lines, at)
        if not block:
            block, last = _indented(lines, at, inline)
            inline = ""
        source = "\n".join(block)
        value = _plain(unescape(source) if match[2] else source)
    below = next((n for n in range(last + 1, len(lines)) if lines[n].strip()), None)
    reason = ""
    if again:
        reason = f"{match[1]} stands there twice"
    elif block and inline.strip():
        reason = "it stands beside its label and below it"
    elif name != "tags" and below is not None and _goes_on(lines[below], below == last + 1):
        reason, at = "its lines must all stand behind >, or all indented without it", below
    if reason:
        reading.values.pop(name, None)
        reading.broken.append(Broken(name, at, reason))
    else:
        reading.values[name] = value
    return last


def _block(lines: Sequence[str], label: int) -> tuple[list[str], int]:
    """The quoted lines below a label, and the number of the last; blank lines may part them."""
    block: list[str] = []
    last = at = label
    while (at := at + 1) < len(lines):
        match = _QUOTED.fullmatch(lines[at])
        if match is not None:
            block += [""] * (at - last - 1 if block else 0)
            block.append(match[1])
            last = at
        elif lines[at].strip():
            break
    return block, last


def _indented(lines: Sequence[str], label: int, inline: str) -> tuple[list[str], int]:
    """The words beside a label and the lines that belong to its item, and the last one's number."""
    # To the column after the sign of the list, and a space.
    deep = re.compile(rf"(?:\t| {{{len(lines[label]) - len(lines[label].lstrip(' ')) + 2}}})(.*)")
    block, waiting = [inline], 0
    last = at = label
    while (at := at + 1) < len(lines):
        match = deep.fullmatch(lines[at])
        if not lines[at].strip():
            waiting += 1
        elif match is None or _QUOTED.fullmatch(lines[at]):
            break
        else:
            block += [""] * waiting
            block.append(match[1])
            last, waiting = at, 0
    return block, last


def _goes_on(line: str, adjoins: bool) -> bool:
    """Whether a line below a note looks like more of it."""
    return _QUOTED.fullmatch(line) is not None or (adjoins and _ANY_ITEM.match(line) is None)


def _part(text: str) -> str:
    """A part of a head: it holds no dot, and does not end as a confidence does."""
    source = escape_line(text).replace(_DOT, f"&#{ord(_DOT)};")
    return _SURE.sub(lambda match: match[0].replace("%", "&#37;"), source)


def _tags(item: str) -> list[str]:
    """The tags in one item; an editor's own are written ``#so #and-so`` (ours escape the sign)."""
    if _HASHED.fullmatch(item):
        return [unescape(tag[1:]) for tag in item.split()]
    return [one_line(unescape(item))]


def _distinct(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _plain(source: str) -> str:
    return _trimmed(source) if source.strip() else ""


def _trimmed(source: str) -> str:
    return cleaned(source).strip("\n")


def _holds_html(text: str) -> bool:
    return "<" in text and any(
        token.type == "html_block" or any(c.type == "html_inline" for c in token.children or ())
        for token in _parser().parse(text)
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")
