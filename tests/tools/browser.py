"""A real Chromium without a window, driven over its own debugging protocol. It ends with the test."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import aiohttp

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--remote-debugging-port=0", "--window-size=1200,760",
)  # fmt: skip
PATIENCE = 30.0


class Browser:
    """Use it in ``async with``."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder
        self.asked: list[str] = []
        """Every address that the page asked for."""
        self.said: list[str] = []
        """What went wrong on the page, in its own words."""
        self.received = ""
        """What the terminal on the page was sent: text between terminal sequences."""
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def __aenter__(self) -> Browser:
        self._process = await asyncio.create_subprocess_exec(
            self._program, *FLAGS, f"--user-data-dir={self._folder}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        port_file = self._folder / "DevToolsActivePort"
        await until(lambda: port_file.exists() and port_file.read_text().count("\n") >= 1, "the browser")
        port = port_file.read_text().split("\n")[0]
        self._session = aiohttp.ClientSession()
        async with self._session.get(f"http://127.0.0.1:{port}/json/list") as answer:
            pages = [page for page in await answer.json(content_type=None) if page["type"] == "page"]
        self._wire = await self._session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0)
        self._reader = asyncio.create_task(self._read())
        for domain in ("Page", "Network", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            sys.stderr.write(f"The page asked for {self.asked}\nand said {self.said}\n")
        self._reader.cancel()
        await self._wire.close()
        await self._session.close()
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def call(self, method: str, **words: Any) -> dict[str, Any]:
        """One call of the protocol, and its answer."""
        self._number += 1
        number = self._number
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._wire.send_json({"id": number, "method": method, "params": words})
        return await asyncio.wait_for(self._answers[number], PATIENCE)

    async def _read(self) -> None:
        async for message in self._wire:
            row = message.json()
            if row.get("id") in self._answers:
                self._answers.pop(row["id"]).set_result(row.get("result", {}))
            elif row.get("method") == "Network.requestWillBeSent":
                self.asked.append(row["params"]["request"]["url"])
            elif row.get("method") == "Network.webSocketCreated":
                self.asked.append(row["params"]["url"])
            elif row.get("method") == "Network.webSocketFrameReceived":
                frame = row["params"]["response"]
                data = base64.b64decode(frame["payloadData"]) if frame["opcode"] == 2 else b""
                self.received += re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", data.decode("utf-8", "replace"))
            elif row.get("method") == "Log.entryAdded" and row["params"]["entry"]["level"] == "error":
                self.said.append(row["params"]["entry"]["text"])
            elif row.get("method") == "Runtime.exceptionThrown":
                self.said.append(row["params"]["exceptionDetails"]["text"])

    async def open(self, url: str) -> None:
        await self.call("Page.navigate", url=url)

    async def value(self, expression: str) -> Any:
        """What a line of JavaScript answers on the page."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer.get("result", {}).get("value")

    async def type(self, text: str) -> None:
        """Type on the page, letter by letter; a line end is Enter."""
        for letter in text:
            key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
            key = key if letter == "\n" else {"key": letter, "text": letter}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **key)
            await self.call("Input.dispatchKeyEvent", type="keyUp", **{**key, "text": ""})

    async def comes(self, words: str) -> None:
        """Wait until the terminal has been sent these words since this was last asked for."""
        await until(lambda: words in self.received, f"“{words}” on the page")
        self.received = self.received.rpartition(words)[2]

    async def picture(self) -> bytes:
        """The page as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])


async def until(holds: Any, what: str) -> None:
    """Look every 50 ms until something holds; bounded."""
    for _ in range(int(PATIENCE / 0.05)):
        answer = holds()
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{PATIENCE:.0f} s went by without {what}")
