"""The lines of revisions in exports and dumps of ours, checked before they are used."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from archive.model import Incoming, PartialDate
from archive.store import Packed
from archive.store.checking import check_id
from archive.store.connection import storable
from archive.store.revisions import compressed
from archive.text.clean import clean_part
from archive.text.document import Block, Document

_LARGEST: Final = 1 << 62
_FIELDS: Final = "article number sha256 words format source at text markup original".split()


def packed_of(fields: Mapping[str, Any]) -> Packed:
    """A revision ready to be stored.

    Args:
        fields: of its line.

    Raises:
        ValueError: says in a clause what is wrong with the line.
    """
    for name in _FIELDS:
        sort = int if name in ("number", "words") else str
        value = fields.get(name)
        if name == "original" and value is None:
            continue
        if not isinstance(value, sort) or isinstance(value, bool):
            raise ValueError(f"its {name} is missing or of the wrong type")
    check_id(fields["article"], article=True)
    if not (1 <= fields["number"] < _LARGEST and 0 <= fields["words"] < _LARGEST):
        raise ValueError("its number or its count of words is none")
    text, markup = fields["text"], fields["markup"]
    if clean_part(text) != text:
        raise ValueError("its text holds control characters")
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != fields["sha256"]:
        raise ValueError("its text is not the one whose sha256 it names: the line was changed")
    _check_markup(text, markup)
    try:
        packed = fields["original"]
        original = None if packed is None else base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"its original is no base64: {error}") from error
    return Packed(
        fields["sha256"],
        fields["words"],
        storable(fields["format"]),
        storable(fields["source"]),
        compressed(text.encode("utf-8")),
        compressed(markup.encode("utf-8")),
        None if original is None else compressed(original),
        storable(fields["at"]),
    )


def incoming_of(article: Mapping[str, Any], fields: Mapping[str, Any]) -> Incoming:
    """A revision as an incoming article.

    Args:
        article: fields of the article that it is of. ``fields``: of its line,
            as :func:`packed_of` has checked them.
    """
    published, original = article["published"], fields["original"]
    return Incoming(
        identity=article["identity"],
        title=article["title"],
        text=fields["text"],
        markup=fields["markup"],
        sha256=fields["sha256"],
        words=fields["words"],
        format=fields["format"],
        source=fields["source"],
        url=article["url"],
        outlet=article["outlet"],
        authors=tuple(article["authors"]),
        published=None if published is None else PartialDate.parse(published),
        language=article["language"],
        tags=tuple(article["tags"]),
        original=None if original is None else base64.b64decode(original),
    )


def _check_markup(text: str, markup: str) -> None:
    """Whether this is markup of this text; ValueError if not."""
    try:
        document = Document.from_markup(text, markup)
        at = 0
        for block in document.blocks:
            if block.span.start < at or block.span.end > len(text) or not _sound(block):
                raise ValueError(f"the block at {block.span.start} is none of this text")
            at = block.span.end
        for inline in document.inlines:
            if inline.span.end > len(text) or not isinstance(inline.target, str):
                raise ValueError(f"the inline mark at {inline.span.start} is none of this text")
        document.markup().encode("utf-8")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"its markup cannot be read: {str(error)[:100]}") from error


def _sound(block: Block) -> bool:
    numbers = (block.level, block.depth, block.quote, 0 if block.number is None else block.number)
    return isinstance(block.info, str) and all(isinstance(number, int) for number in numbers)
