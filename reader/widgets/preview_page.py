"""The text of the preview: a page to look at, loaded only when there is something to show."""

from __future__ import annotations

from collections.abc import Iterable

from reader.widgets.page_view import PageView


class PreviewPage(PageView, can_focus=False):
    """A page without a caret, at the left edge."""

    def _left(self) -> int:
        return 0

    def _over(self) -> Iterable[tuple[int, int, int]]:
        return ()
