"""The real article of the corpus, from its file to the exported page."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt

from tests.corpus import corpus_path
from tests.reader.cli.terminal import CommandLine

CLAIM = "27 fois moins cher que celui de o1"
ENTITIES = {
    "ChatGPT": "product",
    "OpenAI": "organisation",
    "DeepSeek": "organisation",
    "Silicon Valley": "place",
    "DeepSeek-V3": "model",
}


def rendered(markdown: str) -> str:
    """The text a reader of the page sees, tags taken out."""
    body = markdown.split("\n---\n", 1)[1]
    html = MarkdownIt("commonmark").render(body)
    text = re.sub(r"<[^>]+>", "", html)
    for name, sign in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(name, sign)
    return text


def test_from_the_file_to_the_page(bare: CommandLine, home: Path) -> None:
    nm = bare
    assert nm.ok("import", str(corpus_path("sample")), "--json").json["new"] == 1
    id = nm.id("Cette IA chinoise")
    mark = nm.ok("claim", "add", id, "--quote", CLAIM, "--kind", "quantity", "--json").json
    text = nm.text(id)
    assert text[mark["start"] : mark["end"]] == mark["exact"] == CLAIM
    for name, kind in ENTITIES.items():
        nm.ok("entity", "tag", id, "--quote", name, "--nth", "1", "--type", kind)
    assert nm.ok("entity", "list", "--json").json["total"] == len(ENTITIES)

    for query in (f'"{CLAIM}"', "claim:cher", 'entity:"Silicon Valley"', "deepseek-v3"):
        assert [hit["id"] for hit in nm.ok("search", query, "--json").json["hits"]] == [id], query

    out = home / "out"
    assert nm.ok("export", str(out), "--json").json["left"] == []
    (page,) = (out / "articles").iterdir()
    markdown = page.read_text("utf-8")
    quotations = re.findall(r"<blockquote>\s*<p>(.*?)</p>", MarkdownIt().render(markdown), re.S)
    assert any(CLAIM in re.sub(r"<[^>]+>", "", quotation) for quotation in quotations)
    assert CLAIM in rendered(markdown)
    assert len(list((out / "entities").iterdir())) == len(ENTITIES)
