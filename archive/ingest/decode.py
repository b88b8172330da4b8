"""Bytes to text: which encoding, and whether it is text at all.

The order is that of certainty: a byte-order mark; UTF-16 that lost its mark;
strict UTF-8; UTF-8 with a few broken bytes (a file cut inside a character must
not be read as Latin-1); what uchardet finds; Windows-1252; Mac Roman where it
gives Western words. A file none of these reads, or with more than one control
character in a hundred, is binary and refused.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from archive.errors import UnreadableInput

MAX_CONTROLS = 0.01

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Carriage return and form feed are what old text files are made of.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# Coloured terminal output is text: a whole escape sequence is no sign of a binary.
_ANSI = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]")
# How ISO 2022 announces its two-byte sets.
_SHIFT = re.compile(rb"\x1b\$(?:[@B]|\)C)")

# French letters and typography.
_WESTERN = frozenset("àâäçéèêëîïôöùûüÿæœÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒ’‘“”«»…–—•€°\xa0")

_MAGIC = (
    (b"%PDF-", "a PDF", "convert it to text or HTML first"),
    (b"PK\x03\x04", "a ZIP archive (or EPUB, or office document)", "unpack it first"),
    (b"\x89PNG", "a PNG image", ""),
    (b"\xff\xd8\xff", "a JPEG image", ""),
    (b"GIF8", "a GIF image", ""),
    (b"SQLite format 3\x00", "a SQLite database", ""),
    (b"\x7fELF", "a program", ""),
    (b"BZh", "compressed with bzip2", "decompress it first"),
    (b"\xfd7zXZ\x00", "compressed with xz", "decompress it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "decompress it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as it was in the file, controls and all.

    Attributes:
        encoding: the codec that read it.
        broken: byte sequences that are no UTF-8 and became U+FFFD.
        place: ``byte N`` of the first of them, or empty.
    """

    text: str
    encoding: str
    broken: int = 0
    place: str = ""


def decode(data: bytes, path: str, *, markup: bool = False) -> Decoded:
    """Read ``data`` as text.

    Args:
        path: the file, for the error.
        markup: whether a ``<meta charset>`` inside counts (HTML).

    Raises:
        UnreadableInput: if it is no text; names the byte and the reason.
    """
    _refuse_magic(data, path)
    decoded = (
        _by_bom(data, path)
        or _by_nulls(data)
        or _by_utf8(data)
        or _by_detection(data, path, markup)
    )
    _refuse_controls(decoded, data, path)
    return decoded


def _refuse_magic(data: bytes, path: str) -> None:
    for magic, name, remedy in _MAGIC:
        if data.startswith(magic):
            raise UnreadableInput(f"it is {name}, not text", path=path, place="", remedy=remedy)


def _by_bom(data: bytes, path: str) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                text = data.decode(encoding, "replace")
                broken = text.count("\ufffd")
                if broken * 100 > len(text) + 100:
                    raise UnreadableInput(
                        f"its byte-order mark says {encoding}, its bytes do not",
                        path=path,
                        place=f"byte {error.start}",
                    ) from error
                return Decoded(text, encoding, broken, f"byte {error.start}")
    return None


def _by_nulls(data: bytes) -> Decoded | None:
    """UTF-16 without its mark: in Latin text every second byte is zero, and no other."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    low, high = sorted((even, odd))
    if low or high * 4 < len(head):
        return None
    encoding = "utf-16-le" if odd else "utf-16-be"
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _by_utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        # Legacy bytes hardly ever form valid UTF-8 sequences, so that many good
        # ones beside few broken ones are a damaged UTF-8 file.
        good = len(re.findall("[^\x00-\x7f\ufffd]", text))
        if good >= 10 * broken:
            return Decoded(text, "utf-8", broken, f"byte {error.start}")
        return None
    if "\x1b" in text and text.isascii():
        shift = _SHIFT.search(data)
        if shift:  # seven-bit Japanese and Korean are valid ASCII to look at
            encoding = "iso2022_kr" if shift[0] == b"\x1b$)C" else "iso2022_jp"
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                return Decoded(text, "utf-8")
    return Decoded(text, "utf-8")


def _detect(data: bytes, markup: bool) -> str:
    from resiliparse.parse.encoding import detect_encoding

    return str(detect_encoding(data, from_html_meta=markup) or "").lower()


def _by_detection(data: bytes, path: str, markup: bool) -> Decoded:
    first: UnicodeDecodeError | None = None
    for encoding in (_detect(data, markup), "cp1252"):
        try:
            return Decoded(data.decode(encoding), encoding)
        except LookupError:
            continue  # a label that Python has no codec for
        except UnicodeDecodeError as error:
            first = first or error
    old = data.decode("mac_roman")
    if _reads_as_western(old):
        return Decoded(old, "mac_roman")
    raise UnreadableInput(
        "its encoding cannot be found out, or it is no text",
        path=path,
        place=f"byte {first.start}" if first else "",
        remedy="save it as UTF-8",
    )


def _reads_as_western(text: str) -> bool:
    """Whether what is beyond ASCII is what French or English prose has there.

    Mac Roman has a character for every byte, so that only the words can tell.
    """
    beyond = re.findall("[^\x00-\x7f]", text)
    usual = [sign for sign in beyond if sign in _WESTERN]
    return len(usual) * 10 >= len(beyond) * 9 and len(beyond) * 4 <= len(text)


def _refuse_controls(decoded: Decoded, data: bytes, path: str) -> None:
    text = decoded.text
    first = _CONTROL.search(text)
    if first is None:
        return
    controls = len(_CONTROL.findall(text))
    if controls > MAX_CONTROLS * len(text):
        controls = len(_CONTROL.findall(_ANSI.sub("", text)))
    if controls <= MAX_CONTROLS * len(text):
        return
    offset = len(text[: first.start()].encode(decoded.encoding, "replace"))
    share = 100 * controls / len(text)
    raise UnreadableInput(
        f"{share:.0f} % of it are control characters, so it is binary, not text",
        path=path,
        place=f"byte {min(offset, len(data))}",
    )
