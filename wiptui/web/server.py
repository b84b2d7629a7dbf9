"""Serving the board over HTTP. The only module that knows textual-serve and aiohttp.

Whoever reaches the address could type on the board, so three things are asked of every request: the key that the
printed address holds (kept in a cookie after the first visit), a host name that was meant (else a page elsewhere could
point a name of its own at this machine), and for the terminal's socket an origin that is this page (else any page that
the browser shows could open it).
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server, to_int

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HERE = Path(__file__).parent
LOOPBACK = ("localhost", "127.0.0.1", "::1")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        "font-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""Nothing is loaded from elsewhere, nobody frames the page, and its address with the key is told to nobody."""


class BoardServer(Server):
    """A page that holds a terminal, and for each browser a board of its own over the same file."""

    def __init__(self, command: str, listening: socket.socket, key: str, hosts: tuple[str, ...] = LOOPBACK) -> None:
        port = listening.getsockname()[1]
        super().__init__(command, "localhost", port, "wiptui")
        self._listening, self._key, self._hosts = listening, key, hosts
        self._cookie = f"wiptui-{port}"

    def serve(self, debug: bool = False) -> None:
        """Serve until interrupted; then close the boards that are open."""
        logging.basicConfig(level="WARNING")
        web.run_app(self.application(), sock=self._listening, print=None, shutdown_timeout=1, access_log=None)

    def application(self) -> web.Application:
        """The routes, each behind the guard."""
        app = web.Application(middlewares=[self._guard])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(HERE))
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/page.js", self._script),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/static", self.statics_path),
            ]
        )
        return app

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page. On the first visit the key moves from the address into a cookie, and does not lie about there."""
        given = request.query.get("key")
        if given is not None:
            answer = web.HTTPFound("/")
            answer.set_cookie(self._cookie, given, httponly=True, samesite="Lax", path="/")
            return answer
        words = {
            "font_size": to_int(request.query.get("fontsize", "16"), 16),
            "app_websocket_url": f"{'wss' if request.secure else 'ws'}://{request.host}/ws",
        }
        return aiohttp_jinja2.render_template("page.html", request, words)

    async def _script(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(HERE / "page.js")

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = self._refused(request)
        if refusal:
            return web.Response(status=403, text=f"{refusal}\n", headers=HEADERS)
        try:
            answer = await handler(request)
        except web.HTTPException as error:
            error.headers.update(HEADERS)
            raise
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    def _refused(self, request: web.Request) -> str:
        """Why this request is not answered; empty where it is."""
        if not self._is_meant(request.host):
            return "This name does not belong to this board: open the address that wiptui serve printed."
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.host:
            return "Another page may not open this board."
        key = request.query.get("key") or request.cookies.get(self._cookie, "")
        if not compare_digest(key.encode(), self._key.encode()):
            return "The key is missing or old: open the whole address that wiptui serve printed."
        return ""

    def _is_meant(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        return "*" in self._hosts or name in self._hosts


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def serve(command: str, listening: socket.socket, key: str, hosts: tuple[str, ...]) -> None:
    """Serve the board that ``command`` opens until interrupted."""
    BoardServer(command, listening, key, hosts).serve()
