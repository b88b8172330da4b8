"""The two rooms of plain mode, list and article, and what is common to them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

from archive.core import Archive, open_archive
from archive.errors import ArchiveError, QueryError, UsageError
from archive.index import Index
from archive.model import Order, OrderKey
from archive.text.plurals import counted
from reader.config import Settings
from reader.plain.console import Console, Ended
from reader.plain.reading import Reading
from reader.plain.telling import row_line

Run = Callable[[Sequence[str]], int]
Answer = Callable[[str], None]

_PAGE = 10
_ORDERS: tuple[OrderKey, ...] = ("date", "title", "outlet", "added", "length")

HELP = """In the list:
Enter tells the next ten articles. A number reads that article.
find WORDS searches; the query language is that of `help query`. all lists everything again.
order date, title, outlet, added or length sorts.
In an article:
Enter tells the next part, back the one before, a number that part; rest tells all that follows.
find WORDS names the parts that hold them.
claim, entity, highlight and note mark a passage: the sentence of this part with the number given,
the words given, or the one you then choose. marks lists what is marked, delete NUMBER takes one
away. cite prints a passage with its source.
next and previous go to another article of the list, list goes back to it.
star, read and tag WORDS are about this article.
Everywhere:
undo and redo. quit, or the end of the input, leaves.
Any other word is a command, as on the command line: claims, entities, export ~/vault, stats.
What means something else here, such as claim edit, is one with newsmark before it.
What a command says comes a page at a time: Enter tells on, rest all of it, any other word none."""


class Rooms:
    """One run of plain mode.

    Args:
        console: where it speaks and listens.
        archive: what is read.
        run: runs a command line on the archive, without the program's name.
        name: what the archive is called.
        settings: what the user would have otherwise.
    """

    def __init__(
        self, console: Console, archive: Archive, run: Run, name: str, settings: Settings
    ) -> None:
        self._console, self._archive, self._run = console, archive, run
        self._settings = settings
        self._name = name
        self._order = Order()
        self._index = Index(archive)
        self._query = ""
        self._ids: Sequence[str] = ()
        self._told = 0  # so many of the list have been told
        self._reading: Reading | None = None

    def stay(self) -> None:
        """Answer until there is no more input, or the user leaves."""
        self._list("")
        self._console.say(f"Newsmark, {self._name}, {self._counted()}. ? is for help.")
        try:
            while True:
                where = "List" if self._reading is None else self._reading.where
                if self._answered(self._console.ask(f"{where}>")):
                    return
        except Ended:
            pass  # the end of the input is one way to leave
        finally:
            self._leave_article()
            self._index.close()

    def _answered(self, line: str) -> bool:
        """Do what a line says; says whether that was to leave."""
        if line in ("quit", "exit", "q"):
            return True
        try:
            self._do(line)
        except QueryError as error:
            self._console.say(f"{error} It is at letter {error.at + 1} of the query.")
        except ArchiveError as error:
            self._console.say(str(error))
        except KeyboardInterrupt:
            self._console.say("\nGiven up. quit leaves.")
        return False

    def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        common: dict[str, Answer] = {
            "?": lambda _: self._console.say(HELP),
            "help": self._help,
            "undo": lambda _: self._step(self._archive.history.undo().summary),
            "redo": lambda _: self._step(self._archive.history.redo().summary),
            "list": lambda _: self._back(),
            "all": lambda _: self._find(""),
            "order": self._sort,
            "next": lambda _: self._go(1),
            "previous": lambda _: self._go(-1),
        }
        if self._reading is not None and self._reading.answer(word, rest):
            return
        if word in common:
            common[word](rest)
        elif self._reading is None and not word:
            self._tell_more()
        elif self._reading is None and word.isdecimal():
            self._read(int(word) - 1)
        elif self._reading is None and word in ("find", "search", "/"):
            self._find(rest)
        else:
            self._command(line)

    def _help(self, topic: str) -> None:
        if topic:
            self._run(["help", *shlex.split(topic)])
        else:
            self._console.say(HELP)

    def _step(self, summary: str) -> None:
        self._console.say(summary[:1].upper() + summary[1:])
        if self._reading is not None:
            self._reading.renew()

    def _command(self, line: str) -> None:
        try:
            words = shlex.split(line)
        except ValueError as error:
            raise UsageError(f"This is no command: {error}.", remedy="Close the quotes.") from error
        self._run(words[1:] if words[:1] == ["newsmark"] else words)
        if self._reading is not None:
            self._reading.renew()

    # the list

    def _list(self, query: str) -> None:
        if query:
            hits = self._index.search(query, limit=0, fold=False, progress=self._progress)
            self._ids = hits.order
            for one in hits.suggestions:
                self._console.say(one.text + (f" {one.query}" if one.query else ""))
        else:
            self._ids = self._archive.articles.ids(self._order)
        self._query, self._told = query, 0

    def _progress(self, done: int, total: int) -> None:
        # Few words: each line is heard to its end.
        if done >= total:
            self._console.say(f"{counted(total, 'article')} indexed.")

    def _counted(self) -> str:
        return counted(len(self._ids), "article")

    def _find(self, query: str) -> None:
        self._leave_article()
        self._list(query)
        found = f"{len(self._ids):,} found." if query else f"{self._counted()}."
        self._console.say(found)
        self._tell_more()

    def _sort(self, by: str) -> None:
        key = next((known for known in _ORDERS if known == by), None)
        if key is None:
            raise UsageError(f"There is no order {by[:40]!r}.", remedy=f"Say {', '.join(_ORDERS)}.")
        self._order = Order(key, key in ("date", "added", "length"))
        self._leave_article()
        if self._query:
            self._ids = self._archive.articles.ids(self._order, among=self._ids)
            self._told = 0
        else:
            self._list("")
        self._tell_more()

    def _tell_more(self) -> None:
        ids = self._ids[self._told : self._told + _PAGE]
        rows = {row.id: row for row in self._archive.articles.rows(ids)}
        for number, id in enumerate(ids, self._told + 1):
            told = row_line(rows[id]) if id in rows else "This article is gone"
            self._console.say(f"{number}. {told}.")
        self._told += len(ids)
        left = len(self._ids) - self._told
        self._console.say(f"{left:,} more." if left else "That is all.")

    # articles

    def _read(self, place: int) -> None:
        if not 0 <= place < len(self._ids):
            raise UsageError(f"The list has {self._counted()}.", remedy="Say a number.")
        self._leave_article()
        self._reading = Reading(
            self._console, self._archive, self._ids[place], place, self._settings
        )
        self._reading.begin()

    def _go(self, step: int) -> None:
        if self._reading is None:
            raise UsageError("No article is being read.", remedy="Say the number of one.")
        self._read(self._reading.place + step)

    def _back(self) -> None:
        self._leave_article()
        self._told = self._told - len(self._ids[: self._told]) % _PAGE
        self._console.say(f"The list, {self._counted()}. Enter goes on in it.")

    def _leave_article(self) -> None:
        if self._reading is not None:
            self._reading.leave()
        self._reading = None


def run(
    console: Console,
    folder: Path,
    command: Run,
    *,
    name: str,
    settings: Settings | None = None,
) -> int:
    """Run plain mode on an archive, which is made where there is none.

    Args:
        console: where it speaks and listens.
        folder: the archive's folder.
        command: runs a command line on that archive.
        name: what the archive is called.
        settings: what the user would have otherwise; else what each setting is of itself.

    Returns:
        The exit code.

    Raises:
        ArchiveError: if the archive cannot be opened.
    """
    with open_archive(folder, create=True) as archive:
        Rooms(console, archive, command, name, settings or Settings()).stay()
    return 0
