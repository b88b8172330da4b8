"""What can be put beside an article: another one, to be asked for, or the claims."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import ArticleRow, Order
from archive.text.plurals import counted
from reader.session import Session
from reader.widgets.claim_list import ClaimList

if TYPE_CHECKING:
    from archive.model import ClaimRow
    from reader.widgets.forms import Offer

CLAIMS = "claims"
_OFFERED = 50


class ClaimsBeside:
    """The claims as they stand beside an article, the newest first.

    Args:
        session: the archive and what goes with it.
        query: which claims; nothing for all.
    """

    def __init__(self, session: Session, query: str = "") -> None:
        self._session = session
        self.query = query
        self.pane = ClaimList(id="claims")
        self.total = 0
        self._asked = 0

    @property
    def caption(self) -> str:
        """What is listed."""
        if not self.total and not self.query:
            return f"Claims: none yet, {self._session.key('claim add', 'article')} makes one"
        return f"Claims: {self.query or 'all'} ({self.total:,})"

    @property
    def claim(self) -> str:
        """Id of the claim under the cursor; empty where there is none."""
        return self.pane.current.id if self.pane.current is not None else ""

    async def look_up(self, query: str | None = None) -> None:
        """Show the claims of a query, or those of the last one as they stand now.

        Raises:
            UsageError: if the query cannot be read; what was shown stays.
        """
        self._asked += 1
        asked, wanted = self._asked, self.query if query is None else query

        def look(archive: Archive) -> tuple[Sequence[ClaimRow], Sequence[str]]:
            rows = archive.claims.ledger.select(wanted, order="added")
            return rows, archive.claims.verdicts.scheme.names

        rows, verdicts = await self._session.load(look)
        if asked == self._asked and self.pane.is_attached:
            self.query, self.total = wanted, len(rows)
            self.pane.display_claims(rows, verdicts)


class Choices:
    """The articles to choose from: those read before first, then the newest.

    Args:
        rows: the articles, in this order.
    """

    def __init__(self, rows: Sequence[ArticleRow]) -> None:
        self._rows = [(row.title.casefold(), row) for row in rows]

    @classmethod
    def load(cls, archive: Archive, first: Sequence[str], but: str) -> Choices:
        """All articles but one.

        Args:
            archive: where to look.
            first: ids of those that stand before the others.
            but: id of the one left out.
        """
        ids = dict.fromkeys((*first, *archive.articles.ids(Order("date", True))))
        return cls(archive.articles.rows([id for id in ids if id != but]))

    def offers(self, typed: str) -> list[Offer]:
        """The claims, then the articles with all these words in their titles."""
        from reader.widgets.forms import Offer

        words = typed.casefold().split()
        fitting = (row for title, row in self._rows if all(word in title for word in words))
        claims = [Offer(CLAIMS, "of the ledger")]
        return [
            *(claims if all(word in CLAIMS for word in words) else ()),
            *(Offer(row.title, _told(row), value=row.id) for row in islice(fitting, _OFFERED)),
        ]


def _told(row: ArticleRow) -> str:
    return ", ".join(filter(None, (row.outlet, str(row.published or "")[:10])))


def article_called(archive: Archive, words: str) -> str:
    """The id of the article of an id, or of the one with all these words in its title.

    Raises:
        NotFound: if there is none.
        UsageError: if there are several.
    """
    try:
        return archive.articles.resolve(words)
    except NotFound:
        wanted = words.casefold().split()
    rows = archive.articles.rows(archive.articles.ids(Order("date", True)))
    fitting = [row for row in rows if all(word in row.title.casefold() for word in wanted)]
    if not fitting:
        raise NotFound(f"No article is called {words[:60]!r}.", remedy="")
    if len(fitting) > 1:
        what = counted(len(fitting), "title")
        raise UsageError(f"{what} hold {words[:60]!r}.", remedy="Give more of it, or the id.")
    return fitting[0].id
