"""YAML front matter, written by hand so that the same values give the same bytes.

A YAML library's emitter chooses styles and breaks lines as it likes and from
version to version; these few rules are stable, and what they write every
reader of YAML 1.1 or 1.2 reads back equal. Strings stand plain where nothing
could be mistaken (no number, date, boolean, sign of YAML) and in double
quotes otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Value = str | int | None | Sequence[str] | Mapping[str, str]

_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ](?:[0-9A-Za-zÀ-ÖØ-öø-ɏ_' .’-]*[0-9A-Za-zÀ-ÖØ-öø-ɏ_’'])?")
# Controls, formatting controls that would hide or reorder what is seen, surrogates, private
# use, noncharacters. A list of our own: Unicode's tables differ between versions of Python.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)
_TO_ESCAPE = re.compile(rf'["\\\\]|{_UNSEEN.pattern}')
_WORDS = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null"})
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
FENCE = "---"


def emit(values: Mapping[str, Value]) -> str:
    """The front matter block with its two fences and a newline at the end.

    Args:
        values: in the order to be written. None leaves its key out; lists
            stand one item to a line, mappings one pair to a line.
    """
    lines = [FENCE]
    for key, value in values.items():
        if value is not None:
            lines.extend(entry(key, value))
    return "\n".join([*lines, FENCE, ""])


def entry(key: str, value: str | int | Sequence[str] | Mapping[str, str]) -> list[str]:
    """The lines of one key with its value, without newlines."""
    name = _scalar(key)
    if isinstance(value, str):
        return [f"{name}: {_scalar(value)}"]
    if isinstance(value, int):
        return [f"{name}: {value}"]
    if isinstance(value, Mapping):
        pairs = [f"  {_scalar(k)}: {_scalar(v)}" for k, v in value.items()]
        return [f"{name}:", *pairs] if pairs else [f"{name}: {{}}"]
    items = [f"  - {_scalar(item)}" for item in value]
    return [f"{name}:", *items] if items else [f"{name}: []"]


def flow(value: str | int | Sequence[str]) -> str:
    """A value on one line: a list in square brackets."""
    if isinstance(value, str):
        return _scalar(value)
    return str(value) if isinstance(value, int) else f"[{', '.join(map(_scalar, value))}]"


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if not _TO_ESCAPE.search(text):
        return f'"{text}"'
    return '"' + "".join(map(_character, text)) + '"'


def _character(sign: str) -> str:
    if sign in _SHORT:
        return _SHORT[sign]
    if not _UNSEEN.match(sign):
        return sign
    code = ord(sign)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
