"""Numbers with the words they count: ``1 article``, ``2,000 articles``."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts, in the singular or the plural.

    Args:
        one: the noun in the singular, with what goes with it (``shared article``).
        many: the same in the plural, where it is not the singular and an s.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
