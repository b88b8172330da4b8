"""Bytes become text by the most certain way, and what is no text is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UnreadableInput
from archive.ingest.decode import decode

FRENCH = "L’œuvre coûte 5 € : déjà un succès, s’étonne la région. " * 4


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
def test_french_is_read_in(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding), "a.txt").text == FRENCH


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Привет, мир! Как дела у новых процессоров сегодня? " * 4),
        ("shift_jis", "新しい半導体の価格は今年も下がり続けている。" * 4),
        ("gb18030", "新的芯片价格今年继续下降，制造商表示担忧。" * 4),
        ("iso2022_jp", "新しい半導体の価格は今年も下がり続けている。" * 4),
    ],
)
def test_legacy_encodings_are_recognised(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt").text == text


def test_a_declared_charset_counts_in_markup() -> None:
    page = '<html><head><meta charset="iso-8859-15"></head><p>5 € œuvre</p></html>'
    assert "5 € œuvre" in decode(page.encode("iso-8859-15"), "a.html", markup=True).text


def test_a_file_cut_inside_a_character_stays_utf8() -> None:
    cut = FRENCH.encode() + "é".encode()[:1]
    decoded = decode(cut, "a.txt")
    assert decoded.text == FRENCH + "\ufffd"
    assert decoded.broken == 1
    assert decoded.place == f"byte {len(cut) - 1}"


def test_control_characters_make_a_binary() -> None:
    data = b"some words " * 9 + bytes(range(8)) * 4
    with pytest.raises(UnreadableInput) as told:
        decode(data, "a.bin")
    assert told.value.place == "byte 99"
    assert "control characters" in told.value.message


def test_a_few_control_characters_do_not() -> None:
    assert decode(b"word " * 100 + b"\x00", "a.txt").text.endswith("\x00")


def test_coloured_terminal_output_is_text() -> None:
    assert "red" in decode(b"\x1b[31mred\x1b[0m word\n", "a.txt").text


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04....", b"\x89PNG\r\n"])
def test_known_binaries_are_called_by_name(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match="it is a"):
        decode(data, "a")


def test_bytes_of_no_encoding_name_the_byte() -> None:
    with pytest.raises(UnreadableInput) as told:
        decode(b"abc\x81\xfe\xff\x9d\x8d\x81\x00" * 50, "a")
    assert told.value.place.startswith("byte ")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(decode(data, "a").text, str)
    except UnreadableInput as error:
        assert error.path == "a"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if not text.startswith("\ufeff"):
        data = text.encode()
        if not data.startswith((b"%PDF-", b"GIF8", b"BZh")):
            assert decode(data, "a").text == text
