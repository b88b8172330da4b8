"""The names of a register as one automaton that finds them all in a text in one pass.

Names and text meet folded (:func:`archive.text.folding.fold_search`: case,
accents, apostrophes, spaces aside), found by the automaton of Aho and
Corasick (1975); what it finds is then judged on the text as it is written:

*Words.* A name is a word of its own. After a French elision one begins
(``d’OpenAI``); a possessive, and by choice a plural, may follow. A hyphen
joins: there is no ``GPT`` in ``GPT-4`` and no ``Royce`` in ``Rolls-Royce``,
but ``Google`` in ``Google-owned`` and in ``ex-Google``. There is no ``Node`` in
``Node.js``, ``AT`` in ``AT&T``, ``C`` in ``C++``. Scripts written without
spaces have no words to be inside of.

*Case.* The first capital of a name asks for one: ``Meta`` is not ``meta``, but
``META``. A name of at most four capitals asks for all of them: ``IT`` is
neither ``it`` nor ``It``. A name without capitals is found however it is
written. An alias whose case matters is found as it is written only.

*Overlaps.* The longest name wins: ``Apple Music`` holds no ``Apple``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.model import Entity, Span
from archive.text.folding import Folded, fold_search, fold_typography

if TYPE_CHECKING:
    from ahocorasick import Automaton

_ELISIONS: Final = frozenset("l d j m n s t c qu jusqu lorsqu puisqu quoiqu presqu entr".split())
_ARTICLES: Final = frozenset("the a an le la les l un une der die das el los las il lo".split())
_ACRONYM: Final = 4  # letters up to which all capitals of a name are asked for
_PLAIN: Final = frozenset(("", " ", ","))  # ends any word
_WORDS: Final = re.compile(r"[^\W_]+")
# Ends of names that take -es in English.
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as a name's form.

    Attributes:
        accents: whether accents must be as in the name.
        plural: whether a plural may stand for the name; it is then part of the passage.
        possessive: whether an English possessive may follow, which is not part of it.
    """

    accents: bool = False
    plural: bool = True
    possessive: bool = True


USUAL: Final = Rules()


class Occurrence(NamedTuple):
    """A name found.

    Attributes:
        span: code points of the text.
        entities: ids of those of this name, in the order in which they were given.
    """

    span: Span
    entities: tuple[str, ...]


class _Name(NamedTuple):
    """A name of an entity; ``capital`` says whether it asks for one at its very beginning."""

    entity: str
    form: str
    exact: bool
    capital: bool


class _Key(NamedTuple):
    """The names that fold to one; ``capital`` says whether all of them begin with one."""

    length: int
    names: list[_Name]
    capital: bool


class Gazetteer:
    """Finds the names of entities in texts.

    Args:
        entities: whose names; where several have one, an occurrence names them in this order.
        rules: what counts as a form of a name.
    """

    def __init__(self, entities: Iterable[Entity], rules: Rules = USUAL) -> None:
        self._rules = rules
        self._names: dict[str, list[_Name]] = {}
        for entity in entities:
            forms = [(entity.name, False)]
            forms += [(alias.form, alias.case_sensitive) for alias in entity.aliases]
            for form, exact in dict.fromkeys(forms):
                self._add(entity.id, form, exact)
        self._automaton = _automaton(self._names)

    def _add(self, entity: str, form: str, exact: bool) -> None:
        folded = _key(form)
        if not any(sign.isalnum() for sign in folded):
            return
        if len(folded) == 1 and _spaced(folded) and not exact:
            return  # one letter, found everywhere
        line = " ".join(fold_typography(form).text.split())
        first = _WORDS.match(line)
        capital = line[0].isupper() and first is not None and first[0].lower() not in _ARTICLES
        self._names.setdefault(folded, []).append(_Name(entity, line, exact, capital))

    def __len__(self) -> int:
        """How many different names there are, folded."""
        return len(self._names)

    def find(self, text: str) -> list[Occurrence]:
        """Where names occur, in the order of the text, never overlapping.

        Args:
            text: the plain text of an article.
        """
        if self._automaton is None:
            return []
        folded = fold_search(text)
        # A line may break within a name; a paragraph's end leaves two blanks, which none has.
        line = folded.text.replace("\n", " ")
        found: dict[tuple[int, int], dict[str, None]] = {}
        origin = folded.origin
        for last, key in self._automaton.iter(line):
            end = last + 1
            start = end - key.length
            # Most of what is found is not a name: what can be told at a glance comes first.
            if start and line[start - 1] != " " and _inside(line, start):
                continue
            if key.capital and text[origin(start)].islower():
                continue
            grown = end if line[end : end + 1] in _PLAIN else self._end(line, end)
            if grown is not None:
                self._judge(text, folded, start, end, grown, key.names, found)
        return _longest(found)

    def _end(self, line: str, end: int) -> int | None:
        """Where the form ends that has a name up to ``end``; None if that is within a word."""
        rest = line[end : end + 4]
        if not rest:
            return end
        if _spaced(rest[0]) and _spaced(line[end - 1]):
            if not self._rules.plural or not line[end - 1].isalpha():
                return None
            ending = "es" if line.endswith(_SIBILANTS, end - 2, end) else "s"
            grown = end + len(ending)
            return grown if rest.startswith(ending) and _closed(line, grown) else None
        if rest[0] == "'" and rest[1:2].isalnum():
            possessive = rest[1] == "s" and not rest[2:3].isalnum()
            return end if possessive and self._rules.possessive else None
        return end if _closed(line, end) else None

    def _judge(
        self,
        text: str,
        folded: Folded,
        start: int,
        end: int,
        grown: int,
        names: list[_Name],
        found: dict[tuple[int, int], dict[str, None]],
    ) -> None:
        span = folded.span(start, grown)
        written = text[span.start : span.end if grown == end else folded.span(start, end).end]
        if not (_free_before(text, span.start) and _free_after(text, span.end)):
            return
        for name in names:
            if name.capital and written[0].islower():
                continue
            if written == name.form or self._same(name, written):
                found.setdefault((span.start, span.end), {})[name.entity] = None

    def _same(self, name: _Name, written: str) -> bool:
        form = " ".join(fold_typography(written).text.split())
        if self._rules.accents and _accented(form) != _accented(name.form):
            return False
        if name.exact:
            return _bare(form) == _bare(name.form)
        return capitals_fit(name.form, form)


def capitals_fit(name: str, form: str) -> bool:
    """Whether a form has the capitals that a name asks for; see the module.

    Args:
        name: as the register has it. ``form``: as it is written, the same letters.
    """
    asked: list[str] = _WORDS.findall(name)
    given: list[str] = _WORDS.findall(form)
    while len(asked) > 1 and len(given) > 1 and asked[0].lower() in _ARTICLES:
        asked, given = asked[1:], given[1:]
    for word, other in zip(asked, given, strict=False):
        if word.islower() or not any(sign.isupper() for sign in word):
            continue
        letters = [sign for sign in word if sign.isalpha()]
        if 1 < len(letters) <= _ACRONYM and all(sign.isupper() for sign in letters):
            return all(not sign.islower() for sign in other)
        if word[0].isupper():
            return other[0].isupper()
        return any(sign.isupper() for sign in other)  # iPhone, eBay
    return True


def _key(form: str) -> str:
    return " ".join(fold_search(form).text.split())


def _automaton(names: dict[str, list[_Name]]) -> Automaton | None:
    from ahocorasick import Automaton

    if not names:
        return None
    automaton = Automaton()
    for folded, those in names.items():
        capital = all(name.capital for name in those)
        automaton.add_word(folded, _Key(len(folded), those, capital))
    automaton.make_automaton()
    return automaton


def _spaced(sign: str) -> bool:
    """Whether a sign is part of words of a script that parts them by spaces."""
    if not (sign.isalnum() or sign == "_"):
        return False
    return sign < "\u0e00" or not (
        sign <= "\u0eff"
        or "\u3040" <= sign <= "\u30ff"
        or "\u3400" <= sign <= "\u9fff"
        or "\uf900" <= sign <= "\ufaff"
        or sign >= "\U00020000"
    )


def _inside(line: str, start: int) -> bool:
    """Whether a word goes on across ``start``, from the left."""
    before, first = line[start - 1], line[start]
    if _spaced(before):
        return _spaced(first) or first == "."
    if before == "'":
        at = start - 1
        while at and line[at - 1].isalpha() and start - at < 10:
            at -= 1
        letters = line[at : start - 1]
        return bool(letters) and letters not in _ELISIONS
    if before == "&":
        return start > 1 and _spaced(line[start - 2])
    return before == first and not _spaced(first)


def _closed(line: str, end: int) -> bool:
    """Whether a word ends at ``end``."""
    last, after = line[end - 1], line[end : end + 1]
    if not after:
        return True
    if _spaced(last):
        if after in ("+", "#"):
            return False
        return not _spaced(after) and not (after == "&" and _spaced(line[end + 1 : end + 2]))
    return after != last and not (_spaced(after) and not _unspaced(last))


def _unspaced(sign: str) -> bool:
    return sign.isalnum() and not _spaced(sign)


def _free_before(text: str, start: int) -> bool:
    """Whether hyphen or point before the passage leave it a word of its own."""
    if start < 2:
        return True
    sign, other = text[start - 1], text[start - 2]
    if sign in _HYPHENS and _spaced(other):
        word = _LAST_WORD.search(text, max(0, start - 32), start - 1)
        return word is not None and word[0].islower()
    if sign == "." and _spaced(other):
        # A sentence's end without a blank, or a part of a longer name.
        return text[start].isupper() and other.islower()
    return True


def _free_after(text: str, end: int) -> bool:
    """Whether hyphen or point after the passage leave it a word of its own."""
    sign, other = text[end : end + 1], text[end + 1 : end + 2]
    if sign in _HYPHENS and _spaced(other):
        return other.islower()
    if sign == "." and _spaced(other):
        return other.isupper() and text[end + 2 : end + 3].islower()
    return True


_HYPHENS: Final = ("-", "‐", "‑")
_LAST_WORD: Final = re.compile(r"[^\W_]+\Z")


def _accented(form: str) -> str:
    return unicodedata.normalize("NFC", form).casefold()


def _bare(form: str) -> str:
    apart = unicodedata.normalize("NFKD", form)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _longest(found: dict[tuple[int, int], dict[str, None]]) -> list[Occurrence]:
    """The occurrences that are left where the longest of overlapping ones win."""
    taken: list[Occurrence] = []
    reach = 0
    clusters: list[list[tuple[int, int]]] = []
    for place in sorted(found):
        if clusters and place[0] < reach:
            clusters[-1].append(place)
        else:
            clusters.append([place])
        reach = max(reach, place[1])
    for cluster in clusters:
        taken += _of_cluster(cluster, found)
    taken.sort(key=lambda each: each.span)
    return taken


def _of_cluster(
    cluster: list[tuple[int, int]], found: dict[tuple[int, int], dict[str, None]]
) -> Iterator[Occurrence]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(cluster, key=lambda place: (place[0] - place[1], place[0])):
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
            yield Occurrence(Span(start, end), tuple(found[start, end]))
