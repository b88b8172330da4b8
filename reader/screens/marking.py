"""Marking the text: from a passage to a mark that is painted at once and written right after."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING

from archive.core import Archive
from archive.errors import UsageError
from archive.model import Annotation, Entity, Motivation, Span, Step
from archive.text.document import Document
from reader.layout.marks import Mark, MarkKind
from reader.left import Draft
from reader.screens.marks_shown import MarksShown
from reader.screens.naming import ask_entity
from reader.screens.side import Side
from reader.screens.suggesting import SuggestingScreen
from reader.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from reader.widgets.mark_forms import ClaimAnswer, EntityAnswer

Work = Callable[[Archive], str]
LABELS = "0123456789"


class MarkingScreen(SuggestingScreen):
    """The part of the article screen that makes, edits and deletes marks.

    A new mark is painted before the writer has it, under a provisional id;
    commands that need the real one wait for it. If writing fails, the mark
    goes again and the status line says why.
    """

    side: Side
    """The article that commands are about."""

    _provisional_ids = count(1)
    _last_type = "organisation"

    @property
    def sides(self) -> Sequence[Side]:
        """All articles shown."""
        return (self.side,)

    @property
    def article_id(self) -> str:
        """The article's id."""
        return self.side.article_id

    @property
    def marks(self) -> MarksShown:
        """The article's annotations."""
        return self.side.marks

    @property
    def view(self) -> ArticleView:
        """The text."""
        return self.side.view

    @property
    def document(self) -> Document:
        """The text's document."""
        return self.view.document

    @abstractmethod
    def show_marks(self) -> None:
        """Paint the marks as they stand, provisional ones included."""

    def chosen_mark(self) -> str | None:
        """The id of the mark that commands are about."""
        found = self.view.marks_at(self.view.caret)
        return found[0].id if found else None

    def articles_meant(self) -> list[str]:
        return [self.article_id]

    # making

    def _passage(self, otherwise: Span | None) -> Span:
        """The selection, else another span; the selection is put away.

        Raises:
            UsageError: if there is neither.
        """
        span = self.view.selection or otherwise
        if not span or not span.of(self.document.text).strip():
            raise UsageError("There are no words here to mark.")
        self.view.clear_selection()
        return span

    def _make(
        self,
        kind: MarkKind,
        span: Span,
        work: Work,
        said: str,
        then: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        mark = Mark(f"provisional-{next(self._provisional_ids)}", span, kind)
        # Queued now, so that what is pressed next comes after it.
        writing = self.session.write(work)
        side = self.side
        side.provisional[mark.id] = (mark, writing)
        self.show_marks()
        self.spawn(self._settle(side, mark, writing, said, then))

    async def _settle(
        self,
        side: Side,
        mark: Mark,
        writing: Awaitable[str],
        said: str,
        then: Callable[[str], Awaitable[None]] | None,
    ) -> None:
        try:
            written = await writing
        finally:
            del side.provisional[mark.id]
            if self.is_attached:
                self.reload_marks()
        await self.wrote()
        self.say(said)
        if then is not None:
            await then(written)

    def reload_marks(self) -> None:
        """Read the marks anew and show them."""
        for side in self.sides:
            side.load_marks()
        self.show_marks()

    def do_claim_add(self) -> None:
        span = self._passage(self.view.sentence_under_caret())
        article, revision = self.article_id, self.side.revision

        def work(archive: Archive) -> str:
            return archive.claims.add(article, span, revision=revision)[1].id

        said = "Claim marked. Enter edits it, = joins it with another, u takes it back."
        self._make(MarkKind.CLAIM, span, work, said, self.claim_made)

    async def claim_made(self, mark: str) -> None:
        """Called with the mark of a claim that was just written."""

    def do_highlight_add(self) -> None:
        span = self._passage(self.view.sentence_under_caret())
        self._annotate(MarkKind.HIGHLIGHT, span, "", "Highlighted. u takes it back.")

    def do_note_add(self, note: str | None = None) -> None:
        span = self._passage(self.view.sentence_under_caret())
        said = "Note written. Enter edits it, u takes it back."
        if note is not None:
            self._annotate(MarkKind.NOTE, span, note, said)
            return

        def answered(text: str | None) -> None:
            if text:
                self._annotate(MarkKind.NOTE, span, text, said)

        self._ask_note(self._quote(span), "", self._draft(span), answered)

    def _draft(self, span: Span, mark: str = "") -> Draft:
        revision = self.side.revision
        asked = Draft(self.article_id, span.start, span.end, revision, mark)
        return self.session.draft_on(asked)

    def _ask_note(
        self, quote: str, note: str, draft: Draft, answered: Callable[[str | None], None]
    ) -> None:
        from reader.widgets.forms import NoteForm

        self.app.push_screen(NoteForm(f"Note on “{quote}”", note, draft), answered)

    def _annotate(self, kind: MarkKind, span: Span, note: str, said: str) -> None:
        article, revision = self.article_id, self.side.revision
        why = Motivation.COMMENTING if kind is MarkKind.NOTE else Motivation.HIGHLIGHTING

        def work(archive: Archive) -> str:
            return archive.annotations.add(article, span, why, note=note, revision=revision).id

        self._make(kind, span, work, said)

    def do_entity_tag(self, type: str | None = None, *words: str) -> None:
        span = self._passage(self.view.word_under_caret())
        if type is not None:
            name = " ".join(words) or span.of(self.document.text)
            self._tag(span, None, name, type)
            return

        def answered(answer: EntityAnswer | None) -> None:
            if answer is not None:
                self._last_type = answer.type
                self._tag(span, answer.entity, answer.name, answer.type, answer.details)

        self._ask_entity(span.of(self.document.text), answered, None)

    def do_entities(self, *words: str) -> None:
        from reader.screens.register import RegisterScreen

        self.app.push_screen(RegisterScreen(self.session, " ".join(words)))

    def do_entity_sweep(self) -> None:
        """Find names in this article: of what is selected or under the caret, else of all."""
        selected = self.view.selection
        if selected is not None and selected.of(self.document.text).strip():
            span = self._passage(None)
            known = self.session.archive.entities.named(span.of(self.document.text))
            if known:
                self._sweep(known[0])
            else:
                self._tag_and_sweep(span)
            return
        mark = self.marks.find(self.chosen_mark() or "")
        self._sweep(None if mark is None else self.marks.entity(mark))

    def _sweep(self, entity: Entity | None) -> None:
        from reader.screens.sweeping import SweepScreen

        names = None if entity is None else [entity.id]
        where = f"{'all names' if entity is None else entity.name} in this article"
        self.app.push_screen(SweepScreen(self.session, [self.article_id], names, where))

    def _tag_and_sweep(self, span: Span) -> None:
        async def work(answer: EntityAnswer) -> None:
            article, revision = self.article_id, self.side.revision
            tagged = await self.session.write(
                lambda archive: archive.entities.tag(
                    article,
                    span,
                    entity=answer.entity,
                    name=answer.name,
                    type=answer.type,
                    details=answer.details,
                    revision=revision,
                )
            )
            await self.wrote()
            self._sweep(tagged[0])

        def answered(answer: EntityAnswer | None) -> None:
            if answer is not None:
                self.spawn(work(answer))

        self._ask_entity(span.of(self.document.text), answered, None)

    def _ask_entity(
        self, name: str, answered: Callable[[EntityAnswer | None], None], current: Entity | None
    ) -> None:
        type = self._last_type if current is None else current.type
        ask_entity(self, name, answered, type=type, current=current)

    def _tag(
        self,
        span: Span,
        entity: str | None,
        name: str,
        type: str,
        details: Mapping[str, object] | None = None,
    ) -> None:
        article, revision = self.article_id, self.side.revision

        def work(archive: Archive) -> str:
            if entity is not None:
                return archive.entities.tag(article, span, entity=entity, revision=revision)[1].id
            return archive.entities.tag(
                article, span, name=name, type=type, details=details, revision=revision
            )[1].id

        self._make(MarkKind.ENTITY, span, work, f"Tagged as {name}. u takes it back.")

    def _quote(self, span: Span) -> str:
        words = " ".join(span.of(self.document.text).split())
        return words if len(words) <= 60 else words[:59] + "…"

    # what is done to a mark

    async def _real(self, id: str) -> str:
        """The id in the archive of a mark that may still be on its way."""
        for side in self.sides:
            if id in side.provisional:
                return await side.provisional[id][1]
        return id

    def _wanted(self) -> str:
        id = self.chosen_mark()
        if id is None:
            raise UsageError("There is no mark under the caret.", remedy="]a goes to the next.")
        return id

    def do_annotation_delete(self) -> None:
        id, side = self._wanted(), self.side
        side.hidden.add(id)
        self.show_marks()
        self.spawn(self._delete(side, id))

    async def _delete(self, side: Side, shown: str) -> None:
        id = shown
        try:
            id = await self._real(shown)
            side.hidden.add(id)
            step, left = await self.session.write(lambda archive: _deleted(archive, id))
        finally:
            side.hidden -= {shown, id}
            if self.is_attached:
                self.reload_marks()
        await self.wrote()
        stays = f" {left.name} stays in the register, mentioned nowhere." if left else ""
        self.say(f"Done: {step.summary}.{stays} {self.key('undo')} brings it back.")

    async def do_label(self, digit: str) -> None:
        if digit not in LABELS or len(digit) != 1:
            raise UsageError("A label is a digit from 1 to 9; 0 takes it off.")
        id = await self._real(self._wanted())
        own = self.session.settings.labels.get(digit)
        # What is kept is the name: it means something in exports and to others, the digit may not.
        label = "" if digit == "0" else own.name if own else digit
        await self._change(lambda archive: archive.annotations.edit(id, label=label))
        self.say(f"Label {label}" if label else "Label taken off")

    async def do_dossier_add(self, *words: str) -> None:
        shown = self._wanted()
        if not words:
            from reader.screens.collecting import ask_dossier

            await ask_dossier(self)
            return
        id, title = await self._real(shown), " ".join(words)
        dossier, part = await self.session.write(
            lambda archive: archive.dossiers.collect(title, id)
        )
        self.session.last_dossier = dossier.id
        await self.wrote()
        self.say(f"The {part.kind} is in dossier “{dossier.title}”. u takes it out.")

    async def _change(self, work: Callable[[Archive], object]) -> None:
        await self.session.write(work)
        self.reload_marks()
        await self.wrote()

    async def do_mark_open(self) -> None:
        id = await self._real(self._wanted())
        annotation = self.marks.find(id)
        if annotation is None:
            self.reload_marks()
            annotation = self.marks.find(id)
        if annotation is None:
            return
        if annotation.motivation is Motivation.ASSESSING:
            self._open_claim(annotation)
        elif annotation.motivation is Motivation.IDENTIFYING:
            self._open_mention(annotation)
        else:
            self._open_note(annotation)

    def _open_note(self, annotation: Annotation) -> None:
        def answered(note: str | None) -> None:
            if note is not None and note != annotation.note:
                id = annotation.id
                self.spawn(self._change(lambda archive: archive.annotations.edit(id, note=note)))

        quote = " ".join(annotation.exact.split())[:60]
        draft = self._draft(annotation.span, annotation.id)
        self._ask_note(quote, annotation.note, draft, answered)

    def _open_claim(self, annotation: Annotation) -> None:
        from reader.widgets.mark_forms import ClaimForm

        claim = self.marks.claim(annotation)
        if claim is None:
            return
        id = claim.id

        def answered(answer: ClaimAnswer | None) -> None:
            if answer is None:
                return
            new = {"statement": answer.statement, "kind": answer.kind.value, "notes": answer.note}
            old = {"statement": claim.statement, "kind": claim.kind.value, "notes": claim.notes}
            fields = {name: value for name, value in new.items() if value != old[name]}
            if fields:
                self.spawn(self._change(lambda archive: archive.claims.edit(id, **fields)))

        self.app.push_screen(ClaimForm(claim, annotation.exact), answered)

    def _open_mention(self, annotation: Annotation) -> None:
        entity = self.marks.entity(annotation)
        if entity is None:
            return

        def answered(answer: EntityAnswer | None) -> None:
            if answer is not None:
                self.spawn(
                    self._change(lambda archive: _rename(archive, annotation, entity, answer))
                )

        self._ask_entity(entity.name, answered, entity)


def _deleted(archive: Archive, id: str) -> tuple[Step, Entity | None]:
    """Delete a mark; the step, and the entity that nothing mentions since."""
    mark = archive.annotations.get(id)
    step = archive.annotations.delete(id)
    return step, archive.entities.unmentioned(mark)


def _rename(archive: Archive, mention: Annotation, entity: Entity, answer: EntityAnswer) -> None:
    """Let a mention name another entity, or give its own another type."""
    if answer.entity == entity.id:
        if answer.type != entity.type:
            archive.entities.edit(entity.id, type=answer.type)
        return
    archive.annotations.delete(mention.id)
    if answer.entity is not None:
        archive.entities.tag(mention.article, mention.span, entity=answer.entity)
    else:
        archive.entities.tag(
            mention.article,
            mention.span,
            name=answer.name,
            type=answer.type,
            details=answer.details,
        )
