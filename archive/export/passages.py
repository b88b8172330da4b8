"""One mark as Markdown: its anchor, the words marked as a quotation, what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from archive.export.around import Context, of_passage, stands
from archive.export.dialects import CommonMark
from archive.export.dossier import Dossier
from archive.export.facts import NOTE, ON_CLAIM, note, note_lines, summary, tags_lines
from archive.export.links import address, link, passage
from archive.model import Annotation, Article, Claim, Entity, Evidence, Placement
from archive.text.document import Document
from archive.text.escape import code_span, escape_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_PLACEMENTS = {
    Placement.MOVED: "moved (the words stand elsewhere than where they were marked)",
    Placement.EDITED: "edited (the words were changed after they were marked)",
    Placement.AMBIGUOUS: "ambiguous (the text changed, and the words now fit several places)",
    Placement.LOST: "lost (the text changed, and the words are no longer in it)",
}
_STANCES = {"supports": "supports", "contradicts": "contradicts", "context": "gives context to"}
_SHORT = 120
_SHOUT = re.compile(r"(?<!\\)(?:\\\\)*!\Z")
CONTEXT: Final = "- Context: "
"""What the line that shows a passage in its sentences begins with."""


@dataclass(frozen=True)
class Places:
    """Where each record's file is, and how one leads to it.

    Attributes:
        articles, entities: relative paths by id, with forward slashes.
        dialect: the profile in which all of them are written.
    """

    articles: Mapping[str, str]
    entities: Mapping[str, str]
    index: str
    dialect: CommonMark = field(default_factory=CommonMark)


class Passages:
    """Writes the marks of one article's page.

    Args:
        dossier: the scope.
        places: where the files are.
        article: whose marks they are. ``document``: its text as it now stands.
        context: show each passage in its sentences too.
    """

    def __init__(
        self,
        dossier: Dossier,
        places: Places,
        article: Article,
        document: Document,
        *,
        context: bool = False,
    ) -> None:
        self._context = context
        self._dossier = dossier
        self._places = places
        self._article = article
        self._document = document
        self._dialect = places.dialect
        self._origin = places.articles[article.id]
        self._anchored: set[str] = set()

    def passage(self, annotation: Annotation) -> str:
        """A claim, highlight or note: anchors, quotation, list."""
        claim = self._dossier.claims.get(annotation.claim or "")
        facts: list[str] = []
        if self._context:
            facts.extend(self._sentences(annotation))
        if claim is not None:
            facts.extend(self._about(annotation, claim))
        entities = self._dossier.within(annotation)
        if entities:
            facts.append("- Entities: " + ", ".join(map(self._entity, entities)))
        facts += tags_lines(annotation.tags)
        for evidence in self._dossier.proves.get(annotation.id, ()):
            facts.extend(self._proof(evidence))
        facts += note_lines(NOTE, annotation.note)
        if annotation.placement is not Placement.EXACT:
            facts.append(f"- Placement: {_PLACEMENTS[annotation.placement]}")
        return self._dialect.passage(
            self._ids(annotation, claim),
            annotation.exact,
            summary(annotation, claim),
            facts,
            self._source_of(annotation),
        )

    def _sentences(self, annotation: Annotation) -> Iterator[str]:
        """The item that shows a passage in its sentences; none where it is whole sentences."""
        context = of_passage(annotation, self._document)
        if context.before.strip() or context.after.strip():
            yield f"{CONTEXT}{in_context(context, emphasised(context, annotation.exact))}"

    def mention(self, annotation: Annotation, entity: Entity) -> str:
        """An entity's mention in its sentence, on one line, linked to the entity's file."""
        context = self._dossier.context(annotation, self._document)
        target = self._places.entities[entity.id]
        words = self._dialect.words(annotation.exact, target, self._origin)
        place = "" if annotation.placement is Placement.EXACT else f" *({annotation.placement})*"
        line = self._dialect.mention(annotation.id, in_context(context, words) + place)
        return f"{line}\n{note(annotation.note, '  ')}" if annotation.note.strip() else line

    def _ids(self, annotation: Annotation, claim: Claim | None) -> list[str]:
        """The mark's id, and before it the claim's where the page has not named it yet."""
        if claim is None or claim.id in self._anchored:
            return [annotation.id]
        self._anchored.add(claim.id)
        return [claim.id, annotation.id]

    def _about(self, annotation: Annotation, claim: Claim) -> Iterator[str]:
        if claim.statement != " ".join(annotation.exact.split()):
            yield f"- Statement: {escape_line(claim.statement)}"
        claimant = self._dossier.entity(claim.claimant)
        said = [self._entity(claimant)] if claimant is not None else []
        said += [str(claim.attribution)] if claim.attribution is not None else []
        said += [str(claim.said_on)] if claim.said_on is not None else []
        if said:
            yield "- Said by: " + " · ".join(said)
        if claim.due is not None:
            yield f"- Due: {claim.due}"
        others = [m for m in self._dossier.appearances[claim.id] if m.id != annotation.id]
        if others:
            yield "- Also: " + ", ".join(map(self._appearance, others))
        evidence = self._dossier.evidence.get(claim.id, ())
        if evidence:
            yield "- Evidence:"
            for one in evidence:
                yield f"  - {one.stance}: {self._source(one)}"
                if one.note.strip():
                    yield note(one.note, "    ")
        yield from note_lines(ON_CLAIM, claim.notes)

    def _entity(self, entity: Entity) -> str:
        return self._dialect.to_file(entity.name, self._places.entities[entity.id], self._origin)

    def _appearance(self, annotation: Annotation) -> str:
        if annotation.article == self._article.id:
            return self._dialect.to_file(
                "in this article", self._origin, self._origin, annotation.id
            )
        return self._to_passage(annotation, self._dossier.archive.articles.get(annotation.article))

    def _to_passage(self, annotation: Annotation, article: Article) -> str:
        place = self._places.articles.get(article.id)
        if place is None or article.id not in self._dossier.annotations:
            outside = (
                link(article.title, article.url) if article.url else escape_line(article.title)
            )
            return f"{outside} (article {code_span(article.id)}, not exported here)"
        return self._dialect.to_file(title_of(article), place, self._origin, annotation.id)

    def _source(self, evidence: Evidence) -> str:
        if evidence.annotation is None:
            return address(evidence.url or "")
        found = self._dossier.annotation(evidence.annotation)
        if found is None:
            return f"a passage that was deleted ({code_span(evidence.annotation)})"
        annotation, article = found
        return (
            f"“{escape_line(shortened(annotation.exact))}”, {self._to_passage(annotation, article)}"
        )

    def _proof(self, evidence: Evidence) -> Iterator[str]:
        claim = self._dossier.claims.get(evidence.claim)
        if claim is None:
            return
        first = self._dossier.appearances[claim.id][0]
        place = self._places.articles[first.article]
        linked = self._dialect.to_file(shortened(claim.statement), place, self._origin, claim.id)
        yield f"- As evidence: {_STANCES[evidence.stance]} {linked}"

    def _source_of(self, annotation: Annotation) -> str:
        span = annotation.span
        parts: list[str] = []
        if stands(annotation, self._document):
            page = passage(self._article.url, self._document.text, span)
            if page is not None:
                parts.append(f"[the passage on its page]({page})")
        parts += [
            f"article {code_span(self._article.id)}",
            f"characters {span.start}–{span.end}",
        ]
        if annotation.revision != 1 or not annotation.placement.placed:
            parts.append(f"revision {annotation.revision}")
        return " · ".join(parts)


def in_context(context: Context, words: str) -> str:
    """A mention's sentence on one line around ``words``, the link that shows those marked."""
    before, after = context
    joined = escape_line(before) + (" " if before[-1:].isspace() and before.strip() else "")
    if _SHOUT.search(joined) and words.startswith("["):
        joined = f"{joined[:-1]}\\!"  # the link would be an image
    rest = (" " if after[:1].isspace() and after.strip() else "") + escape_line(after)
    return f"{joined}{words}{rest}"


def emphasised(context: Context, words: str) -> str:
    """The words marked, on one line, strong where Markdown can say so at their place."""
    flat = " ".join(words.split())
    plain = escape_line(flat)
    source = in_context(context, f"**{plain}**")
    (inline,) = (token for token in _parser().parse(f"x {source}") if token.type == "inline")
    children = inline.children or []
    signs = [at for at, child in enumerate(children) if child.type.startswith("strong_")]
    if len(signs) != 2:
        return plain
    strong = "".join(child.content for child in children[signs[0] : signs[1]])
    return f"**{plain}**" if strong == flat else plain


def shortened(text: str) -> str:
    """At most about 120 characters, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= _SHORT:
        return flat
    head = flat[:_SHORT]
    return (head.rpartition(" ")[0] or head) + " …"


def title_of(article: Article) -> str:
    """The title, or the id of an article that has none."""
    return article.title if article.title.strip() else article.id


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")
