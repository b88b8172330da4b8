"""The ways from the library to the register, a sweep, ledger, dossiers, history, review."""

from __future__ import annotations

from archive.text.plurals import counted
from reader.screens.picking import PickingScreen


class ElsewhereScreen(PickingScreen):
    """The part of the library that opens what is not about articles."""

    def do_entities(self, *words: str) -> None:
        from reader.screens.register import RegisterScreen

        self.app.push_screen(RegisterScreen(self.session, " ".join(words)))

    def do_entity_sweep(self) -> None:
        """Find names in the articles selected, else in those of the search, else in all."""
        from reader.screens.sweeping import SweepScreen

        ids = self.articles_meant()
        where = f"all names in {_told(ids)}"
        self.app.push_screen(SweepScreen(self.session, ids, None, where))

    def do_suggest(self) -> None:
        """Look for claims in the articles selected, else in those of the search, else in all."""
        from reader.screens.worth import SuggestScreen

        ids = self.articles_meant()
        self.app.push_screen(SuggestScreen(self.session, ids, _told(ids)))

    def do_claims(self, query: str = "") -> None:
        from reader.screens.article import opener
        from reader.screens.ledger import LedgerScreen

        self.app.push_screen(LedgerScreen(self.session, opener(self), query))

    async def do_plot(self) -> None:
        from reader.plots import picture
        from reader.screens.plotting import PlotScreen
        from reader.widgets.histogram import over_time as over_time_of

        listing = self.listing
        query, over_time = listing.request.told, listing.histogram
        ids = listing.everything if listing.request.narrowed else None
        if not over_time:
            facets = await self.session.load(lambda archive: archive.articles.facets())
            over_time = over_time_of(facets.year, facets.month)
        drawn = await self.session.load(lambda archive: picture(archive, query, ids, over_time))
        self.app.push_screen(PlotScreen(drawn, ascii_only=False))

    def do_dossiers(self) -> None:
        from reader.screens.article import opener
        from reader.screens.dossiers import DossiersScreen

        self.app.push_screen(DossiersScreen(self.session, opener(self)))

    def do_history(self) -> None:
        from reader.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.session))

    def do_review(self) -> None:
        from reader.screens.article import opener
        from reader.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self.session, opener(self)))


def _told(articles: list[str] | None) -> str:
    """Which articles are meant, in words; None are all."""
    return "all articles" if articles is None else counted(len(articles), "article")
