"""The driver of a board in a browser: a pipe to the program that serves it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver


class PipeDriver(WebDriver):
    """Textual's driver, which also ends the board when the other end of the pipe is gone."""

    def __init__(self, app: App[Any], **more: Any) -> None:
        super().__init__(app, **more)
        self.leave = app.exit

    def start_application_mode(self) -> None:
        self.loop = asyncio.get_running_loop()
        super().start_application_mode()

    def run_input_thread(self) -> None:
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the loop has ended
                self.loop.call_soon_threadsafe(self.leave)

    def write(self, data: str) -> None:
        with suppress(OSError):  # the reader is gone, as the input will report
            super().write(data)

    def write_meta(self, data: dict[str, object]) -> None:
        with suppress(OSError):
            super().write_meta(data)
