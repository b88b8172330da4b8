"""Records joined without a look at their positions."""

from __future__ import annotations

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.engines.packing import POSITION_BITS, Packed, joined, pack

places = st.sets(
    st.tuples(
        st.one_of(st.integers(0, 5), st.integers(0, 400)),
        st.one_of(st.integers(0, 9), st.integers(0, 70_000)),
    ),
    min_size=1,
    max_size=20,
)
segments = st.lists(st.tuples(places, st.booleans(), st.integers(2, 7)), min_size=1, max_size=4)


def record(found: list[tuple[int, int]]) -> bytes:
    return pack(array("Q", [document << POSITION_BITS | at for document, at in sorted(found)]))


@settings(max_examples=80, deadline=None)
@given(segments)
def test_joined_records_say_what_one_record_of_all_would(
    given: list[tuple[set[tuple[int, int]], bool, int]],
) -> None:
    parts: list[tuple[bytes, int, list[int] | None]] = []
    expected: list[tuple[int, int]] = []
    base = 0
    for found, some_go, every in given:
        size = 1 + max(document for document, _ in found)
        numbers, new = [], base
        for document in range(size):
            gone = some_go and document % every == 0
            numbers.append(-1 if gone else new)
            new += not gone
        parts.append((record(list(found)), base, numbers if some_go else None))
        expected += [(numbers[document], at) for document, at in found if numbers[document] >= 0]
        base = new
    made = joined(parts)
    if not expected:
        assert made is None
        return
    assert made is not None
    assert read(made) == read(record(expected))


@settings(max_examples=40, deadline=None)
@given(places, st.integers(1, 9))
def test_rows_are_arrays_of_the_kind_asked_for(found: set[tuple[int, int]], every: int) -> None:
    packed = Packed(record(list(found)))
    wanted = {document for document, _ in found if document % every == 0}
    rows = list(packed.rows(wanted, "I"))
    assert {at.typecode for _, at in rows} <= {"I"}
    plain = [(document, list(at)) for document, at in packed.rows(wanted)]
    assert [(document, list(at)) for document, at in rows] == plain
    assert plain == [one for one in read(record(list(found))) if one[0] in wanted]


def read(packed: bytes) -> list[tuple[int, list[int]]]:
    found = Packed(packed)
    rows = zip(found.documents(), found.positions(), strict=True)
    return [(document, list(at)) for document, at in rows]
