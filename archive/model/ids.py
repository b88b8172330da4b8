"""Ids: articles' are derived from their identity, all others are drawn.

Derived ids make two archives agree about one article; drawn ids are short,
URL-safe and never reused. The alphabet is Crockford's base32 in lower case,
which leaves out the letters that are misread (i, l, o, u).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ARTICLE_ID_LENGTH = 8
DRAWN_LENGTH = 8


def article_id(identity: str, taken: Callable[[str], bool] = lambda _: False) -> str:
    """The id of the article with this identity.

    Args:
        identity: what makes the article itself (see ``archive.ingest``).
        taken: says whether an id already belongs to another identity;
            a taken id is lengthened until it is free.
    """
    number = int.from_bytes(hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest())
    digits = [ALPHABET[(number >> shift) & 31] for shift in range(251, -1, -5)]
    length = ARTICLE_ID_LENGTH
    while taken("".join(digits[:length])) and length < len(digits):
        length += 2
    return "".join(digits[:length])


def draw_id(kind: str) -> str:
    """A new random id, such as ``c-7h2k9m4q``.

    Args:
        kind: one letter: ``m`` annotation, ``c`` claim, ``e`` entity, ``v`` evidence,
            ``s`` saved search.
    """
    return kind + "-" + "".join(secrets.choice(ALPHABET) for _ in range(DRAWN_LENGTH))
