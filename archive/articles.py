"""Articles: reading, correcting, tagging, deleting them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final

from archive.errors import NotFound, UsageError
from archive.model import (
    Article,
    ArticleRow,
    Evidence,
    Facets,
    Order,
    Origin,
    PartialDate,
    Step,
)
from archive.store import Store, Transaction
from archive.text.document import Document

EDITABLE: Final = ("title", "published", "outlet", "authors", "language", "url")
"""The fields a user may correct; a re-import leaves what was corrected."""

_DEFAULT_ORDER: Final = Order()
_CANDIDATES: Final = 8


class Articles:
    """The articles of one archive.

    Args:
        store: the open archive.
        actor: who writes.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def get(self, id: str) -> Article:
        """One article; NotFound if there is none of this id."""
        return self._store.listing.get(id)

    def resolve(self, prefix: str) -> str:
        """The whole id that begins with ``prefix``; case does not matter.

        Raises:
            NotFound: if no article's does.
            UsageError: if several do; the message lists them.
        """
        prefix = prefix.strip().lower()
        found = self._store.listing.starting_with(prefix, _CANDIDATES + 1) if prefix else []
        if not found:
            raise NotFound(
                f"There is no article {prefix!r}.",
                remedy="`newsmark list` prints the ids.",
                ids=(prefix,),
            )
        if len(found) == 1 or found[0] == prefix:
            return found[0]
        listed = ", ".join(found[:_CANDIDATES]) + (", …" if len(found) > _CANDIDATES else "")
        raise UsageError(
            f"Several articles' ids begin with {prefix!r}: {listed}.",
            remedy="Give more of the id.",
            ids=tuple(found),
        )

    def document(self, id: str, revision: int | None = None) -> Document:
        """The text with its markup, of the current revision or of the one told.

        Raises:
            NotFound: if there is no such article or revision.
        """
        return Document.from_markup(*self._store.revisions.text_and_markup(id, revision))

    def origin(self, id: str, revision: int | None = None) -> Origin:
        """Where a revision came from; errors as :meth:`document`."""
        return self._store.revisions.origin(id, revision)

    def original(self, id: str, revision: int | None = None) -> bytes | None:
        """The bytes a revision was read from, None if not kept; errors as :meth:`document`."""
        return self._store.revisions.original(id, revision)

    def at_address(self, addresses: Iterable[str]) -> str | None:
        """The id of an article whose URL is one of these, a slash at its end aside."""
        return self._store.listing.with_address(addresses)

    def count(self) -> int:
        """How many articles there are."""
        return self._store.listing.count()

    def ids(self, order: Order = _DEFAULT_ORDER, among: Collection[str] | None = None) -> list[str]:
        """All ids in order, or those ``among`` that exist.

        Undated articles, and those without an outlet when ordered by outlet,
        come last in both directions; titles and outlets are compared without
        case and accents. Ties go by id, descending in descending order.
        """
        return self._store.listing.ids(order, among)

    def page(self, order: Order, offset: int, limit: int) -> list[ArticleRow]:
        """``limit`` rows of the whole list in order, from ``offset`` on."""
        return self._store.listing.page(order, offset, limit)

    def rows(self, ids: Sequence[str]) -> list[ArticleRow]:
        """The rows of these ids in the order given; ids that are gone are left out."""
        return self._store.listing.rows(ids)

    def facets(self) -> Facets:
        """Counts of languages, outlets, years, tags and entities over all articles."""
        return self._store.listing.facets()

    def copies(self, id: str) -> list[str]:
        """Ids of the other articles with the same text."""
        article = self.get(id)
        return [other for other in self._store.listing.with_text(article.sha256) if other != id]

    def edit(self, id: str, **fields: object) -> Step:
        """Correct fields of an article; a re-import will leave them as they are now.

        Args:
            fields: of title, published (a date, ISO text or None), outlet,
                authors (strings), language, url. None clears all but the title.

        Returns:
            The step; one numbered 0 if nothing differed.

        Raises:
            NotFound: if there is no such article.
            UsageError: for another field or a value it cannot have.
        """
        values = {name: _checked(name, value) for name, value in fields.items()}

        def work(tx: Transaction) -> None:
            article = self.get(id)
            changed = tx.update("articles", id, values)
            if changed:
                corrected = sorted({*article.corrected, *values})
                tx.update("articles", id, {"corrected": corrected})

        named = ", ".join(values)
        return self._step("edit", f"edit {named} of “{short(self.get(id).title)}”", work)

    def tag(self, ids: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> Step:
        """Add tags to articles and remove others; a re-import then leaves their tags alone.

        Returns:
            The step; one numbered 0 if nothing differed.

        Raises:
            NotFound: if one of the articles does not exist; nothing is done.
            UsageError: for an empty tag.
        """
        wanted, unwanted = clean_tags(add), set(clean_tags(remove))
        keys = list(dict.fromkeys(ids))

        def work(tx: Transaction) -> None:
            for key in keys:
                article = self.get(key)
                kept = [tag for tag in article.tags if tag not in unwanted]
                tags = [*kept, *(tag for tag in wanted if tag not in kept)]
                if tx.update("articles", key, {"tags": tags}):
                    tx.update("articles", key, {"corrected": sorted({*article.corrected, "tags"})})

        signs = signed_tags(wanted, sorted(unwanted))
        return self._step("tag", f"tag {self._named(keys)}: {signs}", work)

    def star(self, ids: Iterable[str], on: bool) -> Step:
        """Star articles or take the star away; result and errors as :meth:`tag`."""
        keys = list(dict.fromkeys(ids))
        verb = "star" if on else "unstar"
        return self._step(verb, f"{verb} {self._named(keys)}", self._setting(keys, "starred", on))

    def mark_read(self, ids: Iterable[str], on: bool) -> None:
        """Say that articles were read or not; recorded, but no step. NotFound as :meth:`tag`."""
        keys = list(dict.fromkeys(ids))
        verb = "read" if on else "unread"
        summary = f"mark {self._named(keys)} {verb}"
        self._record(verb, summary, self._setting(keys, "read", on))

    def set_position(self, id: str, offset: int) -> None:
        """Remember where reading stopped; recorded, but no step.

        Args:
            offset: code-point offset in the current revision's text.
        """
        if offset < 0:
            raise UsageError(f"A reading position cannot be {offset}.")
        summary = f"position in “{short(self.get(id).title)}”"
        self._record("position", summary, self._setting([id], "position", offset))

    def broken_by_delete(self, ids: Iterable[str]) -> list[Evidence]:
        """The evidence that goes when these articles are deleted.

        That is evidence whose passage lies in them, and evidence on claims
        that appear nowhere else.
        """
        marks = self._store.marks
        articles = set(ids)
        found: dict[str, Evidence] = {}
        for annotation in marks.all_annotations(articles):
            hanging = marks.evidence_on(annotation.id)
            if annotation.claim is not None and all(
                other.article in articles for other in marks.appearances(annotation.claim)
            ):
                hanging += marks.evidence_of(annotation.claim)
            found.update({evidence.id: evidence for evidence in hanging})
        return sorted(found.values(), key=lambda evidence: (evidence.created, evidence.id))

    def delete(self, ids: Iterable[str]) -> Step:
        """Delete articles with their marks; ``undo`` brings everything back.

        Claims that appear nowhere else go too, and the evidence on them and
        on the marks that go (:meth:`broken_by_delete`).

        Raises:
            NotFound: if one of the articles does not exist; nothing is done.
        """
        keys = list(dict.fromkeys(ids))

        def work(tx: Transaction) -> None:
            for key in keys:
                self.get(key)
                for annotation in self._store.marks.of_article(key):
                    remove_annotation(self._store, tx, annotation.id)
                for judgement in self._store.ledger.copies([key]):
                    tx.delete("copies", judgement.id)
                tx.delete("articles", key)

        return self._step("delete", f"delete {self._named(keys)}", work)

    def purge(self, ids: Iterable[str]) -> None:
        """Remove articles, there or deleted, with their texts and history, for good.

        Raises:
            NotFound: if one of the ids never stood for an article; nothing is done.
        """
        keys = list(dict.fromkeys(ids))
        for key in keys:
            if self._store.listing.identity_of(key) is None:
                raise NotFound(f"There is no article {key}.", ids=(key,))
        self._store.purge(keys, actor=self._actor)

    def _setting(self, keys: list[str], field: str, value: object) -> Callable[[Transaction], None]:
        def work(tx: Transaction) -> None:
            for key in keys:
                self.get(key)
                tx.update("articles", key, {field: value})

        return work

    def _named(self, keys: list[str]) -> str:
        if len(keys) == 1:
            return f"“{short(self.get(keys[0]).title)}”"
        return f"{len(keys)} articles"

    def _step(self, command: str, summary: str, work: Callable[[Transaction], None]) -> Step:
        with self._store.transaction(command=command, actor=self._actor, summary=summary) as tx:
            work(tx)
        return step_of(self._store, tx)

    def _record(self, command: str, summary: str, work: Callable[[Transaction], None]) -> None:
        with self._store.transaction(
            command=command, actor=self._actor, summary=summary, undoable=False, durable=False
        ) as tx:
            work(tx)


def step_of(store: Store, tx: Transaction) -> Step:
    """The step a finished transaction wrote; one numbered 0, not undoable, if it wrote nothing."""
    if tx.step is None:
        return Step(0, tx.at, "", "", "nothing changed", undoable=False)
    return store.log.step(tx.step)


def remove_annotation(store: Store, tx: Transaction, key: str) -> None:
    """Remove an annotation and what cannot stand without it.

    The evidence whose passage it is goes, and with a claim's last appearance
    the claim and the evidence on that; so do the parts of dossiers that are
    such a passage or claim.
    """
    annotation = store.marks.annotation(key)
    for evidence in store.marks.evidence_on(key):
        tx.delete("evidence", evidence.id)
    for part in store.dossiers.naming(annotation=key):
        tx.delete("parts", part.id)
    decision = store.marks.kept(key)
    if decision is not None:
        tx.delete("kept", decision)
    tx.delete("annotations", key)
    if annotation.claim is not None and not store.marks.appearances(annotation.claim):
        for evidence in store.marks.evidence_of(annotation.claim):
            tx.delete("evidence", evidence.id)
        for part in store.dossiers.naming(claim=annotation.claim):
            tx.delete("parts", part.id)
        tx.delete("claims", annotation.claim)


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Tags with white space at the ends removed and runs of it made one space, each once.

    Raises:
        UsageError: for one that is then empty.
    """
    cleaned = [" ".join(tag.split()) for tag in tags]
    if "" in cleaned:
        raise UsageError("A tag cannot be empty.")
    return list(dict.fromkeys(cleaned))


def short(text: str, length: int = 60) -> str:
    """``text`` on one line of at most ``length`` characters."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def signed_tags(added: Iterable[str], removed: Iterable[str]) -> str:
    """What becomes of tags, in a line: ``+chips -to read``."""
    return " ".join([*(f"+{tag}" for tag in added), *(f"-{tag}" for tag in removed)])


def changed_tags(before: Sequence[str], after: Sequence[str]) -> str:
    """The same of two lists of tags; empty if one has no other tags than the other."""
    return signed_tags(
        (tag for tag in after if tag not in before), (tag for tag in before if tag not in after)
    )


def checked_date(name: str, value: object) -> str | None:
    """A date field's text; UsageError for what is no ISO date, whole or partial."""
    if value is None or isinstance(value, PartialDate):
        return None if value is None else value.text
    if isinstance(value, str):
        try:
            return PartialDate.parse(value).text
        except ValueError as error:
            raise UsageError(
                f"{name}: {error}.", remedy="Write 2025, 2025-01 or 2025-01-20."
            ) from error
    raise UsageError(f"{name} must be a date, not {value!r}.")


def _checked(name: str, value: object) -> Any:
    if name not in EDITABLE:
        raise UsageError(
            f"An article's {name!r} cannot be edited.", remedy=f"One of: {', '.join(EDITABLE)}."
        )
    if name == "published":
        return checked_date(name, value)
    if name == "authors":
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise UsageError("authors must be a list of names.")
        names = [" ".join(str(author).split()) for author in value]
        return [author for author in names if author]
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{name} must be text, not {value!r}.")
    text = " ".join(value.split()) if value else ""
    if name == "title" and not text:
        raise UsageError("A title cannot be empty.")
    return (checked_language(text) if name == "language" and text else text) or None


def checked_language(text: str) -> str:
    """The code of a language by its code, tag or name; UsageError where it is none."""
    from archive.text.language_names import code_of, nearest

    code = code_of(text)
    if code is None:
        near = nearest(text)
        hint = f"Did you mean {near}?" if near else "Write its code or name, such as fr or French."
        raise UsageError(f"{text[:40]!r} is no language.", remedy=hint)
    return code
