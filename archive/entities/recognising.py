"""Recognisers: what finds names in a text that nobody has entered yet.

They are guests: the program works without any, imports none before it is
asked for, and what they find is only ever a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol

from archive.model import Span
from archive.text.language import is_common

LONGEST: Final = 80  # code points of a name
_MOST_WORDS: Final = 7
# An article or an elision before a name; one with a capital may be a part of it (Le Monde).
_BEFORE: Final = re.compile(
    r"(?:(?:the|an?|le|la|les|un|une|des|du|de|and|et)\s+|[ld]['’]|[^\w.]|\.(?![A-Z]))+"
)
_AFTER: Final = re.compile(r"(?:['’]s|[^\w+#])+\Z")
_ADDRESS: Final = re.compile(r"://|@|\\|\w/\w")


class Recognised(NamedTuple):
    """A passage taken for a name.

    Attributes:
        span: code points of the text. ``type``: of an entity.
    """

    span: Span
    type: str


class Recogniser(Protocol):
    """Whatever finds names."""

    def reads(self, language: str | None) -> bool:
        """Whether it knows a language (a primary subtag); None is a text whose is not known."""
        ...

    def names(self, text: str, language: str) -> Iterator[Recognised]:
        """The names in a text, in its order.

        Args:
            text: the plain text of an article. ``language``: one that it reads.
        """
        ...


def tidied(text: str, span: Span) -> Span | None:
    """The name within a passage that was taken for one; None where there is none to keep.

    Articles, elisions, a possessive and punctuation at the ends are left out; a
    name has a capital, stands on one line, and is no address.
    """
    words = span.of(text)
    start = before.end() if (before := _BEFORE.match(words)) else 0
    end = after.start() if (after := _AFTER.search(words, start)) else len(words)
    name = words[start:end]
    if not 2 <= len(name) <= LONGEST or "\n" in name or len(name.split()) > _MOST_WORDS:
        return None
    if not any(sign.isupper() for sign in name) or _ADDRESS.search(name):
        return None
    if name[1:].islower() and is_common(name.lower()):
        return None  # a sentence's first word
    return Span(span.start + start, span.start + end)
