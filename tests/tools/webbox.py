"""``wiptui serve`` as a program of its own, and a browser's side of it without a browser."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, CookieJar
from schema_check import check


@dataclass
class Served:
    """What ``wiptui serve`` printed, and the program."""

    url: str
    process: asyncio.subprocess.Process

    @property
    def page(self) -> str:
        return self.url.partition("?")[0]

    @property
    def origin(self) -> str:
        return "/".join(self.url.split("/")[:3])


@asynccontextmanager
async def visitor(board: Served) -> AsyncIterator[ClientSession]:
    """A client that has been to the address, as a browser has it: with the cookie."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get(board.url) as answer:
            assert answer.status == 200
        yield session


async def first_bytes(wire: Any) -> None:
    """Wait until the board draws."""
    while not (await asyncio.wait_for(wire.receive(), 30)).data:
        pass


@asynccontextmanager
async def served(file: Path) -> AsyncIterator[Served]:
    """A board that is served; it ends without a traceback, and afterwards nothing of it is left."""
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
        yield Served(json.loads(told)["url"], process)
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(process.wait(), 30) in (0, 130)
        said = (await process.stderr.read()).decode()  # type: ignore[union-attr]
        assert "Traceback" not in said and "rror" not in said, said
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
