"""A second process that takes a share of the articles while an index is built.

Analysing texts is all of a processor's work, and a process of Python keeps one
core busy. The writer hands parcels of articles to its helper whenever that is
free and does the others itself, so that each does as much as it can: on a
busy machine most stay with the writer. At a commit the helper writes what it
collected as a segment of its own, in the same folder and of the same kind,
which the writer's table of contents then names; until then nobody knows of it.

The writer keeps what it has handed over until the segment is there. A helper
that is killed loses nothing: its articles are done again by the writer, which
then goes on alone. A writer that is killed takes its helper along (its input
ends); what that had begun to write is cleared away by the next commit.

Run as ``python -P -m archive.index.engines.whoosh_helper FOLDER``: pickled
lists of articles in, an empty one where a segment is wanted; out comes None
whenever it is free, and each segment.
"""

from __future__ import annotations

import gc
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from whoosh.filedb.filestore import FileStorage

from archive.index.child import command, cores, environment
from archive.index.engines.whoosh_codec import PackedSegment, write_segment
from archive.index.engines.whoosh_pool import Pool
from archive.store import SearchFields

WORTH = 1000
"""Articles from which on a helper is worth its start, a quarter of a second of a processor."""

_PARCEL = 200_000
"""Code points of text handed over at once, about."""


class Helper:
    """The writer's side.

    Args:
        folder: of the index; what is collected goes there.
        worth: so many articles the writer does before it calls for help (``WORTH``).

    Attributes:
        folder: as given.
        free: whether it waits for articles.
        alive: false once it has ended.
    """

    def __init__(self, folder: Path, worth: int | None = None) -> None:
        self.folder = folder
        self._before = WORTH if worth is None else worth
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._segments: SimpleQueue[PackedSegment | None] = SimpleQueue()
        self.free = False
        self.alive = True
        self._parcel: list[SearchFields] = []
        self._size = 0
        self._given: list[SearchFields] = []

    @property
    def pid(self) -> int | None:
        """The process's id, or None while none runs."""
        return self._process.pid if self._process is not None else None

    def takes(self, fields: SearchFields) -> bool:
        """Whether it takes this article off the writer's hands."""
        if self._process is None:
            self._before -= 1
            if self._before >= 0 or cores() < 2:
                return False
            self._start()
        taken = self._size < _PARCEL and self.alive
        if taken:
            self._parcel.append(fields)
            self._size += len(fields.body)
        if self.free and self._size >= _PARCEL:
            self._hand_over()
        return taken

    def _start(self) -> None:
        self._process = subprocess.Popen(
            command("archive.index.engines.whoosh_helper", str(self.folder)),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                answer: PackedSegment | None = pickle.load(process.stdout)
                if answer is None:
                    self.free = True
                else:
                    self._segments.put(answer)
        self.alive = False
        self._segments.put(None)

    def _hand_over(self) -> None:
        self.free = False
        parcel, self._parcel, self._size = self._parcel, [], 0
        self._given += parcel
        self._tell(parcel)

    def _tell(self, parcel: list[SearchFields]) -> None:
        assert self._process is not None and self._process.stdin is not None
        # Where nobody reads any more, the listener has noticed, and ``segment`` says so.
        with suppress(BrokenPipeError):
            pickle.dump(parcel, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()

    def finish(self) -> list[SearchFields]:
        """Ask for a segment of what was handed over; the articles that were not are given back."""
        parcel, self._parcel, self._size = self._parcel, [], 0
        if self._given:
            self._tell([])
        return parcel

    def segment(self) -> tuple[PackedSegment | None, list[SearchFields]]:
        """The segment asked for, if anything was handed over; waits for it.

        Returns:
            With it, or in its place, the articles that were lost with the helper.
        """
        given, self._given = self._given, []
        if not given:
            return None, []
        found = self._segments.get()
        return found, [] if found is not None else given

    def stop(self) -> None:
        """End it, whatever it does."""
        process, self._process = self._process, None
        if process is None or self._listener is None:
            return
        assert process.stdin is not None and process.stdout is not None
        process.kill()
        process.wait()
        self._listener.join()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        self.alive = False


def main(arguments: list[str]) -> int:
    """Help with the index in the folder named, until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the writer that stops, and says what stays
    gc.disable()  # as the writer does
    storage = FileStorage(arguments[0], supports_mmap=False)
    pool = Pool()
    _answer(None)
    while True:
        try:
            parcel: list[SearchFields] = pickle.load(sys.stdin.buffer)
        except EOFError:
            return 0
        for fields in parcel:
            pool.add(fields)
        if parcel:
            _answer(None)
        else:
            _answer(write_segment(storage, pool))
            pool = Pool()


def _answer(what: PackedSegment | None) -> None:
    pickle.dump(what, sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
