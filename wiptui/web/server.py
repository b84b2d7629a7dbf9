"""Serve the board over HTTP. Only this module and ``session`` import textual-serve and aiohttp.

Anybody who reaches the address could type on the board, so every request needs four things:

* A secret path. Cookies do not tell ports apart: without it, another server on 127.0.0.1 would receive ours.
* The cookie, which the page exchanges for the key in the printed address. A key works in one browser, once.
* An expected host name; else a page elsewhere could point its own name at this machine.
* The origin of this page, if the request names one; else any open page could open the socket.
"""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server, to_int

from wiptui.web.session import LARGEST, BrowserConnection, size_of

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = logging.getLogger("wiptui.web")
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
"""Nothing loads from elsewhere, nobody frames the page, and its address goes to nobody."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
"""The pattern of a key or our cookie."""
MOST_BOARDS = 16
"""The most boards open at once: each is a process."""


class BoardServer(Server):
    """A page with a terminal, and for each browser a separate board over the same file."""

    def __init__(
        self, command: str, listening: socket.socket, secrets: tuple[str, str, str], hosts: tuple[str, ...] = LOOPBACK
    ) -> None:
        """``secrets`` are three random tokens: the path of the page, the key of the address, and its cookie."""
        port = listening.getsockname()[1]
        super().__init__(command, "localhost", port, "wiptui")
        self._listening, self._hosts = listening, hosts
        self._key: str | None
        self._path, self._key, self._secret = secrets
        self._cookie = f"wiptui-{port}"
        self._open = 0

    def serve(self, debug: bool = False) -> None:
        """Serve until interrupted, then close the open boards."""
        logging.basicConfig(level="WARNING", format="%(message)s")
        logging.getLogger("aiohttp.server").setLevel("CRITICAL")  # it logs invalid requests in full
        web.run_app(self.application(), sock=self._listening, print=None, shutdown_timeout=1, access_log=None)

    def application(self) -> web.Application:
        """Return the routes, all below the secret path and behind the guard."""
        app = web.Application(middlewares=[self._guard])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(HERE))
        base = f"/{self._path}"
        app.add_routes(
            [
                web.get(f"{base}/", self.handle_index, allow_head=False),
                web.get(f"{base}/page.js", self._script),
                web.get(f"{base}/ws", self.handle_websocket, allow_head=False),
                web.get(f"{base}/download/{{key}}", self.handle_download),
                web.static(f"{base}/static", self.statics_path),
            ]
        )
        return app

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """Return the page. The first visit exchanges the key for a cookie, and the key becomes invalid."""
        if "key" in request.query:
            answer = web.Response(status=302, headers={"Location": f"/{self._path}/"})
            if not self._has_cookie(request):
                self._key = None
                answer.set_cookie(self._cookie, self._secret, httponly=True, samesite="Strict", path=f"/{self._path}/")
            return answer
        words = {
            "font_size": min(max(to_int(request.query.get("fontsize", "16"), 16), 6), 72),
            "app_websocket_url": f"{'wss' if request.secure else 'ws'}://{request.host}/{self._path}/ws",
        }
        return aiohttp_jinja2.render_template("page.html", request, words)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a board as long as the connection lasts."""
        if self._open >= MOST_BOARDS:
            raise web.HTTPServiceUnavailable(text=f"{MOST_BOARDS} boards are open: close one first.\n")
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST)
        width, height = (to_int(request.query.get(name, ""), usual) for name, usual in (("width", 80), ("height", 24)))
        await websocket.prepare(request)
        self._open += 1
        try:
            await BrowserConnection(self.command, websocket, self.download_manager).last(size_of(width, height))
        finally:
            self._open -= 1
        return websocket

    async def _script(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(HERE / "page.js")

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = self._refused(request)
        if refusal:
            return web.Response(status=refusal[0], text=f"{refusal[1]}\n", headers=HEADERS)
        try:
            answer = await handler(request)
        except web.HTTPException as error:
            error.headers.update(HEADERS)
            raise
        except Exception as error:
            log.error("A request failed: %s: %s", type(error).__name__, str(error)[:200])
            return web.Response(status=500, text="Something went wrong.\n", headers=HEADERS)
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    def _refused(self, request: web.Request) -> tuple[int, str] | None:
        """Return why this request is refused, with its HTTP status; None if it is not."""
        if not self._is_meant(request.host):
            return 403, "This name does not belong to this board: open the address that wiptui serve printed."
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.host:
            return 403, "Another page may not open this board."
        given = [request.query.get("key"), request.cookies.get(self._cookie)]
        if not all(token is None or TOKEN.fullmatch(token) for token in given):
            return 400, "This key or cookie is none of ours."
        if self._has_cookie(request):
            return None
        if given[0] is None or request.path != f"/{self._path}/":
            return 403, "The key is missing: open the whole address that wiptui serve printed."
        if self._key is None:
            return 403, "This address was used already. For another browser end wiptui serve and start it again."
        return None if compare_digest(given[0], self._key) else (403, "This key is wrong or old.")

    def _has_cookie(self, request: web.Request) -> bool:
        """Return whether our cookie is there, and the path, without which the browser would not send it."""
        cookie = request.cookies.get(self._cookie, "")
        return compare_digest(cookie, self._secret) and request.path.startswith(f"/{self._path}/")

    def _is_meant(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        return "*" in self._hosts or name in self._hosts


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 picks a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def serve(command: str, listening: socket.socket, secrets: tuple[str, str, str], hosts: tuple[str, ...]) -> None:
    """Serve the board that ``command`` opens until interrupted."""
    BoardServer(command, listening, secrets, hosts).serve()
