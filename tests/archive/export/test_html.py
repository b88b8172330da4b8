"""Pages to read and print: the text, its marks, nothing that could run or be loaded."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.core import Archive
from archive.export import export_markdown
from archive.export.contract import Left, Options
from archive.export.html_text import to_html
from archive.export.sealed import Standing
from archive.model import Annotation, Motivation, Selectors, Span
from archive.text.document import Document
from archive.text.markdown import build_markdown
from tests.archive.export.building import newsroom, put, span
from tests.archive.text.test_escape import TEXTS

HTML = Options(profile="html")


class Page(HTMLParser):
    """Reads a page back: well-nested elements, and the words of each mark."""

    _VOID: ClassVar[set[str]] = {"meta", "br", "hr"}

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.marks: dict[str, str] = {}
        self._inside: list[str] = []
        self.words = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag == "br":
            return
        if tag not in self._VOID:
            self.open.append(tag)
        if tag == "mark":
            self._inside.append(str(dict(attrs)["data-mark"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "mark":
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if "article" in self.open or "html" not in self.tags:
            self.words += data
        for id in set(self._inside):
            self.marks[id] = self.marks.get(id, "") + data


def pages(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.html")}


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_page_holds_the_text_with_every_mark_in_it(archive: Archive, tmp_path: Path) -> None:
    claque, *_ = newsroom(archive)
    report = export_markdown(archive, tmp_path, options=HTML)
    assert [name.rpartition(".")[2] for name in report.written] == ["html"] * 4
    source = next(text for name, text in pages(tmp_path).items() if "la-gazette" in name)
    page = Page(source)
    assert squeezed(archive.articles.document(claque).text) == squeezed(page.words)
    for mark in archive.annotations.of(claque):
        assert squeezed(page.marks[mark.id]) == squeezed(mark.exact)
        assert source.count(f' id="{mark.id}"') == 1
    assert "27 times cheaper to use" in source
    assert "<strong>list prices</strong>" in source
    assert "supported (80 % sure)" in source
    assert "content=\"default-src 'none'" in source
    index = pages(tmp_path)["index.html"]
    assert '<a href="articles/' in index and "3 articles, 3 claims." in index
    assert " · La Gazette · 3 claims, " in index


def test_pages_are_the_same_again_and_left_when_changed(archive: Archive, tmp_path: Path) -> None:
    claque, *_ = newsroom(archive)
    first = export_markdown(archive, tmp_path, options=HTML)
    again = export_markdown(archive, tmp_path, options=HTML)
    assert (again.written, again.unchanged) == ((), first.written)
    (tmp_path / "index.html").rename(tmp_path / "start.html")
    page = tmp_path / next(name for name in first.written if "la-gazette" in name)
    page.write_text(page.read_text("utf-8").replace("<h1", "<h1 class=mine"), "utf-8")
    archive.articles.edit(claque, title="New")
    last = export_markdown(archive, tmp_path, options=HTML)
    changed = page.relative_to(tmp_path).as_posix()
    assert last.left == (Left(changed, Standing.CHANGED.value),)
    assert last.written == ("start.html",)
    page.unlink()
    assert len(export_markdown(archive, tmp_path, options=HTML).again) == 1


def test_hostile_words_stay_words(archive: Archive, tmp_path: Path) -> None:
    evil = '</mark></title><script>alert(1)</script><img src=x onerror="x">\'"&lt;'
    id = put(
        archive,
        "h",
        evil,
        f"Before {evil} after.",
        url='https://x.example/?a=1&copy="><script>',
        outlet=evil,
        authors=(evil,),
        language="en",
    )
    archive.annotations.add(
        id,
        span(archive, id, evil),
        Motivation.COMMENTING,
        label=evil,
        note=f"{evil}\n\n![x](https://evil.example/x.png) [y](javascript:alert(1)) <b>",
    )
    export_markdown(archive, tmp_path, options=HTML)
    for source in pages(tmp_path).values():
        page = Page(source)
        assert not page.tags & {"script", "img", "b", "link", "iframe"}
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        targets = [value for name, value in page.attributes if name in ("href", "src")]
        assert all(t and not t.lower().startswith("javascript") for t in targets)
        assert evil in page.words or "article" not in page.tags
    assert 'href="https://x.example/?a=1&amp;copy=%22%3E%3Cscript%3E"' in "".join(
        pages(tmp_path).values()
    )


BLOCKS = """\
# Head *ing*

- one [link](https://a.example/?x=1&y=2) and `co<de`
  - deeper
    1. three
    2. four

  goes on
- two

> quoted **strong**
>
> - item

| a | b |
| - | - |
| c | d |

```py
x < y
```

---

Last line\\
of all.
"""


def mark_on(text: str, number: int, start: int, end: int) -> Annotation:
    selectors = Selectors(Span(start, end), text[start:end], "", "")
    return Annotation(f"m-{number}", "a", 1, selectors, Motivation.HIGHLIGHTING)


def check(document: Document, marks: list[Annotation]) -> None:
    page = Page(to_html(document, marks))
    assert squeezed(page.words) == squeezed(document.text)
    for mark in marks:
        assert squeezed(page.marks.get(mark.id, "")) == squeezed(mark.exact)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), text=TEXTS)
def test_any_marks_on_any_text_come_back(data: st.DataObject, text: str) -> None:
    for document in (build_markdown(BLOCKS), build_markdown(text)):
        size = len(document.text)
        spans = data.draw(
            st.lists(st.tuples(st.integers(0, size), st.integers(0, size)), max_size=5)
        )
        ordered = sorted({(min(pair), max(pair)) for pair in spans if pair[0] != pair[1]})
        check(document, [mark_on(document.text, n, *pair) for n, pair in enumerate(ordered)])


def test_lists_quotations_and_tables_are_elements() -> None:
    source = to_html(build_markdown(BLOCKS), [])
    assert source.replace("\n", "").startswith(
        '<h2 dir="auto">Head <em>ing</em></h2><ul><li dir="auto">one '
        '<a rel="noreferrer" href="https://a.example/?x=1&amp;y=2">link</a>'
    )
    assert '<ol>\n<li value="1" dir="auto">three\n</li>\n<li value="2" dir="auto">four' in source
    assert '<p dir="auto">goes on</p>\n</li>\n<li dir="auto">two\n</li>\n</ul>' in source
    quoted = '<p dir="auto">quoted <strong>strong</strong></p>'
    assert f"<blockquote>\n{quoted}\n<ul>\n<li" in source
    assert '<tr><td dir="auto">c</td>' in source
    assert "<pre><code>x &lt; y</code></pre>\n<hr>" in source
