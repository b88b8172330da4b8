"""Paths as the offers of a prompt."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from reader.widgets.forms import Offer


def path_offers(
    found: list[str] | Awaitable[list[str]],
    line: Callable[[str], str] = str,
    before: Sequence[Offer] = (),
) -> list[Offer] | Awaitable[list[Offer]]:
    """Paths as offers, now or when they come.

    Args:
        line: makes what is taken of a path.
        before: offers that stand above them, of which none is offered twice.
    """
    above = {offer.text for offer in before}

    def all_of(paths: list[str]) -> list[Offer]:
        return [*before, *(Offer(line(path)) for path in paths if line(path) not in above)]

    if isinstance(found, list):
        return all_of(found)

    async def later() -> list[Offer]:
        return all_of(await found)

    return asyncio.create_task(later())
