"""Signals to the terminal around the board: its title, its progress, and a notification for a bell.

Each is an escape sequence that draws nothing. A terminal gets only what it is known to understand, and the settings can
turn each off. The earlier title returns when the person leaves the board.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from wiptui.config import Config
from wiptui.domain.board import Board
from wiptui.domain.limits import DOING
from wiptui.tui.views.styled_text import clip, sanitized

KEEP_TITLE, OLD_TITLE = "\x1b[22;2t", "\x1b[23;2t"
NO_PROGRESS = "\x1b]9;4;0;0\x1b\\"
TITLE_CELLS, TEXT_CELLS = 60, 200
PROGRESS_IN = ("ghostty", "WezTerm")
"""Terminals, by TERM_PROGRAM, that show the progress of OSC 9;4. Windows Terminal and ConEmu use other variables."""
NOTIFIES = {"iTerm.app": "9", "ghostty": "777", "WezTerm": "777"}
"""The notification sequence by TERM_PROGRAM."""


def title_of(board: Board) -> str:
    """Return the terminal title: the focused task and the doing count."""
    gauge = f"Doing {board.count(DOING)}/{board.limits[DOING].text}"
    focus = board.focus
    return sanitized(f"{clip(focus.task.title, TITLE_CELLS)} · {gauge}" if focus is not None else f"wiptui · {gauge}")


def progress_of(board: Board) -> str:
    """Return the progress sequence of Doing, as a warning if it is over its limit."""
    count, limit = board.count(DOING), board.limits[DOING].value
    if not count or not limit:
        return NO_PROGRESS
    state = 4 if board.is_over(DOING) else 1
    return f"\x1b]9;4;{state};{min(100 * count // limit, 100)}\x1b\\"


def notifying(way: str, words: str) -> str:
    """Return the sequence for a notification; empty if the terminal has none."""
    text = clip(sanitized(words), TEXT_CELLS)
    match way:
        case "9":
            return f"\x1b]9;wiptui: {text}\x1b\\"
        case "777":
            return f"\x1b]777;notify;wiptui;{text}\x1b\\"
        case "99":
            return f"\x1b]99;;wiptui: {text}\x1b\\"
        case _:
            return ""


def way_to_notify(wanted: str, environment: Mapping[str, str]) -> str:
    """Return ``9``, ``777`` or ``99``; empty for none. A multiplexer hides the terminal, so nothing is known of it."""
    if wanted != "auto":
        return "" if wanted == "off" else wanted
    if "TMUX" in environment or "STY" in environment:
        return ""
    term = environment.get("TERM", "")
    if "KITTY_WINDOW_ID" in environment or term == "xterm-kitty":
        return "99"
    return "777" if term.startswith("foot") else NOTIFIES.get(environment.get("TERM_PROGRAM", ""), "")


def has_progress(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal is known to show progress."""
    if "TMUX" in environment or "STY" in environment:
        return False
    named = environment.get("TERM_PROGRAM", "") in PROGRESS_IN
    return named or "WT_SESSION" in environment or environment.get("ConEmuANSI") == "ON"


def terminal_writer() -> Callable[[str], object] | None:
    """Return a function that writes whole sequences to Textual's terminal; None if there is none."""
    stream = sys.__stdout__ if sys.platform == "win32" else sys.__stderr__
    if stream is None or not stream.isatty():
        return None

    def write(text: str) -> None:
        try:
            stream.write(text)
            stream.flush()
        except OSError:
            pass  # the terminal is gone

    return write


def has_terminal() -> bool:
    """Return whether keys come from a terminal. Its loss shows here; not every system sends a signal for it."""
    try:
        return sys.__stdin__ is not None and sys.__stdin__.isatty()
    except ValueError:
        return False


class Signals:
    """Tells the terminal what changed, nothing twice. Without a writer it does nothing."""

    def __init__(self, write: Callable[[str], object] | None, environment: Mapping[str, str] | None = None) -> None:
        self._write = write or (lambda text: None)
        self._environment = os.environ if environment is None else environment
        self._title = self._progress = ""
        self._told: tuple[Board, Config] | None = None

    def show(self, board: Board, config: Config) -> None:
        """Show the present board."""
        if self._told is not None and self._told[0] is board and self._told[1] is config:
            return
        self._told = board, config
        title = title_of(board) if config["terminal.title"] else ""
        progress = progress_of(board) if config["terminal.progress"] and has_progress(self._environment) else ""
        if title != self._title:
            sequence = f"\x1b]2;{title}\x1b\\" if title else OLD_TITLE
            self._write(sequence if self._title else KEEP_TITLE + sequence)
        if progress != self._progress:
            self._write(progress or NO_PROGRESS)
        self._title, self._progress = title, progress

    def notify(self, words: str, config: Config) -> None:
        """Ask the terminal for a notification."""
        sequence = notifying(way_to_notify(config["terminal.notify"], self._environment), words)
        if sequence:
            self._write(sequence)

    def close(self) -> None:
        """Restore the terminal."""
        if self._title:
            self._write(OLD_TITLE)
        if self._progress:
            self._write(NO_PROGRESS)
        self._title = self._progress = ""
