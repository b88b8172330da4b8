"""Style keys: a bit for each reason why a stretch of text looks as it does.

A segment's key is the sum of its reasons, so that overlaps stay legible: whoever paints
turns a key into one style. The names are those of the view's component classes.
"""

from __future__ import annotations

from reader.layout.marks import MarkKind

NAMES = (
    "decoration",
    *(f"heading-{level}" for level in "1234"),
    "quoted",
    "image",
    "code",
    *(f"code-{part}" for part in ("keyword", "string", "comment", "number", "name")),
    "emphasis",
    "strong",
    "link",
    "highlight",
    "note",
    "claim",
    "entity",
    *(f"label-{digit}" for digit in "123456789"),
    "focus",
    "hit",
    "hit-now",
    "selected",
    "caret",
)

(
    DECORATION,
    HEADING_1,
    HEADING_2,
    HEADING_3,
    HEADING_4,
    QUOTED,
    IMAGE,
    CODE,
    CODE_KEYWORD,
    CODE_STRING,
    CODE_COMMENT,
    CODE_NUMBER,
    CODE_NAME,
    EMPHASIS,
    STRONG,
    LINK,
    HIGHLIGHT,
    NOTE,
    CLAIM,
    ENTITY,
    *LABELS,
    FOCUS,
    HIT,
    HIT_NOW,
    SELECTED,
    CARET,
) = (1 << index for index in range(len(NAMES)))

# By a heading's level, 1 to 6; one without looks like the second.
OF_LEVEL = (HEADING_2, HEADING_1, HEADING_2, HEADING_3, HEADING_4, HEADING_4, HEADING_4)

OF_LABEL = dict(zip("123456789", LABELS, strict=True))

OF_KIND = {
    MarkKind.HIGHLIGHT: HIGHLIGHT,
    MarkKind.NOTE: NOTE,
    MarkKind.CLAIM: CLAIM,
    MarkKind.ENTITY: ENTITY,
}
