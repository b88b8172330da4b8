"""An application with nothing but an article view, and one article for it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.message import Message

from archive.model import Span
from archive.text.document import Block, BlockKind, Document, Inline, InlineKind
from reader.layout.marks import Mark, MarkKind
from reader.themes import DARK, LIGHT
from reader.widgets.article_view import ArticleView
from reader.widgets.selection_bar import SelectionBar

_BLOCKS: tuple[tuple[BlockKind, str, dict[str, int]], ...] = (
    (BlockKind.HEADING, "The «chip» act, one year on", {"level": 1}),
    (
        BlockKind.PARAGRAPH,
        "The model costs 27 times less than o1, OpenAI said on Tuesday. Its rivals doubt the figure"
        " and ask for the method. L’entreprise n’a pas répondu.",
        {},
    ),
    (BlockKind.ITEM, "First, a bullet that is long enough to run over the end of one line, I hope.",
     {"depth": 1}),
    (BlockKind.ITEM, "A numbered one below it", {"depth": 2, "number": 1}),
    (BlockKind.PARAGRAPH, "“We never said so,” the company wrote. 👍🏽 你好，世界。", {"quote": 1}),
    (BlockKind.CODE, "def price(tokens):\n\treturn tokens * 0.55", {}),
    (BlockKind.ROW, "model\tprice", {"number": 0}),
    (BlockKind.ROW, "DeepSeek-R1\t0.55", {}),
    (BlockKind.IMAGE, "a wafer under blue light", {}),
    (BlockKind.RULE, "", {}),
    (BlockKind.PARAGRAPH, "Read more on our site, or don’t.", {}),
)  # fmt: skip
_TIGHT = {(BlockKind.ITEM, BlockKind.ITEM), (BlockKind.ROW, BlockKind.ROW)}


def article() -> Document:
    """An article with a block of every kind."""
    text = ""
    blocks: list[Block] = []
    for kind, words, more in _BLOCKS:
        if blocks:
            text += "\n" if (blocks[-1].kind, kind) in _TIGHT else "\n\n"
        span = Span(len(text), len(text) + len(words))
        blocks.append(
            Block(
                kind,
                span,
                level=more.get("level", 0),
                depth=more.get("depth", 0),
                number=more.get("number"),
                quote=more.get("quote", 0),
            )
        )
        text += words

    def inline(kind: InlineKind, words: str) -> Inline:
        return Inline(kind, place(text, words))

    return Document(
        text,
        tuple(blocks),
        (
            inline(InlineKind.EMPHASIS, "never"),
            inline(InlineKind.STRONG, "numbered"),
            inline(InlineKind.LINK, "our site"),
        ),
    )


def place(text: str, words: str) -> Span:
    """Where these words stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def marks() -> list[Mark]:
    """A mark of every kind, an entity inside a claim."""
    text = article().text
    return [
        Mark("c1", place(text, "The model costs 27 times less than o1, OpenAI said on Tuesday."),
             MarkKind.CLAIM),
        Mark("e1", place(text, "OpenAI"), MarkKind.ENTITY),
        Mark("h1", place(text, "ask for the method"), MarkKind.HIGHLIGHT),
        Mark("n1", place(text, "a bullet"), MarkKind.NOTE),
    ]  # fmt: skip


class PageApp(App[None]):
    """Shows the article, keeps the messages of the view and the bar."""

    CSS = "Screen { layers: below above; }"

    def __init__(self, *, light: bool = False) -> None:
        super().__init__()
        self.heard: list[Message] = []
        self._light = light

    def compose(self) -> ComposeResult:
        yield ArticleView()
        yield SelectionBar()

    def on_mount(self) -> None:
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = (LIGHT if self._light else DARK).name
        self.open()
        self.view.focus()

    def open(self) -> None:
        """Show the article."""
        self.view.show(article(), marks())

    @property
    def view(self) -> ArticleView:
        return self.query_one(ArticleView)

    def words(self) -> str | None:
        """What is selected."""
        selection = self.view.selection
        return None if selection is None else selection.of(self.view.document.text)

    def on_article_view_selected(self, message: ArticleView.Selected) -> None:
        self.heard.append(message)
        for bar in self.query(SelectionBar):
            if message.by_mouse:
                bar.offer(self.view.caret_region())
            else:
                bar.put_away()

    def on_article_view_caret_moved(self, message: ArticleView.CaretMoved) -> None:
        self.heard.append(message)

    def on_article_view_mark_clicked(self, message: ArticleView.MarkClicked) -> None:
        self.heard.append(message)

    def on_selection_bar_chosen(self, message: SelectionBar.Chosen) -> None:
        self.heard.append(message)
