"""Sentences that may be worth a claim, ranked; what the user said of them is remembered.

A suggestion stands nowhere: it is found anew whenever it is asked for, until
the sentence is a claim's passage, or somebody said that it is none. Whoever
skips one meets it again after all the others. So the queue has its place: it
begins with what nobody decided about yet, today and after the next import.

Accepting is making a claim (``Claims.accept``). Nothing is ever accepted here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import islice
from typing import Final

from archive.anchoring import describe
from archive.articles import short, step_of
from archive.claims.worth import WORTH, Worth, worth
from archive.errors import Cancelled, Conflict, NotFound, UsageError
from archive.model import Answer, Article, Order, Selectors, Span, Step, draw_id
from archive.model.progress import Progress, never, silent
from archive.store import Store, Transaction
from archive.store.values import to_fields
from archive.text.document import BlockKind, Document
from archive.text.plurals import counted
from archive.text.sentences import sentences

MOST: Final = 500
"""How many are ranked at once unless more are asked for."""

_CHUNK: Final = 100
_LONGEST: Final = 1000  # code points; no sentence is longer, whatever its punctuation
_NO_PROSE: Final = frozenset({BlockKind.CODE, BlockKind.HEADING, BlockKind.RULE, BlockKind.IMAGE})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence that may be worth a claim.

    Attributes:
        revision: of which the selectors speak: the current one when it was found.
        skipped: whether it was left for later before.
    """

    article: str
    revision: int
    selectors: Selectors
    worth: Worth
    skipped: bool = False

    @property
    def span(self) -> Span:
        """Where it stands, in code points of the article's text."""
        return self.selectors.span

    @property
    def sentence(self) -> str:
        """Its words on one line."""
        return " ".join(self.selectors.exact.split())

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from the others."""
        return self.article, self.span.start


@dataclass(frozen=True, slots=True)
class Ranking:
    """The worthiest sentences of some articles.

    Attributes:
        first: the best ones, those skipped before at the end.
        total: how many there are in all.
    """

    first: tuple[Suggestion, ...]
    total: int


class Suggestions:
    """Suggestions of one archive.

    Args:
        store: the open archive.
        actor: who writes.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def over(
        self,
        articles: Collection[str] | None = None,
        *,
        least: float = WORTH,
        progress: Progress = silent,
        cancelled: Callable[[], bool] = never,
    ) -> Iterator[list[Suggestion]]:
        """Look through articles; what is found comes article by article, in order of the text.

        Left out is what a claim's passage overlaps, and what was rejected.

        Args:
            articles: their ids, those gone passed by; None for all, the oldest first.
            least: the weight from which a sentence is suggested.
            progress: told after each article. ``cancelled``: asked before each.

        Raises:
            Cancelled: when ``cancelled`` says so.
        """
        ids = self._store.listing.ids(Order("added")) if articles is None else list(articles)
        done = 0
        remaining = iter(ids)
        while chunk := list(islice(remaining, _CHUNK)):
            known = _Known(self._store, chunk)
            for article in self._store.listing.articles(chunk):
                if cancelled():
                    raise Cancelled("Looking for claims was stopped.")
                found = known.new(article, self._document(article), least)
                done += 1
                progress(done, len(ids))
                if found:
                    yield found
        progress(len(ids), len(ids))

    def best(
        self,
        articles: Collection[str] | None = None,
        *,
        most: int = MOST,
        progress: Progress = silent,
        cancelled: Callable[[], bool] = never,
    ) -> Ranking:
        """The worthiest sentences first, those skipped before last; errors as :meth:`over`."""
        total = 0

        def each() -> Iterator[Suggestion]:
            nonlocal total
            for those in self.over(articles, progress=progress, cancelled=cancelled):
                total += len(those)
                yield from those

        first = nsmallest(most, each(), key=_rank)
        return Ranking(tuple(first), total)

    def at(self, article: str, span: Span) -> Suggestion:
        """The sentence of an article that stands at a span, whatever its weight.

        Raises:
            NotFound: if there is no such article, or no one sentence that holds the span.
        """
        found = self._store.listing.get(article)
        document = self._document(found)
        known = _Known(self._store, [article])
        for sentence in sentences(document):
            if sentence.encloses(span):
                return known.made(found, document, sentence)
        raise NotFound(
            f"No sentence of article {article} holds {span.start}:{span.end}.",
            remedy="`newsmark suggest` lists sentences with where they stand.",
            ids=(article,),
        )

    def reject(self, suggestions: Sequence[Suggestion]) -> Step:
        """Never suggest these sentences again, as one step.

        Raises:
            UsageError: without any.
            Conflict: if the text of one changed meanwhile; nothing is done.
        """
        return self._answer("suggest reject", "no claim", suggestions, skipped=False)

    def skip(self, suggestions: Sequence[Suggestion]) -> Step:
        """Leave these sentences for later, as one step; errors as :meth:`reject`."""
        return self._answer("suggest skip", "later", suggestions, skipped=True)

    def _answer(
        self, command: str, said: str, suggestions: Sequence[Suggestion], *, skipped: bool
    ) -> Step:
        if not suggestions:
            raise UsageError("Which sentence?", remedy="Name one.")
        with self._store.transaction(command=command, actor=self._actor, summary="") as tx:
            articles = {each.article for each in suggestions}
            revisions = self._store.register.revisions(articles)
            known = _Known(self._store, articles)
            for each in suggestions:
                if revisions.get(each.article) != each.revision:
                    raise Conflict(
                        f"Article {each.article} has another text by now.",
                        remedy="Look for suggestions again.",
                        ids=(each.article,),
                    )
                self._put(tx, known.answer(each), each, skipped)
            one = f"“{short(suggestions[0].sentence)}”"
            what = one if len(suggestions) == 1 else counted(len(suggestions), "sentence")
            tx.summary = f"{said}: {what}"
        return step_of(self._store, tx)

    def _put(self, tx: Transaction, before: Answer | None, said: Suggestion, skipped: bool) -> None:
        if before is not None:
            tx.update("answers", before.id, {"skipped": skipped})
            return
        made = Answer(draw_id("a"), said.article, said.sentence, skipped, tx.at)
        tx.insert("answers", made.id, to_fields(made))

    def _document(self, article: Article) -> Document:
        return Document.from_markup(
            *self._store.revisions.text_and_markup(article.id, article.revision)
        )


class _Known:
    """What is a claim's, and what was said, in some articles."""

    def __init__(self, store: Store, articles: Collection[str]) -> None:
        self._claimed: dict[str, list[Span]] = {}
        for article, span in store.ledger.claimed(articles):
            self._claimed.setdefault(article, []).append(span)
        self._answers = {
            (each.article, each.sentence): each for each in store.ledger.answers(articles)
        }

    def new(self, article: Article, document: Document, least: float) -> list[Suggestion]:
        """The sentences of a text that are worth it, and of which nobody said no."""
        claimed = self._claimed.get(article.id, ())
        found: list[Suggestion] = []
        for span in sentences(document):
            if len(span) > _LONGEST or any(span.overlaps(other) for other in claimed):
                continue
            weighed = worth(span.of(document.text), article.language)
            if weighed.weight < least:
                continue
            if document.blocks[document.block_at(span.start)].kind in _NO_PROSE:
                continue
            made = self.made(article, document, span, weighed)
            before = self.answer(made)
            if before is None or before.skipped:
                found.append(made)
        return found

    def made(
        self, article: Article, document: Document, span: Span, weighed: Worth | None = None
    ) -> Suggestion:
        """A sentence as a suggestion."""
        selectors = describe(document.text, span)
        weighed = weighed or worth(selectors.exact, article.language)
        made = Suggestion(article.id, article.revision, selectors, weighed)
        before = self.answer(made)
        return made if before is None else replace(made, skipped=before.skipped)

    def answer(self, suggestion: Suggestion) -> Answer | None:
        """What was said of it before."""
        return self._answers.get((suggestion.article, suggestion.sentence))


def _rank(one: Suggestion) -> tuple[bool, float, str, int]:
    return one.skipped, -one.worth.weight, *one.key
