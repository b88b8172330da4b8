"""The three kinds of file of an export: an article, an entity, the index, as regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from archive.export.around import stands
from archive.export.dossier import Dossier, is_mention
from archive.export.facts import kind_of
from archive.export.front_matter import Value
from archive.export.links import link
from archive.export.passages import Passages, Places, in_context, shortened, title_of
from archive.export.regions import Page, Region
from archive.model import Annotation, Article, Claim, Entity
from archive.text.document import Document
from archive.text.escape import escape, escape_line
from archive.text.places import Place
from archive.text.plurals import counted
from archive.text.render import to_markdown

INDEX = "index"
"""The id of the index, of which there is one."""

_LOST = (
    "The article's text changed after these were marked, and their words could not be found "
    "again with certainty. They are quoted as they were."
)

_KINDS = ("claim", "highlight", "note", "mention")


def article_page(
    dossier: Dossier,
    places: Places,
    article: Article,
    document: Document,
    *,
    text: bool,
    context: bool = False,
) -> Page:
    """An article with its marks in document order.

    Args:
        document: the article's text as it now stands.
        text: append the whole of it, the words marked as links to their passages.
        context: show each passage in its sentences.
    """
    marks = dossier.annotations[article.id]
    writer = Passages(dossier, places, article, document, context=context)
    origin = places.articles[article.id]
    named: dict[str, tuple[Entity, list[Annotation]]] = {}
    for mark in marks:
        entity = dossier.entity(mark.entity)
        if entity is not None and is_mention(mark):
            named.setdefault(entity.id, (entity, []))[1].append(mark)
    title = f"# {escape_line(title_of(article))}"
    regions = [_region("title", [title, *_byline(article)])]
    placed = [m for m in marks if m.placement.placed and not is_mention(m)]
    if placed:
        regions.append(Region("passages", "## Passages"))
        regions += [Region(mark.id, writer.passage(mark)) for mark in placed]
    if named:
        regions.append(Region("entities", "## Entities"))
        for entity, mentions in named.values():
            heading = places.dialect.to_file(entity.name, places.entities[entity.id], origin)
            lines = "\n".join(writer.mention(mark, entity) for mark in mentions)
            regions.append(_region(entity.id, [f"### {heading}", lines]))
    lost = [m for m in marks if not m.placement.placed and not is_mention(m)]
    if lost:
        regions.append(_region("lost", ["## Without a place", _LOST]))
        regions += [Region(mark.id, writer.passage(mark)) for mark in lost]
    if text and document.text:
        shown = [
            Place(mark.span, places.dialect.to_mark(mark.id))
            for mark in placed
            if stands(mark, document)
        ]
        source = to_markdown(document, shown).rstrip("\n")
        regions.append(_region("text", ["## Text", source]))
    return Page(_article_front(places, article, [e for e, _ in named.values()]), regions)


def entity_page(dossier: Dossier, places: Places, entity: Entity) -> Page:
    """An entity with its claims, and its mentions by article.

    Its front matter lists the ids of the entities that were merged into it.
    """
    origin = places.entities[entity.id]
    names = [alias.form for alias in entity.aliases]
    ids = [f"{scheme}: {value}" for scheme, value in entity.identifiers]
    merged = list(dossier.archive.store.register.merged_into(entity.id))
    front = places.dialect.front(
        {
            "newsmark": "entity",
            "id": entity.id,
            "name": entity.name,
            "type": entity.type,
            "aliases": names,
            "identifiers": ids,
            "merged": merged or None,
        }
    )
    known = [escape_line(entity.type)]
    known += [f"also {', '.join(map(escape_line, names))}"] if names else []
    known += [escape_line(id) for id in ids]
    about = [f"# {escape_line(entity.name)}", " · ".join(known)]
    if entity.description.strip():
        about.append(escape(entity.description.strip("\n")))
    regions = [_region("about", about)]
    said = dossier.claims_by(entity.id)
    if said:
        regions.append(_claims("claims-made", "Claims it makes", dossier, places, said, origin))
    about_it = [c for c in dossier.claims_naming(entity.id) if c not in said]
    if about_it:
        regions.append(
            _claims("claims-naming", "Claims that name it", dossier, places, about_it, origin)
        )
    if dossier.mentions.get(entity.id):
        regions.append(Region("mentions", "## Mentions"))
    for id, mentions in groupby(dossier.mentions.get(entity.id, ()), lambda m: m.article):
        article, place = dossier.articles[id], places.articles[id]
        heading = f"### {places.dialect.to_file(title_of(article), place, origin)}"
        lines = (
            "- "
            + in_context(dossier.remembered(m), places.dialect.words(m.exact, place, origin, m.id))
            for m in mentions
        )
        regions.append(_region(f"a-{id}", [heading, *_facts(article), "\n".join(lines)]))
    return Page(front, regions)


def index_page(dossier: Dossier, places: Places) -> Page:
    """The scope's articles by date, claims in the same order, entities by name."""
    articles, entities = dossier.articles.values(), dossier.listed()
    counts = (
        counted(len(articles), "article"),
        counted(len(dossier.claims), "claim"),
        counted(len(entities), "entity", "entities"),
    )
    regions = [_region("summary", ["# Index", ", ".join(counts) + "."])]
    if articles:
        table = places.dialect.listing(
            ("Date", "Article", "Outlet", "Marks"),
            [_article_cells(dossier, places, article) for article in articles],
        )
        regions.append(_region("articles", ["## Articles", table]))
    if dossier.claims:
        claims = dossier.claims.values()
        regions.append(_claims("claims", "Claims", dossier, places, claims, places.index))
    if entities:
        table = places.dialect.listing(
            ("Entity", "Type", "Mentions"),
            [_entity_cells(dossier, places, entity) for entity in entities],
        )
        regions.append(_region("entities", ["## Entities", table]))
    return Page(places.dialect.front({"newsmark": "index", "id": INDEX}), regions)


def _region(id: str, blocks: Iterable[str]) -> Region:
    return Region(id, "\n\n".join(blocks))


def _article_front(places: Places, article: Article, entities: list[Entity]) -> dict[str, Value]:
    origin = places.articles[article.id]
    return places.dialect.front(
        {
            "newsmark": "article",
            "id": article.id,
            "title": article.title,
            "url": article.url,
            "outlet": article.outlet,
            "authors": article.authors,
            "published": None if article.published is None else str(article.published),
            "language": article.language,
            "tags": article.tags,
            "entities": [
                places.dialect.named(entity.name, places.entities[entity.id], origin)
                for entity in entities
            ],
            "revision": article.revision,
            "sha256": article.sha256,
        }
    )


def _facts(article: Article) -> list[str]:
    facts = [escape_line(article.outlet)] if article.outlet else []
    facts += [_day(article)] if article.published else []
    return [" · ".join(facts)] if facts else []


def _day(article: Article) -> str:
    """The date without the time of day."""
    return article.published.text[:10] if article.published is not None else ""


def _byline(article: Article) -> list[str]:
    facts = _facts(article)
    facts += [", ".join(map(escape_line, article.authors))] if article.authors else []
    facts += [link("on the web", article.url)] if article.url else []
    return [" · ".join(facts)] if facts else []


def _article_cells(dossier: Dossier, places: Places, article: Article) -> list[str]:
    linked = places.dialect.to_file(title_of(article), places.articles[article.id], places.index)
    held = marks_in(dossier, article)
    return [_day(article), linked, escape_line(article.outlet or ""), held]


def marks_in(dossier: Dossier, article: Article) -> str:
    """How many marks of which kind an article has, in words; empty if none."""
    kinds = Counter(map(_kind, dossier.annotations[article.id]))
    return ", ".join(counted(kinds[one], one) for one in _KINDS if kinds[one])


def _entity_cells(dossier: Dossier, places: Places, entity: Entity) -> list[str]:
    linked = places.dialect.to_file(entity.name, places.entities[entity.id], places.index)
    mentions = dossier.mentions.get(entity.id, [])
    inside = len({m.article for m in mentions})
    told = f"{counted(len(mentions), 'mention')} in {counted(inside, 'article')}"
    return [linked, escape_line(entity.type), told if mentions else ""]


def _kind(annotation: Annotation) -> str:
    if is_mention(annotation):
        return "mention"
    return kind_of(annotation).lower()


def _claims(
    id: str, title: str, dossier: Dossier, places: Places, claims: Iterable[Claim], origin: str
) -> Region:
    rows = [list(_claim_cells(dossier, places, claim, origin)) for claim in claims]
    header = ("Claim", "Made by", "Kind", "Verdict")
    return _region(id, [f"## {title}", places.dialect.listing(header, rows)])


def _claim_cells(dossier: Dossier, places: Places, claim: Claim, origin: str) -> Iterator[str]:
    first = dossier.appearances[claim.id][0]
    label = shortened(claim.statement) or claim.id
    yield places.dialect.to_file(label, places.articles[first.article], origin, claim.id)
    claimant = dossier.entity(claim.claimant)
    by = claimant is not None and places.entities[claimant.id] != origin
    yield (
        places.dialect.to_file(claimant.name, places.entities[claimant.id], origin)
        if claimant is not None and by
        else ""
    )
    yield str(claim.kind)
    yield escape_line(claim.verdict)
