"""Reading one article part by part, and marking in it."""

from __future__ import annotations

from collections.abc import Callable

from archive.anchoring import find_quote
from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Annotation, Motivation, Span
from archive.text.document import Document
from archive.text.sentences import sentences
from reader.config import Settings
from reader.plain.console import Console
from reader.plain.telling import (
    head_lines,
    link_lines,
    mark_line,
    marks_in,
    part_line,
    parts_of,
)
from reader.session import types_to_choose

_AROUND = 40  # code points told before and after a place to choose


class Reading:
    """One article.

    Args:
        console: where it speaks and listens.
        archive: where the article is.
        article: its id.
        place: its place in the list, from 0.
        settings: what the user would have otherwise.
    """

    def __init__(
        self, console: Console, archive: Archive, article: str, place: int, settings: Settings
    ) -> None:
        self._console, self._archive, self._settings = console, archive, settings
        self._id, self.place = article, place
        self._part = -1  # the part told last
        self._words: dict[str, Callable[[str], None]] = {
            "": lambda _: self._forward(),
            "back": lambda _: self._tell(self._part - 1),
            "rest": lambda _: self._rest(),
            "find": self._find,
            "claim": self._claim,
            "entity": self._entity,
            "highlight": self._highlight,
            "note": self._note,
            "marks": lambda _: self._tell_marks(),
            "delete": self._delete,
            "cite": self._cite,
            "star": lambda _: self._star(),
            "read": lambda _: self._mark_read(),
            "tag": self._tag,
        }
        self.renew()

    @property
    def where(self) -> str:
        """Where the reader is, for the prompt."""
        told = f", part {self._part + 1} of {len(self._parts)}" if self._part >= 0 else ""
        return f"Article {self.place + 1}{told}"

    def renew(self) -> None:
        """Read text and marks as they now are.

        Raises:
            NotFound: if the article is gone.
        """
        self._article = self._archive.articles.get(self._id)
        self._document: Document = self._archive.articles.document(self._id)
        self._parts = parts_of(self._document)
        self._marks: list[Annotation] = self._archive.annotations.of(self._id)
        self._part = min(self._part, len(self._parts) - 1)

    def begin(self) -> None:
        """Tell the article's head, and where reading stopped last time."""
        self._console.say(head_lines(self._article, len(self._parts), len(self._marks)))
        at = next(
            (n for n, one in enumerate(self._parts) if self._article.position < one.span.end), 0
        )
        if at:
            self._part = at - 1
            self._console.say(f"Reading stopped before part {at + 1}; 1 begins again.")

    def leave(self) -> None:
        """Keep the place; what was told to its end counts as read."""
        if self._part < 0:
            return
        last = self._part >= len(self._parts) - 1
        self._archive.articles.set_position(self._id, self._parts[self._part].span.start)
        if last and not self._article.read:
            self._archive.articles.mark_read([self._id], True)

    def answer(self, word: str, rest: str) -> bool:
        """Do what a word says if it is one of reading; says whether it is."""
        if word.isdecimal() and not rest:
            self._tell(int(word) - 1)
        elif word in self._words and not rest.startswith("-"):
            self._words[word](rest)
        else:
            return False
        return True

    # telling

    def _forward(self) -> None:
        if self._part + 1 >= len(self._parts):
            self._console.say("That was the last part. next goes to the next article.")
        else:
            self._tell(self._part + 1)

    def _rest(self) -> None:
        for part in range(self._part + 1, len(self._parts)):
            self._tell(part)

    def _tell(self, part: int) -> None:
        if not 0 <= part < len(self._parts):
            raise UsageError(f"There are the parts 1 to {len(self._parts)}.", remedy="")
        self._part, block = part, self._parts[part]
        self._console.say(f"{part + 1}. {part_line(self._document, block)}")
        for line in link_lines(self._document, block):
            self._console.say(line)
        for mark in marks_in(self._marks, block):
            self._console.say(mark_line(self._archive, mark))

    def _find(self, words: str) -> None:
        wanted = " ".join(words.split()).casefold()
        if not wanted:
            raise UsageError("Find which words?", remedy="Say find WORDS.")
        text = self._document.text
        found = [
            number
            for number, block in enumerate(self._parts)
            if wanted in " ".join(block.span.of(text).split()).casefold()
        ]
        if not found:
            raise NotFound("These words are not in the article.", remedy="list, find searches all.")
        self._console.say(f"In part {', '.join(str(number + 1) for number in found)}.")
        self._tell(found[0])

    # a passage

    def _passage(self, said: str) -> Span | None:
        """The sentence of this part with a number, the words said, or one that is chosen."""
        if said and not said.isdecimal():
            return self._quoted(said)
        if self._part < 0:
            raise UsageError("No part was told yet.", remedy="Enter tells the first.")
        block = self._parts[self._part].span
        there = [one for one in sentences(self._document) if block.start <= one.start < block.end]
        if said:
            if not 1 <= int(said) <= len(there):
                raise UsageError(f"This part has the sentences 1 to {len(there)}.", remedy="")
            return there[int(said) - 1]
        if len(there) == 1:
            return there[0]
        chosen = self._console.choose(
            "Which sentence?", [one.of(self._document.text) for one in there]
        )
        return None if chosen is None else there[chosen]

    def _quoted(self, words: str) -> Span | None:
        text = self._document.text
        places = find_quote(text, words)
        if not places:
            raise NotFound(
                "The article has no such words.",
                remedy="find looks for some; a command begins with newsmark.",
            )
        if len(places) == 1:
            return places[0]
        around = [
            f"… {text[max(0, one.start - _AROUND) : one.end + _AROUND]} …".replace("\n", " ")
            for one in places
        ]
        chosen = self._console.choose(f"They stand {len(places)} times. Which?", around)
        return None if chosen is None else places[chosen]

    # marking

    def _claim(self, said: str) -> None:
        if (span := self._passage(said)) is not None:
            claim, _ = self._archive.claims.add(self._id, span, revision=self._article.revision)
            self._marked(f"Claim {claim.id}: “{span.of(self._document.text)}”.")

    def _highlight(self, said: str) -> None:
        if (span := self._passage(said)) is not None:
            self._annotate(span, Motivation.HIGHLIGHTING, "", "Highlight")

    def _note(self, said: str) -> None:
        span = self._passage(said)
        if span is not None and (note := self._console.ask("The note, or Enter for none:")):
            self._annotate(span, Motivation.COMMENTING, note, "Note")

    def _annotate(self, span: Span, why: Motivation, note: str, called: str) -> None:
        revision = self._article.revision
        self._archive.annotations.add(self._id, span, why, note=note, revision=revision)
        self._marked(f"{called}: “{span.of(self._document.text)}”.")

    def _entity(self, said: str) -> None:
        if not said or said.isdecimal():
            raise UsageError("Which name?", remedy="Say entity and the name as it stands.")
        span = self._passage(said)
        if span is None:
            return
        entities, words = self._archive.entities, span.of(self._document.text)
        known = entities.suggest(words)
        options = [f"{one.name}, {one.type}" for one in known] + ["Another one"]
        chosen = self._console.choose("Which entity?", options) if known else 0
        if chosen is None:
            return
        if chosen < len(known):
            entity, _ = entities.tag(self._id, span, entity=known[chosen].id)
        else:
            name = self._console.ask(f"Its name, or Enter for {words}:") if known else words
            types = types_to_choose(self._archive, self._settings)
            of_type = self._console.choose(f"What is {name or words}?", types)
            if of_type is None:
                return
            entity, _ = entities.tag(self._id, span, name=name or None, type=types[of_type])
        self._marked(f"Tagged as {entity.name}, {entity.type}.")

    def _marked(self, told: str) -> None:
        self.renew()
        self._console.say(f"{told} undo takes it back.")

    def _tell_marks(self) -> None:
        for number, mark in enumerate(self._marks, 1):
            self._console.say(f"{number}. {mark_line(self._archive, mark)}")
        if not self._marks:
            self._console.say("No marks yet.")

    def _delete(self, said: str) -> None:
        if not said.isdecimal() or not 1 <= int(said) <= len(self._marks):
            raise UsageError("Which mark?", remedy="marks numbers them: delete NUMBER.")
        step = self._archive.annotations.delete(self._marks[int(said) - 1].id)
        self.renew()
        self._console.say(f"{step.summary[:1].upper()}{step.summary[1:]}. undo takes it back.")

    # the article

    def _cite(self, said: str) -> None:
        from archive.export.citing import quotation

        if (span := self._passage(said)) is not None:
            self._console.say(quotation(self._article, self._document.text, span))

    def _star(self) -> None:
        on = not self._article.starred
        self._archive.articles.star([self._id], on)
        self.renew()
        self._console.say("Star set." if on else "Star taken off.")

    def _mark_read(self) -> None:
        on = not self._article.read
        self._archive.articles.mark_read([self._id], on)
        self.renew()
        self._console.say("Marked as read." if on else "Marked as unread.")

    def _tag(self, said: str) -> None:
        words = said.split()
        if not words:
            raise UsageError("Which tags?", remedy="Say tag and words; -WORD takes one off.")
        remove = [word[1:] for word in words if word.startswith("-")]
        self._archive.articles.tag([self._id], [w for w in words if w[0] != "-"], remove)
        self.renew()
        self._console.say(f"Tags: {' '.join(self._article.tags) or 'none'}.")
