"""The preview of the library: the article under the cursor, loaded once the cursor rests."""

from __future__ import annotations

from archive.errors import NotFound
from reader.screens.picking import PickingScreen
from reader.session import Session
from reader.widgets.preview import Preview


class PreviewingScreen(PickingScreen):
    """The part of the library that shows what stands in the article under the cursor.

    Attributes:
        preview_shown: whether the user wants it, where there is anything to show.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._preview_wanted = 0
        self.preview_shown = session.settings.preview

    def preview_soon(self) -> None:
        """Load the preview of what is then under the cursor, in a moment; only the newest is."""
        self._preview_wanted += 1
        wanted = self._preview_wanted

        def load() -> None:
            if wanted == self._preview_wanted and self.is_attached:
                self.spawn(self._load_preview(wanted))

        if self.session.delays.preview:
            self.set_timer(self.session.delays.preview, load)
        else:
            load()

    async def _load_preview(self, wanted: int) -> None:
        pane, row = self.query_one(Preview), self.rows.current
        if not self.rows.display or not pane.display:
            return
        if row is None or not self.rows.count:
            pane.clear()
            return
        id = row.id
        try:
            document = await self.session.load(lambda archive: archive.articles.document(id))
        except NotFound:
            return  # deleted while the cursor rested on it: the list is being read anew
        if wanted != self._preview_wanted or self.closing:
            return
        pane.show(row, document)
        query = self.listing.request.query
        if query.strip():
            searcher = await self.session.search_client()
            hits = await searcher.highlight(query, id)
            if wanted == self._preview_wanted and not self.closing:
                pane.show_hits(hits)

    def do_preview(self) -> None:
        pane = self.query_one(Preview)
        self.preview_shown = pane.display = not pane.display
        if pane.display:
            self.preview_soon()
