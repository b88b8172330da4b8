"""Keys in their turn: each goes to whatever the key before it left in charge.

Textual gives every key at once to the widget that has the focus. Keys that
arrive together, as from quick fingers over a slow line, would all go to the
list, though the first of them opened a search line: letters meant as words
would be commands. So a key waits until the one before it has been dealt
with by its widget, the screens above it, the command it may have begun, and
the screen that may have opened.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from textual import events
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.screen import Screen

_PATIENCE = 1.0  # seconds after which a key that hangs no longer holds up the others
_COMMAND_PATIENCE = 0.3  # and after which a command that goes on does not


@runtime_checkable
class Commanding(Protocol):
    """A screen whose keys begin commands that may go on beside the loop."""

    async def command_done(self) -> None:
        """Wait for the command begun last."""
        ...


class KeyOrder:
    """Holds keys back while an earlier one is being dealt with, and all until it is opened.

    Args:
        app: whose keys they are.
        deliver: gives a key to whatever is in charge.
    """

    def __init__(self, app: App[None], deliver: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app, self._deliver = app, deliver
        self._waiting: deque[events.Key] = deque()
        self._task: asyncio.Task[None] | None = None
        self._closed = True

    def open(self) -> None:
        """Let the keys in; those that came before the screen could take them go first."""
        self._closed = False
        self._task = asyncio.create_task(self._go_on([], None))

    async def take(self, key: events.Key) -> None:
        """Deliver a key, now or when its turn comes."""
        if self._closed or (self._task is not None and not self._task.done()):
            self._waiting.append(key)
            return
        chain, screen = self._in_charge()
        await self._deliver(key)
        self._task = asyncio.create_task(self._go_on(chain, screen))

    async def done(self) -> None:
        """Wait until no key waits and the last one has had its effect."""
        while self._task is not None and not self._task.done():
            await asyncio.shield(self._task)

    async def _go_on(self, chain: list[MessagePump], screen: Screen[object] | None) -> None:
        try:
            await self._settle(chain, screen)
            while self._waiting:
                chain, screen = self._in_charge()
                await self._deliver(self._waiting.popleft())
                await self._settle(chain, screen)
        except ScreenStackError:
            self._waiting.clear()  # the program is leaving

    def _in_charge(self) -> tuple[list[MessagePump], Screen[object] | None]:
        """The widgets a key passes through, from the focused one up, and their screen."""
        try:
            screen = self._app.screen
        except ScreenStackError:
            return [], None
        target = self._app.focused or screen
        return [node for node in target.ancestors_with_self if node is not self._app], screen

    async def _settle(self, chain: list[MessagePump], screen: Screen[object] | None) -> None:
        """Wait until a key delivered to these has had its effect."""
        try:
            async with asyncio.timeout(_PATIENCE):
                for node in (*chain, self._app):
                    await _handled(node)
                if isinstance(screen, Commanding):
                    await _briefly(screen.command_done())
                now = self._app.screen
                if now is not screen:
                    while not now.is_mounted:
                        await asyncio.sleep(0.002)
                    # Its focus is set by the app, on its behalf.
                    for node in (now, self._app):
                        await _handled(node)
        except TimeoutError:
            return  # the next key goes wherever it then belongs


async def _briefly(command: Awaitable[None]) -> None:
    """Wait for a command, but not for one that waits for something itself."""
    try:
        async with asyncio.timeout(_COMMAND_PATIENCE):
            await command
    except TimeoutError:
        return


async def _handled(node: MessagePump) -> None:
    """Wait until a node has dealt with all messages it has now."""
    done = asyncio.Event()
    if node.is_running and node.call_later(done.set):
        await done.wait()
