"""Other programs: the browser, and commands that are given words to read."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path

from archive.errors import ArchiveError
from archive.model import Article
from reader.layout.cells import sanitise

_IN_TERMINAL = frozenset(
    "browsh carbonyl cha edbrowse elinks links links2 lynx w3m www-browser".split()
)
_SCHEMES = re.compile(r"(?:https?://[^\s/?#]|mailto:[^\s@]+@)[^\s\x00-\x20]*", re.IGNORECASE)


def may_open(address: str) -> bool:
    """Whether an address is of a kind that does no more than show something."""
    return _SCHEMES.fullmatch(address) is not None


async def browse(address: str) -> None:
    """Open a page in the browser.

    Args:
        address: one that :func:`may_open`.

    Raises:
        ArchiveError: where there is no browser with a window of its own.
    """
    if not _has_windows():
        raise ArchiveError(
            "There is no window to open a browser in.",
            remedy="Set $BROWSER, or copy the address with yl.",
        )
    if not await asyncio.to_thread(show, address):
        raise ArchiveError("No browser could be opened.", remedy="Set $BROWSER.")


def show(address: str) -> bool:
    """Open a page, and wait for a browser that stays in the terminal; says whether one opened."""
    return webbrowser.open(address)


def browser_in_terminal() -> str:
    """The browser that ``$BROWSER`` asks for, if that is one that takes the terminal over."""
    for command in os.environ.get("BROWSER", "").split(os.pathsep):
        name = command.split()[0] if command.split() else ""
        if name and shutil.which(name):
            return name if Path(name).name in _IN_TERMINAL else ""
    return ""


def _has_windows() -> bool:
    """Whether a browser would open in a window: one in the terminal would take that over."""
    if os.environ.get("BROWSER") or sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))


def run_piped(line: str, text: str, article: Article) -> int:
    """Run a shell command on the terminal, ``text`` as its input, and wait for Enter.

    Args:
        line: as for ``sh -c``.
        text: what it reads.
        article: told to it as ``NEWSMARK_ID``, ``NEWSMARK_TITLE``, ``NEWSMARK_URL``.

    Returns:
        Its exit code.
    """
    told = {"ID": article.id, "TITLE": sanitise(article.title), "URL": article.url or ""}
    environ = {**os.environ, **{f"NEWSMARK_{name}": value for name, value in told.items()}}
    ended = subprocess.run(
        line, shell=True, input=text.encode("utf-8", "replace"), env=environ, check=False
    )
    print(f"\n[{ended.returncode}] Enter goes back to the article. ", end="", flush=True)
    sys.stdin.readline()
    return ended.returncode
