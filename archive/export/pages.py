"""The three kinds of file of an export as text: an article, an entity, the index."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from archive.export.dossier import Dossier, is_mention
from archive.export.front_matter import emit
from archive.export.links import link, path_to, to_file
from archive.export.passages import Passages, Places, in_context, kind_of, shortened, title_of
from archive.model import Annotation, Article, Claim, Entity
from archive.text.document import Document
from archive.text.escape import escape, escape_line
from archive.text.render import to_markdown

_LOST = (
    "The article's text changed after these were marked, and their words could not be found "
    "again with certainty. They are quoted as they were."
)

_KINDS = (
    ("claim", "claims"),
    ("highlight", "highlights"),
    ("note", "notes"),
    ("mention", "mentions"),
)


def article_page(
    dossier: Dossier, places: Places, article: Article, document: Document, *, text: bool
) -> str:
    """An article with its marks in document order.

    Args:
        document: the article's text as it now stands.
        text: append the whole of it.
    """
    marks = dossier.annotations[article.id]
    writer = Passages(dossier, places, article, document)
    named: dict[str, tuple[Entity, list[Annotation]]] = {}
    for mark in marks:
        entity = dossier.entity(mark.entity)
        if entity is not None and is_mention(mark):
            named.setdefault(entity.id, (entity, []))[1].append(mark)
    parts = [_article_front(article, [entity for entity, _ in named.values()])]
    parts.append(f"# {escape_line(title_of(article))}\n")
    parts += [f"{byline}\n" for byline in _byline(article)]
    placed = [m for m in marks if m.placement.placed and not is_mention(m)]
    if placed:
        parts.append("## Passages\n")
        parts += [writer.passage(mark) for mark in placed]
    if named:
        parts.append("## Entities\n")
        for entity, mentions in named.values():
            origin = places.articles[article.id]
            heading = to_file(entity.name, places.entities[entity.id], origin)
            parts.append(f"### {heading}\n")
            parts.append("".join(writer.mention(mark, entity) for mark in mentions))
    lost = [m for m in marks if not m.placement.placed and not is_mention(m)]
    if lost:
        parts += ["## Without a place\n", f"{_LOST}\n"]
        parts += [writer.passage(mark) for mark in lost]
    if text and document.text:
        parts += ["## Text\n", to_markdown(document).rstrip("\n") + "\n"]
    return "\n".join(parts)


def entity_page(dossier: Dossier, places: Places, entity: Entity) -> str:
    """An entity with its claims, and its mentions by article."""
    origin = places.entities[entity.id]
    names = [alias.form for alias in entity.aliases]
    ids = [f"{scheme}: {value}" for scheme, value in entity.identifiers]
    front = emit(
        {
            "newsmark": "entity",
            "id": entity.id,
            "name": entity.name,
            "type": entity.type,
            "aliases": names,
            "identifiers": ids,
        }
    )
    parts = [front, f"# {escape_line(entity.name)}\n"]
    known = [escape_line(entity.type)]
    known += [f"also {', '.join(map(escape_line, names))}"] if names else []
    known += [escape_line(id) for id in ids]
    parts.append(" · ".join(known) + "\n")
    if entity.description.strip():
        parts.append(escape(entity.description.strip("\n")) + "\n")
    said = dossier.claims_by(entity.id)
    if said:
        parts.append("## Claims it makes\n")
        parts.append("".join(_claim_line(dossier, places, c, origin) for c in said))
    about = [c for c in dossier.claims_naming(entity.id) if c not in said]
    if about:
        parts.append("## Claims that name it\n")
        parts.append("".join(_claim_line(dossier, places, c, origin) for c in about))
    if dossier.mentions.get(entity.id):
        parts.append("## Mentions\n")
    for id, mentions in groupby(dossier.mentions.get(entity.id, ()), lambda m: m.article):
        article, place = dossier.articles[id], places.articles[id]
        parts.append(f"### {to_file(title_of(article), place, origin)}\n")
        parts += [f"{line}\n" for line in _facts(article)]
        lines = (
            f"- {in_context(m, dossier.remembered(m), path_to(place, origin, m.id))}\n"
            for m in mentions
        )
        parts.append("".join(lines))
    return "\n".join(parts)


def index_page(dossier: Dossier, places: Places) -> str:
    """The scope's articles by date, claims in the same order, entities by name."""
    origin = places.index
    articles, entities = dossier.articles.values(), dossier.listed()
    counts = (
        _plural(len(articles), "article", "articles"),
        _plural(len(dossier.claims), "claim", "claims"),
        _plural(len(entities), "entity", "entities"),
    )
    parts = [emit({"newsmark": "index"}), "# Index\n", ", ".join(counts) + ".\n"]
    if articles:
        parts.append("## Articles\n")
        parts.append("".join(_article_line(dossier, places, a) for a in articles))
    if dossier.claims:
        parts.append("## Claims\n")
        lines = (_claim_line(dossier, places, c, origin) for c in dossier.claims.values())
        parts.append("".join(lines))
    if entities:
        parts.append("## Entities\n")
        for entity in entities:
            mentions = dossier.mentions.get(entity.id, [])
            parts_of = [to_file(entity.name, places.entities[entity.id], origin)]
            parts_of.append(escape_line(entity.type))
            if mentions:
                inside = len({m.article for m in mentions})
                parts_of.append(
                    f"{_plural(len(mentions), 'mention', 'mentions')} in "
                    f"{_plural(inside, 'article', 'articles')}"
                )
            parts.append(f"- {' · '.join(parts_of)}\n")
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    """Blocks parted by blank lines, list entries not."""
    out: list[str] = []
    for part in parts:
        if out and not (part.startswith("- ") and out[-1].startswith("- ")):
            out.append("\n")
        out.append(part)
    return "".join(out)


def _article_front(article: Article, entities: list[Entity]) -> str:
    return emit(
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
            "entities": [entity.name for entity in entities],
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


def _article_line(dossier: Dossier, places: Places, article: Article) -> str:
    facts = [_day(article)] if article.published else []
    facts.append(to_file(title_of(article), places.articles[article.id], places.index))
    facts += [escape_line(article.outlet)] if article.outlet else []
    kinds = Counter(map(_kind, dossier.annotations[article.id]))
    held = [_plural(kinds[one], one, many) for one, many in _KINDS if kinds[one]]
    facts += [", ".join(held)] if held else []
    return f"- {' · '.join(facts)}\n"


def _kind(annotation: Annotation) -> str:
    if is_mention(annotation):
        return "mention"
    return kind_of(annotation).lower()


def _claim_line(dossier: Dossier, places: Places, claim: Claim, origin: str) -> str:
    first = dossier.appearances[claim.id][0]
    label = shortened(claim.statement) or claim.id
    facts = [to_file(label, places.articles[first.article], origin, claim.id)]
    claimant = dossier.entity(claim.claimant)
    if claimant is not None and places.entities[claimant.id] != origin:
        facts.append(to_file(claimant.name, places.entities[claimant.id], origin))
    facts += [str(claim.kind), escape_line(claim.verdict)]
    return f"- {' · '.join(facts)}\n"


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
