"""The desk behind the Model Context Protocol, on stdin and stdout. The only module that knows its library."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from inspect import getdoc
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

from wiptui import __version__
from wiptui.agent.desk import INSTRUCTIONS, READING, TOOLS, Desk, failure
from wiptui.service import Service


def build(service: Service) -> MCPServer[Any]:
    """The server over a service: one tool for each method of the desk."""
    server: MCPServer[Any] = MCPServer("wiptui", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    desk = Desk(service)
    for name, attribute in TOOLS.items():
        method = getattr(desk, attribute)
        server.add_tool(
            _in_turn(method),
            name=name,
            description=getdoc(method),
            annotations=ToolAnnotations(read_only_hint=name in READING, destructive_hint=False, open_world_hint=False),
        )
    return server


def serve(service: Service) -> None:
    """Speak the protocol on stdin and stdout until the other side hangs up."""
    build(service).run("stdio")


def _in_turn(method: Callable[..., dict[str, Any]]) -> Callable[..., Awaitable[dict[str, Any]]]:
    """The method as a coroutine, so that calls come one after the other: a service is for one thread."""

    @functools.wraps(method)
    async def tool(**words: Any) -> dict[str, Any]:
        try:
            return method(**words)
        except Exception as error:
            said = failure(error)
            if said is None:
                raise
            raise ToolError(said) from None

    return tool
