"""``wiptui serve`` in a real Chromium: loopback only, nothing from elsewhere, and what is typed is in the file."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError

from wiptui.service import open_service

if sys.platform == "win32":
    pytest.skip("ends what it starts by signals", allow_module_level=True)

from browser import Browser, until
from schema_check import check


@asynccontextmanager
async def served(file: Path) -> AsyncIterator[str]:
    """The address of a board that is served, and afterwards nothing of it is left."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "wiptui", "serve", "--port", "0", "--json", "--file", str(file),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        told = b""
        while not told.rstrip().endswith(b"}"):
            line = await asyncio.wait_for(process.stdout.readline(), 30)
            assert line, (await process.stderr.read()).decode()  # type: ignore[union-attr]
            told += line
        check("serve", json.loads(told))
        yield json.loads(told)["url"]
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 30) in (0, 130)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def boards_of(file: Path) -> list[str]:
    """The processes that hold a board over this file open (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"_board" in words and str(file).encode() in words:
            found.append(entry.parent.name)
    return found


@pytest.mark.tools("chromium")
async def test_a_task_typed_in_the_browser_is_in_the_file(home: Path, tmp_path: Path) -> None:
    file = home / "wip.json"
    async with served(file) as url, Browser("chromium", tmp_path / "profile") as browser:
        await browser.open(url)
        await browser.comes("WIP 0/3")
        await until(lambda: browser.value("document.body.classList.contains('-first-byte')"), "the terminal")
        assert "key=" not in await browser.value("location.href"), "the key does not stay in the address"
        for count, title in enumerate(("Tidy the desk", "Write the report"), start=1):
            await browser.type("n")
            await browser.comes("New task")
            await browser.type(f"{title}\n")
            await browser.comes(f"Ready {count}")
            assert len(titles(file)) == count
        await browser.type("s")
        await until(lambda: open_service(file).board().wip, "a started task")
        await browser.comes("1/3")
        picture = await browser.picture()
        shown = os.environ.get("BROWSER_PICTURE")
        if shown:
            Path(shown).write_bytes(picture)
        assert len(picture) > 20_000, "an empty page is smaller"
        page = url.partition("?")[0]
        own = (page, page.replace("http:", "ws:"), "data:", "about:blank")
        assert not [address for address in browser.asked if not address.startswith(own)]
        assert f"{page}static/fonts/RobotoMono-VariableFont_wght.ttf" in browser.asked, "the letters come from here"
        assert browser.said == []
        if sys.platform == "linux":
            assert len(boards_of(file)) == 1
            await browser.open("about:blank")
            await until(lambda: not boards_of(file), "the end of a board whose page is closed")


def titles(file: Path) -> list[str]:
    return [task.title for task in open_service(file).board().open_tasks()]


async def test_who_does_not_hold_the_key_or_comes_from_elsewhere_is_turned_away(home: Path) -> None:
    async with served(home / "wip.json") as url, ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        page, _, key = url.partition("?")

        async def status(address: str, **headers: str) -> int:
            async with session.get(address, headers=headers, allow_redirects=False) as answer:
                assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
                return answer.status

        assert await status(url) == 302 and await status(page) == 200, "the cookie holds the key now"
        session.cookie_jar.clear()
        assert await status(page) == await status(f"{page}static/js/textual.js") == await status(f"{page}?key=x") == 403
        assert await status(url, Host="evil.example") == 403, "a name of somebody else's that points here"
        assert await status(f"{page}static/js/textual.js?{key}", Origin="http://evil.example") == 403
        for origin in ("http://evil.example", "null", page.replace("http:", "https:").replace("127.", "128.")):
            with pytest.raises(WSServerHandshakeError) as caught:
                await session.ws_connect(f"{page}ws?{key}", headers={"Origin": origin})
            assert caught.value.status == 403
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(f"{page}ws")


async def test_a_board_is_closed_with_the_server(home: Path) -> None:
    file = home / "wip.json"
    async with served(file) as url, ClientSession() as session:
        page, _, key = url.partition("?")
        async with session.ws_connect(f"{page}ws?{key}", origin=page.rstrip("/")) as wire:
            assert (await asyncio.wait_for(wire.receive(), 30)).data
    if sys.platform == "linux":
        await until(lambda: not boards_of(file), "the end of the boards")
