"""The marks that the demo archive comes with, given by the words they stand on."""

from __future__ import annotations

from archive.anchoring import find_quote
from archive.core import Archive
from archive.errors import NotFound
from archive.model import Attribution, ClaimKind, Motivation, Order, Span, Stance

_ENTITIES = (
    # (article's title begins so, words, type)
    ("Mirabelle opens", "Mirabelle", "organisation"),
    ("Mirabelle opens", "Cassis 2", "model"),
    ("Mirabelle opens", "Inès Carpentier", "person"),
    ("Mirabelle opens", "Northwind", "organisation"),
    ("Mirabelle opens", "Tomas Okafor", "person"),
    ("Cassis 2 : dix", "Mirabelle", "organisation"),
    ("Cassis 2 : dix", "Zephyr 5", "model"),
    ("Benchmark authors", "Northwind", "organisation"),
    ("Benchmark authors", "Noémie Sarr", "person"),
    ("New export rule", "Tessel", "organisation"),
    ("Tomas Okafor leaves", "Plain Sight", "organisation"),
    ("Mirabelle publie", "Mirabelle", "organisation"),
    ("Mirabelle publie", "CNIL", "organisation"),
    ("À Dunkerque", "Boréal Énergie", "organisation"),
)


def mark_up(archive: Archive) -> None:
    """Put the demo's entities, claims, evidence, highlights and notes on its articles.

    Raises:
        NotFound: if an article or its words are missing.
    """
    by_title = {row.title: row.id for row in archive.articles.rows(archive.articles.ids(Order()))}

    def at(title: str, words: str) -> tuple[str, Span]:
        for known, article in by_title.items():
            if known.startswith(title):
                spans = find_quote(archive.articles.document(article).text, words)
                if spans:
                    return article, spans[0]
        raise NotFound(f"The demo has no {words!r} in an article {title!r}.")

    entities = {}
    for title, words, kind in _ENTITIES:
        entity, _ = archive.entities.tag(*at(title, words), type=kind)
        entities[entity.name] = entity.id

    price, _ = archive.claims.add(
        *at("Mirabelle opens", "Running it costs a tenth of what our largest competitors charge"),
        statement="Running Cassis 2 costs a tenth of what its largest competitors charge.",
        kind=ClaimKind.QUANTITY,
        claimant=entities["Inès Carpentier"],
        attribution=Attribution.DIRECT,
    )
    archive.claims.add_appearance(price.id, *at("Cassis 2 : dix", "Dix fois moins cher"))
    training, _ = archive.claims.add(
        *at(
            "Mirabelle opens", "trained in nine weeks on 1,024 accelerators, for 4.6 million euros"
        ),
        statement="Cassis 2 was trained in nine weeks for 4.6 million euros.",
        kind=ClaimKind.QUANTITY,
        claimant=entities["Mirabelle"],
        attribution=Attribution.PARAPHRASE,
    )
    archive.claims.add(
        *at("Northwind promet", "promet pourtant l’équilibre « avant la fin de 2027 »"),
        statement="Northwind sera à l’équilibre avant la fin de 2027.",
        kind=ClaimKind.PREDICTION,
        claimant=entities["Northwind"],
        attribution=Attribution.PARAPHRASE,
    )
    archive.claims.add(
        *at("À Dunkerque", "Le site consomme 41 000 mètres cubes d’eau par an."),
        kind=ClaimKind.QUANTITY,
        claimant=entities["Boréal Énergie"],
    )

    market = archive.annotations.add(
        *at("Cassis 2 : dix", "Au prix du marché, l’écart tombe à quatre fois, selon nos calculs."),
        Motivation.HIGHLIGHTING,
    )
    archive.claims.add_evidence(
        price.id,
        Stance.CONTRADICTS,
        annotation=market.id,
        note="Counts the rent at the market's price.",
    )
    revised = archive.annotations.add(
        *at("Mirabelle publie", "l’entraînement a coûté 6,2 millions d’euros, et non 4,6"),
        Motivation.HIGHLIGHTING,
    )
    archive.claims.add_evidence(training.id, Stance.CONTRADICTS, annotation=revised.id)
    archive.claims.edit(training.id, verdict="refuted")
    archive.annotations.add(
        *at("A hospital ran", "the doctors knew which letters came from the model"),
        Motivation.COMMENTING,
        note="Not blind: ask the authors whether a blind rating is planned.",
    )
    archive.articles.star([at("Mirabelle opens", "Mirabelle")[0]], on=True)
