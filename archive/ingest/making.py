"""From what an importer found to an Item: the rules every format shares."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.ingest.dates import read_date
from archive.ingest.items import MAX_TITLE, Item, Notice, Skipped
from archive.ingest.source import Source
from archive.ingest.titles import clean_line, cut, with_paragraph
from archive.text.document import Document
from archive.text.language import detect

_SUBTAG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?", re.DOTALL)
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
# A line is bearable as a title made up from the body up to here.
_MADE_UP = 80

BLANK = "its text is empty or only white space"


def is_blank(text: str) -> bool:
    """Whether there is nothing to read: white space, no-break and zero-width spaces."""
    return not text.strip().strip("\u200b\u2060\ufeff \n\t\u00a0\u202f")


def make_item(
    source: Source,
    document: Document,
    *,
    title: str | None,
    place: str = "",
    number: int | None = None,
    format_id: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    authors: Iterable[str] = (),
    published: object = None,
    date_place: str = "",
    language: str | None = None,
    tags: Iterable[str] = (),
    original: bytes | None = None,
    replaced: int = 0,
    warnings: Iterable[Notice] = (),
) -> Item | Skipped:
    """The article, or why there is none.

    Args:
        title: as found; without one, the beginning of the text.
        place: where in the file, for notices.
        number: the line, in files of many articles.
        published: as found; see :func:`archive.ingest.dates.read_date`. An
            impossible date costs a warning, not the article.
        date_place: where the date stands, if ``place`` does not say it.
        language: as found; only a primary subtag is kept. Without one the
            words of the text decide.
    """
    if is_blank(document.text):
        return Skipped(source.name, place, BLANK)
    notices = list(warnings)
    line, in_title = clean_line(title or "")
    replaced += in_title
    if not line.strip("\ufffd "):
        line = _made_up(document, source)
    short = cut(line)
    if short != line:
        # the words cut off are words of the article all the same
        document = with_paragraph(document, line)
        reason = f"its title has {len(line)} characters: cut at {MAX_TITLE}, kept whole in the text"
        notices.append(Notice(source.name, place, reason))
    try:
        day = read_date(published)
    except (ValueError, OverflowError, OSError):
        day = None
        reason = f"there is no such date: {_shown(published)}; imported without a date"
        notices.append(Notice(source.name, date_place or place, reason, "set it with edit"))
    address = clean_line(url)[0] if url else ""
    if address and not _WEB.fullmatch(address):
        reason = f"this is no web address: {_shown(address)}; left out"
        notices.append(Notice(source.name, place, reason))
        address = ""
    return Item(
        title=short,
        text=document,
        source=f"{source.name}:{number}" if number is not None else source.name,
        path=source.relative,
        format_id=(clean_line(format_id)[0] or None) if format_id else None,
        url=address or None,
        outlet=(cut(clean_line(outlet)[0]) or None) if outlet else None,
        authors=_lines(authors),
        published=day,
        language=_primary(language) or detect(document.text),
        tags=_lines(tag.strip().lstrip("#") for tag in tags),
        original=original,
        replaced=replaced,
        warnings=tuple(notices),
    )


def _made_up(document: Document, source: Source) -> str:
    first = clean_line(document.text.lstrip().partition("\n")[0])[0].strip("\ufffd ")
    if not first:
        return source.relative.rpartition("/")[2]
    if len(first) <= _MADE_UP:
        return first
    head = first[: _MADE_UP - 1]
    word = head.rfind(" ")
    return (head[:word] if word > 0 else head) + "…"


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    cleaned = (cut(clean_line(value)[0]) for value in values)
    return tuple(dict.fromkeys(value for value in cleaned if value))


def _primary(language: str | None) -> str | None:
    match = _SUBTAG.fullmatch(language.strip()) if language else None
    return match[1].lower() if match else None


def _shown(value: object) -> str:
    return "«" + clean_line(str(value))[0][:40] + "»"
