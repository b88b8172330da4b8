"""Where the index lives, who may write it, and how it catches up.

The index is a cache beside the archive: a folder ``index`` in the archive's
cache folder, holding generations (each a folder of its own, named after the
engine's layout), a file ``current`` that names the one in use, and a lock.
Whatever is missing, damaged or of another layout is built anew in a new
generation; while the old one can still be read it serves until the new one is
whole. One process updates at a time; readers take no lock.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveError
from archive.index.engines.base import Engine, IndexDamaged, Snapshot, Writer
from archive.index.results import UpdateReport
from archive.store import Store

BATCH = 5000
"""Articles a commit, at most; what a killed build loses."""

_CHUNK = 200
_STALE_MARK = 2000

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def no_progress(_done: int, _total: int) -> None:
    """Says nothing."""


def never() -> bool:
    """Never stops a job."""
    return False


@contextmanager
def file_lock(path: Path, wait: float) -> Iterator[bool]:
    """Hold a lock that the system lets go of when the process dies, however it dies.

    Args:
        path: the lock's file, made if missing and left behind.
        wait: seconds to wait for another holder.

    Yields:
        Whether the lock is held.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + wait
        while not (held := _try_lock(descriptor)) and time.monotonic() < until:
            time.sleep(0.05)
        yield held
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Home:
    """The folder of one archive's index.

    Args:
        cache_dir: the archive's cache folder.
        engine: who keeps the postings.
    """

    def __init__(self, cache_dir: Path, engine: Engine) -> None:
        self.root = cache_dir / "index"
        self.engine = engine

    def folder(self) -> Path | None:
        """The generation in use, or None where there is none of our layout."""
        try:
            name = (self.root / "current").read_text("ascii").strip()
        except (OSError, ValueError):
            return None
        folder = self.root / name
        if not name.startswith(self.engine.layout + "-") or folder.parent != self.root:
            return None
        return folder if folder.is_dir() else None

    def open(self, store: Store) -> Snapshot:
        """The index as it is now.

        Raises:
            IndexDamaged: where there is none that can be read, or where the
                archive went another way since: its folder was put back from
                a copy, so that the same numbers stand for other changes.
        """
        folder = self.folder()
        if folder is None:
            raise IndexDamaged("there is no index")
        snapshot = self.engine.open(folder)
        if not store.attests(snapshot.mark, snapshot.sign):
            snapshot.close()
            raise IndexDamaged("it belongs to another state of the archive")
        return snapshot

    def discard(self) -> None:
        """Let go of the generation in use; the next update builds another."""
        (self.root / "current").unlink(missing_ok=True)

    def update(
        self,
        store: Store,
        *,
        progress: Progress = no_progress,
        cancelled: Cancelled = never,
        rebuild: bool = False,
        wait: float = 0.0,
    ) -> UpdateReport:
        """Bring the index up to the archive's last change.

        Args:
            store: the archive's store.
            progress: told how many articles are done, of how many.
            cancelled: asked often; what was done until then is kept.
            rebuild: build it anew even if nothing is wrong with it.
            wait: seconds to wait for another process that is updating.

        Raises:
            ArchiveError: if the cache folder cannot be written.
        """
        try:
            return self._update(store, progress, cancelled, rebuild, wait)
        except OSError as error:
            raise ArchiveError(
                f"The search index in {self.root} cannot be written: {error.strerror or error}.",
                remedy="Free space there, or set XDG_CACHE_HOME to a folder you may write to.",
            ) from error

    def _update(
        self, store: Store, progress: Progress, cancelled: Cancelled, rebuild: bool, wait: float
    ) -> UpdateReport:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with file_lock(self.root / "lock", wait) as held:
            if not held:
                return UpdateReport(busy=True)
            mark, reason, serving = self._state(store)
            self._clean()
            if not reason and not rebuild:
                folder = self.folder()
                if folder is not None:
                    try:
                        return _Update(self.engine, folder, store, progress, cancelled).run(mark)
                    except IndexDamaged as error:
                        reason, serving = str(error), False
            return self._build(store, progress, cancelled, reason or "asked for", serving)

    def _state(self, store: Store) -> tuple[int, str, bool]:
        """The mark, why it must be built anew (or empty), and whether it can serve."""
        try:
            snapshot = self.open(store)
        except IndexDamaged as error:
            return 0, str(error), False
        mark = snapshot.mark
        snapshot.close()
        return mark, "", True

    def _build(
        self, store: Store, progress: Progress, cancelled: Cancelled, reason: str, serving: bool
    ) -> UpdateReport:
        folder = self.root / f"{self.engine.layout}-{secrets.token_hex(4)}"
        folder.mkdir(mode=0o700)
        self.engine.create(folder)
        if not serving:
            self._point_to(folder)
        report = _Update(self.engine, folder, store, progress, cancelled).run(0)
        if not report.cancelled:
            self._point_to(folder)
        self._clean()
        return UpdateReport(report.indexed, report.removed, reason, report.cancelled)

    def _point_to(self, folder: Path) -> None:
        new = self.root / "current.new"
        new.write_text(folder.name, "ascii")
        new.replace(self.root / "current")

    def _clean(self) -> None:
        """Remove other generations and what killed runs left."""
        kept = self.folder()
        for path in self.root.iterdir():
            if path.is_dir() and path != kept:
                shutil.rmtree(path, ignore_errors=True)


class _Update:
    """One run through the archive's changes.

    An article touched several times is written once a round: its text was
    read after the round began, so it holds every change up to ``upto``.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        store: Store,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        self.engine = engine
        self.folder = folder
        self.store = store
        self.progress = progress
        self.cancelled = cancelled
        self.writer: Writer | None = None
        self.written = 0
        self.indexed = 0
        self.removed = 0

    def run(self, mark: int) -> UpdateReport:
        total = len(self.store.articles_touched_since(mark)[0])
        committed = mark
        upto = self.store.last_change()
        fresh: set[str] = set()
        try:
            while not self.cancelled():
                ids, new = self.store.articles_touched_since(mark, _CHUNK)
                if not ids:
                    mark = new
                    break
                if new > upto:
                    committed = self._commit(mark, committed)
                    fresh.clear()
                    upto = self.store.last_change()
                    continue
                self._write([id for id in ids if id not in fresh])
                fresh.update(ids)
                mark = new
                self.progress(min(len(fresh), total), total)
                if self.written >= BATCH:
                    committed = self._commit(mark, committed)
            stopped = self.cancelled()
            self._commit(mark, committed)
        except BaseException:
            if self.writer is not None:
                self.writer.cancel()
            raise
        finally:
            self.engine.rest()
        return UpdateReport(self.indexed, self.removed, cancelled=stopped)

    def _write(self, ids: list[str]) -> None:
        if self.writer is None:
            self.writer = self.engine.writer(self.folder)
        self.removed += self.writer.remove(ids)
        for fields in self.store.search_fields(ids):
            self.writer.add(fields)
            self.written += 1
            self.indexed += 1

    def _commit(self, mark: int, committed: int) -> int:
        """Commit what was written; a mark alone only when it lags far behind."""
        if self.writer is None and mark - committed < _STALE_MARK:
            return committed
        writer = self.writer or self.engine.writer(self.folder)
        self.writer = None
        self.written = 0
        forget = self.store.purged_since(committed)
        writer.commit(mark, self.store.sign(mark), forget=forget)
        return mark
