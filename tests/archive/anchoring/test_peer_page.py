"""Annotations made by Hypothesis on a real page, found in that page's text."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from archive.anchoring import anchor_all
from archive.model import Placement, Selectors, Span
from tests.corpus import corpus_path

FOLDER = (
    "annotation", "hypothesis_anchoring", "src", "annotator", "anchoring", "test", "html-baselines",
)  # fmt: skip


class _Text(HTMLParser):
    """The character data of a page's body, scripts included, as a browser's DOM has it."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def test_marks_of_a_real_page_are_found_by_their_quotation() -> None:
    page = corpus_path(*FOLDER, "wikipedia-regression-testing.html").read_text("utf-8")
    made = json.loads(corpus_path(*FOLDER, "wikipedia-regression-testing.json").read_text("utf-8"))
    reader = _Text()
    reader.feed(page[page.index("<body") :])
    text = "".join(reader.pieces)
    marks = []
    for row in made["rows"] if isinstance(made, dict) else made:
        by_type = {one["type"]: one for one in row["target"][0]["selector"]}
        place, quote = by_type["TextPositionSelector"], by_type["TextQuoteSelector"]
        span = Span(place["start"], place["end"])
        marks.append(Selectors(span, quote["exact"], quote["prefix"], quote["suffix"]))
    assert len(marks) == 5
    for one, placed in zip(marks, anchor_all(text, marks), strict=True):
        assert placed.placement is Placement.EXACT, one
        assert placed.span is not None
        assert placed.span.of(text) == one.exact
