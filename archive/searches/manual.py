"""The query language as its users read it: one table from which all help is made.

The help page, ``newsmark help query`` and the completion of the search line
read it; a test asks every example of it on an archive made for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a query.

    Attributes:
        example: a query.
        means: what it finds.
    """

    example: str
    means: str


@dataclass(frozen=True, slots=True)
class Field:
    """One name that may stand before a colon.

    Attributes:
        name: without the colon.
        means: what is looked at.
        examples: queries.
        values: where only these may follow, they.
    """

    name: str
    means: str
    examples: tuple[str, ...]
    values: tuple[str, ...] = ()


WORDS: Final = (
    Form("open weights", "both words, anywhere, in any of their forms"),
    Form('"open weights"', "the phrase"),
    Form('"weights released"~3', "the words with at most 3 between them, in either order"),
    Form("mistral OR deepseek", "one of them; operators are capitals"),
    Form("llama -meta", "the first without the second; NOT meta is the same"),
    Form("llama -(meta OR mistral)", "parentheses, negated or not"),
    Form("quanti*", "words that begin so"),
    Form("organi?ation", "any letter in that place; at a word’s end, a letter or a question mark"),
    Form('"open wei*"', "patterns in a phrase too; * alone between words is any one word"),
    Form("mistrall~", "words that differ by one letter"),
    Form("DeepSeek-R1", "names and figures as they are written"),
    Form("1,299.99", "a figure, however its digits are grouped"),
)
"""How words are written."""

FIELDS: Final = (
    Field("title", "words of the title", ("title:quiet",)),
    Field("body", "words of the text", ("body:weights",)),
    Field("author", "who wrote it", ("author:doe",)),
    Field("outlet", "where it appeared", ('outlet:"The Ledger"',)),
    Field("url", "words of its address", ("url:ledger",)),
    Field("lang", "its language", ("lang:fr", "lang:french")),
    Field("tag", "your tags", ("tag:ai", "tag:*")),
    Field(
        "date",
        "when it appeared: a day, month, quarter or year, a range, or in words",
        (
            "date:2025-01",
            "date:2025-Q1",
            "date:2024-12..2025-02",
            'date:"mars 2024".."avril 2025"',
            'date:"last month"',
            'date:"mois dernier"',
            "-date:*",
        ),
    ),
    Field("added", "when it came in, written like date:", ("added:today", "added:..2020")),
    Field(
        "is",
        "its state",
        ("is:unread", "is:annotated"),
        ("unread", "read", "starred", "annotated"),
    ),
    Field(
        "has",
        "the marks it carries",
        ("has:claim",),
        ("claim", "entity", "note", "highlight", "evidence", "lost"),
    ),
    Field("entity", "names, or the id, of an entity tagged in it", ("entity:deepseek",)),
    Field("claim", "words of its claims", ("claim:cheap",)),
    Field("speaker", "who makes its claims", ("speaker:altman",)),
    Field("kind", "a kind of its claims", ("kind:quantity",)),
    Field("verdict", "a verdict on its claims", ("verdict:refuted",)),
    Field("note", "words of your notes", ("note:check",)),
    Field("similar", "articles like the one with this id", ()),
)
"""The fields, in the order of the help."""

DATE_WORDS: Final = (
    "today",
    "yesterday",
    "this week",
    "last week",
    "last 7 days",
    "this month",
    "last month",
    "last 3 months",
    "this year",
    "last year",
    "aujourd'hui",
    "hier",
    "semaine dernière",
    "mois dernier",
    "année dernière",
)
"""Dates in words that the search line offers; the language knows more."""

NOTES: Final = (
    "NOT and minus bind closest, then words side by side, OR last: "
    "facebook OR twitter -google is facebook OR (twitter -google).",
    "All words must match. Capitals, accents, œ, typographic quotes and no-break spaces "
    "never matter.",
    "English and French words match their other forms; names (OpenAI, o1) do not.",
    "While you type, the last word also counts as the beginning of a word.",
    "After a field: a word, a phrase in quotation marks or, where words are looked for, "
    "parentheses.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the help.

    Attributes:
        written: a query; the heading's words; or nothing beside a note.
        finds: what that finds, or the note.
        heading: whether it stands above what follows.
    """

    written: str
    finds: str = ""
    heading: bool = False


def page() -> list[Line]:
    """The whole help, notes last."""
    lines = [Line("Words", heading=True)]
    lines += [Line(form.example, form.means) for form in WORDS]
    lines.append(Line("Fields", heading=True))
    for field in FIELDS:
        first, *others = field.examples or (f"{field.name}:ID",)
        values = ": " + ", ".join(field.values) if field.values else ""
        lines.append(Line(first, field.means + values))
        lines += [Line(example) for example in others]
    lines.append(Line("Good to know", heading=True))
    lines += [Line("", note) for note in NOTES]
    return lines
