"""What tests of the screen and of the command line share."""

from __future__ import annotations

import webbrowser

import pytest


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages opened in a browser that is none; it counts as one that has windows."""
    opened: list[str] = []

    def open_page(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", open_page)
    monkeypatch.setenv("BROWSER", "some-browser")
    return opened
