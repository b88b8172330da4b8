"""Placing described passages in a changed text: by the diff, else by search.

In this order: an unchanged text keeps its offsets, and one that was only added to at its
ends keeps them within itself; the word diff of old and
new text places what stayed among its neighbours; what it cannot place is
searched, first the very words, then the most similar place. A place is taken
only if it is good enough by itself and clearly better than the next; where the
very words stand elsewhere too, the words around must tell which are meant.
Nothing is guessed. Thresholds were tuned on ``tests/bench/anchoring.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from archive.anchoring.diff import Mapped, WordMap
from archive.anchoring.flat import Flat, flatten
from archive.anchoring.placed import LOST, Placed
from archive.anchoring.search import Candidate, Haystack, Quote
from archive.anchoring.selectors import CONTEXT, describe, trim
from archive.model import Placement, Selectors, Span

MIN_LIKENESS = 0.4
"""Words less alike than this are never taken for the passage."""

MIN_SCORE = 0.66
"""Likeness of words and context together that a place found by search must have."""

_MARGIN = 0.05
"""Lead over the next best place, in score, without which both are reported."""

_SURVIVED = 0.5
"""Share of a passage's words that must stand where the diff puts it."""

_FEW, _MANY = 2, 5
"""Surviving words that easily match by chance, and that hardly do."""

_SURROUNDED = 0.75
"""Share of the neighbours that came along from which even a single word is trusted."""

_DOUBTFUL = 0.7
"""Score of an edited passage under which search may know a better place."""

_SHORT = 12
"""Code points under which words alone prove little: they need their context."""

_BRIEF = 20
"""The same where the old text, and with it what else stood in it, is not known."""

_CLOSE = 0.9
"""Likeness of the context that such brief words need where they changed, too."""

_TELLING = 0.75
"""Likeness of the context from which the very words are taken for the passage."""

_UNMISTAKABLE = 40
"""Code points from which the very words, found once, need no context."""


def anchor(new: str, selectors: Selectors, old: str | None = None) -> Placed:
    """Where one passage stands in ``new``; see :func:`anchor_all`."""
    return anchor_all(new, [selectors], old)[0]


def anchor_all(new: str, selectors: Sequence[Selectors], old: str | None = None) -> list[Placed]:
    """Where passages described in an old text stand in a new one.

    Args:
        new: the text to place them in.
        selectors: as :func:`~archive.anchoring.describe` made them, or from
            elsewhere; prefix and suffix may be empty or of any length.
        old: the text they were made on, if it is known. Without it moved
            passages cannot be told from unmoved ones, repeated ones are
            more often ambiguous, and nothing is ``MOVED``.

    Returns:
        One result for each of ``selectors``, in their order. A span placed
        is never empty and neither begins nor ends with white space, unless
        the text is unchanged there and the passage did so itself.
    """
    placer = _Placer(new, old)
    return [placer.place(one) for one in selectors]


class _Placer:
    """One pair of texts; what several passages need of it is made once, and late."""

    def __init__(self, new: str, old: str | None) -> None:
        self._new = new
        self._old = old

    @cached_property
    def _flat(self) -> Flat:
        return Flat(self._new)

    @cached_property
    def _haystack(self) -> Haystack:
        return Haystack(self._flat.text, self._flat.breaks)

    @cached_property
    def _words(self) -> WordMap:
        return WordMap(self._old or "", self._new)

    @cached_property
    def _whole(self) -> int | None:
        """Where the whole old text stands in the new one, once: it was only added to."""
        old, new = self._old, self._new
        at = new.find(old) if old else -1
        if not old or at < 0 or new.find(old, at + 1) >= 0:
            return None
        around = new[:at][-1:], new[at + len(old) :][:1]
        return at if not "".join(around).strip() else None

    def place(self, selectors: Selectors) -> Placed:
        known = self._old is not None and selectors.span.of(self._old) == selectors.exact
        if not selectors.exact:
            return LOST
        if (known and self._old == self._new) or (not known and self._stands(selectors)):
            return Placed(Placement.EXACT, selectors.span, 1.0)
        quote = Quote.of(selectors)
        if not quote.exact:
            return LOST
        if not known:
            return self._searched(quote, None)
        old = selectors.span
        if self._whole is not None:
            span = trim(self._new, old.shift(self._whole))
            return Placed(Placement.EXACT, span, self._score(quote, span))
        mapped = self._words.map(old)
        copies = [self._original(one) for one in self._copies(quote, old)]
        here = self._by_diff(quote, old, mapped, copies)
        if mapped is None or here is None or here.span is None:
            return self._searched(quote, old)
        rivals = [one for one in copies if not one.overlaps(here.span)]
        if rivals and self._stayed(mapped, here.span, old):
            # Their order tells it from what stands beyond other paragraphs.
            rivals = [one for one in rivals if not self._words.apart(here.span, one, old)]
        if rivals and not self._leads(here.span, rivals, old):
            return self._contested(quote, old, here, rivals)
        if here.placement is Placement.EDITED and here.score < _DOUBTFUL:
            # A chance likeness perhaps, while the passage itself stands elsewhere.
            searched = self._searched(quote, old)
            if searched.span is not None and searched.score >= here.score + _MARGIN:
                return searched
        return here

    def _by_diff(
        self, quote: Quote, old: Span, mapped: Mapped | None, copies: Sequence[Span]
    ) -> Placed | None:
        """Where the diff puts a passage; None where it does not, or on several copies at once."""
        if mapped is not None and mapped.same and _in_company(mapped):
            span = trim(self._new, mapped.span)
            return Placed(Placement.EXACT, span, self._score(quote, span))
        edited = self._edited(quote, old, mapped)
        if edited is None or edited.span is None or edited.placement is Placement.EXACT:
            return edited
        # The diff may have matched a word next to the very words instead of theirs.
        within = [one for one in copies if one.overlaps(edited.span)]
        if not within:
            return edited
        if len(within) > 1:
            return None
        return Placed(Placement.EXACT, within[0], self._score(quote, within[0]))

    def _stayed(self, mapped: Mapped, span: Span, old: Span) -> bool:
        """Whether a passage's neighbours and its own paragraph are where the diff puts it."""
        return (
            mapped.company >= _SURROUNDED
            and not self._words.company(span, old).strange
            and self._words.settled(old)
        )

    def _leads(self, span: Span, rivals: Sequence[Span], old: Span) -> bool:
        """Whether the words around a place tell it from every rival."""
        mine = self._words.company(span, old)
        return all(mine.leads(self._words.company(one, old)) for one in rivals)

    def _contested(self, quote: Quote, old: Span, here: Placed, rivals: Sequence[Span]) -> Placed:
        """What becomes of a place that the diff found and rivals fit as well."""
        assert here.span is not None
        searched = self._searched(quote, old)
        if searched.span is not None:
            if searched.span.overlaps(here.span):
                return here
            doubtful = here.score < _DOUBTFUL and searched.score >= here.score + _MARGIN
            doubtful = doubtful or self._words.company(here.span, old).strange
            if doubtful and self._leads(searched.span, [here.span], old):
                return searched
        if searched.placement is Placement.LOST and here.placement is Placement.EDITED:
            if len(quote.exact) < _SHORT:
                return here
        elif searched.candidates:
            rivals = [one for one in searched.candidates if not one.overlaps(here.span)]
        spans = sorted([here.span, *rivals], key=lambda one: -self._words.company(one, old).shared)
        return Placed(Placement.AMBIGUOUS, None, max(here.score, searched.score), tuple(spans))

    def _stands(self, selectors: Selectors) -> bool:
        """Whether the new text has the very passage, context and all, at its old place."""
        span = selectors.span
        return bool(span) and span.end <= len(self._new) and describe(self._new, span) == selectors

    def _score(self, quote: Quote, span: Span) -> float:
        before = flatten(self._new[max(0, span.start - 2 * CONTEXT) : span.start])
        words = flatten(span.of(self._new))
        after = flatten(self._new[span.end : span.end + 2 * CONTEXT])
        here = Haystack(before + words + after, ())
        return here.weigh(quote, len(before), len(before) + len(words)).score

    def _likeness(self, quote: Quote, span: Span) -> float:
        from rapidfuzz.distance import Levenshtein

        return Levenshtein.normalized_similarity(quote.exact, flatten(span.of(self._new)).strip())

    def _edited(self, quote: Quote, old: Span, mapped: Mapped | None) -> Placed | None:
        """What the diff found, if enough of the passage survived there."""
        if mapped is None or mapped.survived < _SURVIVED or not _in_company(mapped):
            return None
        span = trim(self._new, mapped.span)
        if not span or len(span) > 2 * len(old) + 20:
            return None
        likeness = self._likeness(quote, span)
        if likeness < MIN_LIKENESS:
            return None
        same = likeness == 1.0
        score = self._score(quote, span)
        few = mapped.words <= _FEW and mapped.company < _SURROUNDED
        if few and not same and score < MIN_SCORE:
            return None
        return Placed(Placement.EXACT if same else Placement.EDITED, span, score)

    def _searched(self, quote: Quote, old: Span | None) -> Placed:
        """What search finds.

        Args:
            old: where the passage stood in the old text, if that is known.
        """
        exact = self._copies(quote, old)
        found = list(exact)
        if not any(one.context >= _TELLING for one in exact):
            for one in self._haystack.similar(quote):
                if self._free(one, old) and not any(one.overlaps(other) for other in found):
                    found.append(one)
        found.sort(key=lambda one: (-one.score, one.start))
        if not found:
            return LOST
        best = found[0]
        if not self._convincing(quote, best, alone=len(exact) == 1):
            # Bare words that stand in several places fit all of them.
            if quote.bare and len(exact) > 1:
                return self._ambiguous(exact)
            return Placed(Placement.LOST, None, best.score)
        rivals = [one for one in found if one.score > best.score - _MARGIN]
        if best.score == 1.0:
            rivals = [one for one in rivals if one.score == 1.0]
        rivals += [one for one in exact if one not in rivals and not self._beaten(one, best, old)]
        if len(rivals) > 1:
            return self._ambiguous(rivals)
        if old is None and not self._told_apart(quote, best):
            return Placed(Placement.LOST, None, best.score)
        span = self._original(best)
        # The span holds whole code points; a flat one may be a part of one (of an ellipsis).
        likeness = self._likeness(quote, span)
        if likeness < MIN_LIKENESS:
            return Placed(Placement.LOST, None, best.score)
        if likeness < 1.0:
            return Placed(Placement.EDITED, span, best.score)
        return Placed(Placement.EXACT if old is None else Placement.MOVED, span, best.score)

    def _convincing(self, quote: Quote, best: Candidate, *, alone: bool) -> bool:
        """Whether a place is good enough by itself."""
        if best.likeness == 1.0 and not quote.bare:
            if best.context >= _TELLING:
                return True
            if alone and len(quote.exact) >= _UNMISTAKABLE:
                return True
        if best.score < MIN_SCORE or best.likeness < MIN_LIKENESS:
            return False
        if len(quote.exact) < _SHORT:
            return not quote.bare and best.likeness >= 0.8 and best.context >= 0.6
        return True

    def _told_apart(self, quote: Quote, best: Candidate) -> bool:
        """Whether a place is good enough where the text that the words come from is not known."""
        least = _TELLING if best.likeness == 1.0 else _CLOSE
        return len(quote.exact) >= _BRIEF or best.context >= least

    def _copies(self, quote: Quote, old: Span | None) -> list[Candidate]:
        """Where the very words stand and no other passage of the old text does."""
        return [one for one in self._haystack.exact(quote) if self._free(one, old)]

    def _beaten(self, one: Candidate, best: Candidate, old: Span | None) -> bool:
        """Whether the words around tell the best place from another with the very words."""
        return (
            old is None
            or best.likeness < 1.0
            or self._leads(self._original(best), [self._original(one)], old)
        )

    def _free(self, one: Candidate, old: Span | None) -> bool:
        """Whether no other passage of the old text is known to stand there."""
        return old is None or not self._words.taken(self._original(one), old)

    def _ambiguous(self, rivals: Sequence[Candidate]) -> Placed:
        spans = tuple(self._original(one) for one in rivals)
        return Placed(Placement.AMBIGUOUS, None, rivals[0].score, spans)

    def _original(self, one: Candidate) -> Span:
        return trim(self._new, self._flat.span(one.start, one.end))


def _in_company(mapped: Mapped) -> bool:
    """Whether enough came along that the words did not just match by chance."""
    return mapped.words >= _MANY or mapped.company >= (0.5 if mapped.words <= _FEW else 0.3)
