"""The archive's one file: SQLite behind a door.

All SQL of the program stands in this package. Every write goes through
:meth:`Store.transaction`, which records what it changed beside the data;
reads are grouped by what they read (``store.listing``, ``.revisions``,
``.marks``, ``.log``, ``.searches``) and the search index has its own door here.
"""

from archive.store.dump import dump
from archive.store.feed import ColumnRow, SearchFields
from archive.store.revisions import Packed, pack
from archive.store.store import Store
from archive.store.transaction import Transaction

__all__ = ["ColumnRow", "Packed", "SearchFields", "Store", "Transaction", "dump", "pack"]
