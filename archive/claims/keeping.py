"""What the ledger keeps in memory, out of the garbage collector's way.

Rows and words of fifty thousand claims are some hundred thousand objects that
stay as long as the archive is open. The collector would walk them once more at
some later moment, whatever is done just then: measured 143 ms, while a claim
was opened (``python -m tests.bench ledger``).
"""

from __future__ import annotations

import gc
from typing import Final

MANY: Final = 2_000
"""Records from which it is worth it; fewer are walked within 20 ms."""


def settle(records: int) -> None:
    """Let the collector pass over what lives now, if so many records were just read.

    What is no longer needed is freed all the same, but for circles that nobody
    holds any more at this moment.
    """
    if records >= MANY:
        gc.freeze()
