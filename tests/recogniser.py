"""A recogniser of names for tests: what it finds can be told beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.entities.recognising import Recognised
from archive.model import Span


class Capitals:
    """Takes every run of capitalised words in English for an organisation, Mara for a person."""

    def reads(self, language: str | None) -> bool:
        return language == "en"

    def names(self, text: str, language: str) -> Iterator[Recognised]:
        for match in re.finditer(r"(?:the )?[A-Z]\w+(?: [A-Z]\w+)*(?:’s)?", text):
            kind = "person" if match[0].startswith("Mara") else "organisation"
            yield Recognised(Span(*match.span()), kind)
