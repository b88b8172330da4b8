"""The library's ways back: to the article read last, and to where an earlier run was left."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.text.plurals import counted
from reader.left import Place
from reader.screens.finding import FindingScreen
from reader.screens.listing import ORDERS, RELEVANCE, Request
from reader.screens.trail import Reading

if TYPE_CHECKING:
    from archive.index.results import Sort

_SHOWN = 40  # characters of a title or a query that are told
_PATIENCE = 2.0  # seconds that an article waits for the results that it is one of


class ReturningScreen(FindingScreen):
    """The part of the library that goes back."""

    def place(self, below: Place) -> Place:
        """What is listed."""
        now = self.listing.asked
        return replace(
            below,
            query=now.query,
            filters=now.filters,
            order=now.order,
            descending=now.descending,
        )

    def offer_return(self) -> None:
        """Say that one can go back to where an earlier run was left, if one was."""
        left = self.session.left_at
        if left is None:
            return
        self.session.left_at = left = _at_its_draft(left)
        rows = self.session.archive.articles.rows([left.article]) if left.article else []
        title = f"“{_short(rows[0].title)}”" if rows else ""
        search = f"the search “{_short(left.query)}”" if left.query.strip() else ""
        search = search or (counted(len(left.filters), "filter") if left.filters else "")
        where = " in ".join(filter(None, (title, search)))
        if not where:
            self.session.left_at = None  # the article is gone, and there was nothing else
            return
        back, draft = self.key("go back"), left.draft
        if draft.words and rows:
            form = self.session.key("mark open" if draft.mark else "note add", "article")
            self.say(f"{back}, then {form}: back to the note half written on {where}.")
        else:
            self.say(f"{back} goes back to {where}, where the program was left.")

    def do_go_back(self) -> None:
        """To the article read last, where it was left, in this run or in one before."""
        from reader.screens.touring import results_of

        visit, left = self.session.visited.present, self.session.left_at
        if visit is not None:
            if self.session.archive.articles.rows([visit.article]):
                self.read_on(Reading(visit.article, None, results_of(visit)))
            else:
                self.say("That article is gone.")
        elif left is not None:
            self.session.left_at = None
            self.spawn(self._return_to(left))
        else:
            self.say("No article was read yet.")

    async def _return_to(self, left: Place) -> None:
        """List what was listed, and open the article at its caret, selecting what was selected."""
        order: Sort = left.order if left.order in (*ORDERS, RELEVANCE) else self.listing.asked.order
        request = Request(left.query, left.filters, order, left.descending)
        if request != self.listing.asked:
            self.show_query(request, left.article or None)
            # A search process that only just starts, or has much to catch up with, takes its time.
            with suppress(TimeoutError):
                await asyncio.wait_for(self.listing.answered(), _PATIENCE)
        if left.article and self.session.archive.articles.rows([left.article]):
            self.read_on(
                Reading(
                    left.article,
                    left.caret,
                    self._results_from(left.article),
                    left.anchor,
                    left.revision,
                )
            )


def _at_its_draft(left: Place) -> Place:
    """The place where the form of its draft opens, if it has one."""
    draft = left.draft
    if not draft.words:
        return left
    at = replace(left, article=draft.article, revision=draft.revision)
    if draft.mark:
        return replace(at, caret=draft.start, anchor=None)
    return replace(at, caret=draft.end - 1, anchor=draft.start)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
