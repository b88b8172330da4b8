from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Span

offsets = st.integers(0, 50)
spans = st.tuples(offsets, offsets).map(lambda pair: Span(min(pair), max(pair)))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_a_span_runs_forward_from_zero(start: int, end: int) -> None:
    with pytest.raises(ValueError):
        Span(start, end)


@given(spans, spans)
def test_two_spans_overlap_when_they_share_a_code_point(one: Span, two: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(two.start, two.end))
    assert one.overlaps(two) == bool(shared)


@given(spans)
def test_a_span_gives_back_its_words(span: Span) -> None:
    text = "".join(chr(200 + i) for i in range(60))
    assert len(span.of(text)) == len(span)
