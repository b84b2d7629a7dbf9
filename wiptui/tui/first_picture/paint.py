"""Painting the first picture, and giving the terminal back where the board then does not come."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

from wiptui.domain.text import drawable
from wiptui.tui.first_picture.colours import Colours, depends_on, recall
from wiptui.tui.terminal.signs import own_table

if TYPE_CHECKING:
    from wiptui.tui.first_picture.first_frame import Row
    from wiptui.tui.keys.keymap import Keymap
    from wiptui.tui.settings import Settings
    from wiptui.tui.views.view_models import BoardView

OWN_SCREEN, SHELL_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
LEAST = (20, 8)
"""Columns and rows below which there is no picture."""
STREAM = 2
"""The descriptor that Textual writes to."""


class Picture:
    """What is on the screen before the board is. In ``with``: what was painted goes, unless the board took it over."""

    def __init__(self) -> None:
        self.is_shown = False
        self.modes: list[Any] | None = None
        """The terminal's modes of before."""
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Picture:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if sys.platform != "win32" and self.is_shown:
            import termios  # lazy: only on some systems

            _write(f"\x1b[0m{SHELL_SCREEN}{SHOW_CURSOR}")
            termios.tcsetattr(0, termios.TCSANOW, self.modes or [])
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
            self.is_shown = False

    def show(self, view: BoardView, settings: Settings, keys: Keymap) -> None:
        """Paint the board as it opens, where that is going to be right, unless it was painted already."""
        if self.is_shown:
            return
        size = terminal_size()
        colours = recall(depends_on(settings.config, os.environ)) if size is not None else None
        if size is None or colours is None:
            return

        from wiptui.tui.first_picture.first_frame import first_frame  # lazy: a kept first picture does without it

        text = painted(first_frame(view, settings, keys, *size), colours)
        if text is not None:
            self.paint(text)

    def paint(self, text: str) -> None:
        """Put a painted screen onto the terminal."""
        self._take_terminal()
        _write(OWN_SCREEN + HIDE_CURSOR + text)

    def taken_over(self) -> None:
        """The board has the terminal now, and gives it back itself."""
        self.is_shown = False

    def _take_terminal(self) -> None:
        """No line editing and no echo, as Textual has it: what is typed from here on waits for the board.

        Only ctrl+c still ends the program, and nothing stops it while the terminal is not the shell's. Windows has no
        picture (``terminal_size``).
        """
        if sys.platform == "win32":
            return
        import termios  # lazy: only on some systems

        self.modes = termios.tcgetattr(0)
        modes = termios.tcgetattr(0)
        modes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        for name in ("VSUSP", "VQUIT", "VDSUSP"):
            if hasattr(termios, name):
                modes[6][getattr(termios, name)] = max(0, os.fpathconf(0, "PC_VDISABLE")).to_bytes(1, "little")
        self.is_shown = True
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._handlers[number] = signal.signal(number, _leave)
        termios.tcsetattr(0, termios.TCSANOW, modes)


def _leave(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def painted(rows: list[Row], colours: Colours) -> str | None:
    """The rows as text that paints them; None where a colour is not known."""
    out: list[str] = []
    try:
        for y, row in enumerate(rows, 1):
            out.append(row_begins(y))
            for text, roles in row:
                begin = colours["+".join(roles)]
                text = drawable(text)  # the widgets are not there yet, and neither is their boundary
                out.append(f"{begin}{text}\x1b[0m" if begin else text)
    except KeyError:
        return None
    return "".join(out)


def row_begins(y: int) -> str:
    """What goes to the beginning of a row, the first being 1."""
    return f"\x1b[{y};1H"


def terminal_size() -> tuple[int, int] | None:
    """Columns and rows of the terminal that keys come from and that Textual paints on; None where it is not known."""
    if sys.platform == "win32" or os.environ.get("TERM", "dumb") in ("", "dumb", "unknown") or own_table() is not None:
        return None
    if "COLUMNS" in os.environ or "LINES" in os.environ:
        return None
    try:
        devices = {os.fstat(descriptor).st_rdev for descriptor in (0, 1, STREAM)}
        if len(devices) > 1 or not all(map(os.isatty, (0, 1, STREAM))) or not _is_in_front():
            return None
        columns, rows = os.get_terminal_size(1)
    except OSError:
        return None
    return (columns, rows) if columns >= LEAST[0] and rows >= LEAST[1] else None


def _is_in_front() -> bool:
    """Whether this is not a job in the shell's background, which would be stopped for setting the terminal's modes."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return True  # a terminal without a shell


def _write(text: str) -> None:
    data = text.encode(errors="replace")
    while data:
        try:
            data = data[os.write(STREAM, data) :]
        except BlockingIOError:
            continue
        except OSError:
            return
