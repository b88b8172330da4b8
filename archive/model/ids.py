"""Ids: articles' are derived from their identity, all others are drawn.

Derived ids make two archives agree about one article, and one archive know
what it has already imported; drawn ids are short, URL-safe and never reused.
The alphabet is Crockford's base32 in lower case, which leaves out the letters
that are misread (i, l, o, u).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ARTICLE_ID_LENGTH = 8
DRAWN_LENGTH = 8
IMPORTED_LENGTH = 12


def article_id(identity: str, taken: Callable[[str], bool] = lambda _: False) -> str:
    """The id of the article with this identity.

    Args:
        identity: what makes the article itself (see ``archive.ingest``).
        taken: says whether an id already belongs to another identity;
            a taken id is lengthened until it is free.
    """
    digits = _digits(identity)
    length = ARTICLE_ID_LENGTH
    while taken(digits[:length]) and length < len(digits):
        length += 2
    return digits[:length]


def draw_id(kind: str) -> str:
    """A new random id, such as ``c-7h2k9m4q``.

    Args:
        kind: one letter: ``m`` annotation, ``c`` claim, ``e`` entity, ``v`` evidence,
            ``d`` dossier, ``p`` a part of one or a pair of articles,
            ``s`` saved search, ``r`` relation, ``x`` rejection, ``a`` answer.
    """
    return kind + "-" + "".join(secrets.choice(ALPHABET) for _ in range(DRAWN_LENGTH))


def imported_id(kind: str, identity: str) -> str:
    """The id of a record that another program made, the same at each import.

    Long enough (60 bits) that two of a million meet once in two million
    archives, since nothing could tell whose it then is.

    Args:
        kind: as in :func:`draw_id`.
        identity: what the other program knows it by, its own name included.
    """
    return f"{kind}-{_digits(identity)[:IMPORTED_LENGTH]}"


def _digits(identity: str) -> str:
    number = int.from_bytes(hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest())
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(251, -1, -5))
