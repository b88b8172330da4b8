"""Numbers with the words they count: ``1 article``, ``2,000 articles``."""

from __future__ import annotations

import re
from typing import Final

_PLURAL: Final = re.compile(r"(?:(?<=ch)es|ies|(?<!s)s)\b")


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts, in the singular or the plural.

    Args:
        one: the noun in the singular, with what goes with it (``shared article``).
        many: the same in the plural, where it is not the singular and an s.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def counted_as(number: int, many: str) -> str:
    """A number and what it counts, which is known in the plural only: ``1 mark to review``.

    Args:
        many: words of which the first that is a plural has a singular by rule
            (``searches``, ``copies``, ``marks to review``); others stay (``passed over``).
    """
    if number == 1:
        many = _PLURAL.sub(lambda end: "y" if end[0] == "ies" else "", many, count=1)
    return f"{number:,} {many}"
