"""Which way words go to the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.clipboard import tool_for


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which all the tools there are can be found."""
    for name in ("pbcopy", "wl-copy", "xclip", "xsel", "clip.exe"):
        tool = tmp_path / name
        tool.write_text("#!/bin/sh\n", encoding="utf-8")
        tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.parametrize(
    ("environ", "platform", "tool"),
    [
        ({}, "darwin", "pbcopy"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", "wl-copy"),
        ({"DISPLAY": ":0"}, "linux", "xclip"),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", "clip.exe"),
        ({}, "linux", None),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "here there"}, "linux", None),
    ],
)
def test_the_tool_of_the_machine_the_user_sits_at_is_taken(
    machine: None, environ: dict[str, str], platform: str, tool: str | None
) -> None:
    found = tool_for(environ, platform)
    assert (found[0] if found else None) == tool


def test_a_tool_that_is_not_there_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert tool_for({"DISPLAY": ":0"}, "linux") is None
