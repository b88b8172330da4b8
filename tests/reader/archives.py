"""Archives for the tests of the reader: a few articles that are easy to tell apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from archive.core import Archive, open_archive
from archive.model import Incoming, PartialDate, Span
from archive.text.document import Block, BlockKind, Document

ARTICLES = (
    (
        "DeepSeek shakes the chip market",
        "The Ledger",
        "2025-01-27",
        "en",
        ("ai", "chips"),
        "DeepSeek-R1 is cheap. It costs 27 times less than o1, the company says.\n\n"
        "Nvidia lost 17% in a day. Investors were surprised.\n\n"
        "Others see no bubble. OpenAI did not comment.",
    ),
    (
        "L’œuvre d’OpenAI expliquée",
        "Le Courrier",
        "2025-02",
        "fr",
        ("ai",),
        "OpenAI a présenté son modèle. Il coûte 5,58 millions.\n\n"
        "Aujourd’hui, les critiques se taisent.",
    ),
    (
        "A quiet week in batteries",
        "The Ledger",
        "2024-11-03",
        "en",
        (),
        "Nothing happened. Then nothing happened again.\n\nThe end.",
    ),
)


def plain(text: str) -> Document:
    """A Document whose paragraphs are parted by blank lines."""
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(paragraph))))
        at += len(paragraph) + 2
    return Document(text, tuple(blocks))


def incoming(
    identity: str,
    title: str,
    text: str,
    *,
    outlet: str | None = None,
    date: str | None = None,
    language: str | None = None,
    tags: Sequence[str] = (),
) -> Incoming:
    """An article on its way in."""
    return Incoming(
        identity=identity,
        title=title,
        text=text,
        markup=plain(text).markup(),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        words=len(text.split()),
        format="text",
        source=f"{identity}.txt",
        outlet=outlet,
        published=PartialDate.parse(date) if date else None,
        language=language,
        tags=tuple(tags),
    )


def make_archive(folder: Path) -> Path:
    """An archive with :data:`ARTICLES` in a folder; returns the folder."""
    with open_archive(folder, create=True) as archive:
        fill(archive)
    return folder


def fill(archive: Archive) -> None:
    """Put :data:`ARTICLES` in."""
    with archive.intake.open("import of test articles") as door:
        door.put(
            [
                incoming(
                    f"test:{number}", title, text, outlet=outlet, date=date,
                    language=language, tags=tags,
                )
                for number, (title, outlet, date, language, tags, text) in enumerate(ARTICLES)
            ]
        )  # fmt: skip
