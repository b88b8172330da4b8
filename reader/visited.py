"""The articles that were read in this run, to go back and forward through."""

from __future__ import annotations

from dataclasses import dataclass

_MOST = 200


@dataclass(slots=True)
class Visit:
    """One article, and where in it one was.

    Attributes:
        article: its id.
        led_by: the list that led to it, if one did.
        caret: code-point offset in its text when it was left; None before.
    """

    article: str
    led_by: object
    caret: int | None = None


class Visited:
    """As a browser has it: going somewhere new forgets what lay ahead."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._place = -1

    def arrive(self, article: str, led_by: object = None) -> None:
        """Remember that an article was opened; where one went back to it, it is known already.

        Args:
            article: its id.
            led_by: the list that led to it, if one did.
        """
        if self._visits and self._visits[self._place].article == article:
            return
        self._visits[self._place + 1 :] = [Visit(article, led_by)]
        del self._visits[:-_MOST]
        self._place = len(self._visits) - 1

    def leave(self, caret: int) -> None:
        """Remember where the caret stood in the present one."""
        if self._visits:
            self._visits[self._place].caret = caret

    def step(self, by: int) -> Visit | None:
        """Go to the visit before (-1) or after (1); None where there is none."""
        if not 0 <= self._place + by < len(self._visits):
            return None
        self._place += by
        return self._visits[self._place]

    @property
    def articles(self) -> list[str]:
        """The articles, each once, the latest first."""
        return list(dict.fromkeys(visit.article for visit in reversed(self._visits)))

    @property
    def present(self) -> Visit | None:
        """The one read last."""
        return self._visits[self._place] if self._visits else None
