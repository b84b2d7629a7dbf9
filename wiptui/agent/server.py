"""The tools over the Model Context Protocol, on stdin and stdout. The only module that knows its library."""

from __future__ import annotations

import asyncio
import functools
import signal
from collections.abc import Awaitable, Callable
from inspect import getdoc
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

from wiptui import __version__
from wiptui.agent.tools import ADDING, INSTRUCTIONS, READING, REPEATABLE, TOOLS, AgentTools, failure, safe
from wiptui.service import Service


def build(service: Service) -> MCPServer[Any]:
    """Return the server over a service: one tool for each method of the tools."""
    server: MCPServer[Any] = MCPServer("wiptui", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    tools = AgentTools(service)
    for name, attribute in TOOLS.items():
        method = getattr(tools, attribute)
        server.add_tool(
            _as_coroutine(method),
            name=name,
            description=getdoc(method),
            annotations=ToolAnnotations(
                read_only_hint=name in READING,
                destructive_hint=name not in READING + ADDING,
                idempotent_hint=name in READING + REPEATABLE,
                open_world_hint=False,
            ),
        )
    return server


def serve(service: Service, leave: Callable[[], None]) -> None:
    """Serve the protocol on stdin and stdout until the client hangs up, or Ctrl+C calls ``leave``.

    ``leave`` ends the process: a thread of the library waits for the next line on stdin and cannot be woken.
    """
    asyncio.run(_speak(build(service), leave))


async def _speak(server: MCPServer[Any], leave: Callable[[], None]) -> None:
    # A callback of the loop never runs in the middle of a tool, and so never in the middle of a save.
    loop = asyncio.get_running_loop()
    signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(leave))
    await server.run_stdio_async()


def _as_coroutine(method: Callable[..., dict[str, Any]]) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Return the method as a coroutine, so that calls run one after the other: a service belongs to one thread."""

    @functools.wraps(method)
    async def tool(**words: Any) -> dict[str, Any]:
        try:
            return dict(safe(method(**words)))
        except Exception as error:
            said = failure(error)
            if said is None:
                raise
            raise ToolError(safe(said)) from None

    return tool
