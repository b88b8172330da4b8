"""The screen in a browser: who is let in, and that the program comes up."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")

from aiohttp import WSMsgType
from aiohttp.test_utils import TestClient, TestServer

from reader.serving import Served
from tests.reader.archives import make_archive

HOST = {"Host": "127.0.0.1:8000"}


def served(folder: Path) -> Served:
    command = [sys.executable, "-P", "-m", "reader", "--archive", str(folder)]
    return Served(command, 8000, "the-token")


async def test_only_who_has_the_token_is_let_in(tmp_path: Path) -> None:
    async with TestClient(TestServer(await served(tmp_path).make_app())) as client:
        for path in ("/", "/ws", "/static/js/textual.js", "/?token=guessed"):
            assert (await client.get(path, headers=HOST)).status == 403
        entered = await client.get("/?token=the-token", headers=HOST, allow_redirects=False)
        assert (entered.status, entered.headers["Location"]) == (302, "/")
        cookie = entered.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        known = HOST | {"Cookie": "newsmark-8000=the-token"}
        page = await client.get("/", headers=known)
        assert page.status == 200 and "ws://127.0.0.1:8000/ws" in await page.text()
        assert (await client.get("/static/js/textual.js", headers=known)).status == 200


async def test_nobody_comes_in_by_another_name_or_from_another_page(tmp_path: Path) -> None:
    known = {"Cookie": "newsmark-8000=the-token"}
    async with TestClient(TestServer(await served(tmp_path).make_app())) as client:
        elsewhere = await client.get("/", headers=known | {"Host": "evil.example:8000"})
        assert elsewhere.status == 403
        origin = {"Origin": "http://evil.example"}
        assert (await client.get("/ws", headers=HOST | known | origin)).status == 403


async def test_the_page_asks_no_other_host(tmp_path: Path) -> None:
    known = HOST | {"Cookie": "newsmark-8000=the-token"}
    async with TestClient(TestServer(await served(tmp_path).make_app())) as client:
        page = await (await client.get("/", headers=known)).text()
    links = [part for part in page.replace("'", '"').split('"') if "://" in part]
    assert links and all(link.split("://")[1].startswith("127.0.0.1:8000/") for link in links)


async def test_the_program_paints_in_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_archive(tmp_path / "news")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    known = HOST | {"Cookie": "newsmark-8000=the-token"}
    async with TestClient(TestServer(await served(folder).make_app())) as client:
        socket = await client.ws_connect("/ws?width=100&height=30", headers=known)
        painted = ""
        while "A quiet week in batteries" not in painted:
            message = await socket.receive(timeout=30)
            assert message.type in (WSMsgType.BINARY, WSMsgType.TEXT), message
            if message.type is WSMsgType.BINARY:
                painted += message.data.decode("utf-8", "replace")
        await socket.send_str(json.dumps(["stdin", "q"]))
        while (message := await socket.receive(timeout=30)).type is WSMsgType.BINARY:
            pass
        assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED)
