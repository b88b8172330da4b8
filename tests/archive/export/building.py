"""Archives for the tests of the exporters."""

from __future__ import annotations

import random
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from archive.core import Archive, open_archive
from archive.entities.sweep import Decision
from archive.model import (
    Alias,
    Attribution,
    ClaimKind,
    Incoming,
    Motivation,
    PartialDate,
    Span,
    Stance,
)
from archive.text.document import Block, BlockKind, Document

_CLAQUE = """\
Orphée-2, le modèle de Lutèce IA, coûte 27 fois moins cher à l’usage que celui d’Alta Labs. \
Son entraînement aurait demandé 5,58 millions de dollars.

« Nous devons prendre très au sérieux ce qui vient d’Europe », a dit Nora Lind, qui dirige \
Alta Labs.

Un prix qui inquiète

Le code est ouvert.
Les données ne le sont pas.

Selon un rapport d’Alta Labs, ses parts de marché tomberont sous 40 % avant 2027. Lutèce IA n’a \
pas voulu commenter."""

_ANSWER = """\
Alta Labs has cut its prices by half. Orphée-2 costs 27 times less than its own model, the company \
admits, but [benchmarks] are *not* the whole story.

“We take Lutèce IA very seriously,” said chief executive Nora Lind."""

_BRIEF = """\
The conference opens on Monday in Lyon. Tickets are sold out.

Doors open at nine."""

_BRIEF_REVISED = """\
The conference opens on Tuesday in Lyon, and the organisers expect a crowd. Tickets cost nothing.

Doors open at nine. The café does not."""


def document(text: str) -> Document:
    """Paragraphs only."""
    blocks: list[Block] = []
    at = 0
    for part in text.split("\n\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(part))))
        at += len(part) + 2
    return Document(text, tuple(blocks))


def put(archive: Archive, identity: str, title: str, text: str, **fields: Any) -> str:
    """Bring one article in; its id."""
    made = document(text)
    published = fields.pop("published", None)
    incoming = Incoming(
        identity=identity,
        title=title,
        text=text,
        markup=made.markup(),
        sha256=made.sha256,
        words=len(text.split()),
        format="text",
        source=identity,
        published=PartialDate.parse(published) if published else None,
        **fields,
    )
    with archive.intake.open("import one article") as door:
        (outcome,) = door.put([incoming])
    return outcome.id


def span(archive: Archive, article: str, words: str) -> Span:
    """Where ``words`` stand first."""
    start = archive.articles.document(article).text.index(words)
    return Span(start, start + len(words))


def newsroom(archive: Archive) -> list[str]:
    """Three articles with every kind of mark on them; their ids."""
    claque = put(
        archive,
        "claque",
        "« Orphée-2 » : l’IA européenne qui casse les prix",
        _CLAQUE,
        url="https://exemple.fr/2025/orphee-2?ref=une",
        outlet="La Gazette",
        authors=("Léa Martin", "Ali Ben"),
        published="2025-01",
        language="fr",
        tags=("ia", "prix"),
    )
    answer = put(
        archive,
        "answer",
        "Alta Labs halves its prices: [why]?",
        _ANSWER,
        url="https://example.com/alta",
        outlet="The Wire",
        published="2025-02-03T08:30:00+01:00",
        language="en",
    )
    brief = put(archive, "brief", "Brief", _BRIEF, language="en")

    def tag(article: str, words: str, name: str, type: str) -> str:
        entity, _ = archive.entities.tag(
            article, span(archive, article, words), name=name, type=type
        )
        return entity.id

    lutece = tag(claque, "Lutèce IA", "Lutèce IA", "organisation")
    tag(claque, "Orphée-2", "Orphée-2", "model")
    alta = tag(claque, "Alta Labs", "Alta Labs", "organisation")
    lind = tag(claque, "Nora Lind", "Nora Lind", "person")
    tag(answer, "Alta Labs", "Alta Labs", "organisation")
    tag(answer, "Lutèce IA", "Lutèce IA", "organisation")
    archive.entities.edit(
        lutece,
        aliases=[Alias("Lutèce", "fr"), Alias("Lutece AI", "en")],
        identifiers=[("domain", "lutece.example")],
        description="A laboratory in Paris, maker of Orphée.",
    )
    cheaper, _ = archive.claims.add(
        claque,
        span(archive, claque, "27 fois moins cher à l’usage que celui d’Alta Labs"),
        statement="Orphée-2 is 27 times cheaper to use than Alta Labs’ model.",
        kind=ClaimKind.QUANTITY,
        claimant=lutece,
        attribution=Attribution.PARAPHRASE,
        note="Compare **list prices**:\n\n- input\n- output",
    )
    confirmed = archive.claims.add_appearance(
        cheaper.id, answer, span(archive, answer, "Orphée-2 costs 27 times less than its own model")
    )
    archive.claims.edit(
        cheaper.id, verdict="supported", confidence=80, notes="Asked both press offices."
    )
    passage = archive.annotations.add(
        answer,
        span(archive, answer, "the company admits"),
        Motivation.HIGHLIGHTING,
        label="admission",
    )
    archive.claims.add_evidence(
        cheaper.id, Stance.SUPPORTS, annotation=passage.id, note="Said by the rival itself."
    )
    archive.claims.add_evidence(
        cheaper.id, Stance.CONTRADICTS, url="https://prices.example/list_(2025)"
    )
    archive.annotations.edit(confirmed.id, tags=["price"])
    archive.claims.add(
        claque,
        span(archive, claque, "ses parts de marché tomberont sous 40 % avant 2027"),
        kind=ClaimKind.PREDICTION,
        claimant=alta,
        attribution=Attribution.DOCUMENT,
    )
    archive.claims.edit(archive.claims.all()[-1].id, due="2027", said_on="2025-01")
    archive.claims.add(
        claque,
        span(archive, claque, "« Nous devons prendre très au sérieux ce qui vient d’Europe »"),
        kind=ClaimKind.QUOTATION,
        claimant=lind,
        attribution=Attribution.DIRECT,
    )
    archive.annotations.add(
        claque,
        span(
            archive, claque, "Le code est ouvert.\nLes données ne le sont pas.\n\nSelon un rapport"
        ),
        Motivation.HIGHLIGHTING,
    )
    archive.annotations.add(
        answer,
        span(archive, answer, "[benchmarks] are *not* the whole story"),
        Motivation.COMMENTING,
        note="<!-- which ones? -->",
    )
    for words in (
        "Tickets are sold out",
        "Doors open at nine",
        "conference opens on Monday in Lyon",
    ):
        archive.annotations.add(brief, span(archive, brief, words), Motivation.HIGHLIGHTING)
    put(archive, "brief", "Brief", _BRIEF_REVISED, language="en")
    found = next(iter(archive.sweeps.over([claque], entities=[lutece])))
    archive.sweeps.decide([Decision(found[0], None)])
    return [claque, answer, brief]


def make_newsroom(folder: Path) -> Path:
    """An archive of the newsroom that is the same on every run: ids, and a minute a step."""
    minutes = count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.model.ids.secrets.choice", random.Random(7).choice)
        patch.setattr(
            "archive.store.transaction.now", lambda: f"2025-03-01T10:{next(minutes):02d}:00Z"
        )
        with open_archive(folder, create=True, actor="ana") as opened:
            newsroom(opened)
    return folder
