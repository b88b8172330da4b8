"""A dossier as one brief: Markdown with footnoted sources and a bibliography.

Every quotation renders to exactly the words marked and has a footnote that
says where they stand; footnotes are named by the mark, so that moving a part
moves nothing else in the file. What the user wrote is his own Markdown and
stays as it is, unless it would swallow what follows it (a fence or a comment
never closed, raw HTML): then it is shown as typed.

Each part is a region of the file, and so are the title, the bibliography and
the footnotes: what is written in the file stays (:mod:`archive.export.regions`).
Parts moved in the archive move in the file, as long as nobody moved them there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from archive.errors import NotFound
from archive.export.contract import ExportReport, Options, Source
from archive.export.dialects import CommonMark
from archive.export.filenames import cut, slug
from archive.export.folder import Folder
from archive.export.links import address, passage
from archive.export.regions import Page, Region, render
from archive.model import Annotation, Article, Claim, Dossier, Evidence, Part, PartKind, Placement
from archive.text.escape import cleaned, code_span, escape, escape_line, prefixed, quote

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from archive.dossiers import Dossiers

_NAME_BYTES: Final = 80
_SENTINEL: Final = "newsmark"
_KIND: Final = "dossier"
_SINCE: Final = {
    Placement.MOVED: "the words stand elsewhere than where they were marked",
    Placement.EDITED: "the words were changed after they were marked",
    Placement.AMBIGUOUS: "the text changed, and the words now fit several places",
    Placement.LOST: "the text changed, and the words are no longer in it",
}


class Gathered(Source, Protocol):
    """The parts of an archive that a brief is written from."""

    @property
    def dossiers(self) -> Dossiers: ...


def export_brief(
    archive: Gathered, dossier: Dossier, folder: Path, options: Options | None = None
) -> ExportReport:
    """Write a dossier into ``folder``, as a file that keeps its name when the title changes.

    Args:
        options: see :class:`archive.export.contract.Options`; profile and names are
            those of any brief.

    Raises:
        NotFound: if the dossier is gone.
        UsageError: if ``folder`` is no folder.
        ArchiveError: if it cannot be written.
    """
    page = brief_page(archive, dossier)
    target = Folder(folder, options)
    title = cut(slug(dossier.title), _NAME_BYTES)
    name = "-".join(filter(None, (title, f"{dossier.id}.md")))
    target.put(target.known.paths.get((_KIND, dossier.id), name), page, CommonMark())
    return target.report()


def brief(archive: Gathered, dossier: Dossier) -> str:
    """The whole brief as a new file; ends with a newline."""
    return render(brief_page(archive, dossier))


def brief_page(archive: Gathered, dossier: Dossier) -> Page:
    """What the archive has to say in the file of a dossier.

    Raises:
        NotFound: if the dossier is gone.
    """
    return _Brief(archive).page(archive.dossiers.get(dossier.id))


class _Brief:
    """One brief being written; gathers what it cites."""

    def __init__(self, archive: Gathered) -> None:
        self._archive = archive
        self._cited: dict[str, Annotation] = {}
        self._articles: dict[str, Article] = {}

    def page(self, dossier: Dossier) -> Page:
        regions = [Region("title", f"# {escape_line(dossier.title)}")]
        for part in self._archive.dossiers.parts(dossier.id):
            regions.append(Region(part.id, "\n\n".join(self._part(part))))
        if self._articles:
            listed = "\n".join(f"- {line}" for line in self._bibliography())
            regions.append(Region("sources", f"## Sources\n\n{listed}"))
            notes = [self._footnote(mark) for mark in self._cited.values()]
            regions.append(Region("footnotes", "\n\n".join(notes)))
        values = {"newsmark": _KIND, "id": dossier.id, "title": dossier.title}
        return Page(values, regions, ordered=True)

    def _part(self, part: Part) -> Iterator[str]:
        if part.kind is PartKind.HEADING:
            yield f"## {escape_line(part.text)}"
        elif part.kind is PartKind.TEXT:
            yield own_words(part.text)
        elif part.kind is PartKind.CLAIM:
            yield from self._claim(self._archive.claims.get(part.claim or ""), part.text)
        else:
            yield from self._quotation(self._archive.annotations.get(part.annotation or ""))
            yield from _said(part.text)

    def _claim(self, claim: Claim, words: str) -> Iterator[str]:
        sure = "" if claim.confidence is None else f" ({claim.confidence} % sure)"
        facts = [f"**{escape_line(claim.statement)}**", str(claim.kind)]
        facts.append(escape_line(claim.verdict) + sure)
        if claim.due is not None:
            facts.append(f"due {claim.due}")
        yield " · ".join(facts)
        said = []
        if claim.claimant is not None:
            said.append(escape_line(self._archive.entities.get(claim.claimant).name))
        said += [str(one) for one in (claim.attribution, claim.said_on) if one is not None]
        if said:
            yield "Said by: " + " · ".join(said)
        yield from _said(claim.notes)
        yield from _said(words)
        for mark in self._archive.claims.appearances(claim.id):
            yield from self._quotation(mark)
        evidence = self._archive.claims.evidence(claim.id)
        if evidence:
            yield "Evidence:"
            yield "\n".join(f"- {self._evidence(one)}" for one in evidence)

    def _quotation(self, mark: Annotation) -> Iterator[str]:
        yield quote(mark.exact)
        article = self._article(mark)
        parts = [escape_line(article.outlet or article.title or article.id)]
        if article.published is not None:
            parts.append(article.published.text[:10])
        yield f"— {', '.join(parts)}{self._cite(mark)}"
        yield from _said(mark.note)

    def _evidence(self, evidence: Evidence) -> str:
        if evidence.annotation is None:
            source = address(evidence.url or "")
        else:
            mark = self._archive.annotations.get(evidence.annotation)
            article = self._article(mark)
            told = escape_line(article.outlet or article.title or article.id)
            source = f"“{escape_line(mark.exact)}”, {told}{self._cite(mark)}"
        said = "".join(f"\n\n{prefixed(one, '  ')}" for one in _said(evidence.note))
        return f"{evidence.stance}: {source}{said}"

    def _cite(self, mark: Annotation) -> str:
        self._cited[mark.id] = mark
        return f"[^{mark.id}]"

    def _article(self, mark: Annotation) -> Article:
        if mark.article not in self._articles:
            self._articles[mark.article] = self._archive.articles.get(mark.article)
        return self._articles[mark.article]

    def _bibliography(self) -> list[str]:
        """The articles cited, by author or outlet, then date."""
        listed = []
        for article in self._articles.values():
            day = article.published.text[:10] if article.published is not None else ""
            who = ", ".join(article.authors) or article.outlet or ""
            facts = [escape_line(who)] if who else []
            facts.append(f"*{escape_line(article.title or article.id)}*")
            facts += [escape_line(article.outlet)] if article.outlet and article.authors else []
            facts += [day] if day else []
            facts += [address(article.url)] if article.url else []
            listed.append(((who.casefold(), day, article.id), ". ".join(facts)))
        return [line for _, line in sorted(listed)]

    def _footnote(self, mark: Annotation) -> str:
        article = self._articles[mark.article]
        facts = [f"*{escape_line(article.title or article.id)}*"]
        if mark.placement.placed:
            try:
                text = self._archive.articles.document(article.id).text
            except NotFound:
                text = ""  # deleted by another process since it was read
            page = passage(article.url, text, mark.span) if mark.span.of(text) else None
            facts += [f"[the passage on its page]({page})"] if page else []
        facts.append(f"article {code_span(article.id)}")
        facts.append(f"characters {mark.span.start}–{mark.span.end}")
        if mark.revision != 1 or not mark.placement.placed:
            facts.append(f"revision {mark.revision}")
        facts += [_SINCE[mark.placement]] if mark.placement in _SINCE else []
        return f"[^{mark.id}]: " + " · ".join(facts)


def own_words(source: str) -> str:
    """A user's Markdown, or where something in it would reach beyond it, its text as typed."""
    text = cleaned(source).strip("\n")
    tokens = _parser().parse(f"{text}\n\n{_SENTINEL}")
    html = any(
        token.type == "html_block" or any(c.type == "html_inline" for c in token.children or ())
        for token in tokens
    )
    last = tokens[-2] if len(tokens) > 1 else None
    ends = last is not None and last.type == "inline" and last.content == _SENTINEL
    alone = ends and last is not None and last.level == 1
    return text if alone and not html else escape(text)


def _said(text: str) -> Iterator[str]:
    if text.strip():
        yield own_words(text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")
