"""Where a claim appears, in order of date, and which place was the first.

An article's date may be partial: ``2025-01`` covers all of January. A place
is certainly earlier than another only if its last day comes before the
other's first, or, where both tell the time and its offset, if its moment
does. What nothing is certainly earlier than is *possibly first*; alone, with
every other place dated, it is the *first*. Undated places say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.model import Annotation, Article, PartialDate
from archive.store import Store


class Standing(StrEnum):
    """Whether an appearance is the first of its claim."""

    FIRST = "first"
    POSSIBLY = "possibly first"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place where a claim is made."""

    mark: Annotation
    article: Article
    standing: Standing


def appearances(store: Store, claim: str) -> list[Appearance]:
    """A claim's appearances by date, the undated last; ties by article and place."""
    marks = store.marks.appearances(claim)
    articles = {
        article.id: article
        for article in store.listing.articles([*{mark.article for mark in marks}])
    }
    # An article that says it twice competes with the others, not with itself.
    said = standing([article.published for article in articles.values()])
    standings = dict(zip(articles, said, strict=True))
    found = [Appearance(mark, articles[mark.article], standings[mark.article]) for mark in marks]
    return sorted(found, key=_order)


def standing(dates: Sequence[PartialDate | None]) -> list[Standing]:
    """For each of some dates, whether it is the first of them."""
    dated = [(date, _moment(date)) for date in dates if date is not None]
    last_days = [date.last for date, _ in dated]
    untimed = [date.last for date, moment in dated if moment is None]
    moments = [moment for _, moment in dated if moment is not None]

    def preceded(date: PartialDate) -> bool:
        moment = _moment(date)
        if moment is None:
            return min(last_days) < date.first
        return min(moments) < moment or (bool(untimed) and min(untimed) < date.first)

    found = [
        Standing.UNDATED
        if date is None
        else Standing.LATER
        if preceded(date)
        else Standing.POSSIBLY
        for date in dates
    ]
    if found.count(Standing.POSSIBLY) == 1 and Standing.UNDATED not in found:
        found[found.index(Standing.POSSIBLY)] = Standing.FIRST
    return found


def _moment(date: PartialDate) -> float | None:
    """Seconds since 1970, where a date tells time and offset."""
    if "T" not in date.text:
        return None
    moment = datetime.fromisoformat(date.text)
    return None if moment.tzinfo is None else moment.timestamp()


def _order(one: Appearance) -> tuple[object, ...]:
    date = one.article.published
    if date is None:
        when: tuple[object, ...] = (1, 0, 0, "")
    else:
        when = (0, date.first, date.last, date.text)
    return (*when, one.article.id, one.mark.span.start, one.mark.id)
