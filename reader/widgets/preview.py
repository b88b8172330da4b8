"""The article under the cursor, from its beginning or from the first hit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from archive.model import ArticleRow, Span
from archive.text.plurals import counted
from reader.layout.cells import sanitise
from reader.layout.find import best

if TYPE_CHECKING:
    from archive.text.document import Document
    from reader.widgets.preview_page import PreviewPage


class Preview(Vertical):
    """Where and when, the title, and the text with the hits marked; the wheel scrolls it.

    Line heights are fixed, so that another article is no reason to lay out the screen anew.

    The page is mounted with the first article: laying out text takes modules
    that the list does without, and the list is to be there first.
    """

    DEFAULT_CSS = """
    Preview {
        & > Static { padding: 0 3; }
        & > #preview-title { text-style: bold; color: $primary; height: 2; }
        & > #preview-meta { color: $foreground 75%; height: 1; }
        & > PreviewPage { height: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="preview-meta", markup=False)
        yield Static(id="preview-title", markup=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page: PreviewPage | None = None

    def clear(self) -> None:
        """Show nothing."""
        for part in self.query(Static):
            part.update("")
        if self.page is not None:
            self.page.remove()
            self.page = None

    def show(self, row: ArticleRow, document: Document) -> None:
        """Show an article from its beginning.

        Args:
            row: what its list line says.
            document: its text.
        """
        title = self.query_one("#preview-title", Static)
        title.update(sanitise(row.title[:400]), layout=False)
        facts = [row.outlet, str(row.published or "")[:10], row.language]
        facts.append(counted(row.words, "word"))
        if row.claims:
            facts.append(counted(row.claims, "claim"))
        if row.entities:
            facts.append(counted(row.entities, "entity", "entities"))
        meta = " · ".join(fact for fact in facts if fact)
        self.query_one("#preview-meta", Static).update(sanitise(meta), layout=False)
        if self.page is None:
            from reader.widgets.preview_page import PreviewPage

            self.page = PreviewPage()
            self.mount(self.page)
        self.page.show(document)

    def show_hits(self, hits: Sequence[Span]) -> None:
        """Mark what the search found, and go to the passage that shows the most of it.

        Args:
            hits: code points of the document shown, in order.
        """
        if self.page is None:
            return
        self.page.hits = hits
        if hits:
            self.page.caret = hits[best(self.page.document.text, hits)].start
