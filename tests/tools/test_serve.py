"""``wiptui serve`` and whoever comes to it: a browser, another page, another program, nonsense."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, CookieJar, WSMsgType, WSServerHandshakeError, web
from hypothesis import given
from hypothesis.strategies import (
    booleans,
    dictionaries,
    floats,
    integers,
    lists,
    none,
    recursive,
    sampled_from,
    text,
)

if sys.platform == "win32":
    pytest.skip("ends what it starts by signals", allow_module_level=True)

from browser import until
from webbox import Served, boards_of, first_bytes, served, visitor

from wiptui.cli.programs.serve import LOCAL
from wiptui.web import server
from wiptui.web.server import BoardServer, listen
from wiptui.web.session import HIGHEST, WIDEST, BadMessage, parse_message


async def test_who_does_not_hold_the_key_or_comes_from_elsewhere_is_turned_away(home: Path) -> None:
    async with served(home / "wip.json") as board, ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        page, key = board.page, board.url.partition("?")[2]

        async def status(address: str, **headers: str) -> int:
            async with session.get(address, headers=headers, allow_redirects=False) as answer:
                assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
                return answer.status

        script = f"{page}static/js/textual.js"
        for address in (page, script, f"{page}?key=x", f"{script}?{key}", f"{page}ws?{key}", f"{board.origin}/?{key}"):
            assert await status(address) == 403, address
        assert await status(board.url, Host="evil.example") == 403, "a name of somebody else's that points here"
        assert await status(board.url, Origin="http://evil.example") == 403
        assert await status(board.url) == 302 and await status(page) == 200, "the cookie is there now"
        assert await status(script) == 200
        for origin in ("http://evil.example", "null", board.origin.replace("127.", "128.")):
            with pytest.raises(WSServerHandshakeError) as caught:
                await session.ws_connect(f"{page}ws", headers={"Origin": origin})
            assert caught.value.status == 403


async def test_the_key_is_good_for_one_browser_and_its_cookie_for_one_path(home: Path) -> None:
    async with served(home / "wip.json") as board, ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.head(board.url, allow_redirects=False) as answer:
            assert answer.status == 405 and "Set-Cookie" not in answer.headers, "a look at the address does not use it"
        async with session.get(board.url, allow_redirects=False) as answer:
            told = answer.headers["Set-Cookie"]
            assert answer.headers["Location"] == "/" + board.page.split("/", 3)[3]
        path = board.page.removeprefix(board.origin)
        assert len(path) > 15 and {f"Path={path}", "HttpOnly", "SameSite=Strict"} <= set(told.split("; "))
        assert board.url.partition("key=")[2] not in told
        async with session.get(board.url, allow_redirects=False) as answer:
            assert answer.status == 302, "whoever has the cookie may open the address again"
        told_to: list[str | None] = []

        async def hear(request: web.Request) -> web.Response:
            told_to.append(request.headers.get("Cookie"))
            return web.Response()

        app = web.Application()
        app.add_routes([web.get("/{rest:.*}", hear)])
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        for below in ("", "favicon.ico", "static/js/textual.js"):
            async with session.get(f"http://127.0.0.1:{runner.addresses[0][1]}/{below}"):
                pass
        await runner.cleanup()
        assert told_to == [None] * 3, "another server on this machine learns nothing"
        async with ClientSession() as other, other.get(board.url, allow_redirects=False) as answer:
            assert answer.status == 403 and "used already" in await answer.text()


NONSENSE = (b"\xff\xfe\x00", b"wiptui=\xe2\x82", b"a b\tc", b"x" * 65, b"\x7f\x1b[31m", b"\xed\xa0\x80", b"%00")


async def test_nonsense_is_answered_with_400(home: Path) -> None:
    async with served(home / "wip.json") as board:
        host, port = board.origin.removeprefix("http://").split(":")
        path = board.page.removeprefix(board.origin).encode()

        async def ask(raw: bytes) -> bytes:
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(raw)
            await writer.drain()
            answer = await asyncio.wait_for(reader.readline(), 30)
            writer.close()
            return answer

        head = b" HTTP/1.1\r\nHost: " + f"{host}:{port}".encode()
        for words in NONSENSE:
            for line in (b"\r\nCookie: wiptui-" + port.encode() + b"=" + words, b"\r\nX: " + words * 2_000):
                answer = await ask(b"GET " + path + head + line + b"\r\n\r\n")
                assert answer.split()[1] in (b"400", b"403"), (words, answer)
        for words in ("%FF%FE", "a%20b", "\u20ac".encode().hex() * 99, "%00"):
            answer = await ask(b"GET " + path + b"?key=" + words.encode() + head + b"\r\n\r\n")
            assert answer.split()[1] == b"400", (words, answer)
        for raw in (
            b"\x16\x03\x01\x02\x00\r\n\r\n",
            b"GET\r\n\r\n",
            b"GET / HTTP/9.9\r\nHost\r\n\r\n",
            b"\0" * 70_000 + b"\r\n\r\n",
        ):
            assert b"400" in await ask(raw)
        async with visitor(board):
            pass


BAD = (
    "no json", "[", "{}", "[]", "[1]", "[null, 1]", '["stdin"]', '["stdin", 5]', '["resize"]', '["resize", 7]',
    '["resize", {"width": "9", "height": 9}]', '["resize", {"width": 9}]', '["resize", {"width": 1e9, "height": 9}]',
    '["resize", {"width": true, "height": 9}]', "[" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("message", BAD)
def test_what_is_no_message(message: str) -> None:
    with pytest.raises(BadMessage):
        parse_message(message)


@given(text() | recursive(none() | booleans() | integers() | floats() | text(), lists).map(json.dumps))
def test_any_message_is_understood_or_refused(message: str) -> None:
    with suppress(BadMessage):
        kind, data = parse_message(message)
        assert isinstance(kind, str) and (kind != "stdin" or isinstance(data, str))


@given(
    sampled_from(["stdin", "resize", "ping"]),
    recursive(none() | integers() | text(), lists)
    | dictionaries(sampled_from(["width", "height"]), integers() | text() | floats()),
)
def test_any_data_of_a_message_is_bounded(kind: str, data: object) -> None:
    with suppress(BadMessage):
        kind, data = parse_message(json.dumps([kind, data]))
        if kind == "resize":
            width, height = data  # type: ignore[misc]
            assert 1 <= width <= WIDEST and 1 <= height <= HIGHEST


async def test_a_bad_message_closes_that_board_alone(home: Path) -> None:
    file = home / "wip.json"
    async with served(file) as board, visitor(board) as session, session.ws_connect(f"{board.page}ws") as good:
        await first_bytes(good)
        for message in (*BAD[:2], "\ud800"):
            async with session.ws_connect(f"{board.page}ws") as wire:
                await (wire.send_bytes(b"\xff") if message == "\ud800" else wire.send_str(message))
                while (got := await asyncio.wait_for(wire.receive(), 30)).type is WSMsgType.BINARY:
                    pass
                assert (got.type, wire.close_code, str(got.extra)[:4]) == (WSMsgType.CLOSE, 1007, "400:"), message
        async with session.ws_connect(f"{board.page}ws") as wire:
            await wire.send_str('["stdin", "' + "x" * 1_100_000 + '"]')
            while (got := await asyncio.wait_for(wire.receive(), 30)).type is WSMsgType.BINARY:
                pass
            assert wire.close_code == 1009, "longer than a paste may be"
        await good.send_json(["stdin", "\ud800"])
        await good.send_json(["of a newer page", {}])
        await good.send_json(["ping", 5])
        assert await answer_of(good) == '["pong", 5]', "the others go on"
        if sys.platform == "linux":
            await until(lambda: len(boards_of(file)) == 1, "the end of the other boards")


async def answer_of(wire: Any) -> str:
    while (got := await asyncio.wait_for(wire.receive(), 30)).type is not WSMsgType.TEXT:
        assert got.type is WSMsgType.BINARY
    return str(got.data)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read in /proc")
async def test_a_size_is_bounded(home: Path) -> None:
    file = home / "wip.json"
    async with (
        served(file) as board,
        visitor(board) as session,
        session.ws_connect(f"{board.page}ws?width=999999999&height=999999999") as wire,
    ):
        await first_bytes(wire)
        for size in (10**9, -(10**9), 10**9):
            await wire.send_json(["resize", {"width": size, "height": size}])
        await wire.send_json(["stdin", "?"])
        await wire.send_json(["ping", 1])
        await answer_of(wire)
        drawn = b""
        while b"Help" not in drawn and b"help" not in drawn:
            drawn += (await asyncio.wait_for(wire.receive(), 60)).data
        (process,) = boards_of(file)
        status = Path(f"/proc/{process}/status").read_text()
        peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
        assert peak < 600, f"{peak} MB for {WIDEST}x{HIGHEST}"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
@pytest.mark.parametrize("who", ["client", "server", "hanging board"])
async def test_a_board_ends_when_its_connection_does(home: Path, who: str) -> None:
    file = home / "wip.json"
    async with served(file) as board, visitor(board) as session:
        wire = await session.ws_connect(f"{board.page}ws")
        await first_bytes(wire)
        (process,) = boards_of(file)
        if who == "server":
            board.process.kill()
            await board.process.wait()
        else:
            if who == "hanging board":
                os.kill(int(process), signal.SIGSTOP)
            # the program of the client is gone in the middle of it: nobody says goodbye
            wire.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        await until(lambda: not boards_of(file), "the end of the board")


async def test_a_board_is_closed_with_the_server(home: Path) -> None:
    file = home / "wip.json"
    async with (
        served(file) as board,
        visitor(board) as session,
        session.ws_connect(f"{board.page}ws", origin=board.origin) as wire,
    ):
        await first_bytes(wire)
        board.process.send_signal(signal.SIGINT)
        await asyncio.wait_for(board.process.wait(), 30)
    if sys.platform == "linux":
        await until(lambda: not boards_of(file), "the end of the boards")


async def test_so_many_boards_and_no_more(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_BOARDS", 1)
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        boards = BoardServer(
            f"exec {sys.executable} -m wiptui _board --file {home}/wip.json", listening, ("p", "k", "c"), LOCAL
        )
        runner = web.AppRunner(boards.application())
        await runner.setup()
        await web.SockSite(runner, listening).start()
        board = Served(f"http://127.0.0.1:{port}/p/?key=k", None)  # type: ignore[arg-type]
        async with visitor(board) as session:
            async with session.ws_connect(f"{board.page}ws"):
                with pytest.raises(WSServerHandshakeError) as caught:
                    await session.ws_connect(f"{board.page}ws")
                assert caught.value.status == 503
            address = f"{board.page}ws"

            async def again() -> bool:
                try:
                    async with session.ws_connect(address, timeout=ClientTimeout(30)):  # type: ignore[arg-type]
                        return True
                except WSServerHandshakeError:
                    return False

            await until(again, "room for another")
        await runner.cleanup()
