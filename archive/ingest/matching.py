"""Which article of the archive a mark from elsewhere stands in."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from archive.ingest.identity import canonical
from archive.ingest.marks import Whereabouts
from archive.store import Store


class Finder:
    """Finds articles by what other programs know of them.

    In this order: the id, where a file of ours gives it; the article that an
    earlier import made for the same thing; the address; the title, if it is
    one article's alone, and neither address nor authors say otherwise.

    Args:
        store: the open archive; addresses are read once.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, format: str, on: Whereabouts) -> str | None:
        """The article's id, or None.

        Args:
            format: the importer's name.
        """
        listing = self._store.listing
        if on.id is not None and listing.find(on.id) is not None:
            return on.id
        made = listing.id_of(identity_of(format, on))
        if made is not None and listing.find(made) is not None:
            return made
        if on.url and (url := canonical(on.url)) and len(found := self._by_address[url]) == 1:
            return found[0]
        return self._titled(on)

    def made(self, id: str, url: str | None) -> None:
        """Take note of an article that was made since."""
        if url and (address := canonical(url)):
            self._by_address[address].append(id)

    @cached_property
    def _by_address(self) -> defaultdict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for id, url in self._store.listing.addresses():
            if address := canonical(url):
                found[address].append(id)
        return found

    def _titled(self, on: Whereabouts) -> str | None:
        if not on.title or on.title == on.url:
            return None
        wanted = self._store.fold(on.title)
        found = [
            article
            for id in self._store.listing.titled(wanted)
            if (article := self._store.listing.find(id)) is not None
            and self._store.fold(article.title) == wanted
            and not (article.url and on.url)
        ]
        if len(found) != 1:
            return None
        theirs, ours = (
            {self._store.fold(name) for name in a} for a in (on.authors, found[0].authors)
        )
        return None if theirs and ours and theirs.isdisjoint(ours) else found[0].id


def identity_of(format: str, on: Whereabouts) -> str:
    """The identity of the article to be made where there is none: its address's, if it has one."""
    if on.url and (url := canonical(on.url)):
        return f"url:{url}"
    return f"id:{format}/{on.key}"
