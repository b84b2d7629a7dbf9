"""One board for one connection: what the browser may send, and that both end together."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

LARGEST = 1 << 20
"""Bytes of one message. A paste is one message."""
WIDEST, HIGHEST = 800, 300
"""Cells of a terminal: a wall of screens has fewer, and each costs memory."""
PATIENCE_S = 5.0
"""Seconds for a board to end by itself."""


class BadMessage(Exception):
    """The message is not one of the page's."""


def size_of(width: Any, height: Any) -> tuple[int, int]:
    """Return the size of the terminal, within bounds. Raises BadMessage for anything but numbers."""
    if type(width) is not int or type(height) is not int:
        raise BadMessage("a size is two whole numbers")
    return min(max(width, 1), WIDEST), min(max(height, 1), HIGHEST)


class BoardProcess(AppService):
    """The process of a board, which certainly ends."""

    async def stop(self) -> None:
        """Ask it to end, and kill it if it does not: it may hang, or wait for somebody to read its output."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        until = asyncio.get_running_loop().time() + PATIENCE_S
        try:
            with suppress(TimeoutError, OSError):
                async with asyncio.timeout_at(until):
                    await super().stop()
            # Not within the same block: what is cancelled there may return as if nothing had happened.
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await _ended(process)
        finally:
            if process.returncode is None:
                await _kill(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for the end while reading its output: it may wait for that, and asyncio for the end of its pipes."""
    pipes = [pipe for pipe in (process.stdout, process.stderr) if pipe is not None]
    while any(await asyncio.gather(*(pipe.read(1 << 16) for pipe in pipes))):
        pass
    await process.wait()


async def _kill(process: asyncio.subprocess.Process) -> None:
    if sys.platform == "win32":  # a shell is in between
        words = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        await asyncio.to_thread(subprocess.run, words, capture_output=True, check=False)
    else:
        process.kill()
    await _ended(process)


class BrowserConnection:
    """A connection and its board."""

    def __init__(self, command: str, websocket: web.WebSocketResponse, downloads: DownloadManager) -> None:
        self._websocket = websocket
        self._board = BoardProcess(
            command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=self._close,
            download_manager=downloads,
        )

    async def _close(self) -> None:
        await self._websocket.close()

    async def last(self, size: tuple[int, int]) -> None:
        """Carry messages until the page or the board ends; then end the other."""
        try:
            await self._board.start(*size)
            await self._listen()
        except BadMessage as error:
            await self._websocket.close(code=WSCloseCode.INVALID_TEXT, message=f"400: {error}".encode())
        except (TimeoutError, OSError):
            pass  # one of the two is gone
        finally:
            await self._board.stop()
            await self._websocket.close()

    async def _listen(self) -> None:
        """Pass on what comes. Raises BadMessage, and TimeoutError for a board that no longer reads."""
        async for message in self._websocket:
            if message.type is not WSMsgType.TEXT:
                raise BadMessage("messages are text")
            async with asyncio.timeout(PATIENCE_S):
                await self._hand_on(*parse_message(message.data))

    async def _hand_on(self, kind: str, data: Any) -> None:
        board = self._board
        if kind == "stdin":
            await board.send_bytes(data.encode("utf-8", "replace"))
        elif kind == "resize":
            await board.set_terminal_size(*data)
        elif kind == "ping":
            await self._websocket.send_json(["pong", data])
        elif kind == "blur":
            await board.blur()
        elif kind == "focus":
            await board.focus()


def parse_message(text: str) -> tuple[str, Any]:
    """Return the kind of a message and its content. Raises BadMessage."""
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError):
        raise BadMessage("this is no JSON") from None
    kind, data = (*envelope, None)[:2] if isinstance(envelope, list) and envelope else (None, None)
    if kind == "resize" and isinstance(data, dict):
        return "resize", size_of(data.get("width"), data.get("height"))
    if not isinstance(kind, str) or (kind == "stdin" and not isinstance(data, str)) or kind == "resize":
        raise BadMessage("there is no such message")
    return kind, data
