"""What a query falls into: words, quotations, fields, signs, and signs that are refused."""

from __future__ import annotations

import re
from functools import cache

from archive.errors import QueryError
from archive.index.chunks import GROUPED
from archive.index.query import FLAGS, KINDS
from archive.index.ranges import QUOTES

DATED = ("date", "added", "due")
"""Fields of dates; see :mod:`archive.index.ranges` for what may follow them."""

_OTHER_OPERATOR = re.compile(r"\|\||&&")
_BEGINS = re.compile(rf"[\w({QUOTES}]")


@cache
def lexeme(fields: tuple[str, ...]) -> re.Pattern[str]:
    """The expression for one lexeme; the name of its group says of what kind it is.

    Args:
        fields: the names that may stand before a colon.
    """
    return re.compile(
        rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<minus>-(?=[\w"“„«(.*?]))
    |(?P<field>(?:{"|".join(fields)}):(?=[^\s)]))
    |(?P<spaced>(?:{"|".join(field for field in fields if field in DATED)}):\s+(?=[^\s)]))
    |(?P<valued>is:\s+(?:{"|".join(FLAGS)})|has:\s+(?:{"|".join(KINDS)}))(?![\w:])
    |(?P<quoted>"[^"]*"|[“”„‟][^"“”„‟]*["“”‟]|«[^»]*»)
    |(?P<unclosed>[{QUOTES}])
    |(?P<figure>(?<![:\w]){GROUPED}(?=[\s)]|\Z))
    |(?P<word>[^\s(){QUOTES}]+)
    """,
        re.VERBOSE,
    )


def refuse_sign(query: str, text: str, at: int, end: int) -> None:
    """Say of an operator of other languages what is written for it here.

    Args:
        text: a word of the query.
        at, end: where it stands there.

    Raises:
        QueryError: if it is one, or holds one.
    """
    sign = _OTHER_OPERATOR.search(text) if "://" not in text else None
    if sign is not None:
        raise QueryError(
            f"“{sign[0]}” is no operator here.",
            query=query,
            at=at + sign.start(),
            remedy="Write OR." if sign[0] == "||" else "Leave it out: all words must match.",
        )
    before, after = query[at - 1 : at] if at else "", text[1:] or query[end : end + 1]
    if (
        text[0] == "!"
        and (not before or before.isspace() or before == "(")
        and _BEGINS.match(after)
    ):
        raise QueryError(
            "“!” is no operator here.",
            query=query,
            at=at,
            remedy="A minus leaves out what follows it, and NOT does.",
        )
