"""``wiptui serve`` in a real Chromium: loopback only, nothing from elsewhere, and what is typed is in the file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from aiohttp import web

from wiptui.service import open_service

if sys.platform == "win32":
    pytest.skip("ends what it starts by signals", allow_module_level=True)

from browser import Browser, until
from webbox import boards_of, served


@pytest.mark.tools("chromium")
async def test_a_task_typed_in_the_browser_is_in_the_file(home: Path, tmp_path: Path) -> None:
    file = home / "wip.json"
    async with served(file) as board, Browser("chromium", tmp_path / "profile") as browser:
        await browser.open(board.url)
        await browser.comes("Doing 0/3")
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
        page = board.page
        own = (page, page.replace("http:", "ws:"), "data:", "about:blank")
        assert not [address for address in browser.asked if not address.startswith(own)]
        assert f"{page}static/fonts/RobotoMono-VariableFont_wght.ttf" in browser.asked, "the letters come from here"
        assert browser.said == []
        if sys.platform == "linux":
            assert len(boards_of(file)) == 1
            await browser.open("about:blank")
            await until(lambda: not boards_of(file), "the end of a board whose page is closed")
        await browser.open(page)
        await browser.comes("Doing 1/3")
        assert await told_elsewhere(browser) == "", "another port on this machine is sent no cookie"


async def told_elsewhere(browser: Browser) -> str:
    """The cookies that the browser sends to another server on this machine."""
    told: list[str] = []

    async def listen(request: web.Request) -> web.Response:
        told.append(request.headers.get("Cookie", ""))
        return web.Response(text="elsewhere")

    app = web.Application()
    app.add_routes([web.get("/{rest:.*}", listen)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    await browser.open(f"http://127.0.0.1:{port}/")
    await until(lambda: told, "the visit")
    await runner.cleanup()
    return "".join(told)


def titles(file: Path) -> list[str]:
    return [task.title for task in open_service(file).board().open_tasks()]
