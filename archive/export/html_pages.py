"""An article as one page to read and print: its text with the marks in it, and what is known
of them.

A page needs nothing beside itself: no script, no image, no style sheet, and
its policy forbids the browser to load any. It is wholly ours, so it is sealed
(:mod:`archive.export.sealed`) and replaced while nobody changed it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import NotFound
from archive.export.around import stands
from archive.export.contract import Cancelled, ExportReport, Options, Progress, Source
from archive.export.dialects import CommonMark
from archive.export.dossier import Dossier, gather
from archive.export.facts import kind_of
from archive.export.folder import Folder
from archive.export.html_text import href, kind_class, to_html
from archive.export.known import by_kind
from archive.export.links import path_to
from archive.export.naming import place
from archive.export.pages import INDEX, marks_in
from archive.export.passages import Places, title_of
from archive.model import Annotation, Article, Claim, Evidence, Placement
from archive.text.document import Document
from archive.text.escape import cleaned
from archive.text.plurals import counted

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

SUFFIX = ".html"
_PAGE, _PAGES = "page", "pages"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_STYLE = """\
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.55;
  font-family: Charter, Georgia, "Noto Serif", serif; }
h1 { line-height: 1.2; } .facts, .about { color: GrayText; font-size: .9rem; }
mark { color: inherit; background: none; padding-bottom: .08em; border-bottom: .14em solid; }
mark.claim { background: #ffd54f59; border-color: #b26a00; }
mark.highlight { background: #aed58159; border-color: #558b2f; }
mark.note { background: #81d4fa59; border-color: #0277bd; border-bottom-style: dashed; }
mark.entity { border-color: #8e24aa; border-bottom-style: dotted; }
pre { overflow: auto; white-space: pre-wrap; } table { border-collapse: collapse; }
td, th { border: 1px solid GrayText; padding: .2rem .5rem; text-align: start; }
section.marks { border-top: 1px solid GrayText; margin-top: 3rem; }
blockquote { margin: .6rem 0; padding-inline-start: 1rem; border-inline-start: .2rem solid; }
.said { white-space: pre-wrap; } .said a { color: inherit; text-decoration: none; }
.one { margin-bottom: 2rem; } .one ul { margin: .3rem 0; padding-inline-start: 1.2rem; }
.typed { border-inline-start: 1px solid GrayText; margin: .2rem 0; padding-inline-start: .8rem; }
.typed > * { margin: .2rem 0; } .image { font-style: italic; }
@media print { body { max-width: none; margin: 0; } a { color: inherit; }
  mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .one, h1, h2, h3 { break-inside: avoid; break-after: auto; } }"""


def export_html(
    archive: Source,
    folder: Path,
    ids: Sequence[str] | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    options: Options | None = None,
) -> ExportReport:
    """Write a page for each article and an index into ``folder``.

    See :class:`archive.export.contract.Exporter` for arguments and errors.
    """
    options = options or Options()
    target = Folder(folder, options, SUFFIX)
    dossier = gather(archive, ids)
    found = by_kind(target.known.paths, _PAGE)
    known = {("article", id): path for id, path in found.items()}
    if (_PAGES, INDEX) in target.known.paths:
        known["index", INDEX] = target.known.paths[_PAGES, INDEX]
    places = place(archive, dossier, known, CommonMark(), options, SUFFIX)
    total = len(dossier.articles) + 1
    for done, (id, article) in enumerate(dossier.articles.items(), 1):
        try:
            document = archive.articles.document(id)
        except NotFound:
            continue  # deleted by another process since the export began
        target.put_sealed(
            places.articles[id], (_PAGE, id), article_html(dossier, places, article, document)
        )
        if progress is not None:
            progress(done, total)
        if cancelled is not None and cancelled():
            return target.report(cancelled=True)
    target.put_sealed(places.index, (_PAGES, INDEX), index_html(dossier, places))
    if progress is not None:
        progress(total, total)
    return target.report(gone=target.gone(_PAGE, set(places.articles)))


def article_html(dossier: Dossier, places: Places, article: Article, document: Document) -> str:
    """One article's page.

    Args:
        document: the article's text as it now stands.
    """
    marks = dossier.annotations[article.id]
    placed = [mark for mark in marks if stands(mark, document)]
    facts = [article.outlet or "", article.published.text[:10] if article.published else ""]
    told = [escape(fact) for fact in (*facts, ", ".join(article.authors)) if fact]
    if article.url:
        told.append(_web_link("on the web", article.url))
    body = [
        f'<h1 dir="auto">{escape(title_of(article))}</h1>',
        f'<p class="facts">{" · ".join(told)}</p>' if told else "",
        f"<article>\n{to_html(document, placed)}\n</article>",
    ]
    listed = [mark for mark in marks if kind_class(mark) != "entity"]
    if listed:
        entries = "\n".join(_entry(dossier, places, article, mark, placed) for mark in listed)
        body.append(f'<section class="marks">\n<h2>Marks</h2>\n{entries}\n</section>')
    identity = f"article {article.id}, revision {article.revision}, sha256 {article.sha256}"
    body.append(f'<p class="about">{identity}</p>')
    return _page((_PAGE, article.id), title_of(article), article.language, body)


def index_html(dossier: Dossier, places: Places) -> str:
    """The page that leads to all others, newest first."""
    lines = []
    for id, article in dossier.articles.items():
        day = escape(article.published.text[:10]) if article.published else ""
        target = _href(places.articles[id], places.index)
        link = f'<a href="{target}">{escape(title_of(article))}</a>'
        facts = (day, link, escape(article.outlet or ""), marks_in(dossier, article))
        lines.append(f'<li dir="auto">{" · ".join(fact for fact in facts if fact)}</li>')
    listed = "\n".join(lines)
    told = f"{counted(len(lines), 'article')}, {counted(len(dossier.claims), 'claim')}."
    body = ["<h1>Index</h1>", f'<p class="facts">{told}</p>', f"<ul>\n{listed}\n</ul>"]
    return _page((_PAGES, INDEX), "Index", None, body)


def _page(key: tuple[str, str], title: str, language: str | None, body: Sequence[str]) -> str:
    lang = f' lang="{language}"' if language and _LANGUAGE.fullmatch(language) else ""
    content = "\n".join(part for part in body if part)
    return f"""\
<!DOCTYPE html>
<html{lang}>
<head>
<meta charset="utf-8">
<meta name="newsmark" content="{key[0]} {key[1]}">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(" ".join(title.split()))}</title>
<style>
{_STYLE}
</style>
</head>
<body>
{content}
</body>
</html>
"""


def _entry(
    dossier: Dossier,
    places: Places,
    article: Article,
    mark: Annotation,
    placed: Sequence[Annotation],
) -> str:
    """What is known of a mark, below its words."""
    claim = dossier.claims.get(mark.claim or "")
    head = [kind_of(mark)]
    if claim is not None:
        sure = "" if claim.confidence is None else f" ({claim.confidence} % sure)"
        head += [str(claim.kind), f"{escape(claim.verdict)}{sure}"]
    head += [escape(mark.label)] if mark.label else []
    words = escape(mark.exact)
    if mark in placed:
        words = f'<a href="#{mark.id}">{words}</a>'
    facts = [f"<strong>{head[0]}</strong>{''.join(f' · {one}' for one in head[1:])}"]
    if claim is not None:
        facts += _claim(dossier, places, article, claim, mark)
    if mark.tags:
        facts.append(f"Tags: {escape(', '.join(mark.tags))}")
    if mark.note.strip():
        facts.append(f"Note: {_typed(mark.note)}")
    if mark.placement is not Placement.EXACT:
        facts.append(f"Placement: {mark.placement}")
    listed = "\n".join(f'<li dir="auto">{fact}</li>' for fact in facts)
    quotation = f'<blockquote class="said" dir="auto">{words}</blockquote>'
    return f'<div class="one">{quotation}\n<ul>\n{listed}\n</ul></div>'


def _claim(
    dossier: Dossier, places: Places, article: Article, claim: Claim, mark: Annotation
) -> list[str]:
    facts: list[str] = []
    if claim.statement != " ".join(mark.exact.split()):
        facts.append(f"Statement: {escape(claim.statement)}")
    claimant = dossier.entity(claim.claimant)
    said = [escape(claimant.name)] if claimant is not None else []
    said += [str(one) for one in (claim.attribution, claim.said_on) if one is not None]
    facts += [f"Said by: {' · '.join(said)}"] if said else []
    facts += [f"Due: {claim.due}"] if claim.due is not None else []
    for one in dossier.evidence.get(claim.id, ()):
        told = _typed(one.note) if one.note.strip() else ""
        source = _source(dossier, places, places.articles[article.id], one)
        facts.append(f"Evidence, {one.stance}: {source}{told}")
    facts += [f"On the claim: {_typed(claim.notes)}"] if claim.notes.strip() else []
    return facts


def _source(dossier: Dossier, places: Places, origin: str, evidence: Evidence) -> str:
    if evidence.annotation is None:
        return _web_link(evidence.url or "", evidence.url or "")
    found = dossier.annotation(evidence.annotation)
    if found is None:
        return "a passage that was deleted"
    passage, other = found
    words = f"“{escape(passage.exact)}”, {escape(title_of(other))}"
    if other.id not in dossier.annotations:
        return words
    return f'<a href="{_href(places.articles[other.id], origin, passage.id)}">{words}</a>'


def _web_link(label: str, url: str) -> str:
    target = href(url)
    if target is None:
        return f"<code>{escape(url)}</code>"
    return f'<a rel="noreferrer" href="{target}">{escape(label)}</a>'


def _href(target: str, origin: str, anchor: str = "") -> str:
    return escape(path_to(target, origin, anchor))


def _typed(source: str) -> str:
    """Markdown that the user typed."""
    return f'<div class="typed">{_parser().render(cleaned(source)).rstrip()}</div>'


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Raw HTML is shown as typed; images would be loaded from elsewhere.
    return MarkdownIt("commonmark", {"html": False}).disable("image")
