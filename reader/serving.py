"""The same screen in a browser on this machine, by textual-serve.

Only the loopback interface is listened on, and only who has the token is let
in: it comes once in the address, then as a cookie. Host and origin of each
request are checked too, so that a page from elsewhere which the browser has
open cannot reach the archive by a name that leads here. Nothing is fetched
from other hosts: the page, its script and its fonts come with the packages.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import shlex
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server

from reader.locations import with_settings

_HOST = "127.0.0.1"
_PAGE = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>{{ application.name }}</title>
    <link rel="stylesheet" href="{{ config.static.url }}css/xterm.css" />
    <script src="{{ config.static.url }}js/textual.js"></script>
    <style>
      @font-face {
        font-family: "Roboto Mono";
        src: url("{{ config.static.url }}fonts/RobotoMono-VariableFont_wght.ttf");
      }
      body { background: #111418; color: #e6e6e6; font-family: "Roboto Mono", monospace; }
      .closed-dialog { display: none; padding: 2em; }
      body.-closed .closed-dialog { display: block; }
      body.-closed .textual-terminal { display: none; }
    </style>
  </head>
  <body>
    <div class="closed-dialog">The session has ended. <a href="/">Open it again</a></div>
    <div id="terminal" class="textual-terminal"
      data-session-websocket-url="{{ app_websocket_url }}"
      data-font-size="{{ font_size }}"></div>
  </body>
</html>
"""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Served(Server):
    """A server of one archive's screen; each page opened is a run of the program.

    Args:
        command: the program and its arguments.
        port: that it listens on.
        token: who has it is let in.
    """

    def __init__(self, command: list[str], port: int, token: str) -> None:
        super().__init__(shlex.join(command), _HOST, port, "Newsmark")
        self._token = token
        self._cookie = f"newsmark-{port}"  # cookies of one host are shared among its ports
        self._hosts = {f"{_HOST}:{port}", f"localhost:{port}"}

    @property
    def address(self) -> str:
        """Where the screen is, token included."""
        return f"{self.public_url}/?token={self._token}"

    async def make_app(self) -> web.Application:
        """What answers; in place of the one of textual-serve, whose page asks other hosts."""
        app = web.Application(middlewares=[self._guard])
        aiohttp_jinja2.setup(app, loader=jinja2.DictLoader({"app_index.html": _PAGE}))
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.static("/static", self.statics_path, name="static"),
            ]
        )
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in who has the token and comes from here."""
        if request.host not in self._hosts:
            raise web.HTTPForbidden(text="This address is not served here.\n")
        origin = request.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            raise web.HTTPForbidden(text="Other pages are not let in.\n")
        given = request.query.get("token")
        if given is not None and self._is_token(given):
            # Out of the address at once, where it would stand in the history.
            entered = web.HTTPFound("/")
            entered.set_cookie(self._cookie, self._token, httponly=True, samesite="Strict")
            raise entered
        if not self._is_token(request.cookies.get(self._cookie, "")):
            raise web.HTTPForbidden(text="Open the address that `newsmark serve` printed.\n")
        return await handler(request)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())


def serve(
    folder: Path, port: int, announce: Callable[[str], None], given: Sequence[str] = ()
) -> None:
    """Serve an archive's screen until the process is asked to stop.

    Args:
        folder: the archive's folder.
        port: of the loopback interface; 0 takes a free one.
        announce: told the address, token included, once it answers.
        given: settings for this run, as ``name=value``.

    Raises:
        OSError: if the port is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((_HOST, port))
        command = [sys.executable, "-P", "-m", "reader", *with_settings(folder, given)]
        server = Served(command, listening.getsockname()[1], secrets.token_urlsafe(24))
        asyncio.run(_until_stopped(server, listening, announce))


async def _until_stopped(
    server: Served, listening: socket.socket, announce: Callable[[str], None]
) -> None:
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for asked in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(asked, stopped.set)
    runner = web.AppRunner(await server.make_app())
    await runner.setup()
    try:
        await web.SockSite(runner, listening, shutdown_timeout=5.0).start()
        announce(server.address)
        await stopped.wait()
    finally:
        await runner.cleanup()
