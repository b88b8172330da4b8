"""The article under the cursor, from its beginning or from the first hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from archive.model import ArticleRow, Span
from archive.text.document import Document
from reader.layout.cells import sanitise
from reader.layout.find import best
from reader.widgets.page_view import PageView


class PreviewPage(PageView, can_focus=False):
    """A page without a caret, at the left edge."""

    def _left(self) -> int:
        return 0

    def _over(self) -> Iterable[tuple[int, int, int]]:
        return ()


class Preview(Vertical):
    """Title, where and when, and the text with the hits marked; the wheel scrolls it."""

    DEFAULT_CSS = """
    Preview {
        & > Static { padding: 0 2; height: auto; max-height: 2; }
        & > #preview-title { text-style: bold; color: $primary; }
        & > #preview-meta { color: $foreground 75%; margin: 0 0 1 0; }
        & > PreviewPage { height: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="preview-title", markup=False)
        yield Static(id="preview-meta", markup=False)
        yield PreviewPage()

    @property
    def page(self) -> PreviewPage:
        """The text."""
        return self.query_one(PreviewPage)

    def clear(self) -> None:
        """Show nothing."""
        for part in self.query(Static):
            part.update("")
        self.page.show(Document("", ()))

    def show(self, row: ArticleRow, document: Document) -> None:
        """Show an article from its beginning.

        Args:
            row: what its list line says.
            document: its text.
        """
        self.query_one("#preview-title", Static).update(sanitise(row.title[:400]))
        facts = [row.outlet, str(row.published or "")[:10], row.language, f"{row.words:,} words"]
        if row.claims or row.entities:
            facts.append(f"{row.claims} claims, {row.entities} entities")
        meta = " · ".join(fact for fact in facts if fact)
        self.query_one("#preview-meta", Static).update(sanitise(meta))
        self.page.show(document)

    def show_hits(self, hits: Sequence[Span]) -> None:
        """Mark what the search found, and go to the passage that shows the most of it.

        Args:
            hits: code points of the document shown, in order.
        """
        self.page.hits = hits
        if hits:
            self.page.caret = hits[best(self.page.document.text, hits)].start
