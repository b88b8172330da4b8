"""The options of an export into files that people edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.export.contract import PROFILES, ExportReport, Options
from reader.cli.output import say

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Merging:
    """What the user asked for; collects the diffs where they are not printed."""

    profile: str
    restore_deleted: bool
    tombstones: bool
    ascii_names: bool
    dry_run: bool
    diff: bool
    context: bool = False
    _diffs: list[str] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """The options that were given, as they are typed."""
        given = {
            "--profile": self.profile != PROFILES[0],
            "--context": self.context,
            "--restore-deleted": self.restore_deleted,
            "--tombstones": self.tombstones,
            "--ascii": self.ascii_names,
            "--dry-run": self.dry_run and not self.diff,
            "--diff": self.diff,
        }
        return [option for option, on in given.items() if on]

    def options(self, *, say: bool) -> Options:
        """The same for the exporter; ``say``: print diffs as they come."""
        show = (_print if say else self._diffs.append) if self.diff else None
        return Options(
            self.profile,
            self.restore_deleted,
            self.tombstones,
            self.ascii_names,
            self.dry_run,
            show,
            self.context,
        )

    def value(self) -> dict[str, Any]:
        """What a program is told beyond the report."""
        value: dict[str, Any] = {"dry_run": True} if self.dry_run else {}
        return value | ({"diffs": self._diffs} if self._diffs else {})


def with_merging(function: F) -> F:
    """Declare the options and hand them over as ``merging``."""

    @click.option(
        "--profile",
        type=click.Choice(PROFILES),
        default=PROFILES[0],
        show_default=True,
        help="Whose Markdown: links, anchors and boxes differ. html: pages to read and print.",
    )
    @click.option("--context", is_flag=True, help="Show each passage in its sentences too.")
    @click.option(
        "--restore-deleted", is_flag=True, help="Write again what you deleted inside the files."
    )
    @click.option(
        "--tombstones", is_flag=True, help="Leave a line where a mark was deleted in the archive."
    )
    @click.option("--ascii", "ascii_names", is_flag=True, help="New file names in ASCII only.")
    @click.option("--dry-run", is_flag=True, help="Write nothing; list what would be written.")
    @click.option("--diff", is_flag=True, help="Write nothing; show every change, line by line.")
    @wraps(function)
    def wrapper(
        *arguments: Any,
        profile: str,
        context: bool,
        restore_deleted: bool,
        tombstones: bool,
        ascii_names: bool,
        dry_run: bool,
        diff: bool,
        **others: Any,
    ) -> Any:
        merging = Merging(
            profile, restore_deleted, tombstones, ascii_names, dry_run or diff, diff, context
        )
        return function(*arguments, merging=merging, **others)

    return wrapper  # type: ignore[return-value]


def name_rest(report: ExportReport, folder: Path, *, dry_run: bool = False) -> None:
    """Say on standard error what was left, is in conflict, came back or is not in the files.

    Args:
        dry_run: nothing was written.
    """
    for left in report.left:
        say(f"Left alone: {folder / left.path}: {left.reason}", err=True)
    for one in report.omitted:
        say(f"Not in the files: {one.reason}", err=True)
    for one in report.conflicts:
        say(f"Conflict: {folder / one.path}: {one.reason}", err=True)
    if report.conflicts:
        stands = "would stand" if dry_run else "stands"
        told = (
            f"Where you changed ours, what the archive has {stands} below; delete it to keep yours."
        )
        say(told, err=True)
    verb = "Would be written again" if dry_run else "Written again"
    for path in report.again:
        say(f"{verb}, for it had been deleted: {folder / path}", err=True)
    for path in report.gone:
        say(f"Kept, though the archive no longer has what it is about: {folder / path}", err=True)


def _print(diff: str) -> None:
    say(diff)
