"""Dates as inputs write them, read as :class:`~archive.model.PartialDate`.

ISO first, partial or whole; then what is common and unambiguous: slashes or
dots in year-first order, seconds since 1970, the form of e-mail and feeds
(RFC 2822). ``03/04/2025`` is not guessed at.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from archive.model import PartialDate

_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?", re.ASCII)
_SPACED = re.compile(r"(\d{4}-\d{2}-\d{2}[ T]\S+) (?=[+-]\d{2}:?\d{2}$|UTC$|GMT$|Z$)", re.ASCII)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?", re.ASCII)


def read_date(value: object) -> PartialDate | None:
    """The date that ``value`` says, or None if it is empty.

    Args:
        value: text, a number (a year, or seconds or milliseconds since 1970),
            or a date or datetime, as YAML gives them.

    Raises:
        ValueError: if it says something that is no date (``2025-13``).
    """
    if value is None or value == "" or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return PartialDate.parse(value.isoformat())
    if isinstance(value, date):
        return PartialDate.parse(value.isoformat())
    if not isinstance(value, str | int | float):
        raise ValueError(f"not a date: {str(value)[:40]!r}")
    text = str(value).strip()
    if not text:
        return None
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text.partition(".")[0]) == 13 else 1)
        return PartialDate.parse(datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds"))
    if match := _YEAR_FIRST.fullmatch(text):
        text = "-".join(part.zfill(2) for part in match.groups() if part)
    text = _SPACED.sub(r"\1", text).removesuffix("UTC").removesuffix("GMT")
    try:
        return PartialDate.parse(text)
    except ValueError:
        mailed = _mail_date(text)
        if mailed is None:
            raise
        return mailed


def _mail_date(text: str) -> PartialDate | None:
    if not re.search("[A-Za-z]{3}", text):
        return None
    try:
        return PartialDate.parse(parsedate_to_datetime(text).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None  # the caller raises its own error, which names the value
