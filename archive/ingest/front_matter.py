"""YAML front matter: the fields above a Markdown text.

Every scalar stays text (YAML's base schema): ``id: 007`` keeps its zeros,
``lang: no`` is Norwegian, and ``date: 2025-13`` is a bad date to be reported
rather than an error that takes all other fields along. No tag constructs
anything, and values are never followed into nested aliases, so a bomb of
aliases stays as small as it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

MAX_LENGTH = 1 << 16

_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PLAIN = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*+((?![\[{|>&*]).*?)[ \t]*")
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the text.

    Attributes:
        fields: values by key in lower case.
        body: the text below.
        source: the YAML between the fences, which begins on line 2.
        problem: why the YAML could not be read, or empty.
        problem_place: ``line N`` of the problem.
    """

    fields: dict[str, object] = field(default_factory=dict)
    body: str = ""
    source: str = ""
    problem: str = ""
    problem_place: str = ""

    def scalar(self, *keys: str) -> str | None:
        """The first non-empty value among ``keys``; of a list, its first entry."""
        for key in keys:
            if texts := _texts(self.fields.get(key)):
                return texts[0]
        return None

    def listing(self, *keys: str, apart: str) -> tuple[str, ...]:
        """The values of the first of ``keys`` that has any.

        Args:
            apart: a pattern that parts the values where they are given as one text.
        """
        for key in keys:
            value = self.fields.get(key)
            texts = _texts(value)
            if isinstance(value, str):
                texts = [part.strip() for text in texts for part in re.split(apart, text)]
            if texts := [text for text in texts if text]:
                return tuple(dict.fromkeys(texts))
        return ()

    def place(self, *keys: str) -> str:
        """``line N`` of the first line that begins with one of ``keys``; else empty."""
        begins = re.compile("|".join(rf"[\"']?{key}[\"']?[ \t]*:" for key in keys), re.IGNORECASE)
        for number, row in enumerate(self.source.split("\n"), start=2):
            if begins.match(row):
                return f"line {number}"
        return ""


def split(text: str) -> FrontMatter:
    """Part ``text`` (newlines ``\\n``) into front matter and body.

    Without a closing fence there is no front matter and all is body. Where
    the YAML is broken, its plain ``key: value`` lines are still read, since
    an unquoted colon in a title is the usual fault.
    """
    match = _FENCED.match(text)
    if match is None:
        return FrontMatter(body=text)
    source, body = match[1], text[match.end() :]
    problem, place = f"it is longer than {MAX_LENGTH >> 10} kB", "line 1"
    if len(source) <= MAX_LENGTH:
        loaded = _load(source)
        if isinstance(loaded, dict):
            fields = {key.lower(): value for key, value in loaded.items() if isinstance(key, str)}
            return FrontMatter(fields, body, source)
        problem, place = loaded
    plain: dict[str, object] = {}
    for row in source.split("\n"):
        if found := _PLAIN.fullmatch(row):
            plain.setdefault(found[1].lower(), found[2].strip("\"'"))
    return FrontMatter(plain, body, source, problem, place)


def _load(source: str) -> dict[Any, object] | tuple[str, str]:
    """The mapping, or the problem and its place."""
    import yaml  # type: ignore[import-untyped]

    try:
        loaded = yaml.load(source, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # the fence is line 1, and marks count from 0
        return error.problem or "it cannot be read", f"line {mark.line + 2}" if mark else "line 1"
    except (yaml.YAMLError, ValueError) as error:
        return str(error).splitlines()[0], "line 1"
    except RecursionError:
        return "it is nested too deeply", "line 1"
    if loaded is None or loaded == "":
        return {}
    return loaded if isinstance(loaded, dict) else ("it is no list of fields", "line 2")


def _texts(value: object) -> list[str]:
    """Scalars of a scalar, a list of them, or a list of records with a ``name``; nothing deeper."""
    found = []
    for entry in value if isinstance(value, list) else [value]:
        scalar = entry.get("name") if isinstance(entry, dict) else entry
        if isinstance(scalar, str) and scalar.strip() not in _NOTHING:
            found.append(scalar.strip())
    return found
