"""Which way words go to the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App

from reader.clipboard import copy, tools_for


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which all the tools there are can be found."""
    for name in ("pbcopy", "wl-copy", "xclip", "xsel", "clip.exe"):
        tool = tmp_path / name
        tool.write_text("#!/bin/sh\n", encoding="utf-8")
        tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.parametrize(
    ("environ", "platform", "tools"),
    [
        ({}, "darwin", "pbcopy"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", "wl-copy xclip xsel"),
        ({"DISPLAY": ":0"}, "linux", "xclip xsel"),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", "clip.exe"),
        ({}, "linux", ""),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "here there"}, "linux", ""),
    ],
)
def test_the_tools_of_the_machine_the_user_sits_at_are_tried(
    machine: None, environ: dict[str, str], platform: str, tools: str
) -> None:
    assert " ".join(tool[0] for tool in tools_for(environ, platform)) == tools


def test_a_tool_that_is_not_there_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert tools_for({"DISPLAY": ":0"}, "linux") == []


async def test_where_one_fails_the_next_is_tried_and_then_the_terminal_alone(
    machine: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSH_CONNECTION", "SSH_TTY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0")
    app: App[None] = App()
    assert await copy(app, "words") == "by wl-copy"
    (tmp_path / "wl-copy").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert await copy(app, "words") == "by xclip (wl-copy failed)"
    for name in ("xclip", "xsel"):
        (tmp_path / name).write_text("not a program", encoding="utf-8")
    said = await copy(app, "words")
    assert said == "through the terminal (wl-copy and xclip and xsel failed)"
    assert app.clipboard == "words"
