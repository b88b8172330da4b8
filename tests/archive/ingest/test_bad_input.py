"""Bad input: each has a clear reason and a place, and costs nothing else."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest.importers import jsonl
from archive.ingest.items import MAX_TITLE, Item, Skipped
from archive.text.document import Document
from archive.text.plain import build_plain
from tests.archive.ingest.reading import check_document, item, read_bytes, skipped
from tests.corpus import corpus_path

BODY = "The words of this article are of no importance, but they are English."


def line(number: int, **fields: object) -> bytes:
    return json.dumps({"id": number, "title": f"T{number}", "body": BODY} | fields).encode() + b"\n"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a"])
@pytest.mark.parametrize("data", [b"\n \n\t\n", "\u00a0\n\ufeff \n".encode()])
def test_only_white_space_is_no_article(name: str, data: bytes) -> None:
    assert skipped(data, name).reason == "its text is empty or only white space"


@pytest.mark.parametrize("data", [b" date 2025-01 Title\n\n  \n", b"Title\n\n   \n"])
def test_a_title_above_white_space_is_no_article(data: bytes) -> None:
    assert skipped(data).reason == "its text is empty or only white space"


def test_a_binary_is_named_with_its_byte() -> None:
    found = skipped(b"abcd" + bytes(range(16)) * 8)
    assert found.place == "byte 4"


def test_a_very_long_title_is_cut_at_a_word_and_kept_in_the_text() -> None:
    title = "word " * 2000
    found = item(f" date 2025-01 {title}\n\n{BODY}".encode())
    assert len(found.title) <= MAX_TITLE
    assert found.title.endswith("word…")
    assert found.text.text.startswith(title.strip())
    assert found.text.text.endswith(BODY)
    check_document(found.text)
    assert "10000" in found.warnings[0].reason or "9999" in found.warnings[0].reason


def test_a_title_with_escape_sequences_holds_no_control_character() -> None:
    found = item(f"\x1b[31mRed\x1b[0m alert\x07\n\n{BODY * 4}".encode())
    assert found.title == "\ufffd[31mRed\ufffd[0m alert\ufffd"
    assert found.replaced == 3


def test_a_broken_line_is_named_and_the_rest_comes_in() -> None:
    data = line(1) + b'{"id": 2, "body": "in the mid\n' + b"[]\n" + b"17\n" + line(5)
    found = read_bytes(data, "n.jsonl")
    assert [f.title for f in found if isinstance(f, Item)] == ["T1", "T5"]
    assert [f.place for f in found if isinstance(f, Skipped)] == ["line 2", "line 3", "line 4"]
    assert "column" in next(f.reason for f in found if isinstance(f, Skipped))


@pytest.mark.parametrize(
    "fields", [{"body": None}, {"body": 5}, {"body": [BODY]}, {"body": " \n "}, {"body": ""}]
)
def test_a_line_without_a_body_is_skipped(fields: dict[str, object]) -> None:
    (found,) = read_bytes(line(1, **fields), "n.jsonl")
    assert isinstance(found, Skipped)
    assert found.place == "line 1"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": None},
        {"title": ["x"]},
        {"title": {}},
        {"date": ["2025"]},
        {"date": 1e300},
        {"lang": 5},
        {"url": "javascript:alert(1)"},
        {"url": {}},
        {"id": {"a": 1}},
        {"id": True},
        {"tags": {"a": 1}},
        {"authors": [1, None, {"name": 5}]},
        {"source": []},
        {"title": "\ud800 lone"},
        {"body": "lone \udfff surrogate"},
    ],
)
def test_odd_values_cost_no_article(fields: dict[str, object]) -> None:
    (found,) = read_bytes(line(1, **fields), "n.jsonl")
    assert isinstance(found, Item)
    f"{found.title}{found.text.text}{found.outlet}".encode()  # storable
    assert found.url is None


def test_deep_nesting_and_huge_numbers_are_skipped() -> None:
    data = b'{"body": ' + b"[" * 200_000 + b"\n" + b'{"id": ' + b"9" * 5000 + b"}\n" + line(3)
    found = read_bytes(data, "n.jsonl")
    assert [type(f) for f in found] == [Skipped, Skipped, Item]


def test_a_truncated_gzip_keeps_what_came_before() -> None:
    packed = gzip.compress(b"".join(line(n, body=f"{n} {BODY}" * n) for n in range(1, 200)))
    found = read_bytes(packed[: len(packed) // 2], "n.jsonl.gz")
    articles = [f for f in found if isinstance(f, Item)]
    assert len(articles) > 20
    last = found[-1]
    assert isinstance(last, Skipped)
    assert last.place.startswith("after line")
    assert "end too early" in last.reason


def test_a_damaged_gzip_keeps_what_came_before_and_a_chain_is_one_file() -> None:
    two = gzip.compress(line(1)) + gzip.compress(line(2))
    assert len(read_bytes(two + b"\0" * 9, "n.jsonl.gz")) == 2
    damaged = bytearray(two)
    damaged[-6] ^= 0xFF
    found = read_bytes(bytes(damaged), "n.jsonl.gz")
    assert [f.title for f in found if isinstance(f, Item)] == ["T1", "T2"]
    assert isinstance(found[-1], Skipped)


def test_a_truncated_gzip_of_one_article_is_no_article() -> None:
    packed = gzip.compress((BODY * 99).encode() + bytes(range(32, 127)) * 9)
    assert "end too early" in skipped(packed[:-20], "a.txt.gz").reason


def test_a_huge_line_is_named_and_never_held() -> None:
    def stream() -> Iterator[bytes]:
        yield b"first\n"
        for _ in range(100):
            yield b"x" * (1 << 20)
        yield b"\nlast\n"

    tracemalloc.start()
    assert list(jsonl.lines(stream(), limit=8 << 20)) == [b"first", None, b"last"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 << 20


@given(st.lists(st.binary(max_size=9), max_size=8), st.integers(1, 12))
def test_lines_are_those_of_the_whole(chunks: list[bytes], limit: int) -> None:
    whole = b"".join(chunks).removeprefix(b"\xef\xbb\xbf")
    if b"".join(chunks)[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\xef" in whole:
        return
    expected = whole.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert list(jsonl.lines(chunks, limit)) == [
        line if len(line) <= limit else None for line in expected
    ]


def test_lines_in_utf16_and_in_a_legacy_encoding_are_read() -> None:
    text = json.dumps({"title": "Été", "body": "L’été est déjà là, s’étonne-t-on à la région."})
    assert item(text.encode().decode("unicode-escape").encode("utf-16"), "n.jsonl").title == "Été"
    legacy = '{"title": "Été", "body": "' + "L’été est déjà là, dit-on à la région. " * 3 + '"}'
    assert item(legacy.encode("cp1252"), "n.jsonl").title == "Été"


@pytest.mark.parametrize("bomb", ["xmlbomb.xml", "xmlbomb2.xml", "quadratic.xml", "external.xml"])
@pytest.mark.parametrize("name", ["a.xml", "a.html"])
def test_xml_bombs_never_go_off(bomb: str, name: str) -> None:
    folder = corpus_path("hostile", "defusedxml_bombs")
    (path,) = folder.rglob(bomb)
    data = path.read_bytes()
    for found in read_bytes(data, name):
        assert isinstance(found, Skipped) or len(found.text.text) <= len(data)


def test_naughty_strings_are_titles_and_bodies_like_any_other() -> None:
    (path,) = corpus_path("hostile", "naughty_strings").rglob("blns.json")
    for naughty in json.loads(path.read_text(encoding="utf-8")):
        data = line(1, title=naughty, body=f"{naughty}\n\n{BODY}", source=naughty, tags=[naughty])
        (found,) = read_bytes(data, "n.jsonl")
        assert isinstance(found, Item), naughty
        assert found.title
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in found.title)
        check_document(found.text)
        for name in ("a.txt", "a.md"):
            for other in read_bytes(f"{naughty}\n\n{BODY * 9}".encode("utf-8", "replace"), name):
                if isinstance(other, Item):
                    check_document(other.text)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "n.jsonl", "a", "a.gz"]))
def test_any_bytes_under_any_name_are_read_or_named(data: bytes, name: str) -> None:
    for one in read_bytes(data, name):
        if isinstance(one, Item):
            check_document(one.text)
            one.text.text.encode()
        else:
            assert one.reason


def test_a_fault_of_the_program_costs_one_line_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(text: str) -> Document:
        if text.startswith("2"):
            raise IndexError("list index out of range")
        return build_plain(text)

    monkeypatch.setattr("archive.ingest.importers.jsonl.build_plain", faulty)
    data = b"".join(line(n, body=f"{n} {BODY}") for n in (1, 2, 3))
    found = read_bytes(data, "n.jsonl")
    assert [f.title for f in found if isinstance(f, Item)] == ["T1", "T3"]
    assert [f.place for f in found if isinstance(f, Skipped)] == ["line 2"]


@pytest.mark.parametrize("data", [b'{\n "title": "x"\n}', b'[{"title": "x"}]'])
def test_json_of_another_shape_is_named_once(data: bytes) -> None:
    assert "not one object a line" in skipped(data, "a.json").reason
