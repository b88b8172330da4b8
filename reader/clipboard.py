"""Putting text on the user's clipboard, and saying by which way it went.

The terminal is asked by OSC 52, which works over SSH and which no terminal
answers; on the machine itself its own tools are tried too, one after the other.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from textual.app import App

_PATIENCE = 2.0  # seconds


async def copy(app: App[None], text: str) -> str:
    """Copy a text.

    Args:
        app: whose terminal is asked.
        text: without controls.

    Returns:
        By which way, to end a sentence with: ``by wl-copy``; also which tools failed.
    """
    app.copy_to_clipboard(text)
    failed = []
    for tool in tools_for(os.environ, sys.platform):
        if await asyncio.to_thread(_given, tool, text):
            way = f"by {tool[0]}"
            break
        failed.append(tool[0])
    else:
        way = "through the terminal"
    return f"{way} ({' and '.join(failed)} failed)" if failed else way


def tools_for(environ: Mapping[str, str], platform: str) -> list[Sequence[str]]:
    """The commands that take text for the clipboard of the machine the user sits at, best first.

    Args:
        environ: the environment. Over SSH the clipboard here is not the user's.
        platform: as ``sys.platform``.
    """
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return []
    known: list[Sequence[str]] = []
    if platform == "darwin":
        known.append(["pbcopy"])
    if environ.get("WAYLAND_DISPLAY"):
        known.append(["wl-copy"])
    if environ.get("DISPLAY"):
        known += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    if platform == "win32" or environ.get("WSL_DISTRO_NAME"):
        known.append(["clip.exe"])
    return [tool for tool in known if shutil.which(tool[0])]


def _given(tool: Sequence[str], text: str) -> bool:
    # clip.exe reads its input in the machine's code page, unless it begins with this mark.
    encoding = "utf-16" if tool[0] == "clip.exe" else "utf-8"
    try:
        ended = subprocess.run(
            tool,
            input=text.encode(encoding, "replace"),
            # xclip stays behind to serve the clipboard, and would hold our output open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False  # the next is tried, and that this one failed is told
    return ended.returncode == 0
