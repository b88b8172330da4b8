"""Numbers with the words they count: ``1 article``, ``2,000 articles``."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts, in the singular or the plural.

    Args:
        one: the noun in the singular, with what follows it (``hit in the text``) only in ``many``.
        many: in the plural, where that is not the singular and an s.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
