"""What people call a language: its name in English, in French and in itself, for its code."""

from __future__ import annotations

from archive.text.folding import fold_word

_NAMES = """
ar arabic arabe
bg bulgarian bulgare
ca catalan
cs czech tcheque cestina
da danish danois dansk
de german allemand deutsch
el greek grec
en english anglais
es spanish espagnol espanol castilian
et estonian estonien eesti
fa persian persan farsi
fi finnish finnois suomi
fr french francais
he hebrew hebreu
hi hindi
hr croatian croate hrvatski
hu hungarian hongrois magyar
id indonesian indonesien
it italian italien italiano
ja japanese japonais 日本語
ko korean coreen 한국어
lt lithuanian lituanien
lv latvian letton
nl dutch neerlandais nederlands
no norwegian norvegien norsk
pl polish polonais polski
pt portuguese portugais portugues
ro romanian roumain romana
ru russian russe русский
sk slovak slovaque
sl slovenian slovene
sr serbian serbe
sv swedish suedois svenska
th thai thailandais
tr turkish turc turkce
uk ukrainian ukrainien українська
vi vietnamese vietnamien
zh chinese chinois 中文
"""
_LINES = [line.split() for line in _NAMES.split("\n") if line]
_CODE_OF = {fold_word(name): code for code, *names in _LINES for name in names}
_NAME_OF = {code: names[0].capitalize() for code, *names in _LINES}


def code_of(name: str) -> str | None:
    """The code (primary subtag) of a language that is called so; None where nobody knows it.

    Args:
        name: a name, or a tag such as ``fr-CA`` whose first part is returned as it is.
    """
    plain = fold_word(name).replace("_", "-")
    first = plain.partition("-")[0]
    if plain in _CODE_OF:
        return _CODE_OF[plain]
    code = len(first) in (2, 3) and first.isascii() and first.isalpha()
    return first if first in _NAME_OF or code else None


def nearest(name: str) -> str | None:
    """The language that something mistyped may mean, as ``fr (French)``; None where none is near.

    Args:
        name: what :func:`code_of` does not know.
    """
    from difflib import get_close_matches

    near = get_close_matches(fold_word(name), [*_CODE_OF, *_NAME_OF], n=1, cutoff=0.6)
    if not near:
        return None
    code = _CODE_OF.get(near[0], near[0])
    return f"{code} ({name_of(code)})"


def name_of(code: str) -> str:
    """A language's English name; the code itself where that is not known."""
    return _NAME_OF.get(code, code)


def names_of(code: str) -> list[str]:
    """What a language is called, folded; empty where nobody knows."""
    return [name for name, own in _CODE_OF.items() if own == code]
