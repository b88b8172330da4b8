"""Small documents for the tests of the layout, written as people read them."""

from __future__ import annotations

from hypothesis import strategies as st

from archive.model import Span
from archive.text.document import Block, BlockKind, Document, Inline

AWKWARD = [
    *("👨\u200d👩\u200d👧", "👍🏽", "🇫🇷", "❤\ufe0f", "1\ufe0f\u20e3", "नमस्ते", "你好", "。", "한국"),
    *("é", "e\u0301", "ü", "’", "—", "a", "word", " ", "  ", "\n", "\t", "\u00a0"),
    *("- ", "\n12. "),
    *("\u200b", "\u00ad", "\u202e", "\x1b[31m", "\x7f", "\x85"),
]
texts = st.lists(
    st.one_of(st.sampled_from(AWKWARD), st.text(max_size=3), st.sampled_from(["the", "modèle "])),
    max_size=60,
).map(lambda parts: "".join(parts).replace("\r", ""))


def document(*blocks: tuple[BlockKind, str] | str, inlines: tuple[Inline, ...] = ()) -> Document:
    """A document of these blocks; a bare string is a paragraph."""
    text = ""
    made: list[Block] = []
    previous: BlockKind | None = None
    for one in blocks:
        kind, words = (BlockKind.PARAGRAPH, one) if isinstance(one, str) else one
        if made:
            tight = kind is previous and kind in (BlockKind.ITEM, BlockKind.ROW)
            text += "\n" if tight else "\n\n"
        made.append(
            Block(kind, Span(len(text), len(text) + len(words)), depth=1 * (kind == "item"))
        )
        text += words
        previous = kind
    return Document(text, tuple(made), inlines)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of any blocks over awkward text."""
    blocks: list[Block] = []
    text = ""
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(list(BlockKind)))
        words = "" if kind is BlockKind.RULE else draw(texts)
        if blocks:
            text += draw(st.sampled_from(["\n", "\n\n"]))
        blocks.append(
            Block(
                kind,
                Span(len(text), len(text) + len(words)),
                level=2 if kind is BlockKind.HEADING else 0,
                depth=draw(st.integers(0, 3)),
                number=draw(st.none() | st.integers(0, 120)),
                quote=draw(st.integers(0, 2)),
            )
        )
        text += words
    return Document(text, tuple(blocks))
