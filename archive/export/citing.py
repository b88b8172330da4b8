"""One passage with its source, to be put into somebody's own text."""

from __future__ import annotations

from archive.export.links import passage
from archive.export.passages import title_of
from archive.model import Article, Span
from archive.text.escape import escape_line, quote, web_destination


def quotation(article: Article, text: str, span: Span) -> str:
    """A passage as a Markdown quotation, and under it where it stands.

    Args:
        article: where it stands.
        text: the article's plain text.
        span: the passage, in code points of ``text``.

    Returns:
        A block quotation. Its last paragraph names title, outlet and date, linked
        to the passage on its page if it has one; those before it render to exactly
        the words. No newline at its end.
    """
    page = passage(article.url, text, span)
    title = escape_line(title_of(article))
    facts = [
        f"[{title}]({page})" if page else title,
        escape_line(article.outlet or ""),
        str(article.published or ""),
    ]
    return f"{quote(span.of(text))}\n>\n> — {', '.join(filter(None, facts))}"


def address(article: Article, text: str, span: Span | None = None) -> str | None:
    """The web address of an article, or of a passage of it.

    Args:
        article: the article.
        text: its plain text.
        span: the passage, in code points of ``text``; None for the article.

    Returns:
        With ``span`` an address that ends in a text fragment; None where the article
        has none of http or https.
    """
    if span is not None:
        return passage(article.url, text, span)
    return web_destination(article.url) if article.url else None
