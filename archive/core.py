"""Opening an archive: everything is wired together here and nowhere else.

The parts are made when first asked for, and their modules loaded then: a list
of articles is on the screen before anyone needs claims or imports.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archive.articles import Articles
from archive.store import Store
from archive.store.cache import cache_folder
from archive.store.connection import storable
from archive.text.folding import fold_word

if TYPE_CHECKING:
    from archive.annotations import Annotations
    from archive.claims import Claims
    from archive.dossiers import Dossiers
    from archive.entities import Entities
    from archive.entities.suggestions import Suggestions
    from archive.entities.sweep import Sweeps
    from archive.history import History
    from archive.intake import Intake
    from archive.model import Newcomer
    from archive.review import Review
    from archive.searches import Searches
    from archive.store import Transaction


class Archive:
    """One open archive; it belongs to the thread that opened it.

    Several processes may have the same archive open. Use it as a context
    manager or call :meth:`close`.

    Attributes:
        path: the archive's folder.
        uuid: drawn when the archive was made; names its cache.
        actor: who writes.
        store: the database, for the search index and the importers.
        articles: the articles, the part that everyone needs.
    """

    def __init__(self, path: Path, store: Store, actor: str) -> None:
        self.path = path
        self.store = store
        self.actor = actor
        self.uuid = store.uuid
        self.articles = Articles(store, actor)

    @cached_property
    def annotations(self) -> Annotations:
        """Marks on spans of texts."""
        from archive.annotations import Annotations

        return Annotations(self.store, self.actor)

    @cached_property
    def claims(self) -> Claims:
        """The ledger of claims, and their evidence."""
        from archive.claims import Claims

        def entity_of(tx: Transaction, speaker: Newcomer) -> str:
            from archive.entities.making import find_or_create

            return find_or_create(self.store, tx, speaker.name, speaker.type, {}).id

        return Claims(self.store, self.actor, entity_of)

    @cached_property
    def entities(self) -> Entities:
        """Who and what the archive speaks of."""
        from archive.entities import Entities

        return Entities(self.store, self.actor)

    @cached_property
    def sweeps(self) -> Sweeps:
        """Finding every occurrence of the entities' names."""
        from archive.entities.sweep import Sweeps

        return Sweeps(self.store, self.actor)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Names that a recogniser finds and no entity has yet."""
        from archive.entities.suggestions import Suggestions

        return Suggestions(self.store, self.actor, self.sweeps)

    @cached_property
    def history(self) -> History:
        """The log, undo and redo."""
        from archive.history import History

        return History(self.store, self.actor)

    @cached_property
    def intake(self) -> Intake:
        """The one door for articles."""
        from archive.intake import Intake

        return Intake(self.store, self.actor)

    @cached_property
    def dossiers(self) -> Dossiers:
        """Claims and passages put together under a title."""
        from archive.dossiers import Dossiers

        return Dossiers(self.store, self.actor)

    @cached_property
    def review(self) -> Review:
        """The marks that lost their place."""
        from archive.review import Review

        return Review(self.store, self.actor)

    @cached_property
    def searches(self) -> Searches:
        """Searches kept under names, and the queries asked before."""
        from archive.searches import Searches

        return Searches(self.store, self.actor)

    @property
    def cache_dir(self) -> Path:
        """The archive's own cache folder, made now if it is missing.

        ``$XDG_CACHE_HOME/newsmark/<uuid>``, readable by the user alone; a
        copy of an archive has one of its own. All in it can be deleted at any
        moment.

        Raises:
            ArchiveError: if it cannot be made.
        """
        return cache_folder(self.uuid, self.store.database.file)

    def stats(self) -> dict[str, int]:
        """Counts: articles, revisions, annotations, claims, entities, evidence, highlights,
        notes, ambiguous, lost, unread, starred, words."""
        return self.store.stats()

    def progress(self, articles: Collection[str] | None = None) -> dict[str, int]:
        """How far one is with some articles, or with all.

        Args:
            articles: their ids; None for all.

        Returns:
            ``articles``, ``read``, ``starred``, ``marked``; ``claims`` that appear in
            them, and ``unchecked`` of these: those with the scheme's first verdict.
        """
        return self.store.progress(articles)

    def close(self) -> None:
        """Close the database; the archive is of no use afterwards."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_archive(path: Path, *, create: bool = False, actor: str | None = None) -> Archive:
    """Open the archive in a folder.

    Args:
        path: the archive's folder.
        create: make the archive where the folder is missing or empty.
        actor: who writes; else $NEWSMARK_ACTOR, the login name, or ``user``.

    Raises:
        NotAnArchive: if the folder is missing (without ``create``), holds
            other files, or its database is foreign or damaged.
        NewerArchive: if a newer version of the program wrote it.
        ArchiveError: if the folder cannot be read or written.
        ArchiveBusy: if another process held it locked for 5 s.
    """
    named = storable((actor or "").strip() or _actor())
    return Archive(path, Store(path, fold=fold_word, create=create), named)


def _actor() -> str:
    named = os.environ.get("NEWSMARK_ACTOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # No such user in the password database, as in some containers.
        return "user"
